/** The transport over a device of Qt's. */

import { RuntimeError } from "../../asyncio/core/errors.ts";
import type { AbstractEventLoop } from "../../asyncio/core/future.ts";
import { asBytes } from "../../asyncio/io/_bytes.ts";
import { DuplexTransport } from "../../asyncio/io/_duplex_transport.ts";
import { FlowControl } from "../../asyncio/io/_flow_control.ts";
import type { Recurrent } from "../../asyncio/io/_recurrent.ts";
import type { ConnectionOwner } from "../../asyncio/io/_transport_parts.ts";
import type { ProtocolLike } from "../../asyncio/io/protocols.ts";
import type { Bytes } from "../../asyncio/io/transports.ts";
import type { QIODevice } from "../generated/core/classes.js";
import type { Signal, Slot } from "../signals/signal.ts";
import {
  deviceError,
  type DeviceErrorCode,
  isHarmless,
  isPeerClosed,
} from "./_device_errors.ts";

/** How much is read at once, in bytes. */
const CHUNK = 64 * 1024;

/** What some devices have beside what all have. */
interface SomeDevice extends QIODevice {
  /** Of sockets and programs. */
  readonly errorOccurred?: Signal<[code: DeviceErrorCode]>;
  /** Of sockets. */
  readonly disconnected?: Signal<[]>;
  /** Of programs. */
  readonly finished?: Signal<[]>;
  /** Of sockets and programs. */
  state?(): string;
  /** Of sockets. */
  abort?(): void;
  /** Of programs. */
  kill?(): void;
  closeWriteChannel?(): void;
  /** Of sockets and serial ports. */
  readBufferSize?(): number | bigint;
  setReadBufferSize?(size: number): void;
}

/** What a transport over a device is made of. */
export interface DeviceParts {
  device: QIODevice;
  protocol: ProtocolLike;
  /**
   * How messages call it.
   *
   * @default {the class and the name of the object}
   */
  name?: string;
  /** What is known of the connection. */
  extra?: Record<string, unknown>;
  owner?: ConnectionOwner | null;
  /** Whether the device is destroyed with the transport, and not only closed. */
  isOurs?: boolean;
}

/** The devices that have a transport. */
const taken = new WeakSet<QIODevice>();

/** A {@linkcode Transport} over a `QIODevice` that is open. */
export class DeviceTransport extends DuplexTransport {
  /** The device's signals come while a call of Qt's is suspended: what the loop does about them is put off. */
  readonly inMicrotasks = true;

  readonly #device: SomeDevice;
  readonly #name: string;
  readonly #isSequential: boolean;
  readonly #isOurs: boolean;
  readonly #next: Recurrent;
  /** Disconnects from the device's signals. */
  #disconnects: (() => void)[] = [];
  #reading = false;
  #ended = false;
  #wroteEof = false;
  #destroyed = false;
  /** Whether nothing can be sent any more. */
  #isPeerGone = false;
  /** Why what was written has not arrived. */
  #loss: Error | null = null;

  /** @throws {RuntimeError} if the device has a transport already. */
  constructor(
    loop: AbstractEventLoop,
    parts: DeviceParts,
  ) {
    const { device, protocol, extra = {}, owner = null, isOurs = false } =
      parts;
    if (taken.has(device)) {
      throw new RuntimeError(
        `Cannot make streams of ${device}: it has streams or a transport already`,
      );
    }
    taken.add(device);
    super(loop, protocol, new FlowControl(), () => owner?.detach(this));
    this.extra = { device, ...extra };
    this.#device = device as SomeDevice;
    this.#name = parts.name ?? String(device);
    this.#isSequential = device.isSequential();
    this.#isOurs = isOurs;
    this.#next = this.life.recurrent(() => this.#readChunk());
    this.#connect();
    this.#limitReadBuffer();
    owner?.attach(this);
  }

