/**
 * Running a function in a Worker without a word about executors.
 *
 * @module
 */

import { Coroutine } from "../asyncio/core/coroutine.ts";
import { getRunningLoop } from "../asyncio/core/running.ts";

/**
 * Calls `fn(...args)` in a Worker of the loop's default executor; as
 * [asyncio.to_thread](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread), except that the
 * context variables stay on this thread.
 *
 * @param fn Travels as its source: see {@linkcode WorkerPoolExecutor}.
 * @param args Structured clones of them are passed.
 * @returns A coroutine: it begins when it is awaited, or made a task. Cancelling the task cancels the job.
 * @throws {RuntimeError} If no loop runs, or its executor was shut down.
 *
 * @example
 * ```ts
 * import { run } from "../asyncio/mod.ts";
 * import { toWorker } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sum = await run(async () => await toWorker((a: number, b: number) => a + b, 20, 22));
 * assertEquals(sum, 42);
 * ```
 */
export function toWorker<A extends unknown[], R>(
  fn: (...args: A) => R | PromiseLike<R>,
  ...args: A
): Coroutine<R> {
  return new Coroutine<R>(
    () => getRunningLoop().runInExecutor(null, fn, ...args),
    `toWorker(${fn.name})`,
  );
}
