/**
 * Waiting for time to pass.
 *
 * @module
 */

import { waitAbandoned } from "../core/_abandoned.ts";
import { contextTask } from "../core/_context.ts";
import { _setBareYield, Coroutine } from "../core/coroutine.ts";
import { Future } from "../core/future.ts";
import type { TimerHandle } from "../core/handle.ts";
import type { Task } from "../core/task.ts";
import { getRunningLoop } from "../core/running.ts";
import { PENDING } from "../core/_state.ts";
import { newPromise, Waiter } from "../core/_waiter.ts";
import { describeValue } from "../core/_util.ts";

/** A coroutine of its own kind, so that a short sleep costs next to nothing. */
class Sleep<T> extends Coroutine<T> {
  readonly #delay: number;
  readonly #result: T;

  constructor(delay: number, result: T) {
    super(NEVER, "sleep()");
    this.#delay = delay;
    this.#result = result;
  }

  override _take(): () => Promise<T> {
    super._take();
    return () => this.#begin();
  }

  override _start(): Promise<T> {
    super._take();
    return this.#begin();
  }

  #begin(): Promise<T> {
    if (this.#delay <= 0) return giveTurn(this.#result);
    const loop = getRunningLoop();
    const future = new SleepFuture<T>({ loop });
    // The loop of a task that was given up: its wait ends in another way.
    if (loop.isClosed()) return future._promise();
    future._timer = loop.callLater(this.#delay, finish, future, this.#result);
    return future._promise();
  }
}

/** The future of a sleep; cancelling it takes its timer out of the loop. */
class SleepFuture<T> extends Future<T> {
  _timer: TimerHandle | null = null;

  override cancel(reason?: unknown): boolean {
    this._timer?.cancel();
    return super.cancel(reason);
  }
}

function finish(future: Future<unknown>, result: unknown): void {
  if (future._state === PENDING) future.setResult(result);
}

const NEVER = (): never => {
  throw new Error("unreachable");
};

/** Waits for the next round of the loop, as a bare `yield` does in Python. */
function giveTurn<T>(result: T): Promise<T> {
  const task = contextTask();
  if (
    task !== null && (task._cancellation !== null || task._state !== PENDING)
  ) {
    return giveTurnOf(task, result);
  }
  const { promise, resolve, reject } = newPromise<T>();
  (task?._loop ?? getRunningLoop())._enqueue(
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
function giveTurnOf<T>(task: Task<unknown>, result: T): Promise<T> {
  const isOver = task._state !== PENDING;
  const loop = isOver ? getRunningLoop() : task._loop;
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
  if (!isOver) task._cancellation!.began(waiter);
  loop._enqueue(waiter);
  return promise;
}

_setBareYield(() => giveTurn(undefined));

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
