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
export type { MapOptions } from "./pool/map.ts";
export type { WorkerPoolOptions } from "./pool/options.ts";
export { WorkerPoolExecutor } from "./pool/pool.ts";
export { toWorker } from "./to_worker.ts";
export { WorkerFuture } from "./pool/worker_future.ts";
export { WorkerStream } from "./pool/worker_stream.ts";

setExecutorFactory(() => new WorkerPoolExecutor());
