/**
 * Runs a few lines as a program of their own.
 *
 * @module
 */

import { join } from "node:path";
import { Program, type ProgramOptions, type ProgramResult } from "./program.ts";

const FACES = new Map(
  ["mod", "widgets", "builder", "network", "quick"].map((face) => [
    face === "mod"
      ? '"@qtasyncio/qtasyncio"'
      : `"@qtasyncio/qtasyncio/${face}"`,
    JSON.stringify(new URL(`../../${face}.ts`, import.meta.url).href),
  ]),
);
const PROBE = new URL("./probe.ts", import.meta.url).href;

/** A program that has been written to a folder of its own; leaving its scope removes it. */
export class Script implements AsyncDisposable {
  private constructor(readonly path: string, readonly folder: string) {}

  static async write(code: string): Promise<Script> {
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-test-" });
    const script = new Script(join(folder, "program.ts"), folder);
    await script.save(code);
    return script;
  }

  /** Writes it anew. */
  async save(code: string): Promise<void> {
    for (const [name, url] of FACES) code = code.replaceAll(name, url);
    code = code.replaceAll('"probe"', JSON.stringify(PROBE));
    await Deno.writeTextFile(this.path, code);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}

/**
 * Runs TypeScript to its end, as {@linkcode Program.run} does.
 *
 * @param code A module. It imports from `"@qtasyncio/qtasyncio"` as users do, and from `"probe"` what tests need.
 * @param options How to run it.
 * @returns How it ended.
 */
export async function runCode(
  code: string,
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  await using script = await Script.write(code);
  return await Program.run(script.path, options);
}

/** As {@linkcode runCode}, for a test that has to do with the program while it runs. */
export async function withCode(
  code: string,
  options: ProgramOptions,
  body: (program: Program) => Promise<void>,
): Promise<void> {
  await using script = await Script.write(code);
  await using program = Program.start(script.path, options);
  await body(program);
}
