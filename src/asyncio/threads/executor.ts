/**
 * The interface of executors, and a loop's default executor.
 *
 * @module
 */

import { RuntimeError } from "../core/errors.ts";
import { coreOf, type Future, newFuture } from "../core/future.ts";
import type { LoopInternals } from "../core/internals.ts";
import { describeValue } from "../core/_util.ts";

/** A function that was given to an {@linkcode Executor}. */
export interface ExecutorJob<T> {
  /** Settles with the function's outcome; rejects if it is cancelled. */
  readonly promise: PromiseLike<T>;
  /**
   * Withdraws the job, or stops it if the executor can.
   *
   * @returns whether it could still be stopped.
   */
  cancel(reason?: unknown): boolean;
}

/** How {@linkcode Executor.shutdown} goes about it. */
export interface ExecutorShutdownOptions {
  /** Whether the promise waits for the jobs that run. Default: `true`. */
  wait?: boolean;
  /** Whether jobs that have not begun are cancelled. Default: `false`. */
  cancelFutures?: boolean;
}

/** Something that runs functions beside the loop, in Workers for example. */
export interface Executor {
  /**
   * Hands a function over.
   *
   * @throws {RuntimeError} if the executor was shut down.
   */
  submit<A extends unknown[], R>(
    fn: (...args: A) => R | PromiseLike<R>,
    ...args: A
  ): ExecutorJob<R>;
  /** Takes no more jobs; the promise resolves when it has ended. */
  shutdown(options?: ExecutorShutdownOptions): Promise<void>;
}

/** Makes an executor. */
export type ExecutorFactory = () => Executor;

let factory: ExecutorFactory | null = null;

/**
 * Decides what a loop's default executor is. It is made when a loop first
 * needs it.
 *
 * @returns the factory in force until now.
 *
 * @example
 * ```ts
 * import { setExecutorFactory } from "./executor.ts";
 *
 * const before = setExecutorFactory(null);
 * setExecutorFactory(before);
 * ```
 */
export function setExecutorFactory(
  newFactory: ExecutorFactory | null,
): ExecutorFactory | null {
  const before = factory;
  factory = newFactory;
  return before;
}

/** Makes a default executor. */
function newExecutor(): Executor {
  if (factory === null) {
    throw new RuntimeError(
      "There is no default executor: pass one to runInExecutor() or setDefaultExecutor(), or import executor.ts",
    );
  }
  return factory();
}

/** @throws {TypeError} If `value` cannot serve as an executor. */
function checkExecutor(value: unknown): void {
  const object = value as Partial<Executor> | null | undefined;
  if (
    typeof object === "object" && object !== null &&
    typeof object.submit === "function" &&
    typeof object.shutdown === "function"
  ) return;
  throw new TypeError(
    `executor must have submit() and shutdown(), got ${describeValue(value)}`,
  );
}

/** What is told how a job ended. */
export interface JobListener {
  resolve(value: unknown): void;
  /** An error; a `CancelledError` if the job was cancelled. */
  reject(error: unknown): void;
}

let direct: (job: object, listener: JobListener) => boolean = () => false;

/**
 * For executors of this package, whose jobs tell one listener themselves, in a macrotask, instead of by their promise:
 * that spares a dozen objects for each job.
 */
export function provideDirectListening(fn: typeof direct): void {
  direct = fn;
}

/**
 * Has a job tell a listener how it ends.
 *
 * @returns whether it can; if not, the listener follows the job's promise.
 */
function listenDirectly(job: object, listener: JobListener): boolean {
  return direct(job, listener);
}

/** The default executor of a loop: made when needed, shut down once. */
export class DefaultExecutor {
  #executor: Executor | null = null;
  #shutDown = false;

  get(): Executor {
    if (this.#shutDown) {
      throw new RuntimeError(
        "Executor shutdown has been called: the default executor takes no more jobs; pass another one",
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
