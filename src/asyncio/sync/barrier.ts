/**
 * A place where tasks wait for each other.
 *
 * @module
 */

import { Condition } from "./condition.ts";
import { Coroutine } from "../core/coroutine.ts";
import { BrokenBarrierError } from "../core/errors.ts";

type State = "filling" | "draining" | "resetting" | "broken";
import { describeValue } from "../core/_util.ts";

/**
 * A barrier: those who wait at it go on together when they are enough. Then it
 * can be used again.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { Barrier, gather, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const barrier = new Barrier(2);
 *   const places = await gather([barrier.wait(), barrier.wait()]);
 *   assert(places[0] + places[1] === 1);
 * });
 * ```
 */
export class Barrier {
  readonly #condition = new Condition();
  readonly #parties: number;
  #state: State = "filling";
  #count = 0;

  /**
   * Makes a barrier.
   *
   * @param parties how many go on together.
   * @throws {RangeError} if `parties` is not 1 or more.
   */
  constructor(parties: number) {
    if (!(Number.isInteger(parties) && parties >= 1)) {
      throw new RangeError(
        `parties must be an integer >= 1, got ${describeValue(parties)}`,
      );
    }
    this.#parties = parties;
  }

  /** How many go on together. */
  get parties(): number {
    return this.#parties;
  }

  /** How many wait at present. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  /** Whether the barrier was aborted. */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits until there are enough.
   *
   * @returns a number from 0 to `parties - 1`, different for each.
   * @throws {BrokenBarrierError} if the barrier is broken or is reset meanwhile.
   */
  wait(): Coroutine<number> {
    return new Coroutine(() => this.#wait(), "Barrier.wait()");
  }

  /** Sends those who wait away with an error; the barrier is as new. */
  reset(): Coroutine<void> {
    return new Coroutine(async () => {
      using _held = await this.#condition.acquire();
      this.#state = this.#count > 0 ? "resetting" : "filling";
      this.#condition.notifyAll();
    }, "Barrier.reset()");
  }

  /** Sends those who wait, and those who come, away with an error. */
  abort(): Coroutine<void> {
    return new Coroutine(async () => {
      using _held = await this.#condition.acquire();
      this.#state = "broken";
      this.#condition.notifyAll();
    }, "Barrier.abort()");
  }

  async #wait(): Promise<number> {
    using _held = await this.#condition.acquire();
    await this.#condition.waitFor(() =>
      this.#state !== "draining" && this.#state !== "resetting"
    );
    if (this.broken) {
      throw new BrokenBarrierError(
        "Barrier aborted: call reset() to use it again",
      );
    }
    try {
      const index = this.#count++;
      if (index + 1 === this.#parties) {
        this.#state = "draining";
        this.#condition.notifyAll();
      } else {
        await this.#condition.waitFor(() => this.#state !== "filling");
        if (this.#state === "broken" || this.#state === "resetting") {
          throw new BrokenBarrierError(
            "Abort or reset of barrier while waiting",
          );
        }
      }
      return index;
    } finally {
      this.#leave();
    }
  }

  /** The last one to leave opens the barrier for the next ones. */
  #leave(): void {
    this.#count--;
    if (this.#count > 0) return;
    if (this.#state === "resetting" || this.#state === "draining") {
      this.#state = "filling";
    }
    this.#condition.notifyAll();
  }

  /** Describes the barrier, for messages and logs. */
  toString(): string {
    const waiters = this.broken
      ? ""
      : `, waiters:${this.nWaiting}/${this.#parties}`;
    return `<Barrier [${this.#state}${waiters}]>`;
  }
}
