/** A loop's dealings with executors: its default one, and the futures of jobs. */

import { CancelledError, RuntimeError } from "./errors.ts";
import {
  _isExecutor,
  _newExecutor,
  type Executor,
  type ExecutorJob,
} from "./executor.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { PENDING } from "./_state.ts";

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

/** A job's outcome, on the loop: cancelling it cancels the job. */
class JobFuture<T> extends Future<T> {
  readonly #job: ExecutorJob<T>;

  constructor(loop: BaseEventLoop, job: ExecutorJob<T>) {
    super({ loop });
    this.#job = job;
    if (job._settle !== undefined) job._settle(this);
    else {
      job.promise.then(
        (value) => this._succeeded(value),
        (error) => this._failed(error),
      );
    }
  }

  get #isOpen(): boolean {
    return this._state === PENDING && !this._loop.isClosed();
  }

  /** The job has a result. */
  _succeeded(value: T): void {
    if (this.#isOpen) this.setResult(value);
  }

  /** The job failed, or was cancelled. */
  _failed(error: unknown): void {
    if (!this.#isOpen) return;
    if (error instanceof CancelledError) super.cancel(error.reason);
    else this._fail(error);
  }

  override cancel(reason?: unknown): boolean {
    if (!super.cancel(reason)) return false;
    try {
      this.#job.cancel(reason);
    } catch (error) {
      this._loop.callExceptionHandler({
        message: "Exception in an executor's cancel()",
        exception: error,
      });
    }
    return true;
  }
}

/** Makes a job's outcome that of a future of the loop. */
export function futureOf<T>(
  loop: BaseEventLoop,
  job: ExecutorJob<T>,
): Future<T> {
  return new JobFuture<T>(loop, job);
}
