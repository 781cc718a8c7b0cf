/**
 * Waiting for some of several futures.
 *
 * @module
 */

import { Coroutine } from "./coroutine.ts";
import { Future } from "./future.ts";
import type { TimerHandle } from "./handle.ts";
import { getRunningLoop } from "./running.ts";
import { ERROR, PENDING } from "./_state.ts";
import { describeValue } from "./_util.ts";

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

/** What {@linkcode wait} returns. */
export interface WaitResult<F> {
  /** The futures that are done. */
  done: Set<F>;
  /** The others; they go on. */
  pending: Set<F>;
}

/**
 * Waits for futures without taking their results, and without cancelling any.
 *
 * @param futures futures and tasks; coroutines are made tasks first, by hand.
 * @throws {TypeError} if something else is among them.
 * @throws {RangeError} if there are none, or `returnWhen` is unknown.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, run, sleep, wait } from "./mod.ts";
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
  if (futures instanceof Future || typeof futures !== "object") {
    throw new TypeError(
      `expect an iterable of futures, not ${describeValue(futures)}`,
    );
  }
  const all = new Set(futures);
  if (all.size === 0) throw new RangeError("Set of Tasks/Futures is empty.");
  for (const future of all) {
    if (!(future instanceof Future)) {
      throw new TypeError(
        "Passing coroutines is forbidden, use tasks explicitly.",
      );
    }
  }
  if (
    returnWhen !== ALL_COMPLETED && returnWhen !== FIRST_COMPLETED &&
    returnWhen !== FIRST_EXCEPTION
  ) {
    throw new RangeError(`Invalid returnWhen value: ${returnWhen}`);
  }

  const loop = getRunningLoop();
  const isEnd = (future: Future<unknown>): boolean =>
    returnWhen === FIRST_COMPLETED ||
    (returnWhen === FIRST_EXCEPTION && future._state === ERROR);
  let open = 0;
  let over = false;
  for (const future of all) {
    if (future._state === PENDING) open++;
    else if (isEnd(future)) over = true;
  }
  if (open > 0 && !over) {
    const waiter = loop.createFuture<void>();
    const finish = (): void => {
      if (waiter._state === PENDING) waiter.setResult();
    };
    const onDone = (future: Future<unknown>): void => {
      if (--open === 0 || isEnd(future)) finish();
    };
    let timer: TimerHandle | null = null;
    if (timeout !== Infinity) timer = loop.callLater(timeout, finish);
    const watched = [...all].filter((future) => future._state === PENDING);
    for (const future of watched) future.addDoneCallback(onDone);
    try {
      await waiter;
    } finally {
      timer?.cancel();
      for (const future of watched) future.removeDoneCallback(onDone);
    }
  }
  const done = new Set<F>();
  const pending = new Set<F>();
  for (const future of all) {
    (future._state === PENDING ? pending : done).add(future);
  }
  return { done, pending };
}
