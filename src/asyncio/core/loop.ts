/**
 * The event loop.
 *
 * @module
 */

import { RuntimeError } from "./errors.ts";
import type { Awaitable, CoroutineLike } from "./coroutine.ts";
import type { LoopDriver } from "./driver.ts";
import type { ExceptionContext } from "./exception_handler.ts";
import {
  DefaultExecutor,
  type Executor,
  futureOf,
} from "../threads/executor.ts";
import { type AbstractEventLoop, Future, known } from "./future.ts";
import { NetworkLoop } from "../io/loop_net.ts";
import { coreOfLoop, notCallable } from "./scheduling.ts";
import { LoopPort, type PortHandlers } from "../threads/ports.ts";
import { newTask, type Task, type TaskOptions } from "./task.ts";
import { ensureFuture } from "./ensure_future.ts";
import {
  debugByDefault,
  describeValue,
  logError,
  logException,
} from "./_util.ts";

/** Takes the errors that no other code can take. */
export type ExceptionHandler = (
  loop: BaseEventLoop,
  context: ExceptionContext,
) => unknown;

type AnyAsyncGenerator = AsyncGenerator<unknown, unknown, unknown>;

/** A set of generators, finished once. */
class AsyncGenerators {
  readonly #generators = new Set<AnyAsyncGenerator>();
  #shutDown = false;

  add(generator: AnyAsyncGenerator): void {
    if (this.#shutDown) {
      console.warn(
        "An asynchronous generator was noted after shutdownAsyncgens()",
      );
    }
    this.#generators.add(generator);
  }

  /** Lets their `finally` blocks run, and reports what those throw. */
  async shutdown(loop: BaseEventLoop): Promise<void> {
    this.#shutDown = true;
    const generators = [...this.#generators];
    this.#generators.clear();
    const ends = await Promise.allSettled(
      generators.map((generator) => generator.return(undefined)),
    );
    ends.forEach((end, index) => {
      if (end.status === "fulfilled") return;
      loop.callExceptionHandler({
        message:
          "an error occurred during closing of an asynchronous generator",
        exception: end.reason,
        asyncGenerator: generators[index]!,
      });
    });
  }
}

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
export class BaseEventLoop extends NetworkLoop implements AbstractEventLoop {
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  readonly #executor = new DefaultExecutor();
  readonly #asyncGenerators = new AsyncGenerators();

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
    return coreOfLoop(this).runForever();
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
    coreOfLoop(this).checkClosed();
    coreOfLoop(this).checkNotRunning();
    const isNew = !(awaitable instanceof Future);
    const future = ensureFuture(awaitable, { loop: this });
    const stop = (): void => this.stop();
    future.addDoneCallback(stop);
    try {
      await coreOfLoop(this).runForever();
    } catch (error) {
      // The task that threw the fatal error has it too: one report is enough.
      if (isNew && future.done() && !future.cancelled()) future.exception();
      throw error;
    } finally {
      future.removeDoneCallback(stop);
    }
    if (!future.done()) {
      throw new RuntimeError(
        "Event loop stopped before Future completed. stop() was called, or the application quit",
      );
    }
    return future.result();
  }

  /**
   * Closes the loop: everything queued is dropped, the default executor is told
   * to end. Does nothing the second time.
   *
   * @throws {RuntimeError} if the loop runs.
   */
  close(): void {
    if (this.isRunning()) {
      throw new RuntimeError(
        "Cannot close a running event loop: call stop() and await runForever() first",
      );
    }
    if (this.isClosed()) return;
    for (const record of [...coreOfLoop(this).unretrieved]) record.report();
    coreOfLoop(this).close();
    this.#executor.close();
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

  /**
   * Makes a task that runs `coroutine` on this loop.
   *
   * @throws {TypeError} if `coroutine` is not one.
   * @throws {RuntimeError} if the loop is closed.
   */
  createTask<T>(coroutine: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    const core = coreOfLoop(this);
    core.checkClosed();
    const factory = this.#taskFactory;
    if (factory === null) return newTask(core, coroutine, options);
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
      throw new TypeError(
        `task factory must be a function or null, got ${
          describeValue(factory)
        }`,
      );
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
    coreOfLoop(this).checkClosed();
    if (typeof fn !== "function") throw notCallable(fn);
    // In here, not in a function of its own: the frame would be part of the caller's stack that each job captures.
    const job = (executor ?? this.#executor.get()).submit(fn, ...args);
    return futureOf(coreOfLoop(this), job);
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
    return known(this.#executor.shutdown(options?.timeout ?? Infinity));
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
    return known(this.#asyncGenerators.shutdown(this));
  }

  /**
   * Sets the handler of errors that no other code takes.
   *
   * @param handler called with the loop and a context; `null` for
   * {@linkcode BaseEventLoop.defaultExceptionHandler}.
   * @throws {TypeError} if it is neither a function nor `null`.
   */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== "function") {
      throw new TypeError(
        `exception handler must be a function or null, got ${
          describeValue(handler)
        }`,
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
