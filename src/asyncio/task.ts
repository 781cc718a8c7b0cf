/**
 * Tasks: coroutines that the loop runs.
 *
 * @module
 */

import {
  captureContext,
  contextForTask,
  contextTask,
  type RawContext,
  runInContext,
} from "./_context.ts";
import { Context } from "./context.ts";
import { Coroutine, type CoroutineLike, isCoroutine } from "./coroutine.ts";
import { CancelledError, RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop, getRunningLoop } from "./running.ts";
import { CANCELLED, ERROR, PENDING } from "./_state.ts";
import { printTaskStack, type StackOptions, taskStack } from "./_task_stack.ts";
import { runEagerly, runStep } from "./_task_steps.ts";
import {
  describeFunction,
  describeValue,
  isGenerator,
  isInstance,
} from "./_util.ts";
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
  /** @internal Whether an eager start is left to the caller. */
  _held?: boolean;
}

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

  /** @internal What it was made of. */
  readonly _coroutine: CoroutineLike<T>;
  /** @internal The generator that it steps, once it has begun. */
  _generator: Generator<unknown, unknown, unknown> | null = null;
  /** @internal The future that a generator yielded and has not been resumed for. */
  _yielded: Future<unknown> | null = null;
  /** @internal Whether a cancellation is still to be delivered. */
  _mustCancel = false;
  /** @internal The context that was given, until the first step has run in it. */
  _sharedContext: Context | null = null;
  /** @internal Aborts the signal. */
  _controller: AbortController | null = null;

  /** What the `await`s of the task's functions wait for; seldom several. */
  #waiter: Waiter | null = null;
  #moreWaiters: Set<Waiter> | null = null;
  #cancelRequests = 0;
  #name: string | number;
  #context: Context | null = null;
  /** Whether the signal was taken for a wait that is still going on. */
  #signalTaken = false;

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
    this._coroutine = coroutine;
    const context = options?.context;
    if (context === undefined) {
      this._baseContext = captureContext();
    } else {
      this._sharedContext = this.#context = context;
      this._baseContext = context._raw;
    }
    this._context = contextForTask(this as Task<unknown>, this._baseContext);
    // It may reject before the first step, when nobody listens yet.
    if (coroutine instanceof Promise) coroutine.catch(() => {});
    loop._checkClosed();
    loop._addTask(this as Task<unknown>);
    if (options?.eagerStart !== true) loop._enqueue(this);
    else if (options._held !== true) runEagerly(this as Task<unknown>);
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

  /**
   * Returns the context that the task runs in: the one that was given, or the
   * task's copy of that in which it was made.
   *
   * What the task itself changes after its first `await` stays in the task.
   */
  getContext(): Context {
    return this.#context ??= runInContext(
      this._baseContext,
      () => new Context(),
    );
  }

  /** Returns what the task runs, as it was given. */
  getCoro(): CoroutineLike<T> {
    return this._coroutine;
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
    this._mustCancel = true;
    this._cancelReason = reason;
    this._cancelledError = null;
    if (this._controller !== null) {
      const controller = this._controller;
      this._controller = null;
      // The platform function that was given the signal throws the error for us.
      if (this.#signalTaken) this._mustCancel = false;
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
      if (this.#cancelRequests === 0) this._mustCancel = false;
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
    if (this._mustCancel) {
      this._mustCancel = false;
      return AbortSignal.abort(this._makeCancelledError());
    }
    this.#signalTaken = true;
    return (this._controller ??= new AbortController()).signal;
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
    const coroutine = this._coroutine;
    if (typeof coroutine === "function") {
      return `<${describeFunction(coroutine)}>`;
    }
    if (coroutine instanceof Coroutine) return `<${coroutine.name}>`;
    return isGenerator(coroutine) ? "<generator>" : "<promise>";
  }

  /** @internal A step: the first one, or one after a generator's `yield`. */
  _run(this: void, task: Task<unknown>): void {
    runStep(task);
  }

  /** Cancels what the task waits for; tells whether there was anything. */
  #cancelWaits(reason: unknown): boolean {
    let any = this._yielded?.cancel(reason) ?? false;
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
    if (this._yielded !== null) {
      waits.push({ future: this._yielded, origin: null });
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
    if (this._mustCancel && waiter.future!.cancel(this._cancelReason)) {
      this._mustCancel = false;
    }
  }

  /**
   * @internal An `await` of this task ends: returns the error that it gets
   * instead of its result if the task was cancelled meanwhile.
   */
  _wake(waiter: Waiter): CancelledError | null {
    if (this.#waiter === waiter) this.#waiter = null;
    else this.#moreWaiters?.delete(waiter);
    if (!this._mustCancel || this._state !== PENDING) return null;
    this._mustCancel = false;
    const state = waiter.future?._state;
    if (state === ERROR || state === CANCELLED) {
      const error = waiter.future!._error();
      if (isInstance(error, CancelledError)) return error;
    }
    return this._makeCancelledError();
  }
}

/**
 * @internal Makes a task whose first step does not run inside the constructor:
 * the new task would then be part of the stack of what the step throws.
 */
export function _newTask<T>(
  loop: BaseEventLoop,
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
): Task<T> {
  if (options === undefined) return new Task(coroutine, { loop });
  const task = new Task(coroutine, { ...options, loop, _held: true });
  if (options.eagerStart === true) runEagerly(task as Task<unknown>);
  return task;
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
  return (loop ?? getRunningLoop())._tasks();
}
