/**
 * Signals, and the functions that are connected to them.
 *
 * @module
 */

import { captureContext } from "../../asyncio/core/_context.ts";
import { describeValue, isInstance } from "../../asyncio/core/_util.ts";
import type { RawContext } from "../../asyncio/core/internals.ts";
import type { Bridge } from "../calls/bridge.ts";
import { atCaller, DestroyedObjectError } from "../calls/errors.ts";
import { type EmissionsOptions, iterate } from "./emissions.ts";
import { callLater, callSlot, type Slot } from "./slot.ts";

export type { Slot };

/** What a signal needs to know of its sender. */
export interface Sender {
  readonly bridge: Bridge;
  readonly handle: number;
  readonly destroyed: boolean;
}

/** Options of {@linkcode Signal.connect}. */
export interface ConnectOptions {
  /**
   * Disconnect after the first call.
   *
   * @default {false}
   */
  readonly once?: boolean;
  /** Disconnect when this is aborted. */
  readonly signal?: AbortSignal;
  /**
   * Call the function when Qt has gone on, in a later turn of the running event loop (without one, in a macrotask of
   * its own), as a `Qt::QueuedConnection`. Not called any more if it has been disconnected until then.
   *
   * @default {false}
   */
  readonly queued?: boolean;
}

interface Connection {
  readonly slot: Slot<readonly unknown[]>;
  readonly context: RawContext;
  readonly once: boolean;
  readonly queued: boolean;
  /** Undoes what is left of it outside of the signal. */
  readonly forget: () => void;
  connected: boolean;
}

const NOTHING = (): void => {};

/** @internal Calls a function when the sender is destroyed; returns how to take that back. */
export let onSenderDestroyed: (signal: Signal, fn: () => void) => () => void;

/** @internal Who emits a signal, and its signature in C++: `clicked(bool)`. */
export let originOf: (
  signal: Signal,
) => { readonly sender: Sender; readonly signature: string };

/** @internal Disconnects everything: the sender is gone. Ends an emission that is under way, too. */
export let dropConnections: (signal: Signal) => void;

