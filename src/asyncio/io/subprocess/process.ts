/**
 * Programs and their streams.
 *
 * @module
 */

import { Coroutine } from "../../core/coroutine.ts";
import { RuntimeError } from "../../core/errors.ts";
import type { BaseEventLoop } from "../../core/loop.ts";
import { getRunningLoop } from "../../core/running.ts";
import { describeValue } from "../../core/_util.ts";
import type { StreamLimit } from "../streams/open.ts";
import { checkLimit } from "../streams/_options.ts";
import { feedOf, type StreamReader } from "../streams/reader.ts";
import type { StreamWriter } from "../streams/writer.ts";
import type { SubprocessConnection } from "./_child_transport.ts";
import { ProcessProtocol } from "./_process_protocol.ts";
import type { SubprocessOptions } from "./stdio.ts";
import type { SubprocessTransport } from "./transport.ts";

/** Bytes or text that a program reads. */
export type ProcessInput = Uint8Array | string | null;

/** The output of a program: standard output and standard error, `null` where there is no pipe. */
export type ProcessOutput = [
  stdout: Uint8Array<ArrayBuffer> | null,
  stderr: Uint8Array<ArrayBuffer> | null,
];

/**
 * A program that was started, as
 * [asyncio.subprocess.Process](https://docs.python.org/3.13/library/asyncio-subprocess.html#asyncio.subprocess.Process).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessShell, PIPE } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessShell("echo one; echo two", { stdout: PIPE });
 *   const lines: string[] = [];
 *   for await (const line of process.stdout!.lines()) lines.push(line);
 *   assertEquals(lines, ["one", "two"]);
 *   assertEquals(await process.wait(), 0);
 * });
 * ```
 */
export class Process {
  readonly #transport: SubprocessTransport;
  readonly #protocol: ProcessProtocol;
  #input: ProcessInput | undefined;

  /** @internal Made by `createSubprocessExec()` and `createSubprocessShell()`. */
  constructor(transport: SubprocessTransport, protocol: ProcessProtocol) {
    this.#transport = transport;
    this.#protocol = protocol;
  }

  /** The program's process id. */
  get pid(): number {
    return this.#transport.getPid();
  }

  /** Its exit code, the negative number of the signal that ended it (-9 for SIGKILL), or `null` while it runs. */
  get returncode(): number | null {
    return this.#protocol.exited ? this.#transport.getReturncode() : null;
  }

  /** Writes to the program, if its input is a pipe. */
  get stdin(): StreamWriter | null {
    return this.#protocol.stdin;
  }

  /** Reads the program's output, if that is a pipe. */
  get stdout(): StreamReader | null {
    return this.#protocol.stdout;
  }

  /** Reads the program's errors, if they are a pipe of their own. */
  get stderr(): StreamReader | null {
    return this.#protocol.stderr;
  }

  /**
   * Waits until the program has ended; any number of tasks may. Programs that it has started may still use its pipes.
   *
   * What it writes to pipes that have not been read from is kept in memory meanwhile, so that it can end.
   *
   * @returns the {@linkcode Process.returncode}.
   */
  wait(): Coroutine<number> {
    return new Coroutine(async () => {
      await this.#protocol.wait();
      return this.returncode!;
    }, "Process.wait()");
  }

  /**
   * Writes to the program's input, closes it, reads all that the program writes, and waits for its end.
   *
   * A program that does not read its input is no error. If the wait is cancelled or times out, nothing is lost: call it
   * again, without input, for everything.
   *
   * @param input bytes or text; for a program whose input is a pipe.
   * @throws {RuntimeError} if there is input, but no pipe for it, or other input than the first time.
   * @throws {TypeError} if `input` is neither bytes nor text.
   */
  communicate(input: ProcessInput = null): Coroutine<ProcessOutput> {
    return new Coroutine(
      () => this.#communicate(input),
      "Process.communicate()",
    );
  }

