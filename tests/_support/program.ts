/**
 * Runs a Deno program as a process of its own, as its users do.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { SHIM_VARIABLE } from "../../ffi/search.ts";
import { readLines } from "./lines.ts";

/** The project's folder, where programs run unless told otherwise. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Lets a program use the shim that the tests use, where that is not the usual one (`deno task test:asan`). */
function sameShim(permissions: readonly string[]): string[] {
  const granted = permissions.some((flag) =>
    /^(-A|--allow-(all|env))/.test(flag)
  );
  return Deno.env.has(SHIM_VARIABLE) && !granted
    ? [`--allow-env=${SHIM_VARIABLE}`]
    : [];
}

/** How to run a program. */
export interface ProgramOptions {
  /**
   * Deno's flags for the program.
   *
   * @default {["--allow-ffi"]}
   */
  permissions?: readonly string[];
  /** The program's own arguments. */
  args?: readonly string[];
  /** Variables to set beside those of this process. */
  env?: Readonly<Record<string, string>>;
  /**
   * Working directory.
   *
   * @default {the project's folder}
   */
  cwd?: string;
  /**
   * Kill it and fail after this time, in milliseconds: a program that hangs. It is less than a test may take.
   *
   * @default {240_000}
   */
  timeout?: number;
}

/** How a program ended. */
export interface ProgramResult {
  /** Exit code; 128 and the signal's number if a signal ended it. */
  code: number;
  /** The signal that ended it. */
  signal: Deno.Signal | null;
  /** The lines of its standard output. */
  stdout: string[];
  /** The lines of its standard error. */
  stderr: string[];
}

/**
 * A running program without standard input. Leaving its scope kills it.
 *
 * @example
 * ```ts ignore
 * await using program = Program.start("examples/console.ts", {
 *   permissions: ["--allow-ffi", "--allow-net"],
 * });
 * await program.waitForLine("listening");
 * program.kill("SIGINT");
 * assertEquals((await program.finished()).code, 0);
 * ```
 */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #name: string;
  readonly #stdout: string[] = [];
  readonly #stderr: string[] = [];
  readonly #result: Promise<ProgramResult>;
  readonly #timer: ReturnType<typeof setTimeout>;
  #failure: Error | undefined;
  #ended = false;
  /** Settles at the next line, at the end and at the time limit. */
  #news: PromiseWithResolvers<void> = Promise.withResolvers();

  private constructor(name: string, options: ProgramOptions) {
    const { permissions = ["--allow-ffi"], args = [], timeout = 240_000 } =
      options;
    this.#name = name;
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        ...permissions,
        ...sameShim(permissions),
        name,
        ...args,
      ],
      cwd: options.cwd ?? ROOT,
      env: { NO_COLOR: "1", ...options.env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#timer = setTimeout(() => {
      this.#failure = new Error(
        `${name} did not end within ${timeout} ms; ${this.#soFar()}`,
      );
      this.kill("SIGKILL");
      this.#tell();
    }, timeout);
    this.#result = this.#watch();
  }

  /**
   * Starts a program.
   *
   * @param script Its path (from the project's folder) or its URL.
   * @param options How to run it.
   * @returns The running program.
   */
  static start(script: string | URL, options: ProgramOptions = {}): Program {
    return new Program(
      script instanceof URL ? script.href : script,
      options,
    );
  }

  /**
   * Runs a program to its end.
   *
   * @param script Its path (from the project's folder) or its URL.
   * @param options How to run it.
   * @returns How it ended.
   * @throws {Error} If it does not end in time.
   */
  static async run(
    script: string | URL,
    options: ProgramOptions = {},
  ): Promise<ProgramResult> {
    await using program = Program.start(script, options);
    return await program.finished();
  }

  /** The process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The lines of standard output so far. */
  get stdout(): readonly string[] {
    return this.#stdout;
  }

  /** The lines of standard error so far. */
  get stderr(): readonly string[] {
    return this.#stderr;
  }

  /** All lines of standard output, from the first on, until the program ends. */
  async *lines(): AsyncGenerator<string, void, undefined> {
    for (let index = 0;; index++) {
      const line = await this.#line(index);
      if (line === undefined) return;
      yield line;
    }
  }

  /**
   * Waits for a line of standard output; one that has come before counts.
   *
   * @param pattern A part of the line.
   * @returns The whole line.
   * @throws {Error} If the program ends, or its time, without such a line.
   */
  async waitForLine(pattern: string | RegExp): Promise<string> {
    for await (const line of this.lines()) {
      const fits = typeof pattern === "string"
        ? line.includes(pattern)
        : line.search(pattern) >= 0;
      if (fits) return line;
    }
    throw new Error(
      `${this.#name} ended without a line with ${pattern}; ${this.#soFar()}`,
    );
  }

  /**
   * Waits for the end.
   *
   * @returns How it ended.
   * @throws {Error} If it does not end in time; the message has its output.
   */
  async finished(): Promise<ProgramResult> {
    const result = await this.#result;
    if (this.#failure !== undefined) throw this.#failure;
    return result;
  }

  /** Sends a signal; one that has ended does not mind. */
  kill(signal: Deno.Signal = "SIGTERM"): void {
    try {
      this.#child.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Kills the program if it still runs, and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.kill("SIGKILL");
    await this.#result;
  }

  async #watch(): Promise<ProgramResult> {
    const [status] = await Promise.all([
      this.#child.status,
      this.#collect(this.#child.stdout, this.#stdout),
      this.#collect(this.#child.stderr, this.#stderr),
    ]);
    clearTimeout(this.#timer);
    this.#ended = true;
    this.#tell();
    return {
      code: status.code,
      signal: status.signal,
      stdout: this.#stdout,
      stderr: this.#stderr,
    };
  }

  async #collect(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    lines: string[],
  ): Promise<void> {
    for await (const line of readLines(stream)) {
      lines.push(line);
      this.#tell();
    }
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  async #line(index: number): Promise<string | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (index < this.#stdout.length) return this.#stdout[index];
      if (this.#ended) return undefined;
      await this.#news.promise;
    }
  }

  #soFar(): string {
    const part = (name: string, lines: readonly string[]) =>
      lines.length === 0 ? `no ${name}` : `${name}:\n${lines.join("\n")}`;
    return `${part("standard output", this.#stdout)}\n${
      part("standard error", this.#stderr)
    }`;
  }
}
