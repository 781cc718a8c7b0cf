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
import { Cancellation, type Fate } from "./_cancellation.ts";
import { Context } from "./context.ts";
import { Coroutine, type CoroutineLike, isCoroutine } from "./coroutine.ts";
import { RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop, getRunningLoop } from "./running.ts";
import type { Runnable } from "./_ready_queue.ts";
import { PENDING } from "./_state.ts";
import { printTaskStack, type StackOptions, taskStack } from "./_task_stack.ts";
import { type Abandoned, runEagerly, runStep } from "./_task_steps.ts";
import { describeFunction, describeValue, isGenerator } from "./_util.ts";
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

/** How many tasks that wait for one another a description names. */
const MAX_DESCRIBED = 3;
let describing = 0;

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
 * import { createTask, run, sleep } from "../mod.ts";
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
  /** @internal Whether the future that was yielded has taken a cancellation. */
  _yieldReached = false;
  /** @internal Whether a request to cancel is open: see `_cancellation.ts`. */
  _mustCancel = false;
  /** @internal The context that was given, until the first step has run in it. */
  _sharedContext: Context | null = null;
  /** @internal Whether it was given up; see {@linkcode giveUp}. */
  _abandoned: Abandoned = false;
  /** @internal The requests to cancel it, if there ever were any. */
  _cancellation: Cancellation | null = null;

  /** What the `await`s of the task's functions wait for; seldom several. */
  #waiter: Waiter | null = null;
  #moreWaiters: Set<Waiter> | null = null;
  #name: string | number;
  #context: Context | null = null;

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
    return this.#requests().request(reason);
  }

  #requests(): Cancellation {
    return this._cancellation ??= new Cancellation(this as Task<unknown>);
  }

  /**
   * Counts the requests to cancel that {@linkcode Task.uncancel} has not taken
   * back.
   */
  cancelling(): number {
    return this._cancellation?.requests ?? 0;
  }

  /**
   * Takes one request to cancel back. With the last one, a cancellation that
   * was not delivered yet is off.
   *
   * @returns how many requests remain.
   */
  uncancel(): number {
    return this._cancellation?.uncancel() ?? 0;
  }

  /**
   * A signal that is aborted, with the `CancelledError` as its reason, when the
   * task is cancelled; it stays aborted until the error was thrown in the task.
   *
   * Read it where it is used: `await fetch(url, { signal: task.signal })`. A
   * signal that is kept is aborted by the first cancellation after it was read.
   */
  get signal(): AbortSignal {
    return this.#requests().signal();
  }

  /** `"Task"`. */
  override get [Symbol.toStringTag](): string {
    return "Task";
  }

  /** @internal */
  override _describe(): string[] {
    const parts = super._describe();
    if (this._state === PENDING && this.cancelling() > 0) {
      parts[1] = "cancelling";
    }
    parts.splice(
      2,
      0,
      `name='${this.getName()}'`,
      `coro=${this._describeCoroutine()}`,
    );
    // Tasks may wait for each other in a chain of any length, or in a circle.
    if (describing >= MAX_DESCRIBED) return parts;
    describing++;
    try {
      for (const { future } of this._waits()) {
        if (future !== null) parts.push(`wait_for=${future}`);
      }
    } finally {
      describing--;
    }
    return parts;
  }

  /** @internal */
  _describeCoroutine(): string {
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

  /** @internal Cancels what the task waits for. */
  _cancelWaits(fates: Map<Waiter, Fate>): void {
    const reason = this._cancelReason;
    const yielded = this._yielded;
    if (yielded !== null) {
      this._yieldReached = yielded.cancel(reason);
      if (!this._yieldReached && isInCycle(yielded)) {
        this._yielded = null;
        this.#leave(yielded, this);
      }
    }
    for (const waiter of [...this._waiters()]) {
      const { future } = waiter;
      if (future === null || fates.get(waiter) === "left") continue;
      if (future.cancel(reason)) {
        fates.set(waiter, "reached");
      } else if (isInCycle(future)) {
        fates.set(waiter, "left");
        this.#leave(future, waiter);
      }
    }
  }

  /** Breaks a wait off, to go on in a turn of its own. */
  #leave(future: Future<unknown>, entry: Runnable): void {
    future._dropCallback(entry);
    this._loop._enqueue(entry);
  }

  /** @internal What its `await`s wait for. */
  *_waiters(): Generator<Waiter, void, undefined> {
    if (this.#waiter !== null) yield this.#waiter;
    if (this.#moreWaiters !== null) yield* this.#moreWaiters;
  }

  /** @internal What its `await`s and its `yield` wait for. */
  _waits(): { future: Future<unknown> | null; origin: Error | null }[] {
    const waits: { future: Future<unknown> | null; origin: Error | null }[] = [
      ...this._waiters(),
    ];
    if (this._yielded !== null) {
      waits.unshift({ future: this._yielded, origin: null });
    }
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
    if (this._cancellation !== null) {
      this._cancellation.began(waiter);
      if (this._state !== PENDING) return;
    }
    if (this.#waiter === null) this.#waiter = waiter;
    else (this.#moreWaiters ??= new Set()).add(waiter);
  }

  /**
   * @internal An `await` of this task ends; returns whether its outcome was
   * passed on, with regard to a cancellation.
   */
  _wake(waiter: Waiter): boolean {
    if (this.#waiter === waiter) this.#waiter = null;
    else this.#moreWaiters?.delete(waiter);
    if (!this._mustCancel || this._state !== PENDING) return false;
    this._cancellation!.woke(waiter);
    return true;
  }
}

/** Of tasks that wait for each other, one refuses to be cancelled twice: there the cycle is broken. */
function isInCycle(future: Future<unknown>): boolean {
  return future instanceof Task && future._state === PENDING;
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
 * import { currentTask, run } from "../mod.ts";
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
 * import { allTasks, run } from "../mod.ts";
 *
 * await run(async () => assert(allTasks().size === 1));
 * ```
 */
export function allTasks(loop?: BaseEventLoop): Set<Task<unknown>> {
  return (loop ?? getRunningLoop())._tasks();
}
