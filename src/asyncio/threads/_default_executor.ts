/** A loop's dealings with executors: its default one, and the futures of jobs. */

import { ForeignFuture } from "../core/_foreign_future.ts";
import { RuntimeError } from "../core/errors.ts";
import {
  _isExecutor,
  _newExecutor,
  type Executor,
  type ExecutorJob,
} from "./executor.ts";
import type { Future } from "../core/future.ts";
import type { BaseEventLoop } from "../core/loop.ts";

/** The default executor of a loop: made when needed, shut down once. */
export class DefaultExecutor {
  #executor: Executor | null = null;
  #shutDown = false;

  get(): Executor {
    if (this.#shutDown) {
      throw new RuntimeError("Executor shutdown has been called");
    }
    return this.#executor ??= _newExecutor();
  }

  set(executor: Executor): void {
    if (!_isExecutor(executor)) {
      throw new TypeError("executor must have submit() and shutdown()");
    }
    this.#executor = executor;
  }

  /** Waits for the running jobs, or for so many milliseconds. */
  async shutdown(timeout: number): Promise<void> {
    this.#shutDown = true;
    const executor = this.#executor;
    if (executor === null) return;
    const late = Symbol();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = executor.shutdown({ wait: true });
    const clock = new Promise<typeof late>((resolve) => {
      if (timeout === Infinity) return;
      timer = setTimeout(() => resolve(late), timeout);
    });
    try {
      if (await Promise.race([end, clock]) !== late) return;
    } finally {
      clearTimeout(timer);
    }
    console.warn(
      `The executor did not finish its jobs within ${timeout} milliseconds`,
    );
    end.catch(() => {});
    await executor.shutdown({ wait: false, cancelFutures: true });
  }

  /** Tells the executor to end, and does not wait. */
  close(): void {
    this.#shutDown = true;
    const executor = this.#executor;
    this.#executor = null;
    executor?.shutdown({ wait: false }).catch(() => {});
  }
}

/** Makes a job's outcome that of a future of the loop: cancelling it cancels the job. */
export function futureOf<T>(
  loop: BaseEventLoop,
  job: ExecutorJob<T>,
): Future<T> {
  const future = new ForeignFuture<T>(loop, (reason) => {
    try {
      job.cancel(reason);
    } catch (error) {
      loop.callExceptionHandler({
        message: "Exception in an executor's cancel()",
        exception: error,
      });
    }
  });
  if (job._settle !== undefined) job._settle(future);
  else future._follow(job.promise);
  return future;
}
