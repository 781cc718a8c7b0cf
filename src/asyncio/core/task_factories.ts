/**
 * Ready-made task factories.
 *
 * @module
 */

import type { CoroutineLike } from "./coroutine.ts";
import type { BaseEventLoop } from "./loop.ts";
import { newTask, type Task, type TaskOptions } from "./task.ts";

/**
 * A task factory whose tasks run their first step at once, before
 * `createTask()` returns.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, eagerTaskFactory, getRunningLoop, run } from "../mod.ts";
 *
 * await run(async () => {
 *   getRunningLoop().setTaskFactory(eagerTaskFactory);
 *   let begun = false;
 *   const task = createTask(async () => {
 *     begun = true;
 *   });
 *   assert(begun);
 *   await task;
 * });
 * ```
 */
export function eagerTaskFactory<T>(
  loop: BaseEventLoop,
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
): Task<T> {
  return newTask(loop, coroutine, { eagerStart: true, ...options });
}
