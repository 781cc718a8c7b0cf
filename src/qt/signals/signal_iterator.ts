/**
 * Iterating over the emissions of a signal.
 *
 * @module
 */

import { QtError } from "../calls/errors.ts";
import { pending } from "../calls/pending.ts";
import type { Signal } from "./signal.ts";

/** What happens to an emission that finds its iterator's buffer full. */
export type OverflowPolicy = "throw" | "drop-oldest" | "drop-newest";

/** Options of {@linkcode emissions}. */
export interface EmissionsOptions {
  /**
   * How many emissions wait at most for the loop's body to come round; at least 1.
   *
   * @default {1000}
   */
  readonly capacity?: number;
  /**
   * What happens to one more: the iteration throws, with everything before it delivered, or the oldest or the newest
   * one is lost.
   *
   * @default {"throw"}
   */
  readonly overflow?: OverflowPolicy;
  /** Ends the iteration when this is aborted. */
  readonly signal?: AbortSignal;
}

/** More emissions came than an iterator's buffer holds. */
export class SignalOverflowError extends QtError {
  /** The name of this class. */
  override readonly name = "SignalOverflowError";
}

const END = Symbol("end");

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
  const { capacity = 1000, overflow = "throw", signal: abort } = options;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new RangeError(
      `A capacity of at least 1 is wanted: got ${capacity}`,
    );
  }
  const buffer: A[] = [];
  const over = new AbortController();
  let failure: Error | undefined;
  let wake: ((value: A | typeof END) => void) | undefined;

  const end = (error?: Error) => {
    if (over.signal.aborted) return;
    failure = error;
    over.abort();
    wake?.(END);
  };
  const receive = (...emission: A) => {
    if (wake !== undefined) return wake(emission);
    if (buffer.length >= capacity) {
      if (overflow === "drop-newest") return;
      if (overflow === "throw") {
        return end(
          new SignalOverflowError(
            `More than ${capacity} emissions of ${signal} wait to be handled`,
          ),
        );
      }
      buffer.shift();
    }
    buffer.push(emission);
  };
  if (abort?.aborted) over.abort();
  else {
    signal.connect(receive, { signal: over.signal });
    over.signal.addEventListener("abort", signal._onFarewell(() => end()));
    const options = { signal: over.signal };
    abort?.addEventListener("abort", () => end(), options);
  }

  const take = (): Promise<A | typeof END> => {
    // What comes between a cancellation and the next call is kept for that.
    const { promise, resolve } = pending<A | typeof END>(() => {
      wake = undefined;
    });
    wake = (value) => {
      wake = undefined;
      resolve(value);
    };
    return promise;
  };

  return {
    async next() {
      if (wake !== undefined) {
        throw new QtError(`${signal} is being waited for in this iteration`);
      }
      let emission: A | typeof END | undefined = buffer.shift();
      if (emission === undefined && !over.signal.aborted) {
        emission = await take();
      }
      if (emission !== undefined && emission !== END) {
        return { done: false, value: emission };
      }
      const error = failure;
      failure = undefined;
      if (error !== undefined) throw error;
      return { done: true, value: undefined };
    },
    return() {
      buffer.length = 0;
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
