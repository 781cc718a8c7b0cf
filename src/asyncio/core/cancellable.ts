/**
 * Making foreign promises cancellable.
 *
 * @module
 */

import { CancelledError } from "./errors.ts";
import { currentInternals } from "./_current.ts";
import {
  type AbstractEventLoop,
  coreOf,
  type Future,
  newFuture,
} from "./future.ts";
import { internalsOf } from "./internals.ts";
import { describeValue, isPromiseLike } from "./_util.ts";

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
