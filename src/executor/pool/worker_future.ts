/**
 * What `submit()` returns.
 *
 * @module
 */

import { _known } from "../../asyncio/core/cancellable.ts";
import type {
  ExecutorJob,
  JobListener,
} from "../../asyncio/threads/executor.ts";
import {
  CancelledError,
  InvalidStateError,
} from "../../asyncio/core/errors.ts";
import type { BaseEventLoop } from "../../asyncio/core/loop.ts";
import { logError } from "../../asyncio/core/_util.ts";
import { type ErrorData, errorFromData } from "../shared/error_codec.ts";
import type { JobMessage } from "../shared/messages.ts";
import type {
  JobOptions,
  SerializedArguments,
  WorkerFunction,
} from "./functions.ts";
import type { WorkerHost } from "./host.ts";

const PENDING = 0;
const FINISHED = 1;
const FAILED = 2;
const CANCELLED = 3;

/** @internal What a future asks of its pool. */
export interface FutureOwner {
  cancel(future: WorkerFuture<unknown>, reason: unknown): boolean;
}

/**
 * A call that runs, or will run, in a Worker; as
 * [concurrent.futures.Future](https://docs.python.org/3/library/concurrent.futures.html#future-objects). `await` it, or
 * its `promise`.
 *
 * As there, a failure is not reported unless it is retrieved.
 *
 * @typeParam T The type of the result.
 *
 * @example
 * ```ts
 * import { WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * const future = pool.submit((a: number, b: number) => a + b, 20, 22);
 * assertEquals(await future, 42);
 * assertEquals(future.done(), true);
 * ```
 */
export class WorkerFuture<T> implements ExecutorJob<T>, PromiseLike<T> {
  #state = PENDING;
  #value: unknown = undefined;
  #promise: Promise<T> | null = null;
  #resolve: ((value: T) => void) | null = null;
  #reject: ((error: unknown) => void) | null = null;
  #callbacks: ((future: WorkerFuture<T>) => unknown)[] | null = null;
  #listener: JobListener<T> | null = null;
  readonly #owner: FutureOwner;

  /** @internal */
  readonly _id: number;
  /** @internal */
  readonly _function: WorkerFunction;
  /** @internal */
  readonly _options: JobOptions | null;
  /** @internal Made where the job was submitted; its stack is not written out unless the job fails. */
  readonly _caller: Error;
  /** @internal The Worker that has it. */
  _host: WorkerHost | null = null;
  /** @internal The slot that it is in. */
  _slot = -1;
  /** @internal Null when the job is done. */
  _arguments: SerializedArguments | null = null;
  /** @internal Not null for a stream: called with each value. */
  _onValue: ((value: unknown) => void) | null = null;
  /** The loop that it was submitted from, if one ran. */
  readonly #loop: BaseEventLoop | null;

  /** @internal Futures are made by `submit()`. */
  constructor(
    owner: FutureOwner,
    id: number,
    fn: WorkerFunction,
    options: JobOptions | null,
    caller: Error,
    loop: BaseEventLoop | null,
  ) {
    this.#owner = owner;
    this._id = id;
    this._function = fn;
    this._options = options;
    this._caller = caller;
    this.#loop = loop;
  }

