/**
 * A flag that tasks can wait for.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { Waiters } from "../core/_waiters.ts";

/**
 * A flag that is up or down; tasks wait until it is up.
 *
 * It has the name that asyncio gives it, and so hides the platform's `Event`
 * where it is imported.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, Event, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const ready = new Event();
 *   const waiter = createTask(async () => await ready.wait());
 *   ready.set();
 *   assert(await waiter === true);
 * });
 * ```
 */
export class Event {
  #value = false;
  readonly #waiters = new Waiters();

  /** Returns whether the flag is set. */
  isSet(): boolean {
    return this.#value;
  }

  /** Puts the flag up and wakes all who wait. */
  set(): void {
    if (this.#value) return;
    this.#value = true;
    this.#waiters.wake(Infinity);
  }

  /** Takes the flag down. Who was woken before stays awake. */
  clear(): void {
    this.#value = false;
  }

  /**
   * Waits until the flag is up.
   *
   * @returns `true`.
   */
  wait(): Coroutine<true> {
    return new Coroutine(() => this.#wait(), "Event.wait()");
  }

  async #wait(): Promise<true> {
    if (this.#value) return true;
    const waiter = this.#waiters.add();
    try {
      await waiter;
    } finally {
      this.#waiters.remove(waiter);
    }
    return true;
  }

  /** Describes the flag, for messages and logs. */
  toString(): string {
    const waiters = this.#waiters.size;
    return `<Event [${this.#value ? "set" : "unset"}${
      waiters > 0 ? `, waiters:${waiters}` : ""
    }]>`;
  }
}
