/**
 * Waiting for some of several futures.
 *
 * @module
 */

import { checkIterable, Coroutine } from "../core/coroutine.ts";
import { Future } from "../core/future.ts";
import type { TimerHandle } from "../core/handle.ts";
import { getRunningLoop } from "../core/running.ts";
import { describeValue } from "../core/_util.ts";

/** When {@linkcode wait} is over. */
export type ReturnWhen =
  | "ALL_COMPLETED"
  | "FIRST_COMPLETED"
  | "FIRST_EXCEPTION";

/** The wait is over when the first future is done or cancelled. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/** The wait is over when the first future fails, or all are done. */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
/** The wait is over when all futures are done. */
export const ALL_COMPLETED = "ALL_COMPLETED";

/** Options of {@linkcode wait}. */
export interface WaitOptions {
  /**
   * How long to wait, in milliseconds. What is not done by then goes on.
   *
   * @default {Infinity}
   */
  timeout?: number;
  /**
   * When the wait is over.
   *
   * @default {"ALL_COMPLETED"}
   */
  returnWhen?: ReturnWhen;
}

/** The result of {@linkcode wait}. */
export interface WaitResult<F> {
  /** The futures that are done. */
  done: Set<F>;
  /** The others; they go on. */
  pending: Set<F>;
}

/**
 * Waits for futures without taking their results, and without cancelling any.
 *
 * The other tasks get a turn even if the wait is over from the beginning. See
 * [asyncio.wait()](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait).
 *
 * @param futures an iterable of futures and tasks; coroutines are made tasks
 * first, by hand.
 * @throws {TypeError} if it is not an iterable, or something else is among them.
 * @throws {RangeError} if there are none, or `returnWhen` is unknown.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, run, sleep, wait } from "../mod.ts";
 *
 * await run(async () => {
 *   const quick = createTask(sleep(1));
 *   const slow = createTask(sleep(10_000));
 *   const { done, pending } = await wait([quick, slow], {
 *     returnWhen: "FIRST_COMPLETED",
 *   });
 *   assert(done.has(quick) && pending.has(slow));
 *   slow.cancel();
 * });
 * ```
 */
export function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options?: WaitOptions,
): Coroutine<WaitResult<F>> {
  return new Coroutine(() => waitFor(futures, options ?? {}), "wait()");
}

async function waitFor<F extends Future<unknown>>(
  futures: Iterable<F>,
  { timeout = Infinity, returnWhen = ALL_COMPLETED }: WaitOptions,
): Promise<WaitResult<F>> {
  checkIterable(futures, "wait", "futures");
  const all = new Set(futures);
  if (all.size === 0) {
    throw new RangeError(
      "Set of Tasks/Futures is empty: wait() needs at least one",
    );
  }
  for (const future of all) {
    if (!(future instanceof Future)) {
      throw new TypeError(
        `Passing coroutines is forbidden, use tasks explicitly: got ${
          describeValue(future)
        }, which createTask() makes a task`,
      );
    }
  }
  if (
    returnWhen !== ALL_COMPLETED && returnWhen !== FIRST_COMPLETED &&
    returnWhen !== FIRST_EXCEPTION
  ) {
    throw new RangeError(
      `Invalid returnWhen value: expected ALL_COMPLETED, FIRST_COMPLETED or FIRST_EXCEPTION, got ${
        describeValue(returnWhen)
      }`,
    );
  }

  const waiter = getRunningLoop().createFuture<void>();
  const finish = (): void => {
    if (!waiter.done()) waiter.setResult();
  };
  let open = all.size;
  const onDone = (future: Future<unknown>): void => {
    const isEnd = --open === 0 || returnWhen === FIRST_COMPLETED ||
      (returnWhen === FIRST_EXCEPTION && !future.cancelled() &&
        future.exception() !== null);
    if (isEnd) finish();
  };
  let timer: TimerHandle | null = null;
  if (timeout !== Infinity) timer = waiter.getLoop().callLater(timeout, finish);
  // Those that are done call back in the next turn: a loop that polls with
  // wait() lets the others run.
  for (const future of all) future.addDoneCallback(onDone);
  try {
    await waiter;
  } finally {
    timer?.cancel();
    for (const future of all) future.removeDoneCallback(onDone);
  }
  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of all) {
    (future.done() ? done : pending).add(future);
  }
  return { done, pending };
}
