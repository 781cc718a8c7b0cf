/**
 * Awaiting signals.
 *
 * @module
 */

import { cancellable, TimeoutError } from "../asyncio/mod.ts";
import { _runningLoop } from "../asyncio/running.ts";
import { DestroyedObjectError } from "./errors.ts";
import type { Signal } from "./signal.ts";

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
  const { filter } = options;
  return wait<A>([signal], options, (settle) => {
    signal.connect((...args: A) => {
      settle.attempt(() => {
        if (filter === undefined || filter(...args)) settle.resolve(args);
      });
    }, { signal: settle.over });
  });
}

/** A signal, whatever its arguments. */
// deno-lint-ignore no-explicit-any -- a signal of arguments that are known is none of arguments that are unknown
export type AnySignal = Signal<any>;

/** Signals by names of your choice. */
export type Signals = Readonly<Record<string, AnySignal>>;

/**
 * Which signal came, and its arguments.
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
  const entries = Object.entries(signals);
  if (entries.length === 0) {
    return Promise.reject(
      new TypeError("Cannot wait for a signal: there is none"),
    );
  }
  return wait(entries.map(([, signal]) => signal), options, (settle) => {
    for (const [name, signal] of entries) {
      signal.connect((...args: unknown[]) => {
        settle.resolve({ name, args } as unknown as Winner<S>);
      }, { signal: settle.over });
    }
  });
}

/** How a wait ends. */
interface Settle<T> {
  resolve(value: T): void;
  /** Calls a function; rejects with what it throws. */
  attempt(fn: () => void): void;
  /** Aborted when the wait is over. */
  readonly over: AbortSignal;
}

function wait<T>(
  signals: readonly AnySignal[],
  { signal: abort, timeout }: SignalWaitOptions,
  listen: (settle: Settle<T>) => void,
): Promise<T> {
  if (timeout !== undefined && !(timeout > 0)) {
    throw new RangeError(
      `A timeout in milliseconds, more than 0, is wanted: got ${timeout}`,
    );
  }
  const begin = (cancelled?: AbortSignal) =>
    new Promise<T>((resolve, reject) => {
      const over = new AbortController();
      const end = (settle: () => void) => {
        if (over.signal.aborted) return;
        over.abort();
        settle();
      };
      const fail = (error: unknown) => end(() => reject(error));
      if (abort?.aborted) return fail(abort.reason);
      watch(signals, over.signal, fail);
      const options = { signal: over.signal };
      abort?.addEventListener("abort", () => fail(abort.reason), options);
      cancelled?.addEventListener("abort", () => over.abort(), options);
      if (timeout !== undefined) {
        const names = signals.join(", ");
        const timer = setTimeout(() => {
          fail(new TimeoutError(`Waited ${timeout} ms in vain for ${names}`));
        }, timeout);
        over.signal.addEventListener("abort", () => clearTimeout(timer));
      }
      listen({
        resolve: (value) => end(() => resolve(value)),
        attempt(fn) {
          try {
            fn();
          } catch (error) {
            fail(error);
          }
        },
        over: over.signal,
      });
    });
  const loop = _runningLoop();
  return loop === null ? begin() : cancellable(begin, { loop });
}

/** Fails when the last of the senders has been destroyed. */
function watch(
  signals: readonly AnySignal[],
  over: AbortSignal,
  fail: (error: Error) => void,
): void {
  let left = signals.length;
  for (const signal of signals) {
    const forget = signal._onFarewell(() => {
      if (--left > 0) return;
      fail(
        new DestroyedObjectError(
          `Waited in vain for ${
            signals.join(", ")
          }: the object has been destroyed`,
        ),
      );
    });
    over.addEventListener("abort", forget);
  }
}
