/** A program that was started, whichever of the platform's interfaces it was started by. */

import type { Socket } from "node:net";

/** A running program and its pipes. */
export interface Child {
  readonly pid: number;
  /** The platform's object. */
  readonly process: unknown;
  /** Each is `null` if it is no pipe. */
  readonly stdin: WritableStream<Uint8Array> | Socket | null;
  readonly stdout: ReadableStream<Uint8Array<ArrayBuffer>> | Socket | null;
  readonly stderr: ReadableStream<Uint8Array<ArrayBuffer>> | Socket | null;
  /** Resolves with the exit code, or the negative number of the signal that ended the program. */
  readonly exited: Promise<number>;
  /** Sends a signal. Returns `false` if the program has ended. */
  kill(signal: Deno.Signal): boolean;
  /** Lets this program end before the other. */
  unref(): void;
}
