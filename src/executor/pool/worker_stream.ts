/**
 * The values of a generator that runs in a Worker.
 *
 * @module
 */

import { _known } from "../../asyncio/core/cancellable.ts";
import { STREAM_WINDOW } from "../shared/slots.ts";
import type { WorkerFuture } from "./worker_future.ts";

/**
 * What `stream()` returns: iterate it with `for await`.
 *
 * @typeParam Y The type of the values.
 * @typeParam R The type of what the generator returns.
 *
 * @example
 * ```ts
 * import { WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * const stream = pool.stream(function* () {
 *   yield 1;
 *   return "end";
 * });
 * assertEquals(await stream.next(), { value: 1, done: false });
 * assertEquals(await stream.next(), { value: "end", done: true });
 * ```
 */
export class WorkerStream<Y, R = void> implements AsyncIterableIterator<Y, R> {
  #future: WorkerFuture<R> | null = null;
  readonly #values: Y[] = [];
  #news: PromiseWithResolvers<void> = Promise.withResolvers();
  #ended = false;
  #taken = 0;

  /** Cancels the job, as {@linkcode WorkerFuture.cancel}; `next()` then throws a `CancelledError`. */
  cancel(reason?: unknown): boolean {
    return this.#future!.cancel(reason);
  }

  /**
   * The next value. Cancelling the task that awaits it cancels the job.
   *
   * @throws What the generator threw, after the values before it.
   */
  async next(): Promise<IteratorResult<Y, R>> {
    const future = this.#future!;
    for (;;) {
      if (this.#values.length > 0) {
        const value = this.#values.shift() as Y;
        this.#acknowledge(future);
        return { value, done: false };
      }
      if (this.#ended) return { value: undefined as R, done: true };
      if (future.done()) {
        this.#ended = true;
        return { value: future.result(), done: true };
      }
      await _known(this.#news.promise, (reason) => this.cancel(reason));
    }
  }

  /** Ends the generator, its `finally` included, and waits for that. */
  async return(value?: R | PromiseLike<R>): Promise<IteratorResult<Y, R>> {
    const future = this.#future!;
    if (!this.#ended) {
      this.#ended = true;
      this.#values.length = 0;
      if (future._host === null) future.cancel();
      else {
        future._host.send({ t: "return", id: future._id });
        // The reader has left: an error at the end is dropped.
        await _known(future.promise.then(() => {}, () => {}));
      }
    }
    return { value: await value as R, done: true };
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** As {@linkcode WorkerStream.return}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #acknowledge(future: WorkerFuture<R>): void {
    if (++this.#taken < STREAM_WINDOW / 2) return;
    future._host?.send({ t: "taken", id: future._id, count: this.#taken });
    this.#taken = 0;
  }

  /** @internal */
  _begin(future: WorkerFuture<R>): void {
    this.#future = future;
    future.addDoneCallback(() => this.#notify());
  }

  /** @internal */
  _push(value: Y): void {
    if (this.#ended) return;
    this.#values.push(value);
    this.#notify();
  }

  #notify(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}
