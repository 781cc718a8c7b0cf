/**
 * Tasks: coroutines that the loop runs.
 *
 * @module
 */

import {
  callInContext,
  captureContext,
  contextForTask,
  contextTask,
  type RawContext,
  runAndCapture,
  runInContext,
} from "./_context.ts";
import type { Context } from "./context.ts";
import { Coroutine, type CoroutineLike, isCoroutine } from "./coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop } from "./running.ts";
import { CANCELLED, ERROR, PENDING, RESULT } from "./_state.ts";
import {
  describeFunction,
  describeValue,
  isGenerator,
  isPromiseLike,
} from "./_util.ts";
import { printTaskStack, type StackOptions, taskStack } from "./_task_stack.ts";
import type { Waiter } from "./_waiter.ts";

/** Options of `createTask()`. */
export interface TaskOptions {
  /** The task's name. Default: `Task-` and a number. */
  name?: unknown;
  /** The context to run in. Default: a copy of the current one. */
  context?: Context;
  /**
   * Whether the first step runs at once, before `createTask()` returns, rather
   * than in the loop's next turn. Default: `false`.
   */
  eagerStart?: boolean;
}

/** Options of the constructor of {@linkcode Task}. */
export interface TaskConstructorOptions extends TaskOptions {
  /** The loop to run on. Default: `getEventLoop()`. */
  loop?: BaseEventLoop;
}

type AnyGenerator = Generator<unknown, unknown, unknown>;

let taskNumber = 0;

/**
 * A coroutine that the loop runs, and the future of its result.
 *
 * The coroutine is started in the loop's next turn. It runs in its own copy of
 * the async context, in which `currentTask()` is the task.
 *
 * JavaScript cannot throw into an async function, so a task notes which of this
 * package's awaitables it waits for: `cancel()` cancels those, and the
 * `CancelledError` comes out of the `await`. While a task waits for a foreign
 * promise, `cancel()` aborts {@linkcode Task.signal} and the error is thrown at
 * the next awaitable of ours. A generator coroutine can be thrown into at any
 * `yield`.
 *
 * @typeParam T the type of the result.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, run, sleep } from "./mod.ts";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     await sleep(1);
 *     return "done";
 *   });
 *   assert(await task === "done");
 * });
 * ```
 */
export class Task<T> extends Future<T> {
  /** @internal */
  _cancelled = false;
  /** @internal The context of its steps; carries the task itself. */
  _context: RawContext;
  /** @internal What the context was before the task was added to it. */
  _baseContext: RawContext;
  /** @internal Neighbours in the loop's list of unfinished tasks. */
  _previous: Task<unknown> | null = null;
  /** @internal */
  _next: Task<unknown> | null = null;

  readonly #coroutine: CoroutineLike<T>;
  #generator: AnyGenerator | null = null;
  /** The future that a generator yielded and has not been resumed for. */
  #yielded: Future<unknown> | null = null;
  /** What the `await`s of the task's functions wait for; seldom several. */
  #waiter: Waiter | null = null;
  #moreWaiters: Set<Waiter> | null = null;
  #mustCancel = false;
  #cancelRequests = 0;
  #name: string | number;
  #controller: AbortController | null = null;
  /** Whether the signal was taken for a wait that is still going on. */
  #signalTaken = false;
  #sharedContext: Context | null = null;

  /**
   * Makes a task and queues its first step; `createTask()` is the usual way.
   *
   * @throws {TypeError} if `coroutine` is not one.
   * @throws {RuntimeError} if the loop is closed.
   */
  constructor(coroutine: CoroutineLike<T>, options?: TaskConstructorOptions) {
    if (!isCoroutine(coroutine)) {
      throw new TypeError(
        `a coroutine was expected, got ${describeValue(coroutine)}`,
      );
    }
    const loop = options?.loop ?? getEventLoop();
    super({ loop });
    const name = options?.name;
    this.#name = name === undefined || name === null
      ? ++taskNumber
      : String(name);
    this.#coroutine = coroutine;
    const context = options?.context;
    if (context === undefined) {
      this._baseContext = captureContext();
    } else {
      this.#sharedContext = context;
      this._baseContext = context._raw;
    }
    this._context = contextForTask(this as Task<unknown>, this._baseContext);
    // It may reject before the first step, when nobody listens yet.
    if (coroutine instanceof Promise) coroutine.catch(() => {});
    loop._checkClosed();
    loop._addTask(this as Task<unknown>);
    if (options?.eagerStart === true) {
      runInContext(this._context, () => this._run());
    } else {
      loop._enqueue(this);
    }
  }

