/**
 * The state of a future, and what waits for it.
 *
 * A `Future` is the public face of a {@linkcode FutureCore}. The code of this package passes cores around; where the
 * program may have overridden a method, `cancel()` above all, it calls that of the face.
 */

import { contextTask } from "./_context.ts";
import { CancelledError, RuntimeError } from "./errors.ts";
import {
  CANCELLED,
  ERROR,
  type FutureState,
  type LoopInternals,
  PENDING,
  RESULT,
  RUN,
  type Runnable,
  type TaskInternals,
} from "./internals.ts";
import { deepStack } from "./_stacks.ts";
import { isInstance, stackOf, textOf } from "./_util.ts";

/** The public future as its core sees it. */
export interface FutureOwner {
  readonly [Symbol.toStringTag]: string;
  cancel(reason?: unknown): boolean;
}

/** The state of a future. */
export class FutureCore {
  /** The public future. */
  owner!: FutureOwner;
  readonly loop: LoopInternals;
  state: FutureState = PENDING;
  /** The result or the error. */
  value: unknown = undefined;
  /** One or several runnables, to be queued when it is done. */
  callbacks: Runnable | Runnable[] | null = null;
  cancelReason: unknown = undefined;
  /** The error that every waiter of a cancelled future gets. */
  cancelledError: CancelledError | null = null;
  /** What is known of an error that no code has asked for yet. */
  unretrieved: Unretrieved | null = null;
  /** Called when the future is cancelled: for what is settled elsewhere. */
  onCancel: ((reason: unknown) => void) | null = null;

  constructor(loop: LoopInternals) {
    this.loop = loop;
  }

  cancel(reason: unknown): boolean {
    if (this.state !== PENDING) return false;
    this.cancelReason = reason;
    this.finish(CANCELLED, undefined);
    this.onCancel?.(reason);
    return true;
  }

  /** What a waiter gets that is to be rejected. */
  error(): unknown {
    return this.state === CANCELLED ? this.makeCancelledError() : this.value;
  }

  makeCancelledError(): CancelledError {
    return this.cancelledError ??= new CancelledError(this.cancelReason);
  }

  /** Fails with anything, as a coroutine can. */
  fail(error: unknown): void {
    this.finish(ERROR, error);
    const { owner } = this;
    this.unretrieved = new Unretrieved(
      owner,
      this.loop,
      error,
      owner[Symbol.toStringTag],
    );
  }

  /** The error was asked for: it will not be reported. */
  retrieve(): void {
    if (this.unretrieved !== null) {
      this.unretrieved.forget();
      this.unretrieved = null;
    }
  }

  finish(state: FutureState, value: unknown): void {
    this.state = state;
    this.value = value;
    const { callbacks } = this;
    if (callbacks === null) return;
    this.callbacks = null;
    if (Array.isArray(callbacks)) {
      for (let i = 0; i < callbacks.length; i++) {
        this.loop.enqueue(callbacks[i]!);
      }
    } else {
      this.loop.enqueue(callbacks);
    }
  }

  addCallback(entry: Runnable): void {
    if (this.state !== PENDING) {
      this.loop.enqueue(entry);
    } else if (this.callbacks === null) {
      this.callbacks = entry;
    } else if (Array.isArray(this.callbacks)) {
      this.callbacks.push(entry);
    } else {
      this.callbacks = [this.callbacks, entry];
    }
  }

  /**
   * Takes callbacks out.
   *
   * @returns how many there were.
   */
  dropCallbacks(isMeant: (entry: Runnable) => boolean): number {
    const { callbacks } = this;
    if (callbacks === null) return 0;
    const all = Array.isArray(callbacks) ? callbacks : [callbacks];
    const kept = all.filter((entry) => !isMeant(entry));
    this.callbacks = kept.length === 0 ? null : kept;
    return all.length - kept.length;
  }

  /** A promise of the result, on behalf of the current task. */
  promise<T>(): Promise<T> {
    switch (this.state) {
      case PENDING:
        break;
      case RESULT:
        return Promise.resolve(this.value as T);
      default:
        this.retrieve();
        return Promise.reject(this.error());
    }
    let task = contextTask();
    if (task !== null && task.state !== PENDING) {
      const instead = waitAbandoned<T>(task, this.loop);
      if (instead !== null) return instead;
      task = null;
    }
    if (task !== null) {
      const refusal = this.refusalFor(task);
      if (refusal !== null) return Promise.reject(refusal);
    }
    const deferred = newPromise<T>();
    const waiter = new Waiter(
      this,
      task,
      deferred.resolve as (value: unknown) => void,
      deferred.reject,
    );
    this.addCallback(waiter);
    if (task !== null) {
      if (this.loop.getDebug()) waiter.origin = deepStack();
      task.waitFor(waiter);
    }
    return deferred.promise;
  }

  /** Why a task cannot wait for this future, `null` if it can. */
  refusalFor(task: TaskInternals): RuntimeError | null {
    if (task === this as unknown) {
      return new RuntimeError(`Task cannot await on itself: ${task.owner}`);
    }
    if (task.loop === this.loop) return null;
    return new RuntimeError(
      `Task ${task.owner} got Future ${this.owner} attached to a different loop`,
    );
  }

