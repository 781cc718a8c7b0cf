/**
 * The driver for programs without a toolkit: `setImmediate` and `setTimeout`.
 *
 * @module
 */

import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from "node:timers";
import type { LoopDriver } from "./driver.ts";

/** The longest delay that `setTimeout` takes; longer ones it fires at once. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/** A timeout of the platform comes this much later than it says, in ms. */
const TIMEOUT_LATENESS = 1;

/**
 * A {@linkcode LoopDriver} on the timers of `node:timers`.
 *
 * @example
 * ```ts
 * import { BaseEventLoop, TimerDriver } from "../mod.ts";
 *
 * const loop = new BaseEventLoop(new TimerDriver());
 * loop.callSoon(() => loop.stop());
 * await loop.runForever();
 * loop.close();
 * ```
 */
export class TimerDriver implements LoopDriver {
  #turn: (() => void) | null = null;
  #immediate: ReturnType<typeof setImmediate> | null = null;
  #timeout: ReturnType<typeof setTimeout> | null = null;
  #when = Infinity;
  /** A loop that waits for a signal, say, keeps the process as any loop does. */
  #keepAlive: ReturnType<typeof setInterval> | undefined;

  /** The handlers are made once: a request then allocates nothing of ours. */
  readonly #onImmediate = (): void => {
    this.#immediate = null;
    this.#when = Infinity;
    this.#turn?.();
  };
  readonly #onTimeout = (): void => {
    this.#timeout = null;
    this.#when = Infinity;
    this.#turn?.();
  };

  /** Reads `performance.now()`. */
  now(): number {
    return performance.now();
  }

  /** Remembers whom to call. */
  start(turn: () => void): void {
    this.#turn = turn;
    this.#keepAlive = setInterval(() => {}, MAX_TIMEOUT);
  }

  /** Sets an immediate, or a timeout rounded up to whole milliseconds. */
  schedule(when: number): void {
    // A request to a driver that is stopped must not be taken for one that is pending once it starts again.
    if (when === this.#when || this.#turn === null) return;
    this.#cancel();
    this.#when = when;
    if (when === Infinity) return;
    const delay = when === -Infinity ? 0 : when - performance.now();
    if (delay <= 0.05) {
      this.#immediate = setImmediate(this.#onImmediate);
    } else {
      this.#timeout = setTimeout(
        this.#onTimeout,
        Math.min(Math.max(1, Math.ceil(delay - TIMEOUT_LATENESS)), MAX_TIMEOUT),
      );
    }
  }

  /** Drops the pending request. */
  stop(): Promise<void> {
    this.#cancel();
    this.#when = Infinity;
    this.#turn = null;
    clearInterval(this.#keepAlive);
    return Promise.resolve();
  }

  #cancel(): void {
    if (this.#immediate !== null) {
      clearImmediate(this.#immediate);
      this.#immediate = null;
    }
    if (this.#timeout !== null) {
      clearTimeout(this.#timeout);
      this.#timeout = null;
    }
  }
}
