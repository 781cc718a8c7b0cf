/**
 * Makes futures of anything that can be awaited, and foreign promises cancellable.
 *
 * @module
 */

import {
  type Awaitable,
  type CoroutineLike,
  isCoroutine,
} from "./coroutine.ts";
import { currentInternals, requireActive } from "./_current.ts";
import { CancelledError } from "./errors.ts";
import { type AbstractEventLoop, coreOf, Future, newFuture } from "./future.ts";
import { internalsOf } from "./internals.ts";
import type { Task, TaskOptions } from "./task.ts";
import { describeValue, isPromiseLike } from "./_util.ts";

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

/** Options of {@linkcode cancellable}. */
export interface CancellableOptions {
  /** The loop of the future. Default: `getEventLoop()`. */
  loop?: AbstractEventLoop;
}

/**
 * Makes a future of a promise, so that a task that awaits it can be cancelled
 * at that `await`.
 *
 * @param promise a promise, or a function that makes one. The function is
 * called at once, with a signal that is aborted when the future is cancelled.
 * @returns a future with the outcome of the promise. What becomes of the promise
 * after the future was cancelled is ignored.
 * @throws {TypeError} if it is neither.
 * @throws {RuntimeError} if there is no loop.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { cancellable, createTask, run, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     await cancellable((signal) =>
 *       new Promise((_, reject) =>
 *         signal.addEventListener("abort", () => reject(signal.reason))
 *       )
 *     );
 *   });
 *   await sleep(0);
 *   task.cancel();
 *   await task.catch(() => {});
 *   assert(task.cancelled());
 * });
 * ```
 */
export function cancellable<T>(
  promise: PromiseLike<T> | ((signal: AbortSignal) => PromiseLike<T>),
  options?: CancellableOptions,
): Future<T> {
  const future = newFuture<T>(
    options?.loop === undefined
      ? currentInternals()
      : internalsOf(options.loop),
  );
  const core = coreOf(future);
  const maker = typeof promise === "function" ? new AbortController() : null;
  core.onCancel = (reason) => maker?.abort(new CancelledError(reason));
  const made: unknown = typeof promise === "function"
    ? promise(maker!.signal)
    : promise;
  if (!isPromiseLike(made)) {
    throw new TypeError(
      `a promise was expected, or a function that returns one, got ${
        describeValue(made)
      }`,
    );
  }
  core.follow(made as PromiseLike<T>);
  return future;
}