  /** Ends it with a result that comes from outside of the loop, unless it is too late. */
  resolve(value: unknown): void {
    if (isOpen(this)) this.finish(RESULT, value);
  }

  /** Ends it with an error that comes from outside of the loop, unless it is too late. */
  reject(error: unknown): void {
    if (!isOpen(this)) return;
    if (isInstance(error, CancelledError)) {
      this.cancelReason = error.reason;
      this.cancelledError = error;
      this.finish(CANCELLED, undefined);
    } else this.fail(error);
  }

  /** Ends it as a promise ends. */
  follow(promise: PromiseLike<unknown>): void {
    promise.then(
      (value) => this.resolve(value),
      (error) => this.reject(error),
    );
  }
}

/** Whether a result from outside can end a future. A function: a private method would cost each object a field. */
function isOpen({ state, loop }: FutureCore): boolean {
  return state === PENDING && !loop.isClosed();
}

/*
 * Errors of futures that no code has asked for are reported once, when the future
 * is garbage or when its loop closes, whichever comes first.
 */

const registry = new FinalizationRegistry<Unretrieved>((record) =>
  record.report()
);

/** An error that is still to be asked for. It must not hold its future. */
class Unretrieved {
  readonly #loop: LoopInternals;
  readonly #error: unknown;
  readonly #kind: string;
  readonly #source: string;

  constructor(
    future: object,
    loop: LoopInternals,
    error: unknown,
    kind: string,
  ) {
    this.#loop = loop;
    this.#error = error;
    this.#kind = kind;
    this.#source = textOf(future);
    // Until it is read, a stack holds the objects of its frames, tasks included,
    // and the future would never become garbage.
    stackOf(error);
    loop.unretrieved.add(this);
    registry.register(future, this, this);
  }

  /** The error was asked for. */
  forget(): void {
    this.#loop.unretrieved.delete(this);
    registry.unregister(this);
  }

  /** Hands the error to the loop's exception handler, the first time. */
  report(): void {
    if (!this.#loop.unretrieved.delete(this)) return;
    registry.unregister(this);
    this.#loop.owner.callExceptionHandler({
      message: `${this.#kind} exception was never retrieved`,
      exception: this.#error,
      source: this.#source,
    });
  }
}

/**
 * A wait of ours in a task that is over: one that was given up while it waited
 * for the platform.
 *
 * The first one throws the cancellation. Later ones, clean-up for instance, wait
 * as usual while the loop is there; without it they never end, so that code that
 * catches everything and tries again comes to rest.
 *
 * @returns the promise to wait for; `null` to wait as usual.
 */
export function waitAbandoned<T>(
  task: TaskInternals,
  loop: LoopInternals,
): Promise<T> | null {
  if (task.abandoned === false) return null;
  if (task.abandoned === "armed") {
    task.abandoned = "told";
    return Promise.reject(task.makeCancelledError());
  }
  return loop.isClosed() ? new Promise<T>(() => {}) : null;
}

/** A promise together with the functions that settle it. */
export interface Deferred<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: unknown) => void;
}

let resolveNew: (value: never) => void;
let rejectNew: (reason: unknown) => void;
/** One executor for all promises: no closure per promise. */
const executor = (
  resolve: (value: never) => void,
  reject: (reason: unknown) => void,
): void => {
  resolveNew = resolve;
  rejectNew = reject;
};

/** Makes a promise; cheaper than `Promise.withResolvers()`. */
export function newPromise<T>(): Deferred<T> {
  const promise = new Promise<T>(executor);
  return {
    promise,
    resolve: resolveNew as (value: T) => void,
    reject: rejectNew,
  };
}

/**
 * Ends an `await` in the loop's turn that follows the end of its future. With
 * no future it waits for its place in the ready queue alone.
 */
export class Waiter implements Runnable {
  /** Where the wait began; in debug mode only. */
  origin: Error | null = null;
  constructor(
    readonly future: FutureCore | null,
    readonly task: TaskInternals | null,
    readonly resolve: (value: unknown) => void,
    readonly reject: (reason: unknown) => void,
    readonly value?: unknown,
  ) {}

  [RUN](this: void, self: Waiter): void {
    const { future, task } = self;
    if (task !== null && task.wake(self)) return;
    if (future === null) {
      self.resolve(self.value);
    } else if (future.state === RESULT) {
      self.resolve(future.value);
    } else if (future.state === PENDING) {
      // The task has left a circle of tasks that wait for each other.
      self.reject(task!.makeCancelledError());
    } else {
      future.retrieve();
      self.reject(future.error());
    }
  }

  /** Passes the outcome on to others than those who wait. */
  settle(
    resolve: (value: unknown) => void,
    reject: (reason: unknown) => void,
  ): void {
    const run = this[RUN];
    run(new Waiter(this.future, null, resolve, reject, this.value));
  }
}

/**
 * Tells code of this package that a future is done: a callback without the
 * context and the arguments of a handle.
 */
export class DoneListener implements Runnable {
  constructor(
    readonly future: FutureCore,
    readonly tell: (future: FutureCore) => void,
  ) {}

  [RUN](this: void, self: DoneListener): void {
    const { tell } = self;
    tell(self.future);
  }
}
