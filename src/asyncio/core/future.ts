/**
 * Futures: results that are not there yet.
 *
 * @module
 */

import type { BaseEventLoop } from "./loop.ts";
import type { Runnable } from "./_ready_queue.ts";
import type { Context } from "./context.ts";
import { captureContext, contextTask } from "./_context.ts";
import { CancelledError, InvalidStateError, RuntimeError } from "./errors.ts";
import { type Callback, Handle } from "./handle.ts";
import { getEventLoop } from "./running.ts";
import {
  CANCELLED,
  ERROR,
  type FutureState,
  PENDING,
  RESULT,
} from "./_state.ts";
import { Unretrieved } from "./_unretrieved.ts";
import { deepStack } from "./_task_stack.ts";
import { describeSafely, describeValue } from "./_util.ts";
import { newPromise, Waiter } from "./_waiter.ts";
import { waitAbandoned } from "./_abandoned.ts";

/** A class of errors. */
export type ErrorClass = new (message?: string) => Error;

/** Options of the constructor of {@linkcode Future}. */
export interface FutureOptions {
  /** The loop that it belongs to. Default: `getEventLoop()`. */
  loop?: BaseEventLoop;
}

/** Options of {@linkcode Future.addDoneCallback}. */
export interface DoneCallbackOptions {
  /** The context to run the callback in. Default: a copy of the current one. */
  context?: Context;
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
  /** @internal */
  readonly _loop: BaseEventLoop;
  /** @internal */
  _state: FutureState = PENDING;
  /** @internal The result or the error. */
  _value: unknown = undefined;
  /** @internal One or several runnables, to be queued when it is done. */
  _callbacks: Runnable | Runnable[] | null = null;
  /** @internal */
  _cancelReason: unknown = undefined;
  /** @internal The error that every waiter of a cancelled future gets. */
  _cancelledError: CancelledError | null = null;
  /** @internal What is known of an error that nobody has asked for yet. */
  _unretrieved: Unretrieved | null = null;

  /** Makes a pending future; `loop.createFuture()` is the usual way. */
  constructor(options?: FutureOptions) {
    this._loop = options?.loop ?? getEventLoop();
  }

  /** The loop that the future belongs to. */
  getLoop(): BaseEventLoop {
    return this._loop;
  }

  /** Tells whether it has a result or an error, or was cancelled. */
  done(): boolean {
    return this._state !== PENDING;
  }

  /** Tells whether it was cancelled. */
  cancelled(): boolean {
    return this._state === CANCELLED;
  }

