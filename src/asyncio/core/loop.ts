/**
 * The event loop.
 *
 * @module
 */

import { _known } from "./cancellable.ts";
import { captureContext } from "./_context.ts";
import { AsyncGenerators } from "./_async_generators.ts";
import { DefaultExecutor, futureOf } from "../threads/_default_executor.ts";
import { RuntimeError } from "./errors.ts";
import type { Awaitable, CoroutineLike } from "./coroutine.ts";
import type { LoopDriver } from "./driver.ts";
import { ensureFuture } from "./ensure_future.ts";
import {
  type ExceptionContext,
  type ExceptionHandler,
  logException,
} from "./exception_handler.ts";
import type { Executor } from "../threads/executor.ts";
import { Future } from "./future.ts";
import { type Callback, Handle, TimerHandle } from "./handle.ts";
import { NetworkLoop } from "../io/loop_net.ts";
import { LoopPort, type PortHandlers } from "../threads/ports.ts";
import { _newTask, type Task, type TaskOptions } from "./task.ts";
import type { Unretrieved } from "./_unretrieved.ts";
import { debugByDefault, describeValue, logError } from "./_util.ts";

/** Makes the tasks of a loop: see {@linkcode BaseEventLoop.setTaskFactory}. */
export type TaskFactory = <T>(
  loop: BaseEventLoop,
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
) => Task<T>;

/** Options of {@linkcode BaseEventLoop.shutdownDefaultExecutor}. */
export interface ShutdownDefaultExecutorOptions {
  /**
   * How long to wait for the running jobs, in milliseconds.
   *
   * @default {Infinity}
   */
  timeout?: number;
}

/**
 * An event loop: runs callbacks and tasks one after the other, in the turns
 * that its driver gives it.
 *
 * JavaScript cannot block, so `runForever()` and `runUntilComplete()` return
 * promises. All times are milliseconds.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * const seen: string[] = [];
 * loop.callSoon((word: string) => seen.push(word), "first");
 * loop.callLater(5, () => loop.stop());
 * await loop.runForever();
 * loop.close();
 * assert(seen[0] === "first");
 * ```
 */
export class BaseEventLoop extends NetworkLoop {
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  readonly #executor = new DefaultExecutor();
  readonly #asyncGenerators = new AsyncGenerators();

  /** @internal Errors that nobody has asked for yet. */
  readonly _unretrieved: Set<Unretrieved> = new Set();

  /**
   * In debug mode, a callback or step that takes this long is reported. In
   * milliseconds.
   */
  slowCallbackDuration = 100;

  /** Makes a loop that lives on `driver`. */
  constructor(driver: LoopDriver) {
    super(driver);
    this.setDebug(debugByDefault());
  }

  /**
   * Runs the loop until {@linkcode BaseEventLoop.stop} is called.
   *
   * A loop that was stopped before it ran makes one round and returns.
   *
   * @throws {RuntimeError} if this or another loop runs on this thread, or the
   * loop is closed.
   * @throws {FatalError} that a callback or task threw.
   */
  // deno-lint-ignore require-await -- so that every error is a rejection
  async runForever(): Promise<void> {
    return this._runForever();
  }

  /**
   * Runs the loop until a future is done or a coroutine has ended.
   *
   * @returns its result.
   * @throws {RuntimeError} as `runForever()`, and if the loop was stopped
   * before the end.
   * @throws {TypeError} if it is not something that can be waited for.
   * @throws what it throws.
   */
  async runUntilComplete<T>(awaitable: Awaitable<T>): Promise<T> {
    this._checkClosed();
    this._checkNotRunning();
    const isNew = !(awaitable instanceof Future);
    const future = ensureFuture(awaitable, { loop: this });
    const stop = (): void => this.stop();
    future.addDoneCallback(stop);
    try {
      await this._runForever();
    } catch (error) {
      // The task that threw the fatal error has it too: one report is enough.
      if (isNew && future.done() && !future.cancelled()) future.exception();
      throw error;
    } finally {
      future.removeDoneCallback(stop);
    }
    if (!future.done()) {
      throw new RuntimeError("Event loop stopped before Future completed.");
    }
    return future.result();
  }

  /**
   * Makes the loop stop at the end of the present round, or after one round if
   * it does not run.
   */
  stop(): void {
    this._stop();
  }

