/** From anything that can be waited for to a future. */

import {
  type Awaitable,
  type CoroutineLike,
  isCoroutine,
} from "./coroutine.ts";
import { currentInternals } from "./_current.ts";
import { type AbstractEventLoop, coreOf, Future } from "./future.ts";
import { describeValue } from "./_util.ts";

/**
 * Returns a future as it is, and makes a task of anything else.
 *
 * @param loop The loop to run on; `null` for the current one, and then a future may be of any.
 * @throws {TypeError} If `awaitable` cannot be waited for.
 * @throws {RangeError} If it is a future of another loop.
 */
export function toFuture<T>(
  awaitable: Awaitable<T>,
  loop: AbstractEventLoop | null,
): Future<T> {
  if (awaitable instanceof Future) {
    if (loop !== null && coreOf(awaitable).loop.owner !== loop) {
      throw new RangeError(
        `The future belongs to a different loop than the one specified as the loop argument: ${awaitable}`,
      );
    }
    return awaitable as Future<T>;
  }
  checkAwaitable(awaitable);
  loop ??= currentInternals().owner as AbstractEventLoop;
  return loop.createTask(awaitable as CoroutineLike<T>);
}

/** @throws {TypeError} If `value` cannot be waited for. */
export function checkAwaitable(value: unknown): void {
  if (value instanceof Future || isCoroutine(value)) return;
  throw new TypeError(
    `A future, a coroutine or a promise is required, got ${
      describeValue(value)
    }`,
  );
}
