/**
 * Sending a file: what is behind a loop's `sendfile()`.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { RuntimeError } from "../core/errors.ts";
import type { Future } from "../core/future.ts";
import { type AbstractEventLoop, known } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";
import type { ProtocolLike } from "./protocols.ts";
import { SocketTransport } from "./_socket_transport.ts";
import type { WriteTransport } from "./transports.ts";

/** How many bytes are read at once. */
const CHUNK = 256 * 1024;

const IN_PROGRESS = "unable to write; sendfile is in progress";

/** Options of a loop's `sendfile()`. */
export interface SendfileOptions {
  /**
   * Where in the file to begin, in bytes.
   *
   * @default {0}
   */
  offset?: number | undefined;
  /** How many bytes to send. Default: up to the end of the file. */
  count?: number | undefined;
  /**
   * Whether the file may be read and written where the kernel cannot send it: on Deno, that is always so.
   *
   * @default {true}
   */
  fallback?: boolean | undefined;
}

/** As {@linkcode AbstractEventLoop.sendfile}. */
export function sendfile(
  loop: AbstractEventLoop,
  transport: WriteTransport,
  file: Deno.FsFile,
  { offset = 0, count = Infinity, fallback = true }: SendfileOptions = {},
): Coroutine<number> {
  return new Coroutine(async () => {
    if (!(file instanceof Deno.FsFile)) {
      throw new TypeError(
        `file must be a Deno.FsFile, got ${describeValue(file)}`,
      );
    }
    checkSize("offset", offset);
    if (count !== Infinity) checkSize("count", count);
    if (!(transport instanceof SocketTransport)) {
      throw new RuntimeError(
        `sendfile() is not supported for ${
          describeValue(transport)
        }: expected the transport of a socket`,
      );
    }
    if (transport.isClosing()) {
      throw new RuntimeError(
        "Cannot call sendfile(): the transport is closing",
      );
    }
    if (!fallback) {
      throw new Deno.errors.NotSupported(
        "sendfile() by the kernel is not possible: leave out fallback, or set it to true",
      );
    }
    if (transport.refusal !== null) {
      throw new RuntimeError(transport.refusal);
    }
    const sender = new Sender(loop, transport);
    try {
      return await sender.send(file, offset, count);
    } finally {
      sender.restore();
    }
  }, "sendfile()");
}

function checkSize(name: string, size: unknown): void {
  if (typeof size !== "number") {
    throw new TypeError(`${name} must be a number, got ${describeValue(size)}`);
  }
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new RangeError(`${name} must be an integer >= 0, got ${size}`);
  }
}

/** Stands in for a transport's protocol while a file is sent. Reading is paused meanwhile. */
class Sender implements ProtocolLike {
  readonly #loop: AbstractEventLoop;
  readonly #transport: SocketTransport;
  readonly #protocol: ProtocolLike;
  readonly #wasReading: boolean;
  readonly #wasPaused: boolean;
  #waiter: Future<void> | null = null;
  #lost: Error | null = null;

  constructor(loop: AbstractEventLoop, transport: SocketTransport) {
    this.#loop = loop;
    this.#transport = transport;
    this.#protocol = transport.getProtocol();
    this.#wasReading = transport.isReading();
    this.#wasPaused = transport.isWritingPaused;
    transport.pauseReading();
    transport.setProtocol(this);
    transport.refusal = IN_PROGRESS;
  }

  /** Sends; afterwards, the file's position is behind what was sent. */
  async send(
    file: Deno.FsFile,
    offset: number,
    count: number,
  ): Promise<number> {
    let sent = 0;
    try {
      await file.seek(offset, Deno.SeekMode.Start);
      let buffer = new Uint8Array(Math.min(CHUNK, count));
      while (sent < count) {
        await this.#drain();
        // What waits to be sent is still in the buffer.
        if (this.#transport.getWriteBufferSize() > 0) {
          buffer = new Uint8Array(buffer.length);
        }
        const part = buffer.subarray(0, Math.min(buffer.length, count - sent));
        const read = await finished(file.read(part));
        if (read === null || this.#lost !== null) break;
        this.#transport.send(part.subarray(0, read));
        sent += read;
      }
      await this.#drain();
      return sent;
    } finally {
      file.seekSync(offset + sent, Deno.SeekMode.Start);
    }
  }

  /** Waits until there is room. */
  async #drain(): Promise<void> {
    if (this.#lost !== null) throw this.#lost;
    const transport = this.#transport;
    // One that is closing is going to be lost.
    if (!transport.isWritingPaused && !transport.isClosing()) return;
    this.#waiter = this.#loop.createFuture<void>();
    try {
      await this.#waiter;
    } finally {
      this.#waiter = null;
    }
  }

  resumeWriting(): void {
    if (this.#waiter?.done() === false) this.#waiter.setResult();
  }

  connectionLost(error: Error | null): void {
    this.#lost = error ??
      new Deno.errors.ConnectionReset("Connection is closed by peer");
    if (this.#waiter?.done() === false) this.#waiter.setException(this.#lost);
    this.#protocol.connectionLost?.(error);
  }

  /** Gives the transport back to its protocol, and tells that what it has missed. */
  restore(): void {
    const transport = this.#transport;
    transport.refusal = null;
    transport.setProtocol(this.#protocol);
    if (this.#lost !== null) return;
    const isPaused = transport.isWritingPaused;
    if (isPaused && !this.#wasPaused) this.#protocol.pauseWriting?.();
    if (!isPaused && this.#wasPaused) this.#protocol.resumeWriting?.();
    if (this.#wasReading) transport.resumeReading();
  }
}

/** Awaits a read; a cancellation waits for its end, since it moves the file's position. */
async function finished<T>(promise: Promise<T>): Promise<T> {
  try {
    return await known(promise);
  } catch (error) {
    await promise.catch(() => {});
    throw error;
  }
}
