/** The transport over a socket of `node:net`: TCP, unix sockets and adopted descriptors, with or without TLS. */

import type { Socket } from "node:net";
import { RuntimeError, TimeoutError } from "../core/errors.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { asBytes } from "./_bytes.ts";
import { setOwner } from "./_descriptor_owners.ts";
import { codeOf, networkError } from "./_errors.ts";
import { DuplexTransport } from "./_duplex_transport.ts";
import { FlowControl, TLS_HIGH } from "./_flow_control.ts";
import {
  describeAddress,
  localAddress,
  remoteAddress,
} from "./_socket_address.ts";
import type { ProtocolLike } from "./protocols.ts";
import type { TlsLayer } from "./_tls.ts";
import type {
  ConnectionOwner,
  Remains,
  TransportParts,
} from "./_transport_parts.ts";
import type { Bytes } from "./transports.ts";

/** From so many dropped writes on, the program is warned, once. */
export const DROPPED_WRITES = 5;

const AFTER_EOF = "Cannot call write() after writeEof()";

/** A {@linkcode Transport} over a connected socket. */
export class SocketTransport extends DuplexTransport {
  readonly inMicrotasks = false;
  /** Why nothing may be written; `null` if it may. */
  refusal: string | null = null;

  readonly #loop: AbstractEventLoop;
  readonly #socket: Socket;
  readonly #tls: TlsLayer | null;
  readonly #owner: ConnectionOwner | null;
  #listening = false;
  /** Whether another transport is to take its place. */
  #left = false;
  /** Whether both directions have ended, and with them the socket, but `close()` was not called. */
  #gone = false;
  #dropped = 0;