  /** Returns the task's name. */
  getName(): string {
    const name = this.#name;
    return typeof name === "number" ? (this.#name = `Task-${name}`) : name;
  }

  /** Names the task; what is not a string is made one. */
  setName(name: unknown): void {
    this.#name = String(name);
  }

  /** Returns what the task runs, as it was given. */
  getCoro(): CoroutineLike<T> {
    return this.#coroutine;
  }

  /** @internal Overridden to say that the result is the coroutine's business. */
  override setResult(_result: T): never {
    throw new RuntimeError("Task does not support set_result operation");
  }

  /** @internal */
  override setException(_error: unknown): never {
    throw new RuntimeError("Task does not support set_exception operation");
  }

  /**
   * Asks the task to stop: a `CancelledError` is thrown at the `await` (or
   * `yield`) where it waits.
   *
   * @param reason travels with the error. Of several requests before the error
   * is delivered, the first one's counts.
   * @returns `false` if the task was done already, else `true`.
   */
  override cancel(reason?: unknown): boolean {
    if (this._state !== PENDING) return false;
    this.#cancelRequests++;
    if (this.#cancelWaits(reason)) return true;
    this.#mustCancel = true;
    this._cancelReason = reason;
    this._cancelledError = null;
    if (this.#controller !== null) {
      const controller = this.#controller;
      this.#controller = null;
      // The platform function that was given the signal throws the error for us.
      if (this.#signalTaken) this.#mustCancel = false;
      this.#signalTaken = false;
      controller.abort(this._makeCancelledError());
    }
    return true;
  }

  /**
   * Counts the requests to cancel that {@linkcode Task.uncancel} has not taken
   * back.
   */
  cancelling(): number {
    return this.#cancelRequests;
  }

  /**
   * Takes one request to cancel back. With the last one, a cancellation that
   * was not delivered yet is off.
   *
   * @returns how many requests remain.
   */
  uncancel(): number {
    if (this.#cancelRequests > 0) {
      this.#cancelRequests--;
      if (this.#cancelRequests === 0) this.#mustCancel = false;
    }
    return this.#cancelRequests;
  }

  /**
   * A signal that is aborted, with the `CancelledError` as its reason, when the
   * task is cancelled while it waits for the platform.
   *
   * Read it where it is used, `await fetch(url, { signal: task.signal })`: what
   * it aborts counts as the delivery of the cancellation.
   */
  get signal(): AbortSignal {
    if (this.#mustCancel) {
      this.#mustCancel = false;
      return AbortSignal.abort(this._makeCancelledError());
    }
    this.#signalTaken = true;
    return (this.#controller ??= new AbortController()).signal;
  }

  /** `"Task"`. */
  override get [Symbol.toStringTag](): string {
    return "Task";
  }

  /** @internal */
  override _describe(): string[] {
    const parts = super._describe();
    if (this._state === PENDING && this.#cancelRequests > 0) {
      parts[1] = "cancelling";
    }
    parts.splice(
      2,
      0,
      `name='${this.getName()}'`,
      `coro=${this.#describeCoroutine()}`,
    );
    for (const { future } of this._waits()) {
      if (future !== null && future !== this as unknown) {
        parts.push(`wait_for=${future}`);
      }
    }
    return parts;
  }

  #describeCoroutine(): string {
    const coroutine = this.#coroutine;
    if (typeof coroutine === "function") {
      return `<${describeFunction(coroutine)}>`;
    }
    if (coroutine instanceof Coroutine) return `<${coroutine.name}>`;
    return isGenerator(coroutine) ? "<generator>" : "<promise>";
  }

  /** @internal A step: the first one, or one after a generator's `yield`. */
  _run(): void {
    const shared = this.#sharedContext;
    try {
      if (shared === null) {
        callInContext(this._context, step, [this]);
      } else {
        this.#sharedContext = null;
        const [, after] = runAndCapture(this._context, () => step(this));
        shared._raw = after;
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @internal Runs the coroutine up to its next wait. */
  _step(): void {
    if (this._state !== PENDING) return;
    if (this.#generator !== null) {
      const future = this.#yielded;
      this.#yielded = null;
      if (future === null) {
        this.#advance(false, undefined);
      } else if (future._state === RESULT) {
        this.#advance(false, future._value);
      } else {
        future._retrieve();
        this.#advance(true, future._error());
      }
      return;
    }
    this.#start();
  }

  #start(): void {
    let coroutine: unknown = this.#coroutine;
    if (this.#mustCancel) {
      // The body never runs; a generator gets the chance to refuse.
      if (!isGenerator(coroutine)) {
        this.#mustCancel = false;
        this.#settleCancelled(null);
        return;
      }
    }
    if (coroutine instanceof Coroutine) coroutine = coroutine._take();
    const made = typeof coroutine === "function" ? coroutine() : coroutine;
    if (made instanceof Promise) {
      this.#follow(made as Promise<T>);
    } else if (isGenerator(made)) {
      this.#generator = made;
      this.#advance(false, undefined);
    } else if (isPromiseLike(made)) {
      this.#follow(made as PromiseLike<T>);
    } else {
      this.#succeeded(made as T);
    }
  }

  /** Ends the task when the promise of its async function ends. */
  #follow(promise: PromiseLike<T>): void {
    promise.then(
      (value) => this.#succeeded(value),
      (error) => this.#failed(error),
    );
  }

  /** Resumes the generator, and arranges for the next time. */
  #advance(failed: boolean, value: unknown): void {
    if (this.#mustCancel) {
      this.#mustCancel = false;
      if (!failed || !(value instanceof CancelledError)) {
        value = this._makeCancelledError();
      }
      failed = true;
    }
    const generator = this.#generator!;
    let step: IteratorResult<unknown, unknown>;
    try {
      step = failed ? generator.throw(value) : generator.next(value);
    } catch (error) {
      this.#failed(error);
      return;
    }
    if (step.done) this.#succeeded(step.value as T);
    else this.#awaitYielded(step.value);
  }

  #awaitYielded(value: unknown): void {
    if (value === undefined || value === null) {
      this._loop._enqueue(this);
    } else if (value instanceof Future) {
      if (value === this as unknown) {
        this.#refuse(`Task cannot await on itself: ${this}`);
      } else if (value._loop !== this._loop) {
        this.#refuse(
          `Task ${this} got Future ${value} attached to a different loop`,
        );
      } else {
        this.#yielded = value;
        value._addCallback(this);
        if (this.#mustCancel && value.cancel(this._cancelReason)) {
          this.#mustCancel = false;
        }
      }
    } else if (isPromiseLike(value)) {
      this.#awaitPromise(value);
    } else if (isGenerator(value)) {
      this.#refuse(
        `yield was used instead of yield* for generator in task ${this}`,
      );
    } else {
      this.#refuse(`Task got bad yield: ${describeValue(value)}`);
    }
  }

  /** Throws at the `yield`, in a turn of its own. */
  #refuse(message: string): void {
    const future = this._loop.createFuture<never>();
    future._addCallback(this);
    this.#yielded = future;
    future.setException(new RuntimeError(message));
  }

