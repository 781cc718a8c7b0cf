/**
 * The benchmarks: measures everything in processes of their own, round by round, and prints medians with the least and
 * the most. Figures of one run can be compared with each other; those of two machines, or two days, hardly.
 *
 *     deno task bench [--rounds=3] [--json=FILE]
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Xvfb } from "../tests/_support/xvfb.ts";
import type { Figures } from "./_program.ts";
import { Table } from "./_table.ts";

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    rounds: { type: "string", default: "3" },
    json: { type: "string" },
  },
});

function command(program: string, args: string[] = [], env = {}): Deno.Command {
  const path = fileURLToPath(new URL(program, import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", path, ...args],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  });
}

async function measure(program: string, env = {}): Promise<Figures> {
  const { stdout } = await command(program, [], env).spawn().output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Requests a second, and the rate of Qt's timer meanwhile, with and without that load. */
async function serve(mode: string): Promise<Figures> {
  const server = command("qt/serve.ts", [mode]).spawn();
  const output = server.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = Number((await output.read()).value);
  const url = `http://127.0.0.1:${port}/`;
  const input = server.stdin.getWriter();
  await load(url, 1);
  await input.write(new Uint8Array(1));
  const requests = await load(url, 3);
  await input.write(new Uint8Array(1));
  const turns = JSON.parse((await output.read()).value!)["turns /s"];
  await input.close();
  await output.cancel();
  await server.status;
  const figures: Figures = { [`requests /s, Qt ${mode}`]: requests };
  if (mode === "busy") figures["QTimer(0) turns /s meanwhile"] = turns;
  return figures;
}

async function load(url: string, seconds: number): Promise<number> {
  const { stdout } = await new Deno.Command("wrk", {
    args: ["-t1", "-c32", `-d${seconds}`, url],
  }).output();
  const text = new TextDecoder().decode(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
}

const table = new Table();
await using xvfb = await Xvfb.start();
for (let round = 1; round <= Number(options.rounds); round++) {
  console.error(`Round ${round} of ${options.rounds}`);
  table.add(await measure("qt/bridge.ts"));
  table.add(await measure("qt/dialog.ts", xvfb.env));
  table.add(await measure("qt/idle.ts", xvfb.env));
  for (const mode of ["plain", "idle", "busy"]) table.add(await serve(mode));
}
table.print();

const plain = table.median("requests /s, Qt plain");
const idle = table.median("requests /s, Qt idle") / plain;
const busy = table.median("requests /s, Qt busy") / plain;
const turns = table.median("QTimer(0) turns /s meanwhile") /
  table.median("QTimer(0) turns /s");
console.log(`
Requests with an idle Qt: ${idle.toFixed(2)} of plain Deno's
Requests with a busy Qt: ${busy.toFixed(2)} of plain Deno's; Qt keeps ${
  turns.toFixed(2)
} of its own rate`);
if (options.json !== undefined) {
  await Deno.writeTextFile(options.json, JSON.stringify(table, null, 2));
}
