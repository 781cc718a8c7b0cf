/**
 * Runs random programs one after the other, and says on standard output what it does before it does it: its parent
 * (`run.ts`) cannot ask a process that has crashed. It can change files in its working directory alone.
 *
 *     child.ts --seed=N --from=N --to=N     programs of a run
 *     child.ts --lines=JSON                 lines of one program
 *
 * @module
 */

import { parseArgs } from "node:util";
import { requireQuick } from "../../src/qt/quick/library.ts";
import { catalogue } from "./catalogue.ts";
import { makeProgram } from "./program.ts";
import { enterSandbox } from "./sandbox.ts";
import * as stage from "./stage.ts";

/** A message to the parent: a line of JSON. */
export type Message =
  | { readonly program: number }
  | { readonly line: string }
  | { readonly foreign: string }
  | { readonly done: true };

const encoder = new TextEncoder();
const write = Deno.stdout.writeSync.bind(Deno.stdout);

function say(message: Message): void {
  let bytes = encoder.encode(`${JSON.stringify(message)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(write(bytes));
}

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (...args: unknown[]) => Promise<unknown>;
const names = Object.keys(stage);
const things = Object.values(stage);

async function runLines(lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    say({ line });
    const body = new AsyncFunction(...names, line);
    await stage.step(() => body(...things));
  }
  say({ line: "await clear()" });
  await stage.clear();
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "0" },
      from: { type: "string", default: "0" },
      to: { type: "string", default: "0" },
      lines: { type: "string" },
    },
  });
  stage.foreign.report = (error) => {
    const text = error instanceof Error
      ? `${error.name}: ${error.message}`
      : String(error);
    say({ foreign: text.slice(0, 500) });
  };
  // Errors of slots and of the loop: the lines that bring them about are judged, not their reports.
  // Standard output is for messages to the parent.
  for (const name of ["debug", "error", "info", "log"] as const) {
    console[name] = () => {};
  }
  // Not from the start: Deno has its cache at home.
  Deno.env.set("HOME", Deno.cwd());
  await stage.start();
  requireQuick();
  enterSandbox(Deno.cwd());
  if (values.lines !== undefined) await runLines(JSON.parse(values.lines));
  else {
    const classes = catalogue();
    await stage.clear();
    for (let i = Number(values.from); i < Number(values.to); i++) {
      say({ program: i });
      await runLines(makeProgram(classes, Number(values.seed), i));
    }
  }
  say({ done: true });
  // The application of a process that ends needs no end of its own.
  Deno.exit(0);
}
