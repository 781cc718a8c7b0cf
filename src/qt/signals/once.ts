/**
 * Awaiting signals.
 *
 * @module
 */

import { describeValue } from "../../asyncio/core/_util.ts";
import { TimeoutError } from "../../asyncio/mod.ts";
import { DestroyedObjectError } from "../calls/errors.ts";
import { type Pending, pending } from "../calls/async_calls.ts";
import {
  checkOptions,
  checkSignal,
  onSenderDestroyed,
  type Signal,
} from "./signal.ts";

/** Options of {@linkcode once} and {@linkcode race}. */
export interface SignalWaitOptions {
  /** Gives up when this is aborted, with its reason. */
  readonly signal?: AbortSignal;
  /** Gives up after so many milliseconds, with a {@linkcode TimeoutError}; more than 0. By default never. */
  readonly timeout?: number;
}

/**
 * Options of {@linkcode once}.
 *
 * @typeParam A The types of the signal's arguments.
 */
export interface OnceOptions<A extends readonly unknown[]>
  extends SignalWaitOptions {
  /** Waits for an emission of which this is true. What it throws, `once` rejects with. */
  readonly filter?: (...args: A) => boolean;
}

/**
 * Waits for the next emission of a signal.
 *
 * Listens from the call on, not from the `await`: start waiting, then do what makes the signal come. A task that
 * awaits it can be cancelled there. Whatever ends the wait also disconnects it.
 *
 * @typeParam A The types of the signal's arguments.
 * @returns The signal's arguments. Rejects with a {@linkcode DestroyedObjectError} if the sender is destroyed first,
 * a {@linkcode TimeoutError}, or the reason of the `AbortSignal`.
 *
 * @example
 * ```ts
 * import { once, QCoreApplication, QObject } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const object = new QObject();
 * const renamed = once(object.objectNameChanged);
 * object.objectName = "new name";
 * assertEquals(await renamed, ["new name"]);
 * ```
 */
export function once<A extends readonly unknown[]>(
  signal: Signal<A>,
  options: OnceOptions<A> = {},
): Promise<A> {
  checkSignal("Cannot wait", signal);
  checkOptions(`Cannot wait for ${signal}`, options);
  const { filter } = options;
  if (filter !== undefined && typeof filter !== "function") {
    throw new TypeError(
      `Cannot wait for ${signal}: expected a function as 'filter', got ${
        describeValue(filter)
      }`,
    );
  }
  return wait<A>([signal], options, (end) =>
    end.listen(signal, (args) => {
      if (filter === undefined) return end.resolve(args);
      try {
        if (filter(...args)) end.resolve(args);
      } catch (error) {
        end.reject(error);
      }
    }));
}

/** A signal, whatever its arguments. */
// deno-lint-ignore no-explicit-any -- a signal of arguments that are known is none of arguments that are unknown
export type AnySignal = Signal<any>;

/** Signals by names of your choice. */
export type Signals = Readonly<Record<string, AnySignal>>;

/**
 * The signal that was emitted, and its arguments.
 *
 * @typeParam S The signals.
 */
export type Winner<S extends Signals> = {
  [N in keyof S]: {
    /** The name of the signal. */
    readonly name: N;
    /** Its arguments. */
    readonly args: S[N] extends Signal<infer A> ? A : never;
  };
}[keyof S];

/**
 * Waits for the first of several signals, as {@linkcode once}, and stops waiting for the others.
 *
 * @typeParam S The signals.
 * @param signals The signals, by names of your choice.
 * @returns The name of the one that came, and its arguments. Rejects as `once`; with a
 * {@linkcode DestroyedObjectError} only when all senders have been destroyed.
 *
 * @example
 * ```ts
 * import { QCoreApplication, QObject, race } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const [left, right] = [new QObject(), new QObject()];
 * const first = race({ left: left.objectNameChanged, right: right.objectNameChanged });
 * right.objectName = "winner";
 * assertEquals(await first, { name: "right", args: ["winner"] });
 * ```
 */
