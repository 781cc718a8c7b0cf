/** The transport that reads from a stream of the web. */

import { FatalError } from "../core/errors.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { networkError } from "./_errors.ts";
import { Lifecycle } from "./_lifecycle.ts";
import type { LifecycleOwner } from "./_lifecycle_owner.ts";
import type { ProtocolLike } from "./protocols.ts";
import { ReadTransport } from "./transports.ts";

/** A {@linkcode ReadTransport} over a `ReadableStream`. */
export class ReadableTransport extends ReadTransport implements LifecycleOwner {
  readonly inMicrotasks = true;
  readonly ownsChunks = false;

  readonly #life: Lifecycle;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #name: string;
  #reading = true;
  #pumping = false;

  constructor(
    loop: AbstractEventLoop,
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
    protocol: ProtocolLike,
    name: string,
  ) {
    super();
    this.#name = name;
    this.#reader = stream.getReader();
    this.#life = new Lifecycle(loop, this, protocol, () => {});
  }

  start(): void {
    this.#life.begin(() => this.#pump());
  }

  /** Closes what the program does not know of yet. */
  discard(): void {
    this.#life.discard();
  }

  setReading(on: boolean): void {
    this.#reading = on;
    if (on && !this.#pumping) this.#pump();
  }

  destroy(): void {
    this.#reader.cancel().catch(() => {});
  }

  peerEnded(): void {
    this.close();
  }

  /** Reads until it is told to stop. A read that is pending then goes on: its bytes wait in the lifecycle. */
  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#reading && !this.#life.closing) {
        const { done, value } = await this.#reader.read();
        if (done) {
          this.#life.ended();
          return;
        }
        if (value.length > 0) this.#life.received(value);
      }
      this.#pumping = false;
    } catch (error) {
      if (error instanceof FatalError) throw error;
      if (this.#life.closing) return;
      this.#life.failed(
        networkError(error, `read ${this.#name}`),
        "Fatal read error on pipe transport",
      );
    }
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return name === "pipe" ? this.#reader : fallback;
  }

  isClosing(): boolean {
    return this.#life.closing;
  }

  close(): void {
    if (this.#life.closing) return;
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

  isReading(): boolean {
    return !this.#life.paused && !this.#life.closing;
  }

  pauseReading(): void {
    this.#life.pause();
  }

  resumeReading(): void {
    this.#life.resume();
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    return `<ReadTransport ${
      this.isClosing() ? "closing" : "open"
    } ${this.#name}>`;
  }
}
