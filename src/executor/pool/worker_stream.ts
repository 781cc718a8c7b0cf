/**
 * Iterators of an executor: `stream()`, the values of a generator that runs in a Worker, and `map()`.
 *
 * @module
 */

import { Fifo } from "../../asyncio/core/_fifo.ts";
import { known } from "../../asyncio/core/future.ts";
import { STREAM_WINDOW } from "../shared/slots.ts";
import { describeValue, isPromiseLike } from "../../asyncio/core/_util.ts";
import { FINISHED, type WorkItem } from "./work_item.ts";
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
  readonly #item: WorkItem;
  readonly #values = new Fifo<Y>();
  #news: PromiseWithResolvers<void> = Promise.withResolvers();
  #ended = false;
  #taken = 0;

  /** Streams are made by `stream()`. */
  constructor(submit: (onValue: (value: unknown) => void) => WorkItem) {
    this.#item = submit((value) => {
      if (this.#ended) return;
      this.#values.put(value as Y);
      this.#notify();
    });
    this.#item.addDoneCallback(() => this.#notify());
  }

  /** Cancels the job, as `WorkerFuture.cancel()`; `next()` then throws a `CancelledError`. */
  cancel(reason?: unknown): boolean {
    return this.#item.cancel(reason);
  }

  /**
   * The next value. Cancelling the task that awaits it cancels the job.
   *
   * @throws The error of the generator, after the values before it.
   */
  async next(): Promise<IteratorResult<Y, R>> {
    for (;;) {
      if (this.#values.size > 0) {
        const value = this.#values.take();
        this.#acknowledge();
        return { value, done: false };
      }
      if (this.#ended) return { value: undefined as R, done: true };
      if (this.#item.done()) {
        this.#ended = true;
        if (this.#item.state !== FINISHED) throw this.#item.value;
        return { value: this.#item.value as R, done: true };
      }
      await known(this.#news.promise, (reason) => this.cancel(reason));
    }
  }

  /** Ends the generator, its `finally` included, and waits for that. */
  async return(value?: R | PromiseLike<R>): Promise<IteratorResult<Y, R>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#values.clear();
      const { host, id } = this.#item;
      if (host === null) this.cancel();
      else {
        host.send({ t: "return", id });
        // The reader has left: an error at the end is dropped.
        await known(this.#item.promise.then(() => {}, () => {}));
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

  #acknowledge(): void {
    if (++this.#taken < STREAM_WINDOW / 2) return;
    const { host, id } = this.#item;
    host?.send({ t: "taken", id, count: this.#taken });
    this.#taken = 0;
  }

  #notify(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}

/** Options of `WorkerPoolExecutor.map()`. */
export interface MapOptions {
  /**
   * How many calls may be under way or done before their results are asked for: 1 or more.
   *
   * @default {twice the number of Workers}
   */
  lookAhead?: number;
}

/** Yields results in the order of their items. */
export async function* mapInOrder<I, R>(
  submit: (item: I) => WorkerFuture<R>,
  items: Iterable<I> | AsyncIterable<I>,
  options: MapOptions,
  defaultLookAhead: number,
): AsyncGenerator<R, void, undefined> {
  const { lookAhead = defaultLookAhead } = options;
  if (!Number.isSafeInteger(lookAhead) || lookAhead < 1) {
    throw new RangeError(
      `lookAhead must be an integer >= 1, got ${lookAhead}`,
    );
  }
  const source = iteratorOf(items);
  const ahead: WorkerFuture<R>[] = [];
  let exhausted = false;
  try {
    for (;;) {
      while (!exhausted && ahead.length < lookAhead) {
        const step = await source.next();
        if (step.done === true) exhausted = true;
        else ahead.push(submit(step.value));
      }
      const first = ahead.shift();
      if (first === undefined) return;
      try {
        yield await first;
      } finally {
        first.cancel();
      }
    }
  } finally {
    for (const future of ahead) future.cancel();
    if (!exhausted) await source.return?.();
  }
}

function iteratorOf<I>(
  items: Iterable<I> | AsyncIterable<I>,
): Iterator<I> | AsyncIterator<I> {
  // A future is iterable too, for `yield*`.
  if (isPromiseLike(items)) {
    throw new TypeError(
      `map() expects an iterable of items, got ${
        describeValue(items)
      }: await it first`,
    );
  }
  return Symbol.asyncIterator in items
    ? items[Symbol.asyncIterator]()
    : items[Symbol.iterator]();
}
