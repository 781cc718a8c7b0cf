/**
 * What is waited for, outside of an event loop and in one.
 *
 * @module
 */

import { ForeignFuture } from "../../asyncio/core/_foreign_future.ts";
import { contextTask } from "../../asyncio/core/_context.ts";
import { PENDING } from "../../asyncio/core/_state.ts";

/** A promise, and the functions that settle it. */
export interface Pending<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * Makes a promise; in a task, one at which the task can be cancelled. Other code may outlive the loop, and so may its
 * promise.
 *
 * @param cancelled Called when nobody waits any more.
 */
export function pending<T>(cancelled: () => void): Pending<T> {
  const task = contextTask();
  if (task === null || task._state !== PENDING) {
    return Promise.withResolvers<T>();
  }
  const future = new ForeignFuture<T>(task._loop, cancelled);
  return {
    promise: future,
    resolve: (value) => future._resolve(value),
    reject: (error) => future._reject(error),
  };
}
