/**
 * The one interface by which an event loop meets the world that carries it.
 *
 * A loop knows what to run and when; a driver knows how to get a macrotask at
 * that moment: from `setImmediate` and `setTimeout`, or from a toolkit's own
 * event dispatcher.
 *
 * @module
 */

/**
 * What a loop runs on: a clock and a source of macrotasks.
 *
 * A driver calls `turn` when the requested moment has come. One call runs many
 * callbacks of the loop, for about a millisecond, so a driver need not batch.
 *
 * @example A driver on `setTimeout` alone
 * ```ts
 * import type { LoopDriver } from "./driver.ts";
 *
 * class TimeoutDriver implements LoopDriver {
 *   #turn: () => void = () => {};
 *   #timer: ReturnType<typeof setTimeout> | undefined;
 *   now(): number {
 *     return performance.now();
 *   }
 *   start(turn: () => void): void {
 *     this.#turn = turn;
 *   }
 *   schedule(when: number): void {
 *     clearTimeout(this.#timer);
 *     if (when === Infinity) return;
 *     const delay = Math.max(0, Math.ceil(when - this.now()));
 *     this.#timer = setTimeout(() => this.#turn(), delay);
 *   }
 *   stop(): Promise<void> {
 *     clearTimeout(this.#timer);
 *     return Promise.resolve();
 *   }
 * }
 *
 * const driver: LoopDriver = new TimeoutDriver();
 * driver.start(() => {});
 * await driver.stop();
 * ```
 */
export interface LoopDriver {
  /** Reads the monotonic clock, in milliseconds with sub-millisecond resolution. */
  now(): number;

  /**
   * The loop starts to run: from now on the driver may call `turn`, always from
   * a macrotask of its own (never from inside a microtask) and never from
   * inside another `turn`.
   *
   * The loop calls {@linkcode LoopDriver.schedule} right after this. A driver
   * is started again after it was stopped, any number of times.
   */
  start(turn: () => void): void;

  /**
   * Asks for the next `turn` at `when` on {@linkcode LoopDriver.now}'s clock.
   *
   * `-Infinity` stands for "as soon as possible", `Infinity` for "only when
   * asked again". A new request replaces the one before. The loop calls this
   * from inside a turn and from outside, only between `start` and `stop`, and
   * often with the value it gave before: that must be cheap. A `turn` that
   * comes early does no harm.
   */
  schedule(when: number): void;

  /**
   * The loop has stopped: forget the request and never call `turn` again.
   *
   * @returns a promise that resolves when nothing of the driver's is pending
   * any more, so that the sanitizers of `deno test` are content.
   */
  stop(): Promise<void>;

  /**
   * Calls `ready` each time when the loop's thread finds a descriptor ready, as long as it is and the watch is enabled;
   * from a macrotask, not from inside a turn. There is at most one watch for each descriptor and direction.
   *
   * Only drivers on a toolkit that can wait for descriptors have this.
   */
  watchDescriptor?(
    descriptor: number,
    direction: "read" | "write",
    ready: () => void,
  ): DescriptorWatch;
}

/** The watch of a descriptor; enabled at first. */
export interface DescriptorWatch {
  /** Switches it off for a while, and on again. */
  setEnabled(enabled: boolean): void;
  /** Ends it. The descriptor may then be closed. */
  remove(): void;
}
