/**
 * The errors of executors.
 *
 * @module
 */

import { RuntimeError } from "../asyncio/core/errors.ts";
import { addErrorClass } from "../asyncio/threads/error_codec.ts";

/**
 * The Worker that ran the job ended before the job did: by `Deno.exit()`, by an
 * error that nothing caught, or because it did not end when it was cancelled.
 *
 * As `concurrent.futures.BrokenExecutor`, except that the pool goes on with a
 * new Worker: the other jobs do not notice.
 *
 * @example
 * ```ts
 * import { BrokenWorkerError, WorkerPoolExecutor } from "./mod.ts";
 * import { assertInstanceOf } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
 * const error = await pool.submit(() => Deno.exit(3)).promise
 *   .then(() => null, (error) => error);
 * assertInstanceOf(error, BrokenWorkerError);
 * ```
 */
export class BrokenWorkerError extends RuntimeError {
  /** Always `"BrokenWorkerError"`. */
  override readonly name: string = "BrokenWorkerError";
}

/**
 * The pool's initializer failed: its jobs fail with this, and it takes no more.
 * As `concurrent.futures.thread.BrokenThreadPool`.
 *
 * @example
 * ```ts
 * import { BrokenPoolError } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new BrokenPoolError().name, "BrokenPoolError");
 * ```
 */
export class BrokenPoolError extends RuntimeError {
  /** Always `"BrokenPoolError"`. */
  override readonly name: string = "BrokenPoolError";
}

addErrorClass(BrokenWorkerError);
