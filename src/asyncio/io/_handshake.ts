/** The handshake of TLS over a socket, with its time limit. */

import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { TimeoutError } from "../core/errors.ts";
import { internalsOf } from "../core/internals.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { handshakeError, type TlsLayer, type TlsSide } from "./_tls.ts";
import { type Reading, TlsDuplex } from "./_tls_duplex.ts";

/** Told of the end of a handshake: the layer, or the error, or neither if it was aborted. */
type Settled = (layer: TlsLayer | null, error: Error | null) => void;

/** What a handshake begins with. */
export interface HandshakeStart {
  /** Bytes that were read from the socket already. */
  rest?: readonly Uint8Array[];
  /** Pauses and resumes the socket, if that is not as usual. */
  read?: Reading;
}

/** A handshake that is going on. */
export class Handshake {
  readonly #loop: AbstractEventLoop;
  readonly #raw: Socket;
  readonly #side: TlsSide;
  readonly #start: HandshakeStart;
  #duplex: TlsDuplex | null = null;
  #end: () => void = () => {};
  #settled: Settled | null;

  /** @param settled called once; not when the loop is closed. */
  constructor(
    loop: AbstractEventLoop,
    raw: Socket,
    side: TlsSide,
    settled: Settled,
    start: HandshakeStart = {},
  ) {
    this.#loop = loop;
    this.#raw = raw;
    this.#side = side;
    this.#settled = settled;
    this.#start = start;
  }

  /** Begins the handshake. */
  begin(): void {
    const loop = this.#loop;
    const raw = this.#raw;
    const {
      rest = [],
      read = (on: boolean) => {
        if (on) raw.resume();
        else raw.pause();
      },
    } = this.#start;
    const { handshakeTimeout } = this.#side;
    const timer = loop.callLater(handshakeTimeout, () => {
      const seconds = handshakeTimeout / 1000;
      this.#fail(
        new TimeoutError(`TLS handshake took longer than ${seconds} s`),
      );
    });
    const forget = internalsOf(loop).atClose(() => this.abort());
    const failed = (error: Error) => this.#fail(handshakeError(error));
    const closed = () => failed(hangUp());
    this.#end = () => {
      timer.cancel();
      forget();
      raw.off("error", failed);
      raw.off("close", closed);
      this.#duplex?.stream.off("end", closed);
    };
    raw.on("error", failed);
    raw.on("close", closed);
    this.#duplex = new TlsDuplex(raw, rest, read);
    if (raw.destroyed) failed(raw.errored ?? hangUp());
    else {
      const { stream } = this.#duplex;
      this.#side.begin(stream, this.#done);
      // A server's side of the platform goes on waiting.
      stream.once("end", closed);
    }
  }

  /** Closes the connection. */
  abort(): void {
    this.#settle(null, null);
    this.#raw.destroy();
  }

  /** As {@linkcode Handshake.abort}: nothing has been sent that must arrive. */
  close(): void {
    this.abort();
  }

  readonly #done = (socket: TLSSocket | null, error: Error | null): void => {
    if (socket === null) this.#fail(handshakeError(error!));
    else if (this.#settled === null) socket.destroy();
    else {
      const raw = this.#raw;
      raw.on("error", (error) => socket.destroy(error));
      // Not all errors of TLS end the connection by themselves.
      socket.on("error", (error) => socket.destroy(error));
      this.#settle({
        socket,
        raw,
        duplex: this.#duplex!,
        shutdownTimeout: this.#side.shutdownTimeout,
      }, null);
    }
  };

  #fail(error: Error): void {
    if (this.#settled === null) return;
    this.#settle(null, error);
    this.#raw.destroy();
  }

  #settle(layer: TlsLayer | null, error: Error | null): void {
    const settled = this.#settled;
    this.#settled = null;
    this.#end();
    if (!this.#loop.isClosed()) settled?.(layer, error);
  }
}

function hangUp(): Error {
  const error = new Error("the peer closed the connection");
  return Object.assign(error, { code: "ECONNRESET" });
}

/** Waits for a handshake; a cancellation closes the connection. */
export async function handshake(
  loop: AbstractEventLoop,
  raw: Socket,
  side: TlsSide,
  start?: HandshakeStart,
): Promise<TlsLayer> {
  const future = loop.createFuture<TlsLayer>();
  const shaking = new Handshake(loop, raw, side, (layer, error) => {
    if (future.done()) layer?.socket.destroy();
    else if (layer === null) future.setException(error!);
    else future.setResult(layer);
  }, start);
  shaking.begin();
  try {
    return await future;
  } catch (error) {
    shaking.abort();
    throw error;
  }
}
