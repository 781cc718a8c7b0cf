/**
 * Futures: results that are not there yet.
 *
 * @module
 */

import type { Context } from "./context.ts";
import { captureContext, contextTask } from "./_context.ts";
import type { CoroutineLike, TaskOptions } from "./coroutine_like.ts";
import { currentInternals } from "./_current.ts";
import { InvalidStateError } from "./errors.ts";
import { FutureCore } from "./_future_core.ts";
import {
  type Callback,
  Handle,
  runnableOf,
  setSource,
  sourceOf,
  type TimerHandle,
} from "./handle.ts";
import {
  CANCELLED,
  ERROR,
  type ErrorReport,
  internalsOf,
  type LoopInternals,
  PENDING,
  RESULT,
} from "./internals.ts";
import { describeSafely, describeValue } from "./_util.ts";

/** A class of errors. */
export type ErrorClass = new (message?: string) => Error;

/** Options of the constructor of {@linkcode Future}. */
export interface FutureOptions {
  /** The loop that it belongs to. Default: `getEventLoop()`. */
  loop?: AbstractEventLoop;
}

/**
 * A loop, as what belongs to it knows it. Every one is a `BaseEventLoop`, which has all methods;
 * `getRunningLoop()` returns it as such.
 */
export interface AbstractEventLoop {
  /**
   * In debug mode, a callback or step that takes this long is reported. In
   * milliseconds.
   */
  slowCallbackDuration: number;
  /** Queues a call for the loop's next round. */
  callSoon<A extends unknown[]>(callback: Callback<A>, ...args: A): Handle;
  /** Calls after `delay` milliseconds. */
  callLater<A extends unknown[]>(
    delay: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle;
  /** Calls at a moment on the loop's clock, in milliseconds. */
  callAt<A extends unknown[]>(
    when: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle;
  /** Makes a pending future of this loop. */
  createFuture<T = unknown>(): Future<T>;
  /** Makes a task that runs `coroutine` on this loop. */
  createTask<T>(
    coroutine: CoroutineLike<T>,
    options?: TaskOptions,
  ): Future<T>;
  /** Reads the loop's clock: monotonic, in milliseconds. */
  time(): number;
  /** Makes the loop stop at the end of the present round. */
  stop(): void;
  /** Returns whether the loop runs. */
  isRunning(): boolean;
  /** Returns whether the loop was closed. */
  isClosed(): boolean;
  /** Returns whether debug mode is on. */
  getDebug(): boolean;
  /** Tells the loop's exception handler. */
  callExceptionHandler(context: ErrorReport): void;
}

/** Options of {@linkcode Future.addDoneCallback}. */
export interface DoneCallbackOptions {
  /** The context to run the callback in. Default: a copy of the current one. */
  context?: Context;
}

/** The state of a future. */
export let coreOf: (future: Future<unknown>) => FutureCore;

/**
 * Lets code of this package hand the state to the constructor of a future or a subclass, in the place of options. Only
 * the implementations of the constructors know of it, their public signatures do not.
 */
export function asOptions(core: FutureCore): FutureOptions {
  return core as object;
}

/**
 * A result that is not there yet, which callbacks and tasks can wait for.
 *
 * `await` it: a future is a thenable. Inside a task the wait can be cancelled,
 * and then cancels the future too. A generator coroutine writes `yield* future`.
 *
 * @typeParam T the type of the result.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * const future = loop.createFuture<number>();
 * loop.callSoon(() => future.setResult(42));
 * assert(await loop.runUntilComplete(future) === 42);
 * loop.close();
 * ```
 */
export class Future<T> implements Promise<T> {
  readonly #core: FutureCore;

  static {
    coreOf = (future) => future.#core;
  }

  /** Makes a pending future; `loop.createFuture()` is the usual way. */
  constructor(options?: FutureOptions);
  constructor(options?: FutureOptions | FutureCore) {
    const core = options instanceof FutureCore ? options : new FutureCore(
      options?.loop === undefined
        ? currentInternals()
        : internalsOf(options.loop),
    );
    core.owner = this;
    this.#core = core;
  }

  /** The loop that the future belongs to. */
  getLoop(): AbstractEventLoop {
    return this.#core.loop.owner as AbstractEventLoop;
  }

  /** Returns whether it has a result or an error, or was cancelled. */
  done(): boolean {
    return this.#core.state !== PENDING;
  }

  /** Returns whether it was cancelled. */
  cancelled(): boolean {
    return this.#core.state === CANCELLED;
  }

  /**
   * Returns the result.
   *
   * @throws {InvalidStateError} if it is not done yet.
   * @throws {CancelledError} if it was cancelled.
   * @throws the error that it failed with.
   */
  result(): T {
    switch (this.#core.state) {
      case PENDING:
        throw new InvalidStateError(
          "Result is not set. Await the future, or call result() when it is done",
        );
      case CANCELLED:
        throw this.#core.makeCancelledError();
      case ERROR:
        this.#core.retrieve();
        throw this.#core.value;
      default:
        return this.#core.value as T;
    }
  }

  /**
   * Returns the error that it failed with, `null` if it has a result.
   *
   * It is an `Error` unless a coroutine threw something else.
   *
   * @throws {InvalidStateError} if it is not done yet.
   * @throws {CancelledError} if it was cancelled.
   */
  exception(): unknown {
    switch (this.#core.state) {
      case PENDING:
        throw new InvalidStateError(
          "Exception is not set. Await the future, or call exception() when it is done",
        );
      case CANCELLED:
        throw this.#core.makeCancelledError();
      case ERROR:
        this.#core.retrieve();
        return this.#core.value;
      default:
        return null;
    }
  }

  /**
   * Ends it with a result and queues its callbacks.
   *
   * @throws {InvalidStateError} if it is done already.
   */
  setResult(result: T): void {
    if (this.#core.state !== PENDING) {
      throw new InvalidStateError(
        `invalid state: the future is done already: ${this}`,
      );
    }
    this.#core.finish(RESULT, result);
  }

  /**
   * Ends it with an error and queues its callbacks.
   *
   * @param error an error, or a class of errors to make one of.
   * @throws {InvalidStateError} if it is done already.
   * @throws {TypeError} if `error` is neither.
   */
  setException(error: Error | ErrorClass): void {
    if (this.#core.state !== PENDING) {
      throw new InvalidStateError(
        `invalid state: the future is done already: ${this}`,
      );
    }
    if (typeof error === "function" && error.prototype instanceof Error) {
      error = new error();
    } else if (error === Error as unknown) {
      error = new Error();
    }
    if (!(error instanceof Error)) {
      throw new TypeError(
        `invalid exception object: expected an Error or a class of errors, got ${
          describeValue(error)
        }`,
      );
    }
    this.#core.fail(error);
  }

  /**
   * Cancels it and queues its callbacks.
   *
   * @param reason travels with the `CancelledError` that its waiters get.
   * @returns `false` if it was done already, else `true`.
   */
  cancel(reason?: unknown): boolean {
    return this.#core.cancel(reason);
  }

  /**
   * Has `callback` called with this future, in a turn of the loop after it is
   * done. Callbacks run in the order they were added.
   */
  addDoneCallback(
    callback: (future: this) => unknown,
    options?: DoneCallbackOptions,
  ): void {
    const core = this.#core;
    const handle = new Handle(
      core.loop,
      (options?.context?.bind(callback) ?? callback) as Callback<unknown[]>,
      [this],
      captureContext(),
    );
    if (options?.context !== undefined) setSource(handle, callback);
    core.addCallback(runnableOf(handle));
  }

  /**
   * Removes all callbacks that are equal to `callback`.
   *
   * @returns how many there were; 0 once the future is done.
   */
  removeDoneCallback(callback: (future: this) => unknown): number {
    return this.#core.dropCallbacks((entry) =>
      entry instanceof Handle && sourceOf(entry) === callback
    );
  }

  /**
   * Waits for the result; this is what `await` calls.
   *
   * Inside a task it also tells the task what it waits for, so that cancelling
   * the task cancels this future.
   */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return this.#core.promise<T>().then(onFulfilled, onRejected);
  }

