/** What stands in a future's callbacks while an `await` waits for it. */

import type { Future } from "./future.ts";
import type { Runnable } from "./_ready_queue.ts";
import { PENDING, RESULT } from "./_state.ts";
import type { Task } from "./task.ts";

/** A promise together with the functions that settle it. */
export interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
}

let resolveNew: (value: never) => void;
let rejectNew: (reason: unknown) => void;
/** One executor for all promises: no closure per promise. */
const executor = (
  resolve: (value: never) => void,
  reject: (reason: unknown) => void,
): void => {
  resolveNew = resolve;
  rejectNew = reject;
};

/** Makes a promise; cheaper than `Promise.withResolvers()`. */
export function newPromise<T>(): Deferred<T> {
  const promise = new Promise<T>(executor);
  return {
    promise,
    resolve: resolveNew as (value: T) => void,
    reject: rejectNew,
  };
}

/**
 * Wakes an `await` in the loop's turn that follows the end of its future. With
 * no future it waits for its place in the ready queue alone.
 */
export class Waiter implements Runnable {
  _cancelled = false;
  /** Where the wait began; in debug mode only. */
  origin: Error | null = null;
  constructor(
    readonly future: Future<unknown> | null,
    readonly task: Task<unknown> | null,
    readonly resolve: (value: unknown) => void,
    readonly reject: (reason: unknown) => void,
    readonly value?: unknown,
  ) {}

  _run(this: void, self: Waiter): void {
    const { future, task } = self;
    if (task !== null && task._wake(self)) return;
    if (future === null) {
      self.resolve(self.value);
    } else if (future._state === RESULT) {
      self.resolve(future._value);
    } else if (future._state === PENDING) {
      // The task has left a circle of tasks that wait for each other.
      self.reject(task!._makeCancelledError());
    } else {
      future._retrieve();
      self.reject(future._error());
    }
  }

  /** Passes the outcome on to others than those who wait. */
  _settle(
    resolve: (value: unknown) => void,
    reject: (reason: unknown) => void,
  ): void {
    const { _run } = this;
    _run(new Waiter(this.future, null, resolve, reject, this.value));
  }
}

/**
 * Tells code of this package that a future is done: a callback without the
 * context and the arguments of a handle.
 */
export class Watcher implements Runnable {
  _cancelled = false;

  constructor(
    readonly future: Future<unknown>,
    readonly tell: (future: Future<unknown>) => void,
  ) {}

  _run(this: void, self: Watcher): void {
    const { tell } = self;
    tell(self.future);
  }
}
