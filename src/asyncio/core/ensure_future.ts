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
import { currentInternals, requireActive } from "./_current.ts";
import { type AbstractEventLoop, coreOf, Future } from "./future.ts";
import type { Task, TaskOptions } from "./task.ts";
import { describeValue } from "./_util.ts";

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
  let loop = options?.loop ?? null;
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
  const loop = requireActive().owner as AbstractEventLoop;
  return loop.createTask(coroutine, options) as Task<T>;
}
