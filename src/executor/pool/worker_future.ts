/**
 * The future that `submit()` returns.
 *
 * @module
 */

import { InvalidStateError } from "../../asyncio/core/errors.ts";
import { known } from "../../asyncio/core/future.ts";
import {
  type ExecutorJob,
  provideDirectListening,
} from "../../asyncio/threads/executor.ts";
import {
  CANCELLED,
  FAILED,
  FINISHED,
  PENDING,
  type WorkItem,
} from "./work_item.ts";

/**
 * A call that runs, or will run, in a Worker; as
 * [concurrent.futures.Future](https://docs.python.org/3/library/concurrent.futures.html#future-objects). `await` it, or
 * its `promise`.
 *
 * As there, an error that is never retrieved is not reported.
 *
 * @typeParam T The type of the result.
 *
 * @example
 * ```ts
 * import { WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * const future = pool.submit((a: number, b: number) => a + b, 20, 22);
 * assertEquals(await future, 42);
 * assertEquals(future.done(), true);
 * ```
 */
export class WorkerFuture<T> implements ExecutorJob<T>, PromiseLike<T> {
  readonly #item: WorkItem;

  static {
    provideDirectListening((job, listener) => {
      if (!(#item in job)) return false;
      job.#item.listen(listener);
      return true;
    });
  }

  /** Futures are made by `submit()`. */
  constructor(item: WorkItem) {
    this.#item = item;
  }

  /** A promise of the outcome; rejects with a `CancelledError` if the job is cancelled. */
  get promise(): Promise<T> {
    return this.#item.promise as Promise<T>;
  }

  /** Waits for the result; this is what `await` calls. Cancelling the task that awaits it cancels the job. */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return known(this.promise, (reason) => this.cancel(reason))
      .then(onFulfilled, onRejected);
  }

  /**
   * Cancels the job. One that has not begun never runs. One that runs is told by its `AbortSignal`, and if it has not
   * ended when the pool's `cancelGrace` is over, its Worker is ended and replaced; the future is cancelled at once.
   *
   * This goes further than `concurrent.futures`, where a call that runs cannot be cancelled.
   *
   * @param reason Travels with the `CancelledError`, and to the job.
   * @returns False if it was done already.
   */
  cancel(reason?: unknown): boolean {
    return this.#item.cancel(reason);
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this.#item.state === CANCELLED;
  }

  /** Whether a Worker runs it now. */
  running(): boolean {
    return this.#item.state === PENDING &&
      (this.#item.host?.runs(this.#item) ?? false);
  }

  /** Whether it has a result or an error, or was cancelled. */
  done(): boolean {
    return this.#item.state !== PENDING;
  }

  /**
   * Returns the result. JavaScript cannot wait here: that is what `await` is for.
   *
   * @throws {InvalidStateError} If it is not there yet.
   * @throws {CancelledError} If the job was cancelled.
   * @throws The error of the job.
   */
  result(): T {
    if (this.#item.state === PENDING) {
      throw new InvalidStateError(
        `The job ${this.#item.fn.name}() is not done yet: await the future`,
      );
    }
    if (this.#item.state !== FINISHED) throw this.#item.value;
    return this.#item.value as T;
  }

  /**
   * Returns what the job threw, or null if it has a result.
   *
   * @throws {InvalidStateError} If it is not done yet.
   * @throws {CancelledError} If the job was cancelled.
   */
  exception(): unknown {
    if (this.#item.state === FAILED) return this.#item.value;
    this.result();
    return null;
  }

  /** Calls `callback` with this future when it is done; at once if it is done already. Its errors go to the console. */
  addDoneCallback(callback: (future: WorkerFuture<T>) => unknown): void {
    this.#item.addDoneCallback(() => callback(this));
  }

  /** `"WorkerFuture"`. */
  get [Symbol.toStringTag](): string {
    return "WorkerFuture";
  }
}
