/**
 * Iterating over the emissions of a signal, with a buffer of limited size.
 *
 * @module
 */

import { describeValue } from "../../asyncio/core/_util.ts";
import { pending } from "../calls/async_calls.ts";
import { QtError } from "../calls/errors.ts";

/** What happens to an emission that finds its iterator's buffer full. */
export type OverflowPolicy = "throw" | "drop-oldest" | "drop-newest";

const OVERFLOW_POLICIES: readonly OverflowPolicy[] = [
  "throw",
  "drop-oldest",
  "drop-newest",
];

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

/** What the iteration needs of a signal. */
interface EmissionSource<A extends readonly unknown[]> {
  connect(
    slot: (...args: A) => void,
    options: { readonly signal: AbortSignal },
  ): unknown;
  toString(): string;
}

const END = Symbol("end");

/**
 * Iterates over the emissions of a signal, from the call on.
 *
 * @param onDestroyed Calls a function when the sender is destroyed; returns how to take that back.
 * @throws {RangeError} If the capacity is not a whole number of at least 1.
 * @throws {TypeError} If there is no such policy.
 */
export function iterate<A extends readonly unknown[]>(
  signal: EmissionSource<A>,
  options: EmissionsOptions,
  onDestroyed: (end: () => void) => () => void,
): AsyncIterableIterator<A, undefined, void> {
  const { capacity = 1000, overflow = "throw", signal: abort } = options;
  if (!Number.isInteger(capacity) || capacity < 1) {
    throw new RangeError(
      `capacity must be an integer >= 1, got ${describeValue(capacity)}`,
    );
  }
  if (!OVERFLOW_POLICIES.includes(overflow)) {
    throw new TypeError(
      `overflow must be "throw", "drop-oldest" or "drop-newest", got ${
        describeValue(overflow)
      }`,
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
            `${signal} was emitted faster than it was handled: more than ${capacity} emissions wait; raise 'capacity', or choose another 'overflow'`,
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
    over.signal.addEventListener(
      "abort",
      onDestroyed(() => end()),
    );
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
        throw new QtError(
          `Cannot call next(): the last call is still waiting for ${signal}; await it first`,
        );
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
