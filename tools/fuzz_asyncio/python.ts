/**
 * CPython, as the fuzzer uses it.
 *
 * @module
 */

import { MAX_STEPS, MAX_TASKS, OBJECTS, type Program } from "./program.ts";

/** The oldest Python whose asyncio is the contract. */
const OLDEST = [3, 13] as const;

const INTERPRETER = new URL("interpreter.py", import.meta.url);

/** Where a Python may be: `PYTHON`, on the path, and where pyenv and uv put theirs. */
async function* candidates(): AsyncGenerator<string> {
  const given = Deno.env.get("PYTHON");
  if (given) yield given;
  for (const minor of [13, 14, 15]) yield `python3.${minor}`;
  yield "python3";
  const home = Deno.env.get("HOME") ?? "";
  const pyenv = Deno.env.get("PYENV_ROOT") ?? `${home}/.pyenv`;
  for (
    const folder of [`${pyenv}/versions`, `${home}/.local/share/uv/python`]
  ) {
    try {
      for await (const { name } of Deno.readDir(folder)) {
        if (/3\.1[3-9]/.test(name)) yield `${folder}/${name}/bin/python3`;
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Asks a Python for its version; null if it is none. */
async function versionOf(python: string): Promise<number[] | null> {
  try {
    const { success, stdout } = await new Deno.Command(python, {
      args: ["-c", "import sys; print(*sys.version_info[:3])"],
      stderr: "null",
    }).output();
    if (!success) return null;
    return new TextDecoder().decode(stdout).trim().split(" ").map(Number);
  } catch {
    return null;
  }
}

/** A CPython at hand. */
export interface Found {
  readonly command: string;
  readonly version: string;
}

/** Looks for a CPython that is new enough; null if there is none. */
export async function findPython(): Promise<Found | null> {
  for await (const command of candidates()) {
    const version = await versionOf(command);
    if (version === null) continue;
    const [major = 0, minor = 0] = version;
    if (major === OLDEST[0] && minor >= OLDEST[1]) {
      return { command, version: version.join(".") };
    }
  }
  return null;
}

/** A CPython that runs programs, one after the other. */
export class Python implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #rest = "";

  constructor(command: string) {
    this.#process = new Deno.Command(command, {
      args: [
        INTERPRETER.pathname,
        JSON.stringify([OBJECTS, MAX_STEPS, MAX_TASKS]),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#lines = this.#process.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** Runs a program; returns the lines that it logs. */
  async run(program: Program): Promise<string[]> {
    const text = JSON.stringify(program) + "\n";
    await this.#writer.write(new TextEncoder().encode(text));
    for (;;) {
      const end = this.#rest.indexOf("\n");
      if (end >= 0) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return JSON.parse(line);
      }
      const { done, value } = await this.#lines.read();
      if (done) throw new Error(`The Python interpreter ended at ${text}`);
      this.#rest += value;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#lines.cancel();
    await this.#process.status;
  }
}