  /**
   * Closes the loop: everything queued is dropped, the default executor is told
   * to end. Does nothing the second time.
   *
   * @throws {RuntimeError} if the loop runs.
   */
  close(): void {
    if (this.isRunning()) {
      throw new RuntimeError("Cannot close a running event loop");
    }
    if (this.isClosed()) return;
    for (const record of [...this._unretrieved]) record.report();
    this._close();
    this.#executor.close();
  }

  /**
   * Queues a call of `callback(...args)` for the loop's next round.
   *
   * It runs in a copy of the current async context; use `Context.bind()` for
   * another one.
   *
   * @returns a handle that can cancel it.
   * @throws {RuntimeError} if the loop is closed.
   * @throws {TypeError} if `callback` is not a function.
   */
  callSoon<A extends unknown[]>(callback: Callback<A>, ...args: A): Handle {
    if (typeof callback !== "function") throw notCallable(callback);
    const handle = new Handle(
      this as BaseEventLoop,
      callback as Callback<unknown[]>,
      args,
      captureContext(),
    );
    this._enqueue(handle);
    return handle;
  }

  /**
   * As {@linkcode BaseEventLoop.callSoon}.
   *
   * A loop object cannot leave its thread: other threads, Workers that is, post
   * to it through {@linkcode BaseEventLoop.openPort}.
   */
  callSoonThreadsafe<A extends unknown[]>(
    callback: Callback<A>,
    ...args: A
  ): Handle {
    return this.callSoon(callback, ...args);
  }

