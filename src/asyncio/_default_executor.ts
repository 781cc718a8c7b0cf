/** A loop's dealings with executors: its default one, and the futures of jobs. */

import { CancelledError, RuntimeError } from "./errors.ts";
import { _isExecutor, _newExecutor, type Executor } from "./executor.ts";
import type { Future } from "./future.ts";
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

/** Submits a job; its outcome becomes that of a future of the loop. */
export function submit<A extends unknown[], R>(
  loop: BaseEventLoop,
  executor: Executor,
  fn: (...args: A) => R | PromiseLike<R>,
  args: A,
): Future<R> {
  const job = executor.submit(fn, ...args);
  const future = loop.createFuture<R>();
  const settled = (settle: () => void): void => {
    if (future._state === PENDING && !loop.isClosed()) settle();
  };
  job.promise.then(
    (value) => settled(() => future.setResult(value)),
    (error) =>
      settled(() => {
        if (error instanceof CancelledError) future.cancel(error.reason);
        else future._fail(error);
      }),
  );
  future.addDoneCallback(() => {
    if (future.cancelled()) job.cancel(future._cancelReason);
  });
  return future;
}
