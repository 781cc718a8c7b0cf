/**
 * The basic methods of a loop: its clock, callbacks and timers.
 *
 * @module
 */

import { captureContext } from "./_context.ts";
import type { LoopDriver } from "./driver.ts";
import type { ExceptionContext } from "./exception_handler.ts";
import { type Future, newFuture } from "./future.ts";
import { type Callback, Handle, runnableOf, TimerHandle } from "./handle.ts";
import { provideLoopInternals } from "./internals.ts";
import { LoopCore } from "./loop_core.ts";
import { describeValue } from "./_util.ts";

/** The core of a loop. */
export let coreOfLoop: (loop: SchedulingLoop) => LoopCore;

/** The part of a loop that schedules callbacks; programs use `BaseEventLoop`. */
export abstract class SchedulingLoop {
  readonly #core: LoopCore;

  static {
    coreOfLoop = (loop) => loop.#core;
    provideLoopInternals((loop) => {
      if (typeof loop === "object" && loop !== null && #core in loop) {
        return loop.#core;
      }
      throw new TypeError(
        `loop must be an event loop, got ${describeValue(loop)}`,
      );
    });
  }

  /** In debug mode, what takes this long is reported. In milliseconds. */
  abstract slowCallbackDuration: number;

  /** Tells the exception handler. */
  abstract callExceptionHandler(context: ExceptionContext): void;

  /** Makes a loop that lives on `driver`. */
  constructor(driver: LoopDriver) {
    this.#core = new LoopCore(this, driver);
  }

  /** Reads the loop's clock: monotonic, in milliseconds. */
  time(): number {
    return this.#core.time();
  }

  /** Returns whether the loop runs. */
  isRunning(): boolean {
    return this.#core.isRunning();
  }

  /** Returns whether the loop was closed. */
  isClosed(): boolean {
    return this.#core.isClosed();
  }

  /** Returns whether debug mode is on. */
  getDebug(): boolean {
    return this.#core.getDebug();
  }

  /**
   * Switches debug mode on or off: slow callbacks are reported, and tasks know
   * the line at which they wait.
   */
  setDebug(enabled: boolean): void {
    this.#core.setDebug(enabled);
  }

  /**
   * Makes the loop stop at the end of the present round, or after one round if
   * it does not run.
   */
  stop(): void {
    this.#core.stop();
  }

  /**
   * Queues a call of `callback(...args)` for the loop's next round.
   *
   * It runs in a copy of the current async context; use `Context.bind()` for
   * another one.
   *
   * @returns a handle that can cancel it.
   * @throws {RuntimeError} if the loop is closed.
   * @throws {TypeError} if `callback` is not a function.
   */
  callSoon<A extends unknown[]>(callback: Callback<A>, ...args: A): Handle {
    if (typeof callback !== "function") throw notCallable(callback);
    const handle = new Handle(
      this.#core,
      callback as Callback<unknown[]>,
      args,
      captureContext(),
    );
    this.#core.enqueue(runnableOf(handle));
    return handle;
  }

  /**
   * As {@linkcode SchedulingLoop.callSoon}.
   *
   * A loop object cannot leave its thread: other threads, Workers that is, post
   * to it through `openPort()`.
   */
  callSoonThreadsafe<A extends unknown[]>(
    callback: Callback<A>,
    ...args: A
  ): Handle {
    return this.callSoon(callback, ...args);
  }

  /**
   * Calls `callback(...args)` after `delay` milliseconds, never earlier.
   *
   * @param delay in milliseconds; fractions count, negative ones mean now.
   * @returns a handle that can cancel it.
   * @throws {TypeError} if `delay` is not a number or `callback` not a function.
   * @throws {RangeError} if `delay` is NaN.
   * @throws {RuntimeError} if the loop is closed.
   */
  callLater<A extends unknown[]>(
    delay: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle {
    checkTime(delay, "delay");
    return this.#addTimer(this.time() + delay, callback, args);
  }

  /**
   * Calls `callback(...args)` at a moment on {@linkcode SchedulingLoop.time}'s
   * clock, never earlier. Equal moments keep the order of the calls.
   *
   * @param when in milliseconds.
   * @returns a handle that can cancel it.
   * @throws {TypeError} if `when` is not a number or `callback` not a function.
   * @throws {RangeError} if `when` is NaN.
   * @throws {RuntimeError} if the loop is closed.
   */
  callAt<A extends unknown[]>(
    when: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle {
    checkTime(when, "when");
    return this.#addTimer(when, callback, args);
  }

  #addTimer<A extends unknown[]>(
    when: number,
    callback: Callback<A>,
    args: A,
  ): TimerHandle {
    if (typeof callback !== "function") throw notCallable(callback);
    const timer = new TimerHandle(
      when,
      this.#core,
      callback as Callback<unknown[]>,
      args,
      captureContext(),
    );
    this.#core.addTimer(timer);
    return timer;
  }

  /** Makes a pending future of this loop. */
  createFuture<T = unknown>(): Future<T> {
    return newFuture<T>(this.#core);
  }
}

/** The error for what is no function. */
export function notCallable(value: unknown): TypeError {
  return new TypeError(
    `a callable object was expected, got ${describeValue(value)}`,
  );
}

function checkTime(value: unknown, name: string): void {
  if (typeof value !== "number") {
    throw new TypeError(
      `${name} must be a number of milliseconds, got ${describeValue(value)}`,
    );
  }
  if (Number.isNaN(value)) {
    throw new RangeError(`${name} must be a number of milliseconds, got NaN`);
  }
}
