/**
 * Signals and the functions that are connected to them.
 *
 * @module
 */

import { captureContext, type RawContext } from "../asyncio/_context.ts";
import type { Bridge } from "./bridge.ts";
import { DestroyedObjectError } from "./errors.ts";
import { callSlot, type Slot } from "./slot.ts";

export type { Slot };

/** What a signal needs to know of its sender. */
export interface Sender {
  readonly bridge: Bridge;
  readonly handle: number;
  readonly destroyed: boolean;
}

interface Connection {
  readonly slot: Slot<readonly unknown[]>;
  readonly context: RawContext;
  connected: boolean;
}

/**
 * A signal of one object, as [Signals & Slots](https://doc.qt.io/qt-6/signalsandslots.html).
 *
 * Functions are called in the order in which they were connected, with the signal's arguments, while Qt stands still
 * at the very line that emits. One that is connected while the signal is being emitted is not called for this
 * emission; one that is disconnected meanwhile is not called any more.
 *
 * An error in a function goes to the running event loop's exception handler (to `console.error` without one), and the
 * other functions are called all the same. An `async` function runs as a task of the running event loop: its first
 * part at once, and its error goes the same way.
 *
 * A function runs in a copy of the async context in which it was connected (`AsyncLocalStorage`), and in no task. A
 * signal that another thread emits arrives in this one, as an event.
 *
 * @typeParam A The types of the signal's arguments.
 */
export class Signal<A extends readonly unknown[] = readonly unknown[]> {
  readonly #sender: Sender;
  readonly #index: number;
  // `QPushButton.clicked`, for messages.
  readonly #label: string;
  readonly #connections: Connection[] = [];
  #id: number | undefined;

  /** Made by the bridge: get one from an object. */
  constructor(sender: Sender, index: number, label: string) {
    this.#sender = sender;
    this.#index = index;
    this.#label = label;
  }

  /** The sender's class and the signal's name: `QPushButton.clicked`. */
  toString(): string {
    return this.#label;
  }

  /** How many functions are connected. */
  get connectionCount(): number {
    return this.#connections.length;
  }

  /**
   * Connects a function. Connected twice, it is called twice.
   *
   * @returns The function, so that a literal can be disconnected later.
   * @throws {TypeError} If `slot` is not a function.
   * @throws {DestroyedObjectError} If the sender has been destroyed.
   *
   * @example
   * ```ts
   * import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
   *
   * await using app = new QCoreApplication();
   * const QTimer = qtClass("QTimer");
   * const timer = new QTimer({ interval: 1, singleShot: true });
   * timer.timeout.connect(() => app.quit());
   * timer.start();
   * await app.exec();
   * ```
   */
  connect<S extends Slot<A>>(slot: S): S {
    const sender = this.#sender;
    if (typeof slot !== "function") {
      throw new TypeError(
        `Cannot connect to ${this.#label}: expected a function, got ${typeof slot}`,
      );
    }
    if (sender.destroyed) {
      throw new DestroyedObjectError(
        `Cannot connect to ${this.#label}: the object has been destroyed`,
      );
    }
    this.#id ??= sender.bridge.connect(
      sender.handle,
      this.#index,
      (args) => this.#emit(args as A),
    );
    this.#connections.push({
      slot: slot as unknown as Slot<readonly unknown[]>,
      context: captureContext(),
      connected: true,
    });
    return slot;
  }

  /**
   * Disconnects a function (its latest connection, if it is connected more than once), or, without one, all that were
   * connected from here.
   *
   * @returns Whether anything was connected.
   */
  disconnect(slot?: Slot<A>): boolean {
    if (slot === undefined) {
      const any = this.#connections.length > 0;
      for (const connection of this.#connections.splice(0)) {
        connection.connected = false;
      }
      this.#release();
      return any;
    }
    const at = this.#connections.findLastIndex((one) => one.slot === slot);
    if (at < 0) return false;
    this.#connections[at]!.connected = false;
    this.#connections.splice(at, 1);
    if (this.#connections.length === 0) this.#release();
    return true;
  }

  /** @internal The sender is gone: `silence` also ends an emission that is under way. */
  _drop(silence: boolean): void {
    for (const connection of this.#connections.splice(0)) {
      if (silence) connection.connected = false;
    }
    this.#release();
  }

  #release(): void {
    if (this.#id === undefined) return;
    this.#sender.bridge.disconnect(this.#id);
    this.#id = undefined;
  }

  #emit(args: A): void {
    if (this.#connections.length === 1) {
      const { slot, context } = this.#connections[0]!;
      return callSlot(slot, context, args, this.#label);
    }
    for (const connection of [...this.#connections]) {
      if (!connection.connected) continue;
      callSlot(connection.slot, connection.context, args, this.#label);
    }
  }
}