  /**
   * Calls `callback(...args)` after `delay` milliseconds, never earlier.
   *
   * @param delay in milliseconds; fractions count, negative ones mean now.
   * @returns a handle that can cancel it.
   * @throws {TypeError} if `delay` is not a number or `callback` not a function.
   * @throws {RangeError} if `delay` is NaN.
   * @throws {RuntimeError} if the loop is closed.
   */
  callLater<A extends unknown[]>(
    delay: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle {
    checkTime(delay, "delay");
    return this.#addTimer(this.time() + delay, callback, args);
  }

  /**
   * Calls `callback(...args)` at a moment on {@linkcode BaseEventLoop.time}'s
   * clock, never earlier. Equal moments keep the order of the calls.
   *
   * @param when in milliseconds.
   * @returns a handle that can cancel it.
   * @throws {TypeError} if `when` is not a number or `callback` not a function.
   * @throws {RangeError} if `when` is NaN.
   * @throws {RuntimeError} if the loop is closed.
   */
  callAt<A extends unknown[]>(
    when: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle {
    checkTime(when, "when");
    return this.#addTimer(when, callback, args);
  }

  #addTimer<A extends unknown[]>(
    when: number,
    callback: Callback<A>,
    args: A,
  ): TimerHandle {
    if (typeof callback !== "function") throw notCallable(callback);
    const timer = new TimerHandle(
      when,
      this as BaseEventLoop,
      callback as Callback<unknown[]>,
      args,
      captureContext(),
    );
    this._addTimer(timer);
    return timer;
  }

  /**
   * Opens a way by which a Worker can post to this loop.
   *
   * @param handlers what the Worker can call, by name. They are called in the
   * loop's turns, as callbacks are; one that returns a promise runs as a task.
   * @returns a port whose other end is transferred to the Worker, to be given to
   * `RemoteLoop` there. It is closed with the loop at the latest.
   * @throws {RuntimeError} if the loop is closed.
   */
  openPort<H extends PortHandlers<H>>(handlers: H): LoopPort<H> {
    return new LoopPort<H>(this, handlers);
  }

  /** Makes a pending future of this loop. */
  createFuture<T = unknown>(): Future<T> {
    return new Future<T>({ loop: this });
  }

  /**
   * Makes a task that runs `coroutine` on this loop.
   *
   * @throws {TypeError} if `coroutine` is not one.
   * @throws {RuntimeError} if the loop is closed.
   */
  createTask<T>(coroutine: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    this._checkClosed();
    const factory = this.#taskFactory;
    if (factory === null) {
      return _newTask(this, coroutine, options);
    }
    return options === undefined
      ? factory(this, coroutine)
      : factory(this, coroutine, options);
  }

  /**
   * Decides how `createTask()` makes tasks.
   *
   * @param factory called with the loop, the coroutine, and the options if
   * there were any; `null` for the usual way.
   * @throws {TypeError} if it is neither a function nor `null`.
   */
  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null && typeof factory !== "function") {
      throw new TypeError("task factory must be a callable or null");
    }
    this.#taskFactory = factory;
  }

  /** Returns the task factory, `null` for the usual way. */
  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  /**
   * Calls `fn(...args)` in an executor.
   *
   * @param executor `null` for the loop's default one.
   * @returns a future of its result. Cancelling it cancels the job.
   * @throws {RuntimeError} if the loop or the executor is closed.
   */
  runInExecutor<A extends unknown[], R>(
    executor: Executor | null,
    fn: (...args: A) => R | PromiseLike<R>,
    ...args: A
  ): Future<R> {
    this._checkClosed();
    if (typeof fn !== "function") throw notCallable(fn);
    // In here, not in a function of its own: the frame would be part of the caller's stack that each job captures.
    const job = (executor ?? this.#executor.get()).submit(fn, ...args);
    return futureOf(this as BaseEventLoop, job);
  }

  /**
   * Sets the executor that `runInExecutor(null, …)` uses.
   *
   * @throws {TypeError} if it is not one.
   */
  setDefaultExecutor(executor: Executor): void {
    this.#executor.set(executor);
  }

  /**
   * Shuts the default executor down and waits for its jobs, without blocking
   * the thread. Afterwards `runInExecutor(null, …)` throws.
   */
  shutdownDefaultExecutor(
    options?: ShutdownDefaultExecutorOptions,
  ): Promise<void> {
    return _known(this.#executor.shutdown(options?.timeout ?? Infinity));
  }

  /**
   * Notes an asynchronous generator, to be finished when the loop shuts down.
   *
   * JavaScript does not tell anybody about the generators it makes, so those
   * whose `finally` must run are noted by hand.
   *
   * @returns the generator.
   */
  trackAsyncGenerator<G extends AsyncGenerator<unknown, unknown, unknown>>(
    generator: G,
  ): G {
    this.#asyncGenerators.add(generator);
    return generator;
  }

  /**
   * Finishes the asynchronous generators that
   * {@linkcode BaseEventLoop.trackAsyncGenerator} noted: their `finally` blocks
   * run. An error of theirs goes to the exception handler.
   */
  shutdownAsyncgens(): Promise<void> {
    return _known(this.#asyncGenerators.shutdown(this));
  }

  /**
   * Decides who is told of errors that nobody else can take.
   *
   * @param handler called with the loop and a context; `null` for
   * {@linkcode BaseEventLoop.defaultExceptionHandler}.
   * @throws {TypeError} if it is neither a function nor `null`.
   */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== "function") {
      throw new TypeError(
        `A callable object or null is expected, got ${describeValue(handler)}`,
      );
    }
    this.#exceptionHandler = handler;
  }

  /** Returns the exception handler, `null` for the default one. */
  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** Writes the context to the console. */
  defaultExceptionHandler(context: ExceptionContext): void {
    logException(context);
  }

  /** Tells the exception handler. Its own errors are reported, not thrown. */
  callExceptionHandler(context: ExceptionContext): void {
    const handler = this.#exceptionHandler;
    if (handler !== null) {
      try {
        const result = handler(this, context);
        if (result instanceof Promise) {
          result.catch((error) => this.#handlerFailed(error, context));
        }
      } catch (error) {
        this.#handlerFailed(error, context);
      }
      return;
    }
    this.#handleByDefault(context);
  }

  #handlerFailed(exception: unknown, context: ExceptionContext): void {
    const message = "Unhandled error in exception handler";
    this.#handleByDefault({ message, exception, context });
  }

  #handleByDefault(context: ExceptionContext): void {
    try {
      this.defaultExceptionHandler(context);
    } catch (error) {
      logError(
        `Exception in default exception handler while handling an error: ${context.message}`,
        error,
      );
    }
  }
}

function notCallable(value: unknown): TypeError {
  return new TypeError(
    `a callable object was expected, got ${describeValue(value)}`,
  );
}

function checkTime(value: unknown, name: string): void {
  if (typeof value !== "number") {
    throw new TypeError(
      `${name} must be a number, got ${describeValue(value)}`,
    );
  }
  if (Number.isNaN(value)) throw new RangeError(`${name} must not be NaN`);
}
