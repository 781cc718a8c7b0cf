/**
 * Making foreign promises cancellable.
 *
 * @module
 */

import { CancelledError } from "./errors.ts";
import { ForeignFuture } from "./_foreign_future.ts";
import type { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop } from "./running.ts";
import { currentTask } from "./task.ts";
import { describeValue, isPromiseLike } from "./_util.ts";

/** Options of {@linkcode cancellable}. */
export interface CancellableOptions {
  /** The loop of the future. Default: `getEventLoop()`. */
  loop?: BaseEventLoop;
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
  const loop = options?.loop ?? getEventLoop();
  const maker = typeof promise === "function" ? new AbortController() : null;
  const future = new ForeignFuture<T>(
    loop,
    (reason) => maker?.abort(new CancelledError(reason)),
  );
  const made: unknown = typeof promise === "function"
    ? promise(maker!.signal)
    : promise;
  if (!isPromiseLike(made)) {
    throw new TypeError(`a promise was expected, got ${describeValue(made)}`);
  }
  future._follow(made as PromiseLike<T>);
  return future;
}

/**
 * @internal Makes a promise known to the task that it is made for, if there is
 * one: then the task can be cancelled where it awaits it.
 *
 * @param cancelled called when that happens.
 */
export function _known<T>(
  promise: Promise<T>,
  cancelled: (reason: unknown) => void = () => {},
): Promise<T> {
  const task = currentTask();
  if (task === null) return promise;
  const future = new ForeignFuture<T>(task._loop, cancelled);
  future._follow(promise);
  return future;
}
