/** The stream between a socket and TLS. */

import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { nodeStream } from "./_node.ts";

/** How many bytes wait in front of TLS before the socket is paused. */
const HIGH = 64 * 1024;

/** Makes a socket read, or stop reading. */
export type Reading = (on: boolean) => void;

/**
 * Carries the encrypted bytes of a socket.
 *
 * A `TLSSocket` of the platform that is paused reads on without bound and loses the end. So it always flows, and the
 * socket below is held instead.
 */
export class TlsDuplex {
  readonly stream: Duplex;
  readonly #read: Reading;
  #held = false;
  /** Whether TLS has asked for more. */
  #wanted = false;

  /**
   * @param rest bytes that were read from the socket already.
   * @param read pauses and resumes the socket.
   */
  constructor(raw: Socket, rest: readonly Uint8Array[], read: Reading) {
    this.#read = read;
    const stream = this.stream = new (nodeStream().Duplex)({
      highWaterMark: HIGH,
      read: () => {
        this.#wanted = true;
        if (!this.#held) read(true);
      },
      write: (chunk, _encoding, done) => {
        raw.write(chunk, done);
      },
      final: (done) => {
        if (raw.destroyed) done();
        else raw.end(done);
      },
      destroy: (error, done) => {
        raw.destroy();
        done(error);
      },
    });
    for (const chunk of rest) stream.push(chunk);
    raw.on("data", (chunk) => {
      if (stream.push(chunk)) return;
      this.#wanted = false;
      read(false);
    });
    raw.on("end", () => stream.push(null));
    raw.on("close", () => stream.destroy());
    if (raw.readableEnded) stream.push(null);
  }

  /** Stops reading from the socket. */
  hold(): void {
    this.#held = true;
    this.#read(false);
  }

  /** Goes on reading from the socket. */
  release(): void {
    this.#held = false;
    if (this.#wanted) this.#read(true);
  }
}