  constructor(
    loop: AbstractEventLoop,
    { socket: raw, protocol, extra = {}, owner = null, tls = null }:
      TransportParts,
  ) {
    const flow = new FlowControl(tls === null ? undefined : TLS_HIGH);
    super(loop, protocol, flow, () => owner?.detach(this));
    const socket = tls?.socket ?? raw;
    this.#loop = loop;
    this.#socket = socket;
    this.#tls = tls;
    this.#owner = owner;
    this.extra = {
      socket: raw,
      peername: remoteAddress(raw),
      sockname: localAddress(raw),
      ...extra,
    };
    owner?.attach(this);
    setOwner(loop, raw, this);
    socket.on("error", this.#failed);
    socket.on("close", this.#closed);
  }

  /** Has the protocol told of the connection. Reads from now on: what has come is kept if the peer resets meanwhile. */
  start(): void {
    this.life.begin();
    this.#listen();
    this.#checkAlive();
  }

  /**
   * Takes the place of another transport.
   *
   * @param paused the protocol that was told to pause its writing.
   */
  continue(paused: ProtocolLike | null): void {
    this.life.continue();
    this.#listen();
    if (paused === this.life.protocol) {
      this.flow.paused = true;
      this.resumption.queue(this.internals);
    }
    this.#checkAlive();
  }

  /** Leaves the connection to another transport: of what comes, nothing is told to the protocol any more. */
  leave(): Remains {
    const socket = this.#socket;
    socket.off("error", this.#failed);
    socket.off("close", this.#closed);
    socket.off("data", this.#received);
    socket.off("end", this.#ended);
    this.#left = true;
    const rest = this.life.leave();
    // TLS is never paused: the next listener is added before more data arrives.
    if (this.#tls === null) {
      socket.pause();
      for (let chunk; (chunk = socket.read()) !== null;) rest.push(chunk);
    }
    return {
      socket,
      read: (on) => this.#read(on),
      extra: this.extra,
      owner: this.#owner,
      rest,
      paused: this.flow.paused ? this.life.protocol : null,
    };
  }

  /** The other transport has taken over. */
  left(): void {
    this.life.left();
  }

  /** The other transport could not take over. */
  lose(protocol: ProtocolLike, error: Error | null): void {
    this.life.protocol = protocol;
    this.life.lose(error);
    this.destroy();
  }

  #listen(): void {
    if (!this.#socket.readable) {
      // A socket that failed before it was listened to still has what came before.
      for (let chunk; (chunk = this.#socket.read()) !== null;) {
        this.#received(chunk);
      }
      if (this.#socket.errored) return;
      // The writing end of a pipe can say nothing; another end without data has not waited for this listener.
      if (this.extra.pipe === undefined || this.#gone) this.life.ended();
      return;
    }
    this.#listening = true;
    if (this.life.paused) this.setReading(false);
    this.#socket.on("data", this.#received);
    this.#socket.on("end", this.#ended);
  }

  readonly #received = (chunk: unknown): void => {
    const { buffer, byteOffset, length } = chunk as Uint8Array<ArrayBuffer>;
    // Not a Buffer, whose slice() does not copy.
    this.life.received(new Uint8Array(buffer, byteOffset, length));
  };

  readonly #ended = (): void => this.life.ended();

  #checkAlive(): void {
    const { errored } = this.#socket;
    if (errored) this.#failed(errored);
    else if (this.#socket.destroyed) this.life.lose(null);
  }

  setReading(on: boolean): void {
    if (this.#listening && !this.#left) this.#read(on);
  }

  #read(on: boolean): void {
    if (this.#tls !== null) {
      if (on) this.#tls.duplex.release();
      else this.#tls.duplex.hold();
    } else if (on) this.#socket.resume();
    else this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
    this.#tls?.raw.destroy();
  }

  peerEnded(keep: boolean): void {
    if (keep && this.#tls !== null) {
      console.warn("eofReceived() that returns true has no effect with TLS");
    }
    // What only receives has nothing left to do; TLS ends in both directions.
    const isOver = this.#tls !== null || this.extra.pipe !== undefined;
    if (!keep || isOver) this.close();
  }

  readonly #failed = (error: Error): void => {
    const { syscall } = error as { syscall?: string };
    const doing = syscall === "write" ? "write" : "read";
    // So the platform says that the stream below TLS is gone.
    const isGone = this.#tls !== null && codeOf(error) === "EPERM";
    this.life.failed(
      networkError(
        isGone ? Object.assign(error, { code: "EPIPE" }) : error,
        `${doing} ${this.describe()}`,
      ),
      `Fatal ${doing} error on socket transport`,
    );
  };

  readonly #closed = (): void => {
    const isPipe = this.extra.pipe !== undefined;
    // After the end in both directions, the platform closes the socket; the program still has it.
    const wroteEof = this.#socket.writableEnded;
    const isOver = this.#socket.readableEnded && (wroteEof || isPipe);
    if (isOver && !this.life.closing) this.#gone = true;
    else if (!this.#socket.errored) this.life.closed();
  };

  protected override describe(): string {
    return describeAddress(this.extra.peername as Deno.Addr | null);
  }

  close(): void {
    if (this.#left) this.abort();
    if (this.life.closing) return;
    this.life.closing = true;
    if (this.#tls !== null) {
      this.#shutDown(this.#tls);
      return;
    }
    this.setReading(false);
    if (this.#gone || this.#socket.writableLength === 0) {
      this.#socket.destroy();
      this.life.lose(null);
    } else {
      this.#socket.destroySoon();
    }
  }

  /** Ends TLS: sends what waits and the end, then waits for the peer's; what it still sends is dropped. */
  #shutDown({ socket, raw, duplex, shutdownTimeout }: TlsLayer): void {
    const timer = this.#loop.callLater(shutdownTimeout, () => {
      this.life.lose(new TimeoutError("TLS shutdown timed out"));
      this.destroy();
    });
    const ended = () => {
      if (socket.readableEnded && socket.writableFinished) raw.destroy();
    };
    socket.once("close", () => timer.cancel());
    socket.once("end", ended);
    socket.once("finish", ended);
    socket.end();
    duplex.release();
    socket.resume();
  }

  abort(): void {
    if (this.life.lost) return;
    this.life.closing = true;
    this.destroy();
    this.life.lose(null);
  }

  protected override watchWriting(): void {
    if (this.#socket.writableEnded) {
      this.#socket.once("finish", this.#written);
    } else this.#socket.write(new Uint8Array(0), this.#written);
  }

  getWriteBufferSize(): number {
    return this.life.lost ? 0 : this.#socket.writableLength;
  }

  write(data: Bytes): void {
    const bytes = asBytes(data);
    if (this.refusal !== null) throw new RuntimeError(this.refusal);
    this.send(bytes);
  }

  /** Writes, also while a file is sent. */
  send(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.life.closing) {
      if (++this.#dropped === DROPPED_WRITES) {
        console.warn("socket.send() raised exception.");
      }
      return;
    }
    const socket = this.#socket;
    const flow = this.flow;
    if (!flow.paused && socket.writableLength + bytes.length <= flow.high) {
      socket.write(bytes);
      return;
    }
    socket.write(bytes, this.#written);
    if (flow.mustPause(socket.writableLength)) {
      this.life.tellWriter("pauseWriting");
    }
  }

  /** Something that was written while much waited has been sent, or cannot be. */
  readonly #written = (): void => {
    if (this.life.closing || !this.flow.paused) return;
    if (this.#socket.writableLength <= this.flow.low) {
      this.resumption.runFromMacrotask(this.internals);
    }
  };

  /** Whether the protocol was told to pause its writing, and not to resume since. */
  get isWritingPaused(): boolean {
    return this.flow.paused;
  }

  override writelines(list: Iterable<Bytes>): void {
    const pieces = Array.from(list, asBytes);
    const socket = this.#socket;
    socket.cork();
    try {
      for (const piece of pieces) this.write(piece);
    } finally {
      socket.uncork();
    }
  }

  writeEof(): void {
    if (this.#tls !== null) {
      throw new Deno.errors.NotSupported(
        "writeEof() is not possible with TLS: close() the connection instead",
      );
    }
    if (this.life.closing || this.#socket.writableEnded) return;
    if (this.refusal !== null) throw new RuntimeError(this.refusal);
    this.refusal = AFTER_EOF;
    // A pipe has only the direction that ends.
    if (this.extra.pipe !== undefined) this.close();
    else this.#socket.end();
  }

  canWriteEof(): boolean {
    return this.#tls === null;
  }
}