/**
 * A signal of one object, as [Signals & Slots](https://doc.qt.io/qt-6/signalsandslots.html).
 *
 * Functions are called in the order in which they were connected, with the signal's arguments, inside the
 * emitting call of Qt's. One that is connected while the signal is being emitted is not called for this
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
  readonly #signature: string;
  readonly #connections: Connection[] = [];
  readonly #whenDestroyed = new Set<() => void>();
  #id: number | undefined;

  /** Made by the bridge: get one from an object. */
  constructor(
    sender: Sender,
    index: number,
    label: string,
    signature: string,
  ) {
    this.#sender = sender;
    this.#index = index;
    this.#label = label;
    this.#signature = signature;
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
   * @param slot The function.
   * @param options When it is called, and for how long.
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
  connect<S extends Slot<A>>(slot: S, options: ConnectOptions = {}): S {
    const sender = this.#sender;
    if (typeof slot !== "function") {
      throw atCaller(
        new TypeError(
          `Cannot connect to ${this.#label}: expected a function, got ${
            describeValue(slot)
          }`,
        ),
      );
    }
    if (sender.destroyed) {
      throw atCaller(
        new DestroyedObjectError(
          `Cannot connect to ${this.#label}: the object has been destroyed`,
        ),
      );
    }
    try {
      checkOptions(`Cannot connect to ${this.#label}`, options);
    } catch (error) {
      throw atCaller(error);
    }
    const { once = false, queued = false, signal } = options;
    if (signal?.aborted) return slot;
    this.#id ??= sender.bridge.connect(
      sender.handle,
      this.#index,
      (args) => this.#emit(args as A),
    );
    const abort = () => this.#disconnect(connection);
    const connection: Connection = {
      slot: slot as unknown as Slot<readonly unknown[]>,
      context: captureContext(),
      once,
      queued,
      forget: signal === undefined
        ? NOTHING
        : () => signal.removeEventListener("abort", abort),
      connected: true,
    };
    signal?.addEventListener("abort", abort);
    this.#connections.push(connection);
    return slot;
  }

  /**
   * Disconnects a function (its latest connection, if it is connected more than once), or, without one, all that were
   * connected from here.
   *
   * @returns Whether anything was connected.
   */
  disconnect(slot?: Slot<A>): boolean {
    const found = slot === undefined
      ? [...this.#connections]
      : this.#connections.filter((one) => one.slot === slot).slice(-1);
    for (const connection of found) this.#disconnect(connection);
    return found.length > 0;
  }

  /**
   * Emits the signal, as its object does: with `dataChanged`, a model in TypeScript tells its views of changes. Returns when
   * all that is connected has been called, Qt's own slots included.
   *
   * @param args The signal's arguments.
   * @throws {DestroyedObjectError} If the sender has been destroyed.
   * @throws {TypeError} If the arguments are of other types than the signal's.
   *
   * @example
   * ```ts
   * import { QApplication, QSlider, QSpinBox } from "@qtasyncio/qtasyncio/widgets";
   * import { assertEquals } from "@std/assert";
   *
   * await using app = new QApplication(["-platform", "offscreen"]);
   * const [slider, box] = [new QSlider(), new QSpinBox()];
   * slider.valueChanged.connect((value) => box.value = value);
   * slider.valueChanged.emit(7);
   * assertEquals([slider.value, box.value], [0, 7]);
   * ```
   */
  emit(...args: A): void {
    const { bridge, handle, destroyed } = this.#sender;
    if (destroyed) {
      throw new DestroyedObjectError(
        `Cannot emit ${this.#label}: the object has been destroyed`,
      );
    }
    const form = {
      name: this.#label,
      indices: [this.#index],
      byCount: [],
      required: args.length,
    };
    bridge.invoke(handle, form, args);
  }

  /** The signal's emissions from now on, with the defaults of {@linkcode emissions}. */
  [Symbol.asyncIterator](): AsyncIterableIterator<A, undefined, void> {
    return emissions(this);
  }

  static {
    onSenderDestroyed = (signal, fn) => {
      signal.#whenDestroyed.add(fn);
      return () => signal.#whenDestroyed.delete(fn);
    };
    dropConnections = (signal) => signal.#drop(true);
    originOf = (signal) => ({
      sender: signal.#sender,
      signature: signal.#signature,
    });
  }

  /** The sender is gone: `silence` also ends an emission that is under way. */
  #drop(silence: boolean): void {
    for (const connection of this.#connections.splice(0)) {
      connection.forget();
      if (silence) connection.connected = false;
    }
    this.#release();
    for (const fn of [...this.#whenDestroyed]) fn();
    this.#whenDestroyed.clear();
  }

  #disconnect(connection: Connection): void {
    const at = this.#connections.indexOf(connection);
    if (at < 0) return;
    this.#connections.splice(at, 1);
    connection.connected = false;
    connection.forget();
    if (this.#connections.length === 0) this.#release();
  }

  #release(): void {
    if (this.#id === undefined) return;
    this.#sender.bridge.disconnect(this.#id);
    this.#id = undefined;
  }

  #emit(args: A): void {
    if (this.#connections.length === 1) {
      this.#call(this.#connections[0]!, args);
    } else {
      for (const connection of [...this.#connections]) {
        if (connection.connected) this.#call(connection, args);
      }
    }
    // It was `destroyed`: nothing comes after it.
    if (this.#sender.destroyed) this.#drop(false);
  }

  #call(connection: Connection, args: A): void {
    const { slot, context, once, queued } = connection;
    if (queued) return this.#queue(connection, args);
    if (once) this.#disconnect(connection);
    callSlot(slot, context, args, this.#label);
  }

  #queue(connection: Connection, args: A): void {
    const { slot, context, once } = connection;
    callLater(() => {
      if (!connection.connected) return;
      if (once) this.#disconnect(connection);
      callSlot(slot, context, args, this.#label);
    });
  }
}

/**
 * @internal
 *
 * @throws {TypeError} If a value is no signal.
 */
export function checkSignal(action: string, signal: unknown): void {
  if (isInstance(signal, Signal)) return;
  throw new TypeError(
    `${action}: expected a signal, got ${describeValue(signal)}`,
  );
}

/**
 * @internal Checks an object of options.
 *
 * @param action What cannot be done without, for the error.
 * @throws {TypeError} If it is no object, or its `signal` is no `AbortSignal`.
 */
export function checkOptions(
  action: string,
  options: { readonly signal?: AbortSignal },
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${action}: expected an object of options, got ${describeValue(options)}`,
    );
  }
  const { signal } = options;
  if (signal === undefined || isInstance(signal, AbortSignal)) return;
  throw new TypeError(
    `${action}: expected an AbortSignal as 'signal', got ${
      describeValue(signal)
    }`,
  );
}

/**
 * The emissions of a signal, one after the other, from the call on.
 *
 * A signal can be iterated over directly, too (`for await (const [value] of slider.valueChanged)`): that is this with
 * its defaults. The iteration ends when the sender is destroyed, when its loop is left, or when its `AbortSignal` is
 * aborted; then nothing is connected any more. A task that waits in it can be cancelled there.
 *
 * @typeParam A The types of the signal's arguments.
 * @throws {SignalOverflowError} In the iteration, with the policy `"throw"`.
 * @throws {RangeError} If the capacity is not a whole number of at least 1.
 *
 * @example
 * ```ts
 * import { emissions, QCoreApplication, QObject } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const object = new QObject();
 * const names = emissions(object.objectNameChanged, { capacity: 2, overflow: "drop-oldest" });
 * for (const name of ["a", "b", "c"]) object.objectName = name;
 * const seen: string[] = [];
 * for await (const [name] of names) {
 *   seen.push(name);
 *   if (name === "c") break;
 * }
 * assertEquals(seen, ["b", "c"]);
 * ```
 */
export function emissions<A extends readonly unknown[]>(
  signal: Signal<A>,
  options: EmissionsOptions = {},
): AsyncIterableIterator<A, undefined, void> {
  checkSignal("Cannot iterate over emissions", signal);
  checkOptions(`Cannot iterate over ${signal}`, options);
  return iterate(signal, options, (end) => onSenderDestroyed(signal, end));
}
