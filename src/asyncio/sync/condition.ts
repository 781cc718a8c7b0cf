/**
 * Waiting for a change of what a lock protects.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { CancelledError, RuntimeError } from "../core/errors.ts";
import { type Acquired, Lock } from "./lock.ts";
import { Waiters } from "../core/_waiters.ts";

/**
 * A lock together with a way to wait, while it is released, for its holder to
 * say that something has changed.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { Condition, createTask, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const condition = new Condition();
 *   const items: string[] = [];
 *   const consumer = createTask(async () => {
 *     using _held = await condition.acquire();
 *     await condition.waitFor(() => items.length > 0);
 *     return items.shift();
 *   });
 *   {
 *     using _held = await condition.acquire();
 *     items.push("item");
 *     condition.notify();
 *   }
 *   assert(await consumer === "item");
 * });
 * ```
 */
export class Condition {
  readonly #lock: Lock;
  readonly #waiters = new Waiters();

  /**
   * Makes a condition.
   *
   * @param lock the lock to use. Default: one of its own.
   */
  constructor(lock: Lock = new Lock()) {
    this.#lock = lock;
  }

  /** Returns whether the lock is held. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /** Waits until the lock is free, and takes it. */
  acquire(): Coroutine<Acquired> {
    return this.#lock.acquire();
  }

  /**
   * Releases the lock.
   *
   * @throws {RuntimeError} if it is not held.
   */
  release(): void {
    this.#lock.release();
  }

  /**
   * Releases the lock, waits for a notification, and takes the lock again, even
   * when the wait was cancelled.
   *
   * @returns `true`.
   * @throws {RuntimeError} if the lock is not held.
   */
  wait(): Coroutine<true> {
    return new Coroutine(() => this.#wait(), "Condition.wait()");
  }

  /**
   * Waits, again and again, until `predicate` is true.
   *
   * @returns what `predicate` returned in the end.
   * @throws {RuntimeError} if the lock is not held.
   */
  waitFor<T>(predicate: () => T): Coroutine<T> {
    return new Coroutine(async () => {
      let result = predicate();
      while (!result) {
        await this.wait();
        result = predicate();
      }
      return result;
    }, "Condition.waitFor()");
  }

  /**
   * Wakes some of those who wait. They go on when the lock is released.
   *
   * @param count how many at most. Default: 1.
   * @throws {RuntimeError} if the lock is not held.
   */
  notify(count = 1): void {
    if (!this.#lock.locked()) {
      throw new RuntimeError(
        "cannot notify on un-acquired lock: call acquire() first",
      );
    }
    this.#waiters.wake(count);
  }

  /**
   * Wakes all who wait.
   *
   * @throws {RuntimeError} if the lock is not held.
   */
  notifyAll(): void {
    this.notify(Infinity);
  }

  async #wait(): Promise<true> {
    if (!this.#lock.locked()) {
      throw new RuntimeError(
        "cannot wait on un-acquired lock: call acquire() first",
      );
    }
    const waiter = this.#waiters.add();
    this.#lock.release();
    try {
      try {
        await waiter;
      } finally {
        this.#waiters.remove(waiter);
        await this.#takeBack();
      }
    } catch (error) {
      // This waiter may have been notified and cannot make use of it.
      this.#waiters.wake(1);
      throw error;
    }
    return true;
  }

  /** Takes the lock whatever comes, then passes a cancellation on. */
  async #takeBack(): Promise<void> {
    let cancellation: CancelledError | null = null;
    for (;;) {
      try {
        await this.#lock.acquire();
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancellation = error;
      }
    }
    if (cancellation !== null) throw cancellation;
  }

  /** Describes the condition, for messages and logs. */
  toString(): string {
    const state = this.#lock.locked() ? "locked" : "unlocked";
    const waiters = this.#waiters.size;
    return `<Condition [${state}${waiters > 0 ? `, waiters:${waiters}` : ""}]>`;
  }
}
