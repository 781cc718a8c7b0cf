/**
 * From anything that can be waited for to a future.
 *
 * @module
 */

import {
  type Awaitable,
  type CoroutineLike,
  isCoroutine,
} from "./coroutine.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop, getRunningLoop } from "./running.ts";
import type { Task, TaskOptions } from "./task.ts";
import { describeValue } from "./_util.ts";

/** Options of {@linkcode ensureFuture}. */
export interface EnsureFutureOptions {
  /** The loop that a new task runs on. Default: `getEventLoop()`. */
  loop?: BaseEventLoop;
}

/**
 * Returns a future as it is, and makes a task of anything else.
 *
 * @throws {TypeError} if `awaitable` cannot be waited for.
 * @throws {RangeError} if it is a future of another loop than the given one.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { ensureFuture, isFuture, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const task = ensureFuture(async () => 42);
 *   assert(isFuture(task) && await task === 42);
 *   assert(ensureFuture(task) === task);
 * });
 * ```
 */
export function ensureFuture<T>(
  awaitable: Awaitable<T>,
  options?: EnsureFutureOptions,
): Future<T> {
  const loop = options?.loop;
  if (awaitable instanceof Future) {
    if (loop !== undefined && awaitable._loop !== loop) {
      throw new RangeError(
        "The future belongs to a different loop than the one specified as the loop argument",
      );
    }
    return awaitable as Future<T>;
  }
  if (!isCoroutine(awaitable)) {
    throw new TypeError(
      `A future, a coroutine or a promise is required, got ${
        describeValue(awaitable)
      }`,
    );
  }
  return (loop ?? getEventLoop()).createTask(awaitable as CoroutineLike<T>);
}

/**
 * Makes a task on the running loop.
 *
 * @throws {RuntimeError} if no loop runs.
 * @throws {TypeError} if `coroutine` is not one.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const task = createTask(async () => 42, { name: "answer" });
 *   assert(task.getName() === "answer" && await task === 42);
 * });
 * ```
 */
export function createTask<T>(
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
): Task<T> {
  return getRunningLoop().createTask(coroutine, options);
}
