/**
 * Counting how many tasks may do something at the same time.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { CancelledError } from "../core/errors.ts";
import { Acquired } from "./lock.ts";
import { describeValue } from "../core/_util.ts";
import { Waiters } from "../core/_waiters.ts";

/** What is left of a semaphore. */
export let valueOf: (semaphore: Semaphore) => number;

/**
 * A counter that `acquire()` takes one from, waiting while it is 0, and that
 * `release()` gives one back to. Who came first goes first.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { gather, run, Semaphore, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const two = new Semaphore(2);
 *   let now = 0, most = 0;
 *   await gather(Array.from({ length: 5 }, () => async () => {
 *     using _slot = await two.acquire();
 *     most = Math.max(most, ++now);
 *     await sleep(1);
 *     now--;
 *   }));
 *   assert(most === 2);
 * });
 * ```
 */
export class Semaphore {
  #value: number;
  readonly #waiters = new Waiters();

  /**
   * Makes a semaphore.
   *
   * @param value how many may acquire it at the same time. Default: 1.
   * @throws {RangeError} if `value` is not 0 or more.
   */
  constructor(value = 1) {
    if (!(value >= 0)) {
      throw new RangeError(
        `Semaphore initial value must be >= 0, got ${describeValue(value)}`,
      );
    }
    this.#value = value;
  }

  static {
    valueOf = (semaphore) => semaphore.#value;
  }

  /** Returns whether `acquire()` would have to wait. */
  locked(): boolean {
    return this.#value === 0 || this.#waiters.anyLeft();
  }

  /** Waits until the counter is above 0, and takes one from it. */
  acquire(): Coroutine<Acquired> {
    return new Coroutine(
      () => this.#acquire(),
      `${this.constructor.name}.acquire()`,
    );
  }

  /** Gives one back and wakes the next who waits. */
  release(): void {
    this.#value++;
    this.#wakeNext();
  }

  async #acquire(): Promise<Acquired> {
    if (this.locked()) await this.#turn();
    else this.#value--;
    return new Acquired(() => this.release());
  }

  /** Waits in the row. Who is woken has been given its one already. */
  async #turn(): Promise<void> {
    const waiter = this.#waiters.add();
    try {
      await waiter;
    } catch (error) {
      if (
        error instanceof CancelledError && waiter.done() && !waiter.cancelled()
      ) {
        this.#value++;
      }
      throw error;
    } finally {
      this.#waiters.remove(waiter);
      // Those who came meanwhile had to queue up although there was some left.
      while (this.#value > 0 && this.#wakeNext());
    }
  }

  #wakeNext(): boolean {
    if (!this.#waiters.wakeNext()) return false;
    this.#value--;
    return true;
  }

  /** Describes the semaphore, for messages and logs. */
  toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this.#value}`;
    const waiters = this.#waiters.size;
    return `<${this.constructor.name} [${state}${
      waiters > 0 ? `, waiters:${waiters}` : ""
    }]>`;
  }
}

/**
 * A {@linkcode Semaphore} that must not be released more often than acquired.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { BoundedSemaphore } from "../mod.ts";
 *
 * const semaphore = new BoundedSemaphore(1);
 * try {
 *   semaphore.release();
 * } catch (error) {
 *   assert(error instanceof RangeError);
 * }
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  /**
   * Makes a semaphore.
   *
   * @param value how many may acquire it at the same time. Default: 1.
   * @throws {RangeError} if `value` is not 0 or more.
   */
  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /**
   * Gives one back and wakes the next who waits.
   *
   * @throws {RangeError} if all are there already.
   */
  override release(): void {
    if (valueOf(this) >= this.#bound) {
      throw new RangeError(
        `BoundedSemaphore released too many times: its value is ${this.#bound} already`,
      );
    }
    super.release();
  }
}
