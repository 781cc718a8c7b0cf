/** The queue of waiters of locks, semaphores and queues. */

import type { Future } from "./future.ts";
import { getRunningLoop } from "./running.ts";

/** Futures in the order in which their waiters came. */
export class Waiters {
  readonly #futures = new Set<Future<void>>();

  get size(): number {
    return this.#futures.size;
  }

  /** Adds a waiter. Its caller removes it, however the wait ends. */
  add(): Future<void> {
    const future = getRunningLoop().createFuture<void>();
    this.#futures.add(future);
    return future;
  }

  remove(future: Future<void>): void {
    this.#futures.delete(future);
  }

  /** Returns whether a waiter is left. */
  anyLeft(): boolean {
    for (const future of this.#futures) {
      if (!future.cancelled()) return true;
    }
    return false;
  }

  /** Wakes the first in the row, if it was not woken before. */
  wakeFirst(): void {
    for (const future of this.#futures) {
      if (!future.done()) future.setResult();
      return;
    }
  }

  /** Wakes the first that still waits; tells whether there was one. */
  wakeNext(): boolean {
    for (const future of this.#futures) {
      if (!future.done()) {
        future.setResult();
        return true;
      }
    }
    return false;
  }

  /** As {@linkcode Waiters.wakeNext}; who is woken leaves the row. */
  takeNext(): boolean {
    for (const future of this.#futures) {
      this.#futures.delete(future);
      if (!future.done()) {
        future.setResult();
        return true;
      }
    }
    return false;
  }

  /** Wakes up to `count` of those that still wait. */
  wake(count: number): void {
    for (const future of this.#futures) {
      if (count <= 0) return;
      if (!future.done()) {
        count--;
        future.setResult();
      }
    }
  }
}
