/**
 * The types of what a task can run, and of how.
 *
 * @module
 */

import type { Context } from "./context.ts";

/**
 * What a task can run.
 *
 * - a function that returns a promise (an async function) or a generator. It is
 *   called in the task's first step;
 * - a generator, stepped by the loop and thrown into on cancellation;
 * - a `Coroutine`, such as `sleep()` and `queue.get()` return;
 * - a promise. It runs already, in the context of whoever started it: a task
 *   can wait for it and stop waiting, but not stop it.
 *
 * @typeParam T the type of the result.
 */
export type CoroutineLike<T> =
  | (() => PromiseLike<T> | Generator<unknown, T, never> | T)
  | Generator<unknown, T, never>
  | PromiseLike<T>;

/** Options of `createTask()`. */
export interface TaskOptions {
  /** The task's name. Default: `Task-` and a number. */
  name?: unknown;
  /** The context to run in. Default: a copy of the current one. */
  context?: Context;
  /**
   * Whether the first step runs at once, before `createTask()` returns, rather
   * than in the loop's next turn. Default: `false`.
   */
  eagerStart?: boolean;
}