  #connect(): void {
    const device = this.#device;
    const gone = () => this.#peerGone();
    this.#on(device.readyRead, () => this.#readChunk());
    this.#on(device.readChannelFinished, () => this.#finish());
    this.#on(device.bytesWritten, () => this.#written());
    this.#on(device.errorOccurred, (code) => this.#failed(code));
    this.#on(device.disconnected, gone);
    this.#on(device.finished, gone);
    this.#on(device.aboutToClose, () => this.#closed());
    this.#on(device.destroyed, () => {
      this.#destroyed = true;
      this.#closed();
    });
  }

  #on<A extends unknown[]>(
    signal: Signal<A> | undefined,
    slot: Slot<NoInfer<A>>,
  ): void {
    if (signal === undefined) return;
    signal.connect(slot);
    this.#disconnects.push(() => signal.disconnect(slot));
  }

  /** Unless told otherwise, sockets and serial ports take in without a limit what comes. */
  #limitReadBuffer(): void {
    const device = this.#device;
    if (Number(device.readBufferSize?.() ?? 0) === 0) {
      device.setReadBufferSize?.(CHUNK);
    }
  }

  /** Has the protocol told of the device, then reads. */
  start(): void {
    this.life.begin(() => {
      if (!this.life.paused) this.setReading(true);
      const state = this.#device.state?.();
      if (state !== "UnconnectedState" && state !== "NotRunning") return;
      this.#peerGone();
      this.#finish();
    });
  }

  setReading(on: boolean): void {
    const isReading = this.#reading;
    this.#reading = on && !this.#destroyed && this.#device.isReadable();
    if (this.#reading && !isReading) this.#next.queue(this.internals);
  }

  /** Reads what is there, chunk by chunk: each is delivered before the next is read. */
  #readChunk(): void {
    if (!this.#reading || this.#ended || this.life.closing) return;
    if (this.#isPeerGone && !this.#hasRest) return;
    const data = this.#device.read(CHUNK) as Uint8Array<ArrayBuffer>;
    if (data.length > 0) {
      this.life.received(data);
      if (this.#reading) this.#next.queue(this.internals);
    } else if (!this.#isSequential && this.#device.atEnd()) this.#finish();
  }

  /** Nothing more comes; what the device still has is delivered before. */
  #finish(): void {
    if (this.#ended || this.life.closing) return;
    this.#ended = true;
    this.#readRest();
    this.life.ended();
  }

  #readRest(): void {
    if (!this.#hasRest) return;
    const rest = this.#device.readAll() as Uint8Array<ArrayBuffer>;
    if (rest.length > 0) this.life.received(rest);
  }

  /** Whether there is something to read. Qt warns of reading from a socket that has closed itself. */
  get #hasRest(): boolean {
    return this.#device.isReadable() &&
      Number(this.#device.bytesAvailable()) > 0;
  }

  #written(): void {
    const size = this.getWriteBufferSize();
    if (this.life.closing) {
      if (size === 0 && !this.life.lost) this.#closeNow();
    } else if (this.flow.paused && size <= this.flow.low) {
      this.resumption.runFromMicrotask(this.internals);
    }
  }

  #failed(code: DeviceErrorCode): void {
    if (this.life.lost || isHarmless(code)) return;
    const error = deviceError(this.#device, code, `use of ${this.#name}`);
    // Its output may still come.
    const isInput = code === "WriteError" && this.canWriteEof();
    if (isInput || isPeerClosed(code)) {
      if (isInput || this.getWriteBufferSize() > 0) this.#loss = error;
      this.#peerGone();
    } else if (this.life.closing) {
      this.#loss = error;
      this.#closeNow();
    } else {
      this.#isPeerGone = true;
      this.#readRest();
      this.life.failed(error, "Fatal error on device transport");
    }
  }

  /** What is written from now on is dropped; what has come is still to be read. */
  #peerGone(): void {
    this.#isPeerGone = true;
    if (!this.life.closing) this.resumption.runFromMicrotask(this.internals);
    else if (!this.life.lost) this.#closeNow();
  }

  /** The device was closed or destroyed by others. */
  #closed(): void {
    if (this.life.lost || this.internals.isClosed()) return;
    // Sockets and serial ports have closed their descriptor by now.
    if (!this.#destroyed && !this.#isSequential) this.#finish();
    this.#release();
    this.life.lose(this.#loss);
  }

  #release(): void {
    taken.delete(this.#device);
    const disconnects = this.#disconnects;
    this.#disconnects = [];
    if (this.#destroyed || this.#device.isDestroyed) return;
    for (const disconnect of disconnects) disconnect();
  }

  #closeNow(): void {
    this.destroy();
    this.life.lose(this.#loss);
  }

  destroy(): void {
    this.#release();
    const device = this.#device;
    if (this.#destroyed || device.isDestroyed) return;
    if (device.isOpen()) {
      if (this.#unsent > 0) {
        // A socket that is closed goes on sending; a program that is closed is waited for until it has read all.
        device.abort?.();
        device.kill?.();
      }
      if (device.isOpen()) device.close();
    }
    if (this.#isOurs) device.deleteLater();
  }

  peerEnded(): void {
    // A file that was read to its end can still be written to; a peer that is gone cannot.
    if (this.#isSequential) this.close();
  }

  close(): void {
    if (this.life.closing) return;
    this.life.closing = true;
    if (this.getWriteBufferSize() === 0) this.#closeNow();
  }

  abort(): void {
    if (this.life.lost) return;
    this.#loss = null;
    this.#closeNow();
  }

  /** The device tells of all. */
  protected override watchWriting(): void {}

  getWriteBufferSize(): number {
    return this.life.lost || this.#isPeerGone ? 0 : this.#unsent;
  }

  /** Files are written by the system: what Qt counts there does not become less by itself. */
  get #unsent(): number {
    return this.#destroyed || !this.#isSequential
      ? 0
      : Number(this.#device.bytesToWrite());
  }

  write(data: Bytes): void {
    const bytes = asBytes(data);
    if (this.#wroteEof) {
      throw new RuntimeError("Cannot call write() after writeEof()");
    }
    if (bytes.length === 0 || this.life.closing || this.#isPeerGone) return;
    if (!this.#device.isWritable()) {
      throw new RuntimeError(
        `Cannot write: ${this.#name} is not open for writing`,
      );
    }
    const count = Number(this.#device.write(bytes));
    if (count < bytes.length && !this.life.lost && !this.#isPeerGone) {
      const reason = this.#device.errorString();
      this.life.failed(
        new Deno.errors.BrokenPipe(`write ${this.#name}: ${reason}`),
        "Fatal write error on device transport",
      );
      return;
    }
    if (this.flow.mustPause(this.getWriteBufferSize())) {
      this.life.tellWriter("pauseWriting");
    }
  }

  writeEof(): void {
    const device = this.#device;
    if (device.closeWriteChannel === undefined) {
      throw new Deno.errors.NotSupported(
        `Cannot close the writing end of ${this.#name} alone: use close()`,
      );
    }
    if (this.life.closing || this.#wroteEof) return;
    this.#wroteEof = true;
    if (!this.#isPeerGone) device.closeWriteChannel();
  }

  canWriteEof(): boolean {
    return this.#device.closeWriteChannel !== undefined;
  }

  protected override describe(): string {
    return this.#name;
  }
}
