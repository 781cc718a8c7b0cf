/** Arguments that are iterables of awaitables, not awaitables themselves. */

import { isCoroutine } from "./coroutine.ts";
import { Future } from "./future.ts";
import { describeValue } from "./_util.ts";

/**
 * Refuses what is not an iterable, and awaitables: futures and coroutines are
 * iterable too, for `yield*`, and would be taken for an iterable of what they
 * yield.
 *
 * @param caller the function that was called, for the message.
 * @param items what it takes, for the message.
 * @throws {TypeError} if `value` is not an iterable, or is an awaitable.
 */
export function checkIterable(
  value: unknown,
  caller: string,
  items: string,
): asserts value is Iterable<unknown> {
  const isAwaitable = value instanceof Future || isCoroutine(value);
  if (
    !isAwaitable && typeof value === "object" && value !== null &&
    Symbol.iterator in value
  ) return;
  const way = isAwaitable ? `: write ${caller}([…])` : "";
  throw new TypeError(
    `${caller}(): expect an iterable of ${items}, not ${
      describeValue(value)
    }${way}`,
  );
}
