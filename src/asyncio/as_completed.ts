/**
 * Taking results in the order in which they come.
 *
 * @module
 */

import { type Awaitable, Coroutine } from "./coroutine.ts";
import { ensureFuture } from "./ensure_future.ts";
import { TimeoutError } from "./errors.ts";
import { Future } from "./future.ts";
import type { TimerHandle } from "./handle.ts";
import { getEventLoop } from "./running.ts";
import { PENDING } from "./_state.ts";
import { describeValue } from "./_util.ts";

/** Options of {@linkcode asCompleted}. */
export interface AsCompletedOptions {
  /**
   * How long to wait for all of them together, in milliseconds.
   *
   * @default {Infinity}
   */
  timeout?: number;
}

/** What {@linkcode asCompleted} returns: iterate over it in either way. */
export interface AsCompleted<T> extends Iterable<Coroutine<T>> {
  /** Iterates over the futures themselves, each when it is done. */
  [Symbol.asyncIterator](): AsyncIterator<Future<T>, void, undefined>;
}

class Completion<T> implements AsCompleted<T> {
  readonly #todo: Set<Future<T>>;
  readonly #total: number;
  /** Those that are done and not taken; `null`s when the time is up. */
  readonly #done: (Future<T> | null)[] = [];
  readonly #getters = new Set<Future<void>>();
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
    this.#put(future);
    if (this.#todo.size === 0) this.#timer?.cancel();
  };

  #onTimeout(): void {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#onDone);
      this.#put(null);
    }
    this.#todo.clear();
  }

  #put(future: Future<T> | null): void {
    this.#done.push(future);
    for (const getter of this.#getters) {
      this.#getters.delete(getter);
      if (getter._state === PENDING) {
        getter.setResult();
        break;
      }
    }
  }

  /** In an array, because an `async` function would wait for the future. */
  async #next(): Promise<[Future<T>]> {
    while (this.#done.length === 0) {
      const getter = getEventLoop().createFuture<void>();
      this.#getters.add(getter);
      try {
        await getter;
      } finally {
        this.#getters.delete(getter);
      }
    }
    const future = this.#done.shift()!;
    if (future === null) throw new TimeoutError();
    return [future];
  }

  *[Symbol.iterator](): Iterator<Coroutine<T>, void, undefined> {
    for (let i = 0; i < this.#total; i++) {
      yield new Coroutine(
        async () => (await this.#next())[0].result(),
        "asCompleted()",
      );
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<Future<T>, void, undefined> {
    let left = this.#total;
    return {
      next: async () => {
        if (left === 0) return { done: true, value: undefined };
        left--;
        const [value] = await this.#next();
        return { done: false, value };
      },
    };
  }
}

/**
 * Runs awaitables at the same time and hands them out in the order in which
 * they end.
 *
 * `for await (const future of …)` gives the futures and tasks themselves, each
 * when it is done; those that were given are recognised by identity. A plain
 * `for (const next of …)` gives coroutines, each of which waits for the next
 * result.
 *
 * @param awaitables coroutines, which become tasks, and futures.
 * @throws {TypeError} if they are not iterable.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { asCompleted, run, sleep } from "./mod.ts";
 *
 * await run(async () => {
 *   const words: string[] = [];
 *   for await (const task of asCompleted([sleep(9, "slow"), sleep(1, "quick")])) {
 *     words.push(task.result());
 *   }
 *   assert(words.join(" ") === "quick slow");
 * });
 * ```
 */
export function asCompleted<T>(
  awaitables: Iterable<Awaitable<T>>,
  options?: AsCompletedOptions,
): AsCompleted<T> {
  if (
    awaitables instanceof Future || typeof awaitables !== "object" ||
    typeof awaitables?.[Symbol.iterator] !== "function"
  ) {
    throw new TypeError(
      `expect an iterable of awaitables, not ${describeValue(awaitables)}`,
    );
  }
  const known = new Set(awaitables);
  const loop = getEventLoop();
  const futures = new Set<Future<T>>();
  for (const awaitable of known) futures.add(ensureFuture(awaitable, { loop }));
  return new Completion(futures, options?.timeout ?? Infinity);
}
