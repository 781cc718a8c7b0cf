/**
 * What is waited for, outside of an event loop and in one.
 *
 * @module
 */

import { ForeignFuture } from "../asyncio/_foreign_future.ts";
import { _runningLoop } from "../asyncio/running.ts";

/** A promise, and the functions that settle it. */
export interface Pending<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * Makes a promise; where a loop runs, one that a task can be cancelled at.
 *
 * @param cancelled Called when nobody waits any more.
 */
export function pending<T>(cancelled: () => void): Pending<T> {
  const loop = _runningLoop();
  if (loop === null) return Promise.withResolvers<T>();
  const future = new ForeignFuture<T>(loop, cancelled);
  return {
    promise: future,
    resolve: (value) => future._resolve(value),
    reject: (error) => future._reject(error),
  };
}
