/** The transport over a socket of `node:net`: TCP, unix sockets and adopted descriptors. */

import type { Socket } from "node:net";
import { RuntimeError } from "../core/errors.ts";
import { internalsOf } from "../core/internals.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { asBytes } from "./_bytes.ts";
import { setOwner } from "./_descriptor_owners.ts";
import { networkError } from "./_errors.ts";
import { FlowControl } from "./_flow_control.ts";
import { Lifecycle } from "./_lifecycle.ts";
import type { LifecycleOwner } from "./_lifecycle_owner.ts";
import type { Recurrent } from "./_recurrent.ts";
import {
  describeAddress,
  localAddress,
  remoteAddress,
} from "./_socket_address.ts";
import type { ProtocolLike } from "./protocols.ts";
import { type Bytes, Transport, type WriteBufferLimits } from "./transports.ts";

/** From so many dropped writes on, the program is warned, once. */
export const DROPPED_WRITES = 5;

const NO_BYTES = new Uint8Array(0);

/** What keeps count of its connections: a server. */
export interface ConnectionOwner {
  attach(transport: Transport): void;
  detach(transport: Transport): void;
}

/** An 'error' event without a listener would end the process. */
export function ignoreError(): void {}

/** A {@linkcode Transport} over a connected socket. */
export class SocketTransport extends Transport implements LifecycleOwner {
  readonly inMicrotasks = false;

  readonly #loop: AbstractEventLoop;
  readonly #socket: Socket;
  readonly #life: Lifecycle;
  readonly #flow = new FlowControl();
  readonly #extra: Record<string, unknown>;
  readonly #resumeWriting: Recurrent;
  #listening = false;
  #wroteEof = false;
  /** Whether both directions have ended, and with them the socket, but `close()` was not called. */
  #gone = false;
  #dropped = 0;