  /** As a promise's `catch`. */
  catch<R = never>(
    onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null,
  ): Promise<T | R> {
    return this.#core.promise<T>().then(undefined, onRejected);
  }

  /** As a promise's `finally`. */
  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#core.promise<T>().finally(onFinally);
  }

  /** `yield* future` waits for the result in a generator coroutine. */
  *[Symbol.iterator](): Generator<this, T, unknown> {
    if (this.#core.state === PENDING) yield this;
    return this.result();
  }

  /** `"Future"`, or `"Task"`. */
  get [Symbol.toStringTag](): string {
    return "Future";
  }

  /** Describes the future, for messages and logs. */
  toString(): string {
    return describeSafely(
      this,
      () =>
        `<${[this[Symbol.toStringTag], ...describe(this.#core)].join(" ")}>`,
    );
  }

  /** Describes the future when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/** Makes a pending future of a loop. */
export function newFuture<T>(loop: LoopInternals): Future<T> {
  return new Future<T>(asOptions(new FutureCore(loop)));
}

/**
 * Makes a promise known to the task that it is made for, if there is one: then
 * the task can be cancelled where it awaits it.
 *
 * @param cancelled called when that happens.
 */
export function known<T>(
  promise: Promise<T>,
  cancelled: ((reason: unknown) => void) | null = null,
): Promise<T> {
  const task = contextTask();
  if (task === null || task.state !== PENDING) return promise;
  const future = newFuture<T>(task.loop);
  const core = coreOf(future);
  core.onCancel = cancelled;
  core.follow(promise);
  return future;
}

/** The state of a future in words, and its outcome. */
export function describe(core: FutureCore): string[] {
  switch (core.state) {
    case PENDING:
      return ["pending"];
    case CANCELLED:
      return ["cancelled"];
    case RESULT:
      return ["finished", `result=${describeValue(core.value)}`];
    default:
      return ["finished", `exception=${describeValue(core.value)}`];
  }
}

/**
 * Returns whether `value` is a {@linkcode Future} or a task.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { isFuture } from "../mod.ts";
 *
 * assert(!isFuture(Promise.resolve()));
 * ```
 */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}
