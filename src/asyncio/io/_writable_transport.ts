/** The transport that writes to a stream of the web. */

import { RuntimeError } from "../core/errors.ts";
import { internalsOf } from "../core/internals.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { asBytes } from "./_bytes.ts";
import { networkError } from "./_errors.ts";
import { FlowControl } from "./_flow_control.ts";
import { Lifecycle } from "./_lifecycle.ts";
import type { LifecycleOwner } from "./_lifecycle_owner.ts";
import type { ProtocolLike } from "./protocols.ts";
import type { Recurrent } from "./_recurrent.ts";
import {
  type Bytes,
  type WriteBufferLimits,
  WriteTransport,
} from "./transports.ts";

/** A {@linkcode WriteTransport} over a `WritableStream`. Its end is its closing. */
export class WritableTransport extends WriteTransport
  implements LifecycleOwner {
  readonly inMicrotasks = true;
  readonly ownsChunks = false;

  readonly #loop: AbstractEventLoop;
  readonly #life: Lifecycle;
  readonly #flow = new FlowControl();
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #name: string;
  readonly #resumeWriting: Recurrent;
  #size = 0;
  #wroteEof = false;

  constructor(
    loop: AbstractEventLoop,
    stream: WritableStream<Uint8Array>,
    protocol: ProtocolLike,
    name: string,
  ) {
    super();
    this.#loop = loop;
    this.#name = name;
    this.#writer = stream.getWriter();
    this.#writer.closed.catch(() => {});
    this.#writer.ready.catch(() => {});
    this.#life = new Lifecycle(loop, this, protocol, () => {});
    this.#resumeWriting = this.#life.recurrent(() => {
      if (!this.#life.lost && this.#flow.mustResume(this.#size)) {
        this.#life.tellWriter("resumeWriting");
      }
    });
  }

  start(): void {
    this.#life.begin(() => {});
  }

  /** Closes what the program does not know of yet. */
  discard(): void {
    this.#life.discard();
  }

  setReading(): void {}

  peerEnded(): void {}

  destroy(): void {
    this.#size = 0;
    this.#writer.abort().catch(() => {});
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return name === "pipe" ? this.#writer : fallback;
  }

  isClosing(): boolean {
    return this.#life.closing;
  }

  close(): void {
    if (this.#life.closing) return;
    this.#life.closing = true;
    this.#writer.close().then(
      () => this.#life.lose(null),
      (error) => this.#failed(error),
    );
  }

  abort(): void {
    if (this.#life.lost) return;
    this.#life.closing = true;
    this.destroy();
    this.#life.lose(null);
  }

  setProtocol(protocol: ProtocolLike): void {
    this.#life.protocol = protocol;
  }

  getProtocol(): ProtocolLike {
    return this.#life.protocol;
  }

  setWriteBufferLimits(limits: WriteBufferLimits = {}): void {
    this.#flow.setLimits(limits);
    if (this.#life.closing) return;
    if (this.#flow.mustPause(this.#size)) this.#life.tellWriter("pauseWriting");
    else if (this.#flow.paused) {
      this.#resumeWriting.queue(internalsOf(this.#loop));
    }
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  getWriteBufferSize(): number {
    return this.#size;
  }

  write(data: Bytes): void {
    const bytes = asBytes(data);
    if (this.#wroteEof) {
      throw new RuntimeError("Cannot call write() after writeEof()");
    }
    if (bytes.length === 0 || this.#life.closing) return;
    this.#size += bytes.length;
    this.#writer.write(bytes).then(
      () => this.#written(bytes.length),
      (error) => this.#failed(error),
    );
    if (this.#flow.mustPause(this.#size)) this.#life.tellWriter("pauseWriting");
  }

  #written(count: number): void {
    if (this.#life.lost) return;
    this.#size -= count;
    if (this.#flow.paused && this.#size <= this.#flow.low) {
      this.#resumeWriting.runFromMicrotask(internalsOf(this.#loop));
    }
  }

  #failed(error: unknown): void {
    if (this.#life.lost || this.#loop.isClosed()) return;
    this.#life.failed(
      networkError(error, `write ${this.#name}`),
      "Fatal write error on pipe transport",
    );
  }

  writelines(list: Iterable<Bytes>): void {
    for (const piece of Array.from(list, asBytes)) this.write(piece);
  }

  writeEof(): void {
    this.#wroteEof = true;
    this.close();
  }

  canWriteEof(): boolean {
    return true;
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    return `<WriteTransport ${
      this.isClosing() ? "closing" : "open"
    } ${this.#name}>`;
  }
}
