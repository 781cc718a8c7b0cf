/**
 * Mutual exclusion between tasks.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { CancelledError, RuntimeError } from "../core/errors.ts";
import { Waiters } from "../core/_waiters.ts";

/**
 * The result of acquiring a lock or semaphore: disposing of it releases it.
 *
 * It is there for `using`. Who calls `release()` instead can ignore it.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { Lock, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const lock = new Lock();
 *   {
 *     using _held = await lock.acquire();
 *     assert(lock.locked());
 *   }
 *   assert(!lock.locked());
 * });
 * ```
 */
export class Acquired implements Disposable {
  #release: (() => void) | null;

  /** Made by `acquire()`. */
  constructor(release: () => void) {
    this.#release = release;
  }

  /** Releases what was acquired. Does nothing the second time. */
  [Symbol.dispose](): void {
    const release = this.#release;
    this.#release = null;
    release?.();
  }
}

/**
 * A lock that one task at a time can hold. Those who wait get it in the order
 * in which they came.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { gather, Lock, run, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const lock = new Lock();
 *   const seen: string[] = [];
 *   const worker = (name: string) => async () => {
 *     using _held = await lock.acquire();
 *     seen.push(`${name} in`);
 *     await sleep(0);
 *     seen.push(`${name} out`);
 *   };
 *   await gather([worker("a"), worker("b")]);
 *   assert(seen.join() === "a in,a out,b in,b out");
 * });
 * ```
 */
export class Lock {
  #locked = false;
  readonly #waiters = new Waiters();

  /** Returns whether the lock is held. */
  locked(): boolean {
    return this.#locked;
  }

  /** Waits until the lock is free, and takes it. */
  acquire(): Coroutine<Acquired> {
    return new Coroutine(() => this.#acquire(), "Lock.acquire()");
  }

  /**
   * Releases the lock and wakes the next who waits. It need not be the holder
   * who calls this.
   *
   * @throws {RuntimeError} if it is not held.
   */
  release(): void {
    if (!this.#locked) {
      throw new RuntimeError(
        "Lock is not acquired: call acquire() before release()",
      );
    }
    this.#locked = false;
    this.#waiters.wakeFirst();
  }

  async #acquire(): Promise<Acquired> {
    if (this.#locked || this.#waiters.anyLeft()) {
      const waiter = this.#waiters.add();
      try {
        await waiter;
      } catch (error) {
        this.#waiters.remove(waiter);
        // The wake-up that came with the cancellation belongs to the next one.
        if (error instanceof CancelledError && !this.#locked) {
          this.#waiters.wakeFirst();
        }
        throw error;
      }
      this.#waiters.remove(waiter);
    }
    this.#locked = true;
    return new Acquired(() => this.release());
  }

  /** Describes the lock, for messages and logs. */
  toString(): string {
    const state = this.#locked ? "locked" : "unlocked";
    const waiters = this.#waiters.size;
    return `<Lock [${state}${waiters > 0 ? `, waiters:${waiters}` : ""}]>`;
  }
}
