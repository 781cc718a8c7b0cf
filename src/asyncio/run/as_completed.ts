/**
 * Taking results in the order in which they come.
 *
 * @module
 */

import { type Awaitable, checkIterable, Coroutine } from "../core/coroutine.ts";
import { ensureFuture } from "../core/ensure_future.ts";
import { TimeoutError } from "../core/errors.ts";
import type { Future } from "../core/future.ts";
import type { TimerHandle } from "../core/handle.ts";
import { Queue } from "../sync/queues.ts";
import { getEventLoop } from "../core/running.ts";

/** Options of {@linkcode asCompleted}. */
export interface AsCompletedOptions {
  /**
   * How long to wait for all of them together, in milliseconds.
   *
   * @default {Infinity}
   */
  timeout?: number;
}

/**
 * One that is done, as `for await` gives it. The future itself would be awaited
 * by the language, and its error would end the iteration.
 */
export interface Completed<T> {
  /** The future or task; the very one that was given, if one was. */
  readonly future: Future<T>;
  /** Returns its result, or throws its error: `future.result()`. */
  result(): T;
}

/** The result of {@linkcode asCompleted}: iterate over it in either way. */
export interface AsCompleted<T> extends Iterable<Coroutine<T>> {
  /** Iterates over those that are done, each when it is. */
  [Symbol.asyncIterator](): AsyncIterator<Completed<T>, void, undefined>;
}

class Completion<T> implements AsCompleted<T> {
  readonly #todo: Set<Future<T>>;
  readonly #total: number;
  /** Those that are done and not taken; `null`s when the time is up. */
  readonly #done = new Queue<Completed<T> | null>();
  #timer: TimerHandle | null = null;

  constructor(futures: Set<Future<T>>, timeout: number) {
    this.#todo = futures;
    this.#total = futures.size;
    for (const future of futures) future.addDoneCallback(this.#onDone);
    if (timeout !== Infinity && futures.size > 0) {
      const loop = [...futures][0]!.getLoop();
      this.#timer = loop.callLater(timeout, () => this.#onTimeout());
    }
  }

  readonly #onDone = (future: Future<T>): void => {
    if (!this.#todo.delete(future)) return;
    this.#done.putNowait({ future, result: () => future.result() });
    if (this.#todo.size === 0) this.#timer?.cancel();
  };

  #onTimeout(): void {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#onDone);
      this.#done.putNowait(null);
    }
    this.#todo.clear();
  }

  async #next(): Promise<Completed<T>> {
    const completed = this.#done.empty()
      ? await this.#done.get()
      : this.#done.getNowait();
    if (completed === null) throw new TimeoutError();
    return completed;
  }

  *[Symbol.iterator](): Iterator<Coroutine<T>, void, undefined> {
    for (let i = 0; i < this.#total; i++) {
      yield new Coroutine(
        async () => (await this.#next()).result(),
        "asCompleted()",
      );
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Completed<T>, void, undefined> {
    let left = this.#total;
    return {
      next: async () => {
        if (left === 0) return { done: true, value: undefined };
        left--;
        return { done: false, value: await this.#next() };
      },
    };
  }
}

/**
 * Runs awaitables at the same time and hands them out in the order in which
 * they end.
 *
 * `for await (const done of …)` gives one after the other as it ends: its
 * `future` and its `result()`. A plain `for (const next of …)` gives coroutines,
 * each of which waits for the next result.
 *
 * A function that is given several times is called as often; the same future,
 * promise or coroutine object counts once. See
 * [asyncio.as_completed()](https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed).
 *
 * @param awaitables an iterable of coroutines, which become tasks, and futures.
 * @throws {TypeError} if `awaitables` is not an iterable of awaitables, but one
 * awaitable, say: `asCompleted([a, b])`, not `asCompleted(a, b)`.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { asCompleted, run, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const words: string[] = [];
 *   for await (const done of asCompleted([sleep(9, "slow"), sleep(1, "quick")])) {
 *     words.push(done.result());
 *   }
 *   assert(words.join(" ") === "quick slow");
 * });
 * ```
 */
export function asCompleted<T>(
  awaitables: Iterable<Awaitable<T>>,
  options?: AsCompletedOptions,
): AsCompleted<T> {
  checkIterable(awaitables, "asCompleted", "awaitables");
  const loop = getEventLoop();
  const known = new Set<unknown>();
  const futures = new Set<Future<T>>();
  for (const awaitable of awaitables) {
    // A function is a recipe: given twice, it makes two coroutines.
    if (typeof awaitable !== "function") {
      if (known.has(awaitable)) continue;
      known.add(awaitable);
    }
    futures.add(ensureFuture(awaitable, { loop }));
  }
  return new Completion(futures, options?.timeout ?? Infinity);
}
