/**
 * What a function that runs in a Worker can ask of its pool.
 *
 * @module
 */

import { RuntimeError } from "../asyncio/core/errors.ts";

/** The job that a Worker runs, from inside the function. */
export interface Job {
  /**
   * Aborted when the job is cancelled: for `fetch()` and the like. A Worker whose function does not await
   * anything gets no events: there, look at {@linkcode Job.cancelled}.
   */
  readonly signal: AbortSignal;
  /** Whether the job was cancelled; cheap, and up to date within a loop that never awaits. */
  readonly cancelled: boolean;
  /** The Worker's name: the pool's, and a number. */
  readonly worker: string;
  /**
   * Ends a job that was cancelled.
   *
   * @throws {CancelledError} If it was cancelled.
   */
  throwIfCancelled(): void;
  /**
   * Reports progress: `onProgress` of {@linkcode JobOptions} is called with `value`.
   *
   * @param value Anything that can be cloned.
   * @throws {CancelledError} If the job was cancelled.
   * @throws {DOMException} If `value` cannot be cloned.
   */
  progress(value: unknown): void;
  /**
   * Hands a line to `onLog` of {@linkcode JobOptions}, or else to the console.
   *
   * @param args As those of `console.log()`; what cannot be cloned becomes text.
   * @throws {CancelledError} If the job was cancelled.
   */
  log(...args: unknown[]): void;
  /**
   * Calls one of the `handlers` of {@linkcode JobOptions} on the loop's thread, without waiting; this is
   * [loop.call_soon_threadsafe](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.call_soon_threadsafe).
   *
   * @param name The handler's name: a function cannot leave its thread.
   * @param args Anything that can be cloned.
   * @throws {CancelledError} If the job was cancelled.
   * @throws {DOMException} If an argument cannot be cloned.
   */
  callSoonThreadsafe(name: string, ...args: unknown[]): void;
  /**
   * Marks what is to be moved instead of copied when `value` is returned.
   *
   * @param value What the function is about to return.
   * @param transfer The buffers and ports in it that move; they are unusable in the Worker afterwards.
   * @returns `value`.
   */
  transfer<T>(value: T, transfer: Transferable[]): T;
}

/** Under this name the Workers have it, for functions that travel by their source as for modules. */
export const CURRENT_JOB: unique symbol = Symbol.for(
  "qtasyncio.currentJob",
) as never;

/**
 * Returns the job that this Worker runs. Every Worker of a pool knows `currentJob` as a global name, so that functions
 * that travel by their source can call it as well.
 *
 * @throws {RuntimeError} If this is not a Worker of a pool.
 *
 * @example
 * ```ts
 * import { currentJob, withOptions, WorkerPoolExecutor } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * const steps: unknown[] = [];
 * const count = withOptions((n: number) => {
 *   for (let i = 1; i <= n; i++) currentJob().progress(i);
 *   return n;
 * }, { onProgress: (i) => steps.push(i) });
 * assertEquals(await pool.submit(count, 3), 3);
 * assertEquals(steps, [1, 2, 3]);
 * ```
 */
export function currentJob(): Job {
  const inWorker = (globalThis as { [CURRENT_JOB]?: () => Job })[CURRENT_JOB];
  if (inWorker === undefined) {
    throw new RuntimeError(
      "currentJob() can only be called by a function that runs in a Worker of a pool",
    );
  }
  return inWorker();
}
