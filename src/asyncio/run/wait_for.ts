/**
 * Waiting for one thing, with a time limit.
 *
 * @module
 */

import { cancellable } from "../core/ensure_future.ts";
import { type Awaitable, Coroutine } from "../core/coroutine.ts";
import { checkAwaitable, ensureFuture } from "../core/ensure_future.ts";
import { CancelledError, TimeoutError } from "../core/errors.ts";
import { Future } from "../core/future.ts";
import { getRunningLoop } from "../core/running.ts";
import { currentTask } from "../core/task.ts";
import { Timeout } from "./timeouts.ts";
import { describeValue, isInstance } from "../core/_util.ts";

/**
 * Waits for `awaitable`, for at most `timeout` milliseconds.
 *
 * When the time is up, it is cancelled, and the wait goes on until it has
 * ended. If it swallows the cancellation, what it returns or throws counts. A
 * coroutine runs inside the current task. A foreign promise is left to itself.
 *
 * @param timeout in milliseconds; `null` for no limit. With 0 or less only what
 * is done already counts, and a coroutine is not even started.
 * @throws {TimeoutError} if the time was up first.
 * @throws {TypeError} if it cannot be waited for.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep, TimeoutError, waitFor } from "../mod.ts";
 *
 * await run(async () => {
 *   assert(await waitFor(sleep(1, "in time"), 1000) === "in time");
 *   const failure = await waitFor(sleep(1000), 1).then(() => null, (e) => e);
 *   assert(failure instanceof TimeoutError);
 * });
 * ```
 */
export function waitFor<T>(
  awaitable: Awaitable<T>,
  timeout: number | null,
): Coroutine<T> {
  checkAwaitable(awaitable);
  if (timeout !== null && typeof timeout !== "number") {
    throw new TypeError(
      `timeout must be a number or null, got ${describeValue(timeout)}`,
    );
  }
  return new Coroutine(() => {
    if (timeout !== null && timeout <= 0) return poll(awaitable);
    // Code outside tasks has nothing that a limit could cancel: give it a task.
    return currentTask() === null
      ? getRunningLoop().createTask(() => limited(awaitable, timeout))
      : limited(awaitable, timeout);
  }, "waitFor()");
}

function limited<T>(
  awaitable: Awaitable<T>,
  timeout: number | null,
): PromiseLike<T> {
  if (timeout === null) return inline(awaitable);
  return new Timeout(getRunningLoop().time() + timeout)
    .run(() => inline(awaitable));
}

/** Waits for anything inside the current task. */
function inline<T>(awaitable: Awaitable<T>): PromiseLike<T> {
  if (awaitable instanceof Future || awaitable instanceof Coroutine) {
    return awaitable;
  }
  if (awaitable instanceof Promise) return cancellable(awaitable);
  if (typeof awaitable === "function") return new Coroutine<T>(awaitable);
  if (Symbol.iterator in awaitable) return new Coroutine<T>(() => awaitable);
  return cancellable(awaitable);
}

async function poll<T>(awaitable: Awaitable<T>): Promise<T> {
  const future = ensureFuture(awaitable);
  if (future.done()) return future.result();
  await cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    throw isInstance(error, CancelledError)
      ? new TimeoutError("", { cause: error })
      : error;
  }
}

/** Cancels a future and waits until it has ended, whatever its outcome. */
async function cancelAndWait(future: Future<unknown>): Promise<void> {
  const waiter = future.getLoop().createFuture<void>();
  const onDone = (): void => {
    if (!waiter.done()) waiter.setResult();
  };
  future.addDoneCallback(onDone);
  try {
    future.cancel();
    await waiter;
  } finally {
    future.removeDoneCallback(onDone);
  }
}
