/**
 * Time limits.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { RuntimeError, TimeoutError } from "../core/errors.ts";
import type { Handle } from "../core/handle.ts";
import { getRunningLoop } from "../core/running.ts";
import { currentTask, stateOf, type Task } from "../core/task.ts";
import { describeValue } from "../core/_util.ts";

type State = "created" | "active" | "expiring" | "expired" | "finished";

/** The part of a {@linkcode Timeout} that its block sees. */
export interface TimeoutScope {
  /** The deadline on `loop.time()`'s clock; `null` if there is none. */
  when(): number | null;
  /**
   * Moves the deadline.
   *
   * @param when on `loop.time()`'s clock; `null` for none.
   * @throws {RuntimeError} if the block is over or its time is up.
   */
  reschedule(when: number | null): void;
  /** Returns whether the time was up before the block ended. */
  expired(): boolean;
}

/**
 * A time limit for a block of code; {@linkcode timeout} and
 * {@linkcode timeoutAt} are the usual ways to one.
 *
 * When the time is up, the task that runs the block is cancelled, and the
 * `CancelledError` that leaves the block becomes a {@linkcode TimeoutError}.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep, Timeout, TimeoutError } from "../mod.ts";
 *
 * await run(async () => {
 *   const limit = new Timeout(null);
 *   const failure = await limit.run(async (scope) => {
 *     scope.reschedule(0);
 *     await sleep(1000);
 *   }).then(() => null, (error) => error);
 *   assert(failure instanceof TimeoutError && limit.expired());
 * });
 * ```
 */
export class Timeout implements TimeoutScope {
  #state: State = "created";
  #when: number | null;
  #task: Task<unknown> | null = null;
  #handle: Handle | null = null;
  /** How many requests to cancel there were when the block began. */
  #cancelling = 0;

  /**
   * Makes a limit that is not in force yet.
   *
   * @param when the deadline on `loop.time()`'s clock; `null` for none.
   * @throws {TypeError} if `when` is neither a number nor `null`.
   */
  constructor(when: number | null) {
    if (when !== null && typeof when !== "number") {
      throw new TypeError(
        `when must be a number or null, got ${describeValue(when)}`,
      );
    }
    this.#when = when;
  }

  /**
   * Runs `body` under the limit, in the current task.
   *
   * @returns what `body` returns.
   * @throws {TimeoutError} if the time was up first.
   * @throws {RuntimeError} outside a task, and the second time.
   */
  run<T>(body: (scope: TimeoutScope) => PromiseLike<T> | T): Coroutine<T> {
    return new Coroutine(() => this.#run(body), "timeout()");
  }

  async #run<T>(
    body: (scope: TimeoutScope) => PromiseLike<T> | T,
  ): Promise<T> {
    if (this.#state !== "created") {
      throw new RuntimeError(
        "Timeout has already been entered: make a new one for each block",
      );
    }
    const task = currentTask();
    if (task === null) {
      throw new RuntimeError(
        "Timeout should be used inside a task: call it in a coroutine that run() or createTask() runs",
      );
    }
    this.#state = "active";
    this.#task = task;
    this.#cancelling = task.cancelling();
    this.reschedule(this.#when);
    let result: T;
    try {
      result = await body(this);
    } catch (error) {
      throw this.#exit(task) && stateOf(task).cancellation!.caused(error)
        ? new TimeoutError("", { cause: error })
        : error;
    }
    // The block never heard of it: then its end is too late.
    const { mustCancel, cancellation } = stateOf(task);
    const missed = mustCancel && !cancellation!.answered;
    if (this.#exit(task) && missed) {
      cancellation!.close();
      throw new TimeoutError();
    }
    return result;
  }

  /** Ends the block; tells whether a cancellation is this limit's own. */
  #exit(task: Task<unknown>): boolean {
    this.#handle?.cancel();
    this.#handle = null;
    if (this.#state === "expiring") {
      this.#state = "expired";
      return task.uncancel() <= this.#cancelling;
    }
    this.#state = "finished";
    return false;
  }

  /** The deadline on `loop.time()`'s clock; `null` if there is none. */
  when(): number | null {
    return this.#when;
  }

  /**
   * Moves the deadline.
   *
   * @param when on `loop.time()`'s clock; `null` for none.
   * @throws {RuntimeError} unless the block runs and has time left.
   */
  reschedule(when: number | null): void {
    if (this.#state !== "active") {
      throw new RuntimeError(
        this.#state === "created"
          ? "Timeout has not been entered: call run() first"
          : `Cannot change state of ${this.#state} Timeout`,
      );
    }
    this.#when = when;
    this.#handle?.cancel();
    this.#handle = null;
    if (when === null) return;
    const loop = this.#task!.getLoop();
    this.#handle = when <= loop.time()
      ? loop.callSoon(this.#onTimeout)
      : loop.callAt(when, this.#onTimeout);
  }

  readonly #onTimeout = (): void => {
    this.#task!.cancel();
    this.#state = "expiring";
    this.#handle = null;
  };

  /** Returns whether the time was up before the block ended. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /** Describes the limit, for messages and logs. */
  toString(): string {
    const when = this.#state === "active" ? ` when=${this.#when}` : "";
    return `<Timeout [${this.#state}]${when}>`;
  }
}

/**
 * Runs a block of code for at most `delay` milliseconds.
 *
 * A disposer never sees the error of its block, so the block is a function.
 *
 * @param delay in milliseconds; `null` for no limit yet.
 * @param body called with the limit, which it can move.
 * @returns what `body` returns.
 * @throws {TimeoutError} if the time was up first.
 * @throws {RuntimeError} outside a task.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep, timeout } from "../mod.ts";
 *
 * await run(async () => {
 *   const word = await timeout(1000, async () => await sleep(1, "in time"));
 *   assert(word === "in time");
 * });
 * ```
 */
export function timeout<T>(
  delay: number | null,
  body: (scope: TimeoutScope) => PromiseLike<T> | T,
): Coroutine<T> {
  if (delay !== null && typeof delay !== "number") {
    throw new TypeError(
      `delay must be a number or null, got ${describeValue(delay)}`,
    );
  }
  return new Coroutine(
    () =>
      new Timeout(delay === null ? null : getRunningLoop().time() + delay)
        .run(body),
    "timeout()",
  );
}

/**
 * Runs a block of code until a moment.
 *
 * @param when in milliseconds on `loop.time()`'s clock; `null` for no limit yet.
 * @param body called with the limit, which it can move.
 * @returns what `body` returns.
 * @throws {TimeoutError} if the time was up first.
 * @throws {RuntimeError} outside a task.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { getRunningLoop, run, timeoutAt } from "../mod.ts";
 *
 * await run(async () => {
 *   const deadline = getRunningLoop().time() + 1000;
 *   const seen = await timeoutAt(deadline, (scope) => scope.when());
 *   assert(seen === deadline);
 * });
 * ```
 */
export function timeoutAt<T>(
  when: number | null,
  body: (scope: TimeoutScope) => PromiseLike<T> | T,
): Coroutine<T> {
  return new Timeout(when).run(body);
}