  constructor(
    loop: AbstractEventLoop,
    socket: Socket,
    protocol: ProtocolLike,
    extra: Record<string, unknown>,
    owner: ConnectionOwner | null,
  ) {
    super();
    this.#loop = loop;
    this.#socket = socket;
    this.#life = new Lifecycle(
      loop,
      this,
      protocol,
      () => owner?.detach(this),
    );
    this.#extra = {
      socket,
      peername: remoteAddress(socket),
      sockname: localAddress(socket),
      ...extra,
    };
    this.#resumeWriting = this.#life.recurrent(() => {
      if (this.#life.closing) return;
      if (this.#flow.mustResume(this.getWriteBufferSize())) {
        this.#life.tellWriter("resumeWriting");
      }
    });
    owner?.attach(this);
    setOwner(loop, socket, this);
    socket.on("error", (error) => this.#failed(error));
    socket.on("close", () => this.#closed());
  }

  /** Has the protocol told of the connection, then reads. */
  start(): void {
    this.#life.begin(() => {
      // The writing end of a pipe: to read from it would be an error.
      if (!this.#socket.readable) return;
      this.#listening = true;
      if (this.#life.paused) this.#socket.pause();
      this.#socket.on("data", (chunk) => {
        const { buffer, byteOffset, length } = chunk as Uint8Array<ArrayBuffer>;
        // Not a Buffer, whose slice() does not copy.
        this.#life.received(new Uint8Array(buffer, byteOffset, length));
      });
      this.#socket.on("end", () => this.#life.ended());
    });
    const { errored } = this.#socket;
    if (errored) this.#failed(errored);
    else if (this.#socket.destroyed) this.#life.lose(null);
  }

  /** Closes a connection that the program does not know of yet. */
  discard(): void {
    this.#life.discard();
  }

  setReading(on: boolean): void {
    if (!this.#listening) return;
    if (on) this.#socket.resume();
    else this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  peerEnded(keep: boolean): void {
    // What only receives has nothing left to do.
    if (!keep || this.#extra.pipe !== undefined) this.close();
  }

  #failed(error: Error): void {
    const { syscall } = error as { syscall?: string };
    const doing = syscall === "write" ? "write" : "read";
    this.#life.failed(
      networkError(error, `${doing} ${this.#describePeer()}`),
      `Fatal ${doing} error on socket transport`,
    );
  }

  #closed(): void {
    const isPipe = this.#extra.pipe !== undefined;
    // After the end in both directions, the platform closes the socket; the program still has it.
    const isOver = this.#socket.readableEnded && (this.#wroteEof || isPipe);
    if (isOver && !this.#life.closing) this.#gone = true;
    else if (!this.#socket.errored) this.#life.lose(null);
  }

  #describePeer(): string {
    return describeAddress(this.#extra.peername as Deno.Addr | null);
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return Object.hasOwn(this.#extra, name)
      ? this.#extra[name] ?? fallback
      : fallback;
  }

  isClosing(): boolean {
    return this.#life.closing;
  }

  close(): void {
    if (this.#life.closing) return;
    this.#life.closing = true;
    this.setReading(false);
    if (this.#gone || this.#socket.writableLength === 0) {
      this.#socket.destroy();
      this.#life.lose(null);
    } else {
      this.#socket.destroySoon();
    }
  }

  abort(): void {
    if (this.#life.lost) return;
    this.#life.closing = true;
    this.#socket.destroy();
    this.#life.lose(null);
  }

  setProtocol(protocol: ProtocolLike): void {
    this.#life.protocol = protocol;
  }

  getProtocol(): ProtocolLike {
    return this.#life.protocol;
  }

  isReading(): boolean {
    return !this.#life.paused && !this.#life.closing;
  }

  pauseReading(): void {
    this.#life.pause();
  }

  resumeReading(): void {
    this.#life.resume();
  }

  setWriteBufferLimits(limits: WriteBufferLimits = {}): void {
    this.#flow.setLimits(limits);
    if (this.#life.closing) return;
    const size = this.getWriteBufferSize();
    if (this.#flow.mustPause(size)) {
      // What waits already was written without asking to be told of its end.
      this.#socket.write(NO_BYTES, this.#written);
      this.#life.tellWriter("pauseWriting");
    } else if (this.#flow.paused && size <= this.#flow.low) {
      this.#resumeWriting.queue(internalsOf(this.#loop));
    }
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  getWriteBufferSize(): number {
    return this.#life.lost ? 0 : this.#socket.writableLength;
  }

  write(data: Bytes): void {
    const bytes = asBytes(data);
    if (this.#wroteEof) {
      throw new RuntimeError("Cannot call write() after writeEof()");
    }
    if (bytes.length === 0) return;
    if (this.#life.closing) {
      if (++this.#dropped === DROPPED_WRITES) {
        console.warn("socket.send() raised exception.");
      }
      return;
    }
    const socket = this.#socket;
    const flow = this.#flow;
    if (!flow.paused && socket.writableLength + bytes.length <= flow.high) {
      socket.write(bytes);
      return;
    }
    socket.write(bytes, this.#written);
    if (flow.mustPause(socket.writableLength)) {
      this.#life.tellWriter("pauseWriting");
    }
  }

  /** Something that was written while much waited has been sent, or cannot be. */
  readonly #written = (): void => {
    if (this.#life.closing || !this.#flow.paused) return;
    if (this.#socket.writableLength <= this.#flow.low) {
      this.#resumeWriting.runFromMacrotask(internalsOf(this.#loop));
    }
  };

  writelines(list: Iterable<Bytes>): void {
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
    if (this.#life.closing || this.#wroteEof) return;
    this.#wroteEof = true;
    this.#socket.end();
  }

  canWriteEof(): boolean {
    return true;
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.#life.lost
      ? "closed"
      : this.#life.closing
      ? "closing"
      : "open";
    return `<Transport ${state} ${this.#describePeer()}>`;
  }

  /** Describes the transport when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}
