/** What is left of tasks that were given up. */

import type { BaseEventLoop } from "./loop.ts";
import type { Task } from "./task.ts";

/**
 * A wait of ours in a task that is over: one that was given up while it waited
 * for the platform.
 *
 * The first one throws the cancellation. Later ones, clean-up for instance, wait
 * as usual while the loop is there; without it they never end, so that code that
 * catches everything and tries again comes to rest.
 *
 * @returns the promise to wait for; `null` to wait as usual.
 */
export function waitAbandoned<T>(
  task: Task<unknown>,
  loop: BaseEventLoop,
): Promise<T> | null {
  if (task._abandoned === false) return null;
  if (task._abandoned === "armed") {
    task._abandoned = "told";
    return Promise.reject(task._makeCancelledError());
  }
  return loop.isClosed() ? new Promise<T>(() => {}) : null;
}
