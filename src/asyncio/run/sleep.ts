/**
 * Waiting for time to pass.
 *
 * @module
 */

import { contextTask } from "../core/_context.ts";
import { Coroutine, provideBareYield } from "../core/coroutine.ts";
import { requireActive } from "../core/_current.ts";
import {
  type FutureCore,
  newPromise,
  waitAbandoned,
  Waiter,
} from "../core/_future_core.ts";
import { coreOf, newFuture } from "../core/future.ts";
import { PENDING, RESULT, type TaskInternals } from "../core/internals.ts";
import { describeValue } from "../core/_util.ts";

/** A coroutine that carries its arguments, so that a short sleep costs next to nothing. */
class Sleep<T> extends Coroutine<T> {
  readonly #delay: number;
  readonly #result: T;

  constructor(delay: number, result: T) {
    super(Sleep.#begin as () => Promise<T>, "sleep()");
    this.#delay = delay;
    this.#result = result;
  }

  /** The body; it is called with the coroutine as `this`. */
  static #begin<T>(this: Sleep<T>): Promise<T> {
    if (this.#delay <= 0) return giveTurn(this.#result);
    const loop = requireActive();
    const core = coreOf(newFuture<T>(loop));
    // The loop of a task that was given up: its wait ends in another way.
    if (loop.isClosed()) return core.promise();
    const timer = loop.owner.callLater(this.#delay, finish, core, this.#result);
    core.onCancel = () => timer.cancel();
    return core.promise();
  }
}

function finish(core: FutureCore, result: unknown): void {
  if (core.state === PENDING) core.finish(RESULT, result);
}

/** Waits for the next round of the loop, as a bare `yield` does in Python. */
function giveTurn<T>(result: T): Promise<T> {
  const task = contextTask();
  if (
    task !== null && (task.cancellation !== null || task.state !== PENDING)
  ) {
    return giveTurnOf(task, result);
  }
  const { promise, resolve, reject } = newPromise<T>();
  (task?.loop ?? requireActive()).enqueue(
    new Waiter(
      null,
      task,
      resolve as (value: unknown) => void,
      reject,
      result,
    ),
  );
  return promise;
}

/** The same for a task that has met a cancellation, or that is over. */
function giveTurnOf<T>(task: TaskInternals, result: T): Promise<T> {
  const isOver = task.state !== PENDING;
  const loop = isOver ? requireActive() : task.loop;
  const instead = waitAbandoned<T>(task, loop);
  if (instead !== null) return instead;
  const { promise, resolve, reject } = newPromise<T>();
  const waiter = new Waiter(
    null,
    isOver ? null : task,
    resolve as (value: unknown) => void,
    reject,
    result,
  );
  if (!isOver) task.cancellation!.began(waiter);
  loop.enqueue(waiter);
  return promise;
}

provideBareYield(() => giveTurn(undefined));

/**
 * Waits for `delay` milliseconds, never less.
 *
 * With 0 or less it gives every other ready callback and task one turn.
 *
 * @param delay in milliseconds; fractions count.
 * @param result what the wait returns. Default: `undefined`.
 * @throws {TypeError} if `delay` is not a number.
 * @throws {RangeError} if `delay` is NaN.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   assert(await sleep(1, "rested") === "rested");
 * });
 * ```
 */
export function sleep(delay: number): Coroutine<void>;
/** As above, with a result. */
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function sleep<T>(delay: number, result?: T): Coroutine<T | undefined> {
  if (typeof delay !== "number") {
    throw new TypeError(`delay must be a number, got ${describeValue(delay)}`);
  }
  if (Number.isNaN(delay)) throw new RangeError("delay must not be NaN");
  return new Sleep(delay, result);
}