  /**
   * A coroutine of ours registers what it waits for by itself and is resumed in
   * the drain of that turn. A foreign promise becomes a future, so that the
   * generator can be thrown into while it waits.
   */
  #awaitPromise(promise: PromiseLike<unknown>): void {
    if (promise instanceof Coroutine) {
      promise.then(
        (value) => this.#resume(false, value),
        (error) => this.#resume(true, error),
      );
      return;
    }
    const future = this._loop.createFuture<unknown>();
    promise.then(
      (value) => {
        if (future._state === PENDING) future.setResult(value);
      },
      (error) => {
        if (future._state === PENDING) future._fail(error);
      },
    );
    this.#awaitYielded(future);
  }

  #resume(failed: boolean, value: unknown): void {
    runInContext(this._context, () => this.#advance(failed, value));
  }

  #succeeded(value: T): void {
    if (this._state !== PENDING) return;
    if (this.#mustCancel) {
      this.#mustCancel = false;
      this.#settleCancelled(null);
    } else {
      this.#end();
      this._finish(RESULT, value);
    }
  }

  #failed(error: unknown): void {
    if (this._state !== PENDING) return;
    if (error instanceof CancelledError) {
      this.#settleCancelled(error);
      return;
    }
    this.#end();
    this._fail(error);
    if (error instanceof FatalError) this._loop._fatal(error);
  }

  #settleCancelled(error: CancelledError | null): void {
    if (error !== null) this._cancelledError = error;
    this.#end();
    this._finish(CANCELLED, undefined);
  }

  #end(): void {
    this._loop._removeTask(this as Task<unknown>);
    this.#generator = null;
    this.#controller = null;
  }

  /** Cancels what the task waits for; tells whether there was anything. */
  #cancelWaits(reason: unknown): boolean {
    let any = this.#yielded?.cancel(reason) ?? false;
    const waiter = this.#waiter;
    const more = this.#moreWaiters;
    if (waiter?.future?.cancel(reason) === true) any = true;
    if (more !== null) {
      for (const other of [...more]) {
        if (other.future?.cancel(reason) === true) any = true;
      }
    }
    return any;
  }

  /** @internal What its `await`s and its `yield` wait for. */
  _waits(): { future: Future<unknown> | null; origin: Error | null }[] {
    const waits: { future: Future<unknown> | null; origin: Error | null }[] =
      [];
    if (this.#yielded !== null) {
      waits.push({ future: this.#yielded, origin: null });
    }
    if (this.#waiter !== null) waits.push(this.#waiter);
    if (this.#moreWaiters !== null) waits.push(...this.#moreWaiters);
    return waits;
  }

  /**
   * Returns the lines of the stack where the task waits, the innermost first:
   * in debug mode only, for otherwise nobody took note. For a task that has
   * failed, those of its error.
   */
  getStack(options?: StackOptions): string[] {
    return taskStack(this as Task<unknown>, options);
  }

  /** Writes the stack where the task waits, or failed, to the console. */
  printStack(options?: StackOptions): void {
    printTaskStack(this as Task<unknown>, options);
  }

  /** @internal An `await` of this task begins to wait. */
  _waitFor(waiter: Waiter): void {
    this.#signalTaken = false;
    if (this.#waiter === null) this.#waiter = waiter;
    else (this.#moreWaiters ??= new Set()).add(waiter);
    if (this.#mustCancel && waiter.future!.cancel(this._cancelReason)) {
      this.#mustCancel = false;
    }
  }

  /**
   * @internal An `await` of this task ends: returns the error that it gets
   * instead of its result if the task was cancelled meanwhile.
   */
  _wake(waiter: Waiter): CancelledError | null {
    if (this.#waiter === waiter) this.#waiter = null;
    else this.#moreWaiters?.delete(waiter);
    if (!this.#mustCancel || this._state !== PENDING) return null;
    this.#mustCancel = false;
    const state = waiter.future?._state;
    if (state === ERROR || state === CANCELLED) {
      const error = waiter.future!._error();
      if (error instanceof CancelledError) return error;
    }
    return this._makeCancelledError();
  }
}

function step(task: Task<unknown>): void {
  task._step();
}

/**
 * Returns the task that the calling code belongs to, `null` outside tasks.
 *
 * The task is found through the async context: code that a task started
 * without waiting for it belongs to the task too, until the task is done.
 *
 * @param loop a task of another loop does not count. Default: any loop.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { currentTask, run } from "./mod.ts";
 *
 * await run(async () => assert(currentTask() !== null));
 * assert(currentTask() === null);
 * ```
 */
export function currentTask(loop?: BaseEventLoop): Task<unknown> | null {
  const task = contextTask();
  if (task === null || task._state !== PENDING) return null;
  return loop === undefined || task._loop === loop ? task : null;
}

/**
 * Returns the unfinished tasks of a loop.
 *
 * @param loop Default: the running loop.
 * @throws {RuntimeError} if no loop is given and none runs.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { allTasks, run } from "./mod.ts";
 *
 * await run(async () => assert(allTasks().size === 1));
 * ```
 */
export function allTasks(loop?: BaseEventLoop): Set<Task<unknown>> {
  return (loop ?? getEventLoop())._tasks();
}
