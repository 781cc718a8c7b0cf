/**
 * An executor on Workers: CPU-bound code beside the loop.
 *
 * It follows Python's `concurrent.futures` in names (in camelCase) and semantics. All times are milliseconds.
 *
 * @example
 * ```ts
 * import { WorkerPoolExecutor } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * assertEquals(await pool.submit((n: number) => n * n, 7), 49);
 * ```
 *
 * @module
 */

import { Coroutine } from "../asyncio/core/coroutine.ts";
import { getRunningLoop } from "../asyncio/core/running.ts";
import { setExecutorFactory } from "../asyncio/threads/executor.ts";
import { WorkerPoolExecutor } from "./pool/pool.ts";

export { BrokenPoolError, BrokenWorkerError } from "./errors.ts";
export {
  type JobFunction,
  type JobOptions,
  type ModuleExport,
  type ModuleFunctions,
  withOptions,
  workerModule,
} from "./pool/functions.ts";
export { currentJob, type Job } from "./job.ts";
export type { WorkerPoolOptions } from "./pool/options.ts";
export { WorkerPoolExecutor } from "./pool/pool.ts";
export { WorkerFuture } from "./pool/worker_future.ts";
export { type MapOptions, WorkerStream } from "./pool/worker_stream.ts";

setExecutorFactory(() => new WorkerPoolExecutor());

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
