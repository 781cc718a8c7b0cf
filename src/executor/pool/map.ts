/**
 * `map()` of an executor.
 *
 * @module
 */

import { describeValue, isPromiseLike } from "../../asyncio/core/_util.ts";
import type { WorkerFuture } from "./worker_future.ts";

/** Options of `WorkerPoolExecutor.map()`. */
export interface MapOptions {
  /**
   * How many calls may be under way or done before their results are asked for: 1 or more.
   *
   * @default {twice the number of Workers}
   */
  lookAhead?: number;
}

/** Yields results in the order of their items. */
export async function* mapInOrder<I, R>(
  submit: (item: I) => WorkerFuture<R>,
  items: Iterable<I> | AsyncIterable<I>,
  options: MapOptions,
  defaultLookAhead: number,
): AsyncGenerator<R, void, undefined> {
  const { lookAhead = defaultLookAhead } = options;
  if (!Number.isSafeInteger(lookAhead) || lookAhead < 1) {
    throw new RangeError(
      `lookAhead must be a whole number of 1 or more, got ${lookAhead}`,
    );
  }
  const source = iteratorOf(items);
  const ahead: WorkerFuture<R>[] = [];
  let exhausted = false;
  try {
    for (;;) {
      while (!exhausted && ahead.length < lookAhead) {
        const step = await source.next();
        if (step.done === true) exhausted = true;
        else ahead.push(submit(step.value));
      }
      const first = ahead.shift();
      if (first === undefined) return;
      try {
        yield await first;
      } finally {
        first.cancel();
      }
    }
  } finally {
    for (const future of ahead) future.cancel();
    if (!exhausted) await source.return?.();
  }
}

function iteratorOf<I>(
  items: Iterable<I> | AsyncIterable<I>,
): Iterator<I> | AsyncIterator<I> {
  // A future is iterable too, for `yield*`.
  if (isPromiseLike(items)) {
    throw new TypeError(
      `map(): expect an iterable of items, not ${
        describeValue(items)
      }: await it first`,
    );
  }
  return Symbol.asyncIterator in items
    ? items[Symbol.asyncIterator]()
    : items[Symbol.iterator]();
}
