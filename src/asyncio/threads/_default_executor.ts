/** A loop's dealings with executors: its default one, and the futures of jobs. */

import { RuntimeError } from "../core/errors.ts";
import {
  checkExecutor,
  type Executor,
  type ExecutorJob,
  listenDirectly,
  newExecutor,
} from "./executor.ts";
import { coreOf, type Future, newFuture } from "../core/future.ts";
import type { LoopInternals } from "../core/internals.ts";

/** The default executor of a loop: made when needed, shut down once. */
export class DefaultExecutor {
  #executor: Executor | null = null;
  #shutDown = false;

  get(): Executor {
    if (this.#shutDown) {
      throw new RuntimeError(
        "Executor shutdown has been called: the loop runs no more jobs in its default executor",
      );
    }
    return this.#executor ??= newExecutor();
  }

  set(executor: Executor): void {
    checkExecutor(executor);
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
  loop: LoopInternals,
  job: ExecutorJob<T>,
): Future<T> {
  const future = newFuture<T>(loop);
  const core = coreOf(future);
  core.onCancel = (reason) => {
    try {
      job.cancel(reason);
    } catch (error) {
      loop.owner.callExceptionHandler({
        message: "Exception in an executor's cancel()",
        exception: error,
      });
    }
  };
  if (!listenDirectly(job, core)) core.follow(job.promise);
  return future;
}