  /** A promise of the outcome; rejects with a `CancelledError` if the job is cancelled. */
  get promise(): Promise<T> {
    if (this.#promise !== null) return this.#promise;
    switch (this.#state) {
      case FINISHED:
        return this.#promise = Promise.resolve(this.#value as T);
      case PENDING:
        return this.#promise = new Promise<T>((resolve, reject) => {
          this.#resolve = resolve;
          this.#reject = reject;
        });
      default:
        return this.#promise = Promise.reject(this.#value);
    }
  }

  /** Waits for the result; this is what `await` calls. Cancelling the task that awaits it cancels the job. */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return _known(this.promise, (reason) => this.cancel(reason))
      .then(onFulfilled, onRejected);
  }

  /**
   * Cancels the job. One that has not begun never runs. One that runs is told by its `AbortSignal`, and if it has not
   * ended when the pool's `cancelGrace` is over, its Worker is ended and replaced; the future is cancelled at once.
   *
   * This goes further than `concurrent.futures`, where a call that runs cannot be cancelled.
   *
   * @param reason Travels with the `CancelledError`, and to the job.
   * @returns False if it was done already.
   */
  cancel(reason?: unknown): boolean {
    if (this.#state !== PENDING) return false;
    return this.#owner.cancel(this as WorkerFuture<unknown>, reason);
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this.#state === CANCELLED;
  }

  /** Whether a Worker runs it now. */
  running(): boolean {
    return this.#state === PENDING &&
      (this._host?.runs(this as WorkerFuture<unknown>) ?? false);
  }

  /** Whether it has a result or an error, or was cancelled. */
  done(): boolean {
    return this.#state !== PENDING;
  }

  /**
   * Returns the result. JavaScript cannot wait here: that is what `await` is for.
   *
   * @throws {InvalidStateError} If it is not there yet.
   * @throws {CancelledError} If the job was cancelled.
   * @throws What the job threw.
   */
  result(): T {
    if (this.#state === PENDING) {
      throw new InvalidStateError("The job is not done yet");
    }
    if (this.#state !== FINISHED) throw this.#value;
    return this.#value as T;
  }

  /**
   * Returns what the job threw, or null if it has a result.
   *
   * @throws {InvalidStateError} If it is not done yet.
   * @throws {CancelledError} If the job was cancelled.
   */
  exception(): unknown {
    if (this.#state === FAILED) return this.#value;
    this.result();
    return null;
  }

  /** Has `callback` called with this future when it is done; at once if it is. Its errors go to the console. */
  addDoneCallback(callback: (future: WorkerFuture<T>) => unknown): void {
    if (this.#state !== PENDING) this.#call(callback);
    else (this.#callbacks ??= []).push(callback);
  }

  /** `"WorkerFuture"`. */
  get [Symbol.toStringTag](): string {
    return "WorkerFuture";
  }

  /** Calls a function of the options, on the loop that the job was submitted from. */
  #post(fn: (...args: unknown[]) => unknown, args: unknown[]): void {
    if (this.#loop === null) callNow(fn, args);
    else if (!this.#loop.isClosed()) {
      this.#loop.callSoonThreadsafe(fn, ...args);
    }
  }

  /** @internal Hands on what the job sends while it runs. */
  _receive(message: JobMessage): void {
    const options = this._options;
    switch (message.t) {
      case "value":
        this._onValue?.(message.value);
        return;
      case "progress":
        if (options?.onProgress === undefined) return;
        this.#post(options.onProgress, [message.value]);
        return;
      case "log":
        this.#post(options?.onLog ?? console.log, message.args);
        return;
      case "call": {
        const { name, args } = message;
        const handlers = options?.handlers ?? {};
        const handler = Object.hasOwn(handlers, name)
          ? handlers[name]!
          : () => {
            throw new TypeError(`The job has no handler "${name}"`);
          };
        this.#post(handler, args);
      }
    }
  }

  /** @internal */
  _settle(listener: JobListener<T>): void {
    if (this.#state === PENDING) this.#listener = listener;
    else if (this.#state === FINISHED) listener._resolve(this.#value as T);
    else listener._reject(this.#value);
  }

  /** @internal */
  _succeed(value: unknown): void {
    if (this.#state !== PENDING) return;
    this.#state = FINISHED;
    this.#value = value;
    this.#resolve?.(value as T);
    this.#listener?._resolve(value as T);
    this.#ended();
  }

  /** @internal */
  _failFrom(data: ErrorData): void {
    if (data.classes[0] === "CancelledError") {
      this._cancel((data.fields as { reason?: unknown }).reason);
    } else this._fail(errorFromData(data, this._caller.stack));
  }

  /** @internal */
  _fail(error: unknown): void {
    if (this.#state === PENDING) this.#reject_(FAILED, error);
  }

  /** @internal */
  _cancel(reason: unknown): void {
    if (this.#state === PENDING) {
      this.#reject_(CANCELLED, new CancelledError(reason));
    }
  }

  #reject_(state: number, error: unknown): void {
    this.#state = state;
    this.#value = error;
    this.#reject?.(error);
    this.#listener?._reject(error);
    this.#ended();
  }

  #ended(): void {
    this._arguments = null;
    this.#listener = null;
    const callbacks = this.#callbacks;
    if (callbacks === null) return;
    this.#callbacks = null;
    for (const callback of callbacks) this.#call(callback);
  }

  #call(callback: (future: WorkerFuture<T>) => unknown): void {
    try {
      callback(this);
    } catch (error) {
      logError("Exception in a callback of a WorkerFuture:", error);
    }
  }
}

/** Cancels a job when its signal is aborted. */
export function followSignal(
  future: WorkerFuture<unknown>,
  signal: AbortSignal | undefined,
): void {
  if (signal === undefined) return;
  const abort = () => void future.cancel(signal.reason);
  if (signal.aborted) return abort();
  signal.addEventListener("abort", abort, { once: true });
  future.addDoneCallback(() => signal.removeEventListener("abort", abort));
}

function callNow(fn: (...args: unknown[]) => unknown, args: unknown[]): void {
  try {
    fn(...args);
  } catch (error) {
    logError("Exception in a callback of a job:", error);
  }
}