  /**
   * Returns the result.
   *
   * @throws {InvalidStateError} if it is not done yet.
   * @throws {CancelledError} if it was cancelled.
   * @throws the error that it failed with.
   */
  result(): T {
    switch (this._state) {
      case PENDING:
        throw new InvalidStateError("Result is not set.");
      case CANCELLED:
        throw this._makeCancelledError();
      case ERROR:
        this._retrieve();
        throw this._value;
      default:
        return this._value as T;
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
    switch (this._state) {
      case PENDING:
        throw new InvalidStateError("Exception is not set.");
      case CANCELLED:
        throw this._makeCancelledError();
      case ERROR:
        this._retrieve();
        return this._value;
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
    if (this._state !== PENDING) {
      throw new InvalidStateError("invalid state");
    }
    this._finish(RESULT, result);
  }

  /**
   * Ends it with an error and queues its callbacks.
   *
   * @param error an error, or a class of errors to make one of.
   * @throws {InvalidStateError} if it is done already.
   * @throws {TypeError} if `error` is neither.
   */
  setException(error: Error | ErrorClass): void {
    if (this._state !== PENDING) {
      throw new InvalidStateError("invalid state");
    }
    if (typeof error === "function" && error.prototype instanceof Error) {
      error = new error();
    } else if (error === Error as unknown) {
      error = new Error();
    }
    if (!(error instanceof Error)) {
      throw new TypeError("invalid exception object");
    }
    this._fail(error);
  }

  /**
   * Cancels it and queues its callbacks.
   *
   * @param reason travels with the `CancelledError` that its waiters get.
   * @returns `false` if it was done already, else `true`.
   */
  cancel(reason?: unknown): boolean {
    if (this._state !== PENDING) return false;
    this._cancelReason = reason;
    this._finish(CANCELLED, undefined);
    return true;
  }

  /**
   * Has `callback` called with this future, in a turn of the loop after it is
   * done. Callbacks run in the order they were added.
   */
  addDoneCallback(
    callback: (future: this) => unknown,
    options?: DoneCallbackOptions,
  ): void {
    this._addCallback(
      new Handle(
        this._loop,
        (options?.context?.bind(callback) ?? callback) as Callback<unknown[]>,
        [this],
        captureContext(),
      ),
      callback,
    );
  }

  /**
   * Removes all callbacks that are equal to `callback`.
   *
   * @returns how many there were; 0 once the future is done.
   */
  removeDoneCallback(callback: (future: this) => unknown): number {
    const callbacks = this._callbacks;
    if (callbacks === null) return 0;
    const all = Array.isArray(callbacks) ? callbacks : [callbacks];
    const kept = all.filter((entry) =>
      !(entry instanceof Handle && entry._source() === callback)
    );
    this._callbacks = kept.length === 0 ? null : kept;
    return all.length - kept.length;
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
    return this._promise().then(onFulfilled, onRejected);
  }

  /** As a promise's `catch`. */
  catch<R = never>(
    onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null,
  ): Promise<T | R> {
    return this._promise().then(undefined, onRejected);
  }

  /** As a promise's `finally`. */
  finally(onFinally?: (() => void) | null): Promise<T> {
    return this._promise().finally(onFinally);
  }

  /** `yield* future` waits for the result in a generator coroutine. */
  *[Symbol.iterator](): Generator<this, T, unknown> {
    if (this._state === PENDING) yield this;
    return this.result();
  }

  /** `"Future"`, or `"Task"`. */
  get [Symbol.toStringTag](): string {
    return "Future";
  }

  /** Describes the future, for messages and logs. */
  toString(): string {
    return describeSafely(this, () => `<${this._describe().join(" ")}>`);
  }

  /** Describes the future when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }

  /** @internal */
  _describe(): string[] {
    const parts = [this[Symbol.toStringTag], this._stateName()];
    if (this._state === RESULT) {
      parts.push(`result=${describeValue(this._value)}`);
    } else if (this._state === ERROR) {
      parts.push(`exception=${describeValue(this._value)}`);
    }
    return parts;
  }

  /** @internal */
  _stateName(): string {
    switch (this._state) {
      case PENDING:
        return "pending";
      case CANCELLED:
        return "cancelled";
      default:
        return "finished";
    }
  }

  /** @internal A promise of the result, on behalf of the current task. */
  _promise(): Promise<T> {
    switch (this._state) {
      case PENDING:
        break;
      case RESULT:
        return Promise.resolve(this._value as T);
      default:
        this._retrieve();
        return Promise.reject(this._error());
    }
    let task = contextTask();
    if (task !== null && task._state !== PENDING) {
      const instead = waitAbandoned<T>(task, this._loop);
      if (instead !== null) return instead;
      task = null;
    }
    if (task !== null) {
      if (task === this as unknown) {
        return Promise.reject(
          new RuntimeError(`Task cannot await on itself: ${task}`),
        );
      }
      if (task._loop !== this._loop) {
        return Promise.reject(
          new RuntimeError(
            `Task ${task} got Future ${this} attached to a different loop`,
          ),
        );
      }
    }
    const deferred = newPromise<T>();
    const waiter = new Waiter(
      this as Future<unknown>,
      task,
      deferred.resolve as (value: unknown) => void,
      deferred.reject,
    );
    this._addCallback(waiter);
    if (task !== null) {
      if (this._loop.getDebug()) waiter.origin = deepStack();
      task._waitFor(waiter);
    }
    return deferred.promise;
  }

  /** @internal What a waiter gets that is to be rejected. */
  _error(): unknown {
    return this._state === CANCELLED ? this._makeCancelledError() : this._value;
  }

  /** @internal */
  _makeCancelledError(): CancelledError {
    return this._cancelledError ??= new CancelledError(this._cancelReason);
  }

  /** @internal Fails with anything, as a coroutine can. */
  _fail(error: unknown): void {
    this._finish(ERROR, error);
    this._unretrieved = new Unretrieved(this, error);
  }

  /** @internal The error was asked for: it will not be reported. */
  _retrieve(): void {
    if (this._unretrieved !== null) {
      this._unretrieved.forget();
      this._unretrieved = null;
    }
  }

  /** @internal */
  _finish(state: FutureState, value: unknown): void {
    this._state = state;
    this._value = value;
    const callbacks = this._callbacks;
    if (callbacks === null) return;
    this._callbacks = null;
    if (Array.isArray(callbacks)) {
      for (let i = 0; i < callbacks.length; i++) {
        this._loop._enqueue(callbacks[i]!);
      }
    } else {
      this._loop._enqueue(callbacks);
    }
  }

  /** @internal Takes an entry out that {@linkcode Future._addCallback} added. */
  _dropCallback(entry: Runnable): void {
    if (this._callbacks === entry) this._callbacks = null;
    if (!Array.isArray(this._callbacks)) return;
    this._callbacks = this._callbacks.filter((other) => other !== entry);
  }

  /** @internal */
  _addCallback(entry: Runnable, source?: unknown): void {
    if (source !== undefined) (entry as Handle)._of = source;
    if (this._state !== PENDING) {
      this._loop._enqueue(entry);
    } else if (this._callbacks === null) {
      this._callbacks = entry;
    } else if (Array.isArray(this._callbacks)) {
      this._callbacks.push(entry);
    } else {
      this._callbacks = [this._callbacks, entry];
    }
  }
}

/**
 * Tells whether `value` is a {@linkcode Future} or a task.
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
