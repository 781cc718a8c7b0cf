/** The base of transports for both directions: their life cycle, write buffer and extra information. */

import type { AbstractEventLoop } from "../core/future.ts";
import { internalsOf, type LoopInternals } from "../core/internals.ts";
import { asBytes } from "./_bytes.ts";
import type { FlowControl } from "./_flow_control.ts";
import { Lifecycle } from "./_lifecycle.ts";
import type { LifecycleOwner } from "./_lifecycle_owner.ts";
import type { ProtocolLike } from "./protocols.ts";
import type { Recurrent } from "./_recurrent.ts";
import { type Bytes, Transport, type WriteBufferLimits } from "./transports.ts";

/** A transport whose life a {@linkcode Lifecycle} leads. */
export abstract class DuplexTransport extends Transport
  implements LifecycleOwner {
  abstract readonly inMicrotasks: boolean;
  protected readonly life: Lifecycle;
  protected readonly flow: FlowControl;
  protected readonly internals: LoopInternals;
  protected readonly resumption: Recurrent;
  /** What is known of the connection. */
  protected extra: Record<string, unknown> = {};

  /** @param released called when the connection is over, after `connectionLost()`. */
  constructor(
    loop: AbstractEventLoop,
    protocol: ProtocolLike,
    flow: FlowControl,
    released: () => void,
  ) {
    super();
    this.internals = internalsOf(loop);
    this.flow = flow;
    this.life = new Lifecycle(loop, this, protocol, released);
    this.resumption = this.life.recurrent(() => {
      if (this.life.closing) return;
      if (this.flow.mustResume(this.getWriteBufferSize())) {
        this.life.tellWriter("resumeWriting");
      }
    });
  }

  abstract setReading(on: boolean): void;
  abstract destroy(): void;
  abstract peerEnded(keep: boolean): void;

  /** Has the transport told when less waits to be sent, also of what was written before. */
  protected abstract watchWriting(): void;

  /** How messages and logs call what it is connected to. */
  protected abstract describe(): string;

  /** Closes a connection that the program does not know of yet. */
  discard(): void {
    this.life.discard();
  }

  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return Object.hasOwn(this.extra, name)
      ? this.extra[name] ?? fallback
      : fallback;
  }

  isClosing(): boolean {
    return this.life.closing;
  }

  setProtocol(protocol: ProtocolLike): void {
    this.life.protocol = protocol;
  }

  getProtocol(): ProtocolLike {
    return this.life.protocol;
  }

  isReading(): boolean {
    return !this.life.paused && !this.life.closing;
  }

  pauseReading(): void {
    this.life.pause();
  }

  resumeReading(): void {
    this.life.resume();
  }

  setWriteBufferLimits(limits: WriteBufferLimits = {}): void {
    const { flow } = this;
    flow.setLimits(limits);
    if (this.life.closing) return;
    const size = this.getWriteBufferSize();
    if (flow.mustPause(size)) {
      this.watchWriting();
      this.life.tellWriter("pauseWriting");
    } else if (flow.paused && size <= flow.low) {
      this.resumption.queue(this.internals);
    }
  }

  getWriteBufferLimits(): [low: number, high: number] {
    return [this.flow.low, this.flow.high];
  }

  writelines(list: Iterable<Bytes>): void {
    for (const piece of Array.from(list, asBytes)) this.write(piece);
  }

  /** Describes the transport, for messages and logs. */
  override toString(): string {
    const state = this.life.lost
      ? "closed"
      : this.life.closing
      ? "closing"
      : "open";
    return `<Transport ${state} ${this.describe()}>`;
  }

  /** Describes the transport when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}
