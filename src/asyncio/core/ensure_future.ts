/**
 * From anything that can be waited for to a future.
 *
 * @module
 */

import type { Awaitable, CoroutineLike } from "./coroutine.ts";
import type { AbstractEventLoop, Future } from "./future.ts";
import { getRunningLoop } from "./running.ts";
import type { Task, TaskOptions } from "./task.ts";
import { toFuture } from "./_to_future.ts";

/** Options of {@linkcode ensureFuture}. */
export interface EnsureFutureOptions {
  /** The loop that a new task runs on. Default: `getEventLoop()`. */
  loop?: AbstractEventLoop;
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
  return toFuture(awaitable, options?.loop ?? null);
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
