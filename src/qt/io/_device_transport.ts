/** The transport over a device of Qt's. */

import { RuntimeError } from "../../asyncio/core/errors.ts";
import type { AbstractEventLoop } from "../../asyncio/core/future.ts";
import {
  internalsOf,
  type LoopInternals,
} from "../../asyncio/core/internals.ts";
import { asBytes } from "../../asyncio/io/_bytes.ts";
import { FlowControl } from "../../asyncio/io/_flow_control.ts";
import { Lifecycle } from "../../asyncio/io/_lifecycle.ts";
import type { LifecycleOwner } from "../../asyncio/io/_lifecycle_owner.ts";
import type { Recurrent } from "../../asyncio/io/_recurrent.ts";
import type { ProtocolLike } from "../../asyncio/io/protocols.ts";
import {
  type Bytes,
  Transport,
  type WriteBufferLimits,
} from "../../asyncio/io/transports.ts";
import type { QIODevice } from "../generated/core/classes.js";
import type { Signal } from "../signals/signal.ts";

/** How much is read at once, in bytes. */
const CHUNK = 64 * 1024;

type Connection = [signal: Signal<never>, slot: () => void];

/** A {@linkcode Transport} over a `QIODevice` that is open. */
export class DeviceTransport extends Transport implements LifecycleOwner {
  /** The device's signals come while Qt stands still: what the loop does about them is put off. */
  readonly inMicrotasks = true;

  readonly #loop: LoopInternals;
  readonly #device: QIODevice;
  readonly #life: Lifecycle;
  readonly #flow = new FlowControl();
  readonly #name: string;
  readonly #isSequential: boolean;
  readonly #next: Recurrent;
  readonly #resumeWriting: Recurrent;
  readonly #connections: Connection[];
  #reading = false;
  #ended = false;
  #destroyed = false;

  constructor(
    loop: AbstractEventLoop,
    device: QIODevice,
    protocol: ProtocolLike,
  ) {
    super();
    this.#loop = internalsOf(loop);
    this.#device = device;
    this.#name = String(device);
    this.#isSequential = device.isSequential();
    this.#life = new Lifecycle(loop, this, protocol, () => {});
    this.#next = this.#life.recurrent(() => this.#readChunk());
    this.#resumeWriting = this.#life.recurrent(() => {
      if (this.#life.closing) return;
      if (this.#flow.mustResume(this.getWriteBufferSize())) {
        this.#life.tellWriter("resumeWriting");
      }
    });
    this.#connections = [
      [device.readyRead, () => this.#readChunk()],
      [device.readChannelFinished, () => this.#finish()],
      [device.bytesWritten, () => this.#written()],
      [device.aboutToClose, () => this.#closed()],
      [device.destroyed, () => {
        this.#destroyed = true;
        this.#closed();
      }],
    ] as unknown as Connection[];
    for (const [signal, slot] of this.#connections) signal.connect(slot);
  }

  /** Has the protocol told of the device, then reads. */
  start(): void {
    this.#life.begin(() => {
      if (!this.#life.paused) this.setReading(true);
    });
  }

  setReading(on: boolean): void {
    const isReading = this.#reading;
    this.#reading = on && !this.#destroyed && this.#device.isReadable();
    if (this.#reading && !isReading) this.#next.queue(this.#loop);
  }

  /** Reads what is there, chunk by chunk: each is delivered before the next is read. */
  #readChunk(): void {
    if (!this.#reading || this.#ended || this.#life.closing) return;
    const data = this.#device.read(CHUNK) as Uint8Array<ArrayBuffer>;
    if (data.length > 0) {
      this.#life.received(data);
      if (this.#reading) this.#next.queue(this.#loop);
    } else if (!this.#isSequential && this.#device.atEnd()) this.#finish();
  }

  /** Nothing more comes; what the device still has is delivered before. */
  #finish(): void {
    if (this.#ended || this.#life.closing) return;
    this.#ended = true;
    const rest = this.#device.readAll() as Uint8Array<ArrayBuffer>;
    if (rest.length > 0) this.#life.received(rest);
    this.#life.ended();
  }

  #written(): void {
    const size = this.getWriteBufferSize();
    if (this.#life.closing) {
      if (size === 0 && !this.#life.lost) this.#closeNow();
    } else if (this.#flow.paused && size <= this.#flow.low) {
      this.#resumeWriting.runFromMicrotask(this.#loop);
    }
  }

  /** The device was closed or destroyed by others. */
  #closed(): void {
    if (this.#life.lost || this.#loop.isClosed()) return;
    if (!this.#destroyed) this.#finish();
    this.#disconnect();
    this.#life.lose(null);
  }

  #disconnect(): void {
    for (const [signal, slot] of this.#connections.splice(0)) {
      if (!this.#destroyed) signal.disconnect(slot);
    }
  }

  #closeNow(): void {
    this.destroy();
    this.#life.lose(null);
  }

  destroy(): void {
    this.#disconnect();
    if (!this.#destroyed && this.#device.isOpen()) this.#device.close();
  }

  peerEnded(): void {
    // A file that was read to its end can still be written to; a peer that is gone cannot.
    if (this.#isSequential) this.close();
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return name === "device" ? this.#device : fallback;
  }

  isClosing(): boolean {
    return this.#life.closing;
  }

  close(): void {
    if (this.#life.closing) return;
    this.#life.closing = true;
    if (this.getWriteBufferSize() === 0) this.#closeNow();
  }

  abort(): void {
    if (this.#life.lost) return;
    this.#closeNow();
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
    if (this.#flow.mustPause(this.getWriteBufferSize())) {
      this.#life.tellWriter("pauseWriting");
    } else if (this.#flow.paused) this.#resumeWriting.queue(this.#loop);
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.#flow.low, this.#flow.high];
  }

  getWriteBufferSize(): number {
    // Files are written by the system: what Qt counts there does not become less by itself.
    if (this.#destroyed || this.#life.lost || !this.#isSequential) return 0;
    return Number(this.#device.bytesToWrite());
  }

  write(data: Bytes): void {
    const bytes = asBytes(data);
    if (bytes.length === 0 || this.#life.closing) return;
    if (!this.#device.isWritable()) {
      throw new RuntimeError(`Cannot write: ${this.#name} is open for reading`);
    }
    if (Number(this.#device.write(bytes)) < 0) {
      const reason = this.#device.errorString();
      this.#life.failed(
        new Deno.errors.BrokenPipe(`write ${this.#name}: ${reason}`),
        "Fatal write error on device transport",
      );
      return;
    }
    if (this.#flow.mustPause(this.getWriteBufferSize())) {
      this.#life.tellWriter("pauseWriting");
    }
  }

  writelines(list: Iterable<Bytes>): void {
    for (const piece of Array.from(list, asBytes)) this.write(piece);
  }

  writeEof(): void {
    throw new Deno.errors.NotSupported(
      `Cannot close the writing end of ${this.#name} alone: use close()`,
    );
  }

  canWriteEof(): boolean {
    return false;
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.#life.lost
      ? "closed"
      : this.#life.closing
      ? "closing"
      : "open";
    return `<DeviceTransport ${state} ${this.#name}>`;
  }
}