  async #communicate(input: ProcessInput): Promise<ProcessOutput> {
    this.#send(input);
    const { stdout, stderr } = this.#protocol;
    const feeds = [stdout, stderr].map((reader) =>
      reader === null ? null : feedOf(reader)
    );
    for (const feed of feeds) feed?.expand(true);
    for (const feed of feeds) await feed?.ended();
    await this.#protocol.wait();
    const [output = null, errors = null] = feeds.map((feed) =>
      feed?.take(feed.chunks.size) ?? null
    );
    return [output, errors];
  }

  #send(input: ProcessInput): void {
    const isBytes = input === null || typeof input === "string" ||
      input instanceof Uint8Array;
    if (!isBytes) {
      throw new TypeError(
        `input must be a Uint8Array or a string, got ${describeValue(input)}`,
      );
    }
    const { stdin } = this.#protocol;
    if (this.#input !== undefined) {
      if (input === null || input === this.#input) return;
      throw new RuntimeError(
        "Cannot send other input: communicate() has been called with input already; call it without",
      );
    }
    if (stdin === null) {
      if (input === null) return;
      throw new RuntimeError(
        "Cannot send input: stdin is not PIPE; pass stdin: PIPE when starting the program",
      );
    }
    this.#input = input;
    if (input !== null) stdin.write(input);
    stdin.close();
  }

  /**
   * Sends a signal.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   * @throws {TypeError} if there is no such signal.
   */
  sendSignal(signal: Deno.Signal): void {
    this.#transport.sendSignal(signal);
  }

  /**
   * Asks the program to end: SIGTERM.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   */
  terminate(): void {
    this.#transport.terminate();
  }

  /**
   * Ends the program: SIGKILL.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   */
  kill(): void {
    this.#transport.kill();
  }

  /** Describes the process, for messages and logs. */
  toString(): string {
    return `<Process ${this.pid}>`;
  }

  /** Describes the process when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/**
 * Starts a program, as
 * [asyncio.create_subprocess_exec](https://docs.python.org/3.13/library/asyncio-subprocess.html#asyncio.create_subprocess_exec).
 *
 * @param program its name or path.
 * @param args its arguments, without its name.
 * @param options its streams, its surroundings, and the limit of both readers.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError} if an argument or an option is wrong.
 * @throws {Deno.errors.NotFound} if there is no such program, or no such folder.
 * @throws {Deno.errors.NotCapable} without `--allow-run` for the program.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessExec, PIPE } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
 *   const [out] = await process.communicate("through a pipe");
 *   assertEquals(new TextDecoder().decode(out!), "through a pipe");
 *   assertEquals(process.returncode, 0);
 * });
 * ```
 */
export function createSubprocessExec(
  program: string | URL,
  args: readonly string[] = [],
  options: SubprocessOptions & StreamLimit = {},
): Coroutine<Process> {
  return start(
    "createSubprocessExec()",
    options,
    (loop, factory) => loop.subprocessExec(factory, program, args, options),
  );
}

/**
 * Runs a command in a shell, as
 * [asyncio.create_subprocess_shell](https://docs.python.org/3.13/library/asyncio-subprocess.html#asyncio.create_subprocess_shell).
 *
 * @param command for `/bin/sh`. Never put in it what others have written.
 * @param options its streams, its surroundings, and the limit of both readers.
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError} if an argument or an option is wrong.
 * @throws {Deno.errors.NotCapable} without `--allow-run=/bin/sh`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createSubprocessShell } from "../../../../net.ts";
 * import { run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const process = await createSubprocessShell("exit 3");
 *   assertEquals(await process.wait(), 3);
 * });
 * ```
 */
export function createSubprocessShell(
  command: string,
  options: SubprocessOptions & StreamLimit = {},
): Coroutine<Process> {
  return start(
    "createSubprocessShell()",
    options,
    (loop, factory) => loop.subprocessShell(factory, command, options),
  );
}

function start(
  name: string,
  { limit }: StreamLimit,
  begin: (
    loop: BaseEventLoop,
    factory: () => ProcessProtocol,
  ) => Coroutine<SubprocessConnection<ProcessProtocol>>,
): Coroutine<Process> {
  return new Coroutine(async () => {
    if (limit !== undefined) checkLimit(limit);
    const loop = getRunningLoop();
    const [transport, protocol] = await begin(
      loop,
      () => new ProcessProtocol(loop, limit),
    );
    return new Process(transport, protocol);
  }, name);
}
