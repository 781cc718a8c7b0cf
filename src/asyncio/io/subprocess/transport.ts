/**
 * Programs as transports.
 *
 * @module
 */

import type { ReadTransport, WriteTransport } from "../transports.ts";
import { BaseTransport } from "../transports.ts";
import { BaseProtocol } from "../protocols.ts";

/**
 * A running program, as
 * [asyncio.SubprocessTransport](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.SubprocessTransport).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PIPE, SubprocessTransport } from "../../../../net.ts";
 * import { getRunningLoop, run } from "../../mod.ts";
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const lost = loop.createFuture<void>();
 *   const [transport] = await loop.subprocessExec(
 *     () => ({ connectionLost: () => lost.setResult() }),
 *     "true",
 *     [],
 *     { stdin: PIPE },
 *   );
 *   assertEquals(transport instanceof SubprocessTransport, true);
 *   await lost;
 *   assertEquals(transport.getReturncode(), 0);
 * });
 * ```
 */
export abstract class SubprocessTransport extends BaseTransport {
  /** Returns the program's process id. */
  abstract getPid(): number;
  /** Returns its exit code, the negative number of the signal that ended it, or `null` while it runs. */
  abstract getReturncode(): number | null;
  /**
   * Returns the transport of a standard stream, if it is a pipe.
   *
   * @param fd 0, 1 or 2.
   */
  abstract getPipeTransport(fd: number): ReadTransport | WriteTransport | null;
  /**
   * Sends a signal.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   * @throws {TypeError} if there is no such signal.
   */
  abstract sendSignal(signal: Deno.Signal): void;
  /**
   * Asks the program to end: SIGTERM.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   */
  abstract terminate(): void;
  /**
   * Ends the program: SIGKILL.
   *
   * @throws {Deno.errors.NotFound} if the program has ended.
   */
  abstract kill(): void;
  /** Closes the pipes, and ends the program by SIGKILL if it still runs. */
  abstract override close(): void;
}

/**
 * The protocol of a {@linkcode SubprocessTransport}; all methods are optional.
 *
 * @example
 * ```ts
 * import type { SubprocessProtocolLike } from "../../../../net.ts";
 *
 * const protocol: SubprocessProtocolLike = {
 *   processExited: () => console.log("over"),
 * };
 * protocol.processExited!();
 * ```
 */
export interface SubprocessProtocolLike {
  /** The program runs. */
  connectionMade?(transport: SubprocessTransport): unknown;
  /** The program has written bytes to its output (`fd` 1) or errors (2). */
  pipeDataReceived?(fd: number, data: Uint8Array<ArrayBuffer>): unknown;
  /** A pipe is closed. */
  pipeConnectionLost?(fd: number, error: Error | null): unknown;
  /** The program has ended; bytes may still come from its pipes. */
  processExited?(): unknown;
  /** More bytes wait to be read by the program than the high-water mark allows. */
  pauseWriting?(): unknown;
  /** The bytes that wait are no more than the low-water mark. */
  resumeWriting?(): unknown;
  /** The program has ended, and all pipes are closed. */
  connectionLost?(error: Error | null): unknown;
}

/**
 * A protocol of programs, for those who like to `override`, as
 * [asyncio.SubprocessProtocol](https://docs.python.org/3.13/library/asyncio-protocol.html#asyncio.SubprocessProtocol).
 *
 * @example
 * ```ts
 * import { PIPE, SubprocessProtocol } from "../../../../net.ts";
 * import { getRunningLoop, run } from "../../mod.ts";
 *
 * class Printer extends SubprocessProtocol {
 *   readonly over = getRunningLoop().createFuture<void>();
 *   override pipeDataReceived(_fd: number, data: Uint8Array): void {
 *     console.log(data.length, "bytes");
 *   }
 *   override connectionLost(): void {
 *     this.over.setResult();
 *   }
 * }
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const [, printer] = await loop.subprocessShell(() => new Printer(), "echo hello", { stdout: PIPE });
 *   await printer.over;
 * });
 * ```
 */
export class SubprocessProtocol extends BaseProtocol {
  /** Bytes from the program's output (`fd` 1) or errors (2). Does nothing. */
  pipeDataReceived(_fd: number, _data: Uint8Array<ArrayBuffer>): void {}
  /** A pipe is closed. Does nothing. */
  pipeConnectionLost(_fd: number, _error: Error | null): void {}
  /** The program has ended. Does nothing. */
  processExited(): void {}
}
