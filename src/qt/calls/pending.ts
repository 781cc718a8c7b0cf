/**
 * What is waited for, outside of an event loop and in one.
 *
 * @module
 */

import { contextTask } from "../../asyncio/core/_context.ts";
import { coreOf, newFuture } from "../../asyncio/core/future.ts";
import { PENDING } from "../../asyncio/core/internals.ts";

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
  if (task === null || task.state !== PENDING) {
    return Promise.withResolvers<T>();
  }
  const future = newFuture<T>(task.loop);
  const core = coreOf(future);
  core.onCancel = cancelled;
  return {
    promise: future,
    resolve: (value) => core.resolve(value),
    reject: (error) => core.reject(error),
  };
}
