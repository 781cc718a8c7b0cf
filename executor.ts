/**
 * An executor on Workers: CPU-bound code beside the event loop. It needs neither Qt nor any permission.
 *
 * It follows Python's `concurrent.futures` in names (in camelCase) and semantics. It can be used without a loop; where
 * one runs, `loop.runInExecutor(null, fn)` uses a pool of this module by default. All times are milliseconds.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { WorkerPoolExecutor } from "@qtasyncio/qtasyncio/executor";
 *
 * await using pool = new WorkerPoolExecutor();
 * assertEquals(await pool.submit((n: number) => n * n, 7), 49);
 * ```
 *
 * @module
 */

export * from "./src/executor/mod.ts";
