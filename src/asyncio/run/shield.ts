/**
 * Keeping work alive when its waiter is cancelled.
 *
 * @module
 */

import type { Awaitable } from "../core/coroutine.ts";
import { ensureFuture } from "../core/ensure_future.ts";
import { coreOf, type Future } from "../core/future.ts";
import { CANCELLED, ERROR } from "../core/internals.ts";

/**
 * Waits for `awaitable` without passing a cancellation on to it.
 *
 * If the task that awaits the shield is cancelled, the `await` throws, but the
 * work goes on. Cancelling the work itself still cancels the shield.
 *
 * @returns a future with the outcome of `awaitable`.
 * @throws {TypeError} if it cannot be waited for.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, run, shield, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const work = createTask(sleep(5, "done"));
 *   const waiter = createTask(async () => await shield(work));
 *   await sleep(0);
 *   waiter.cancel();
 *   assert(await work === "done");
 * });
 * ```
 */
export function shield<T>(awaitable: Awaitable<T>): Future<T> {
  const inner = ensureFuture(awaitable);
  if (inner.done()) return inner;
  const outer = inner.getLoop().createFuture<T>();

  const innerDone = (): void => {
    const { state, value } = coreOf(inner);
    if (state === ERROR) coreOf(inner).retrieve();
    if (outer.done()) return;
    if (state === CANCELLED) outer.cancel();
    else if (state === ERROR) coreOf(outer).fail(value);
    else outer.setResult(value as T);
  };
  inner.addDoneCallback(innerDone);
  outer.addDoneCallback(() => {
    if (!inner.done()) inner.removeDoneCallback(innerDone);
  });
  return outer;
}
