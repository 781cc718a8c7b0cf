/**
 * Runs a program under `deno run --watch`, and saves it again and again.
 *
 * @module
 */

import { Script } from "./code.ts";
import { Program, type ProgramOptions } from "./program.ts";
import { TIME_LIMIT } from "./test_defaults.ts";

/** The options of a program without a display. */
export const OFFSCREEN: ProgramOptions = {
  env: { QT_QPA_PLATFORM: "offscreen" },
};

/** A program that is watched; leaving its scope ends it and removes its file. */
export class Watched implements AsyncDisposable {
  readonly #script: Script;
  readonly #program: Program;
  readonly #code: string;
  #versions = 0;
  /** How many lines of standard output have been waited for. */
  #read = 0;
  readonly #expected = new Set<string>();

  private constructor(script: Script, program: Program, code: string) {
    this.#script = script;
    this.#program = program;
    this.#code = code;
  }

  /**
   * Starts a program.
   *
   * @param code A module, as for `runCode()`. In it, `VERSION` stands for how often it has been saved.
   * @param flag `--watch` or `--watch-hmr`.
   * @param options How to run it.
   */
  static async start(
    code: string,
    flag: "--watch" | "--watch-hmr",
    options: ProgramOptions = {},
  ): Promise<Watched> {
    const script = await Script.write(code.replaceAll("VERSION", "0"));
    const program = Program.start(script.path, {
      timeout: TIME_LIMIT,
      ...options,
      permissions: [flag, ...options.permissions ?? ["-A"]],
    });
    return new Watched(script, program, code);
  }

  /** The running process. */
  get program(): Program {
    return this.#program;
  }

  /** Saves the next version, which Deno then starts. */
  async save(): Promise<void> {
    this.#versions++;
    await this.#write();
  }

  #write(): Promise<void> {
    const version = String(this.#versions);
    return this.#script.save(this.#code.replaceAll("VERSION", version));
  }

  /**
   * Waits for the next line of standard output that has not been waited for; it must be this one. Deno sees no change
   * that comes before it watches the file: what nothing follows is saved again. So a version may run twice, and lines
   * that have been expected before may come again.
   */
  async expectLine(expected: string): Promise<void> {
    const again = setInterval(() => {
      if (this.#versions > 0) void this.#write();
    }, 10_000);
    try {
      let index = 0;
      for await (const line of this.#program.lines()) {
        if (index++ < this.#read) continue;
        this.#read = index;
        if (line === expected) break;
        if (this.#expected.has(line)) continue;
        throw new Error(
          `Expected the line ${JSON.stringify(expected)}, got ${
            JSON.stringify(line)
          }; standard error:\n${this.#program.stderr.join("\n")}`,
        );
      }
      if (this.#program.stdout[this.#read - 1] !== expected) {
        throw new Error(`The program ended without the line ${expected}`);
      }
      this.#expected.add(expected);
    } finally {
      clearInterval(again);
    }
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
    await this.#script[Symbol.asyncDispose]();
  }
}