export function race<S extends Signals>(
  signals: S,
  options: SignalWaitOptions = {},
): Promise<Winner<S>> {
  if (typeof signals !== "object" || signals === null) {
    throw new TypeError(
      `Cannot wait: expected an object of signals, got ${
        describeValue(signals)
      }`,
    );
  }
  const entries = Object.entries(signals);
  if (entries.length === 0) {
    return Promise.reject(
      new TypeError("Cannot wait: expected at least one signal, got none"),
    );
  }
  return wait<Winner<S>>(entries.map(([, one]) => one), options, (end) => {
    for (const [name, signal] of entries) {
      end.listen(signal, (args) => end.resolve({ name, args } as Winner<S>));
    }
  });
}

/** The end of a wait: the first word counts, and what was set up for the wait is undone. */
class SignalWait<T> {
  readonly #pending: Pending<T> = pending(() => this.#reached());
  readonly #undo: (() => void)[] = [];
  #over = false;

  /** What is waited for. */
  get promise(): Promise<T> {
    return this.#pending.promise;
  }

  resolve(value: T): void {
    if (this.#reached()) this.#pending.resolve(value);
  }

  reject(error: unknown): void {
    if (this.#reached()) this.#pending.reject(error);
  }

  /** Says what to undo at the end. */
  undo(fn: () => void): void {
    this.#undo.push(fn);
  }

  /** Calls a function with the arguments of each emission until the end. */
  listen<A extends readonly unknown[]>(
    signal: Signal<A>,
    receive: (args: A) => void,
  ): void {
    const slot = signal.connect((...args: A) => receive(args));
    this.undo(() => signal.disconnect(slot));
  }

  #reached(): boolean {
    if (this.#over) return false;
    this.#over = true;
    for (const fn of this.#undo) fn();
    return true;
  }
}

function wait<T>(
  signals: readonly AnySignal[],
  options: SignalWaitOptions,
  listen: (end: SignalWait<T>) => void,
): Promise<T> {
  for (const signal of signals) checkSignal("Cannot wait", signal);
  checkOptions(`Cannot wait for ${signals.join(", ")}`, options);
  const { timeout } = options;
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0)) {
    throw new RangeError(
      `timeout must be a number of milliseconds > 0, got ${
        describeValue(timeout)
      }`,
    );
  }
  const end = new SignalWait<T>();
  watch(signals, options, end);
  if (!options.signal?.aborted) listen(end);
  return end.promise;
}

/** The most milliseconds that `setTimeout()` takes. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Rejects a wait: when it is aborted, takes too long, or the last of the senders has been destroyed. */
function watch(
  signals: readonly AnySignal[],
  { signal: abort, timeout }: SignalWaitOptions,
  end: { reject(error: unknown): void; undo(fn: () => void): void },
): void {
  if (abort !== undefined) {
    const fail = () => end.reject(abort.reason);
    if (abort.aborted) return fail();
    abort.addEventListener("abort", fail);
    end.undo(() => abort.removeEventListener("abort", fail));
  }
  if (timeout !== undefined) {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (left: number) => {
      if (left > 0) {
        const part = Math.min(left, LONGEST_TIMEOUT);
        timer = setTimeout(() => wait(left - part), part);
        return;
      }
      end.reject(
        new TimeoutError(
          `Timed out after ${timeout} ms while waiting for ${
            signals.join(", ")
          }`,
        ),
      );
    };
    wait(timeout);
    end.undo(() => clearTimeout(timer));
  }
  let left = signals.length;
  for (const signal of signals) {
    end.undo(onSenderDestroyed(signal, () => {
      if (--left > 0) return;
      end.reject(
        new DestroyedObjectError(
          `The sender was destroyed while waiting for ${signals.join(", ")}`,
        ),
      );
    }));
  }
}
