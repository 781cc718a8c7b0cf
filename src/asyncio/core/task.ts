/**
 * Tasks: coroutines that the loop runs.
 *
 * @module
 */

import { contextTask, runInContext } from "./_context.ts";
import { Context } from "./context.ts";
import { Coroutine, isCoroutine } from "./coroutine.ts";
import type { CoroutineLike, TaskOptions } from "./coroutine_like.ts";
import { currentInternals, requireActive } from "./_current.ts";
import { RuntimeError } from "./errors.ts";
import {
  type AbstractEventLoop,
  asOptions,
  coreOf,
  describe,
  Future,
} from "./future.ts";
import { internalsOf, type LoopInternals, PENDING } from "./internals.ts";
import { printTaskStack, type StackOptions, taskStack } from "./_stacks.ts";
import { runEagerly, TaskCore } from "./_task_steps.ts";
import type { TaskState } from "./_task_state.ts";
import {
  describeFunction,
  describeSafely,
  describeValue,
  isGenerator,
} from "./_util.ts";

export type { TaskOptions } from "./coroutine_like.ts";

/** Options of the constructor of {@linkcode Task}. */
export interface TaskConstructorOptions extends TaskOptions {
  /** The loop to run on. Default: `getEventLoop()`. */
  loop?: AbstractEventLoop;
}

let taskNumber = 0;

/** Returns the state of a task. */
export function stateOf<T>(task: Task<T>): TaskCore {
  return coreOf(task) as TaskCore;
}

/** Makes the state of a task that has not begun. */
function newCore(
  loop: LoopInternals,
  coroutine: unknown,
  options: TaskOptions | undefined,
): TaskCore {
  if (!isCoroutine(coroutine)) {
    throw new TypeError(
      `a coroutine was expected, got ${
        describeValue(coroutine)
      }: pass an async function, a generator or a promise`,
    );
  }
  const name = options?.name;
  return new TaskCore(
    loop,
    coroutine,
    options?.context ?? null,
    name === undefined || name === null ? ++taskNumber : String(name),
  );
}

/** Runs or queues the first step of a task. */
function begin(core: TaskCore, options: TaskOptions | undefined): void {
  const { coroutine, loop } = core;
  // It may reject before the first step, when no code listens yet.
  if (coroutine instanceof Promise) coroutine.catch(() => {});
  loop.checkClosed();
  loop.tasks.add(core);
  if (options?.eagerStart === true) runEagerly(core);
  else loop.enqueue(core);
}

/**
 * Makes a task whose first step does not run inside the constructor: the new
 * task would then be part of the stack of what the step throws.
 */
export function newTask<T>(
  loop: LoopInternals,
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
): Task<T> {
  const core = newCore(loop, coroutine, options);
  const task = new Task(core as unknown as CoroutineLike<T>);
  begin(core, options);
  return task;
}

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
  /**
   * Makes a task and queues its first step; `createTask()` is the usual way.
   *
   * @throws {TypeError} if `coroutine` is not one.
   * @throws {RuntimeError} if the loop is closed.
   */
  constructor(coroutine: CoroutineLike<T>, options?: TaskConstructorOptions);
  constructor(
    coroutine: CoroutineLike<T> | TaskCore,
    options?: TaskConstructorOptions,
  ) {
    if (coroutine instanceof TaskCore) {
      super(asOptions(coroutine));
      return;
    }
    const core = newCore(
      options?.loop === undefined
        ? currentInternals()
        : internalsOf(options.loop),
      coroutine,
      options,
    );
    super(asOptions(core));
    begin(core, options);
  }

  /** Returns the task's name. */
  getName(): string {
    const state = stateOf(this);
    const { name } = state;
    return typeof name === "number" ? (state.name = `Task-${name}`) : name;
  }

  /** Names the task; what is not a string is made one. */
  setName(name: unknown): void {
    stateOf(this).name = String(name);
  }

  /**
   * Returns the context that the task runs in: the one that was given, or the
   * task's copy of that in which it was made.
   *
   * What the task itself changes after its first `await` stays in the task.
   */
  getContext(): Context {
    const state = stateOf(this);
    return state.publicContext ??= runInContext(
      state.baseContext,
      () => new Context(),
    );
  }

  /** Returns what the task runs, as it was given. */
  getCoro(): CoroutineLike<T> {
    return stateOf(this).coroutine as CoroutineLike<T>;
  }

  /**
   * A task has the result of its coroutine.
   *
   * @throws {RuntimeError} always.
   */
  override setResult(_result: T): never {
    throw new RuntimeError(
      "Task does not support setResult(): its result is what its coroutine returns",
    );
  }

  /**
   * A task has the error of its coroutine.
   *
   * @throws {RuntimeError} always.
   */
  override setException(_error: unknown): never {
    throw new RuntimeError(
      "Task does not support setException(): its error is what its coroutine throws",
    );
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
    if (stateOf(this).state !== PENDING) return false;
    return stateOf(this).requests().request(reason);
  }

  /**
   * Counts the requests to cancel that {@linkcode Task.uncancel} has not taken
   * back.
   */
  cancelling(): number {
    return stateOf(this).cancellation?.requests ?? 0;
  }

  /**
   * Takes one request to cancel back. With the last one, a cancellation that
   * was not delivered yet is off.
   *
   * @returns how many requests remain.
   */
  uncancel(): number {
    return stateOf(this).cancellation?.uncancel() ?? 0;
  }

  /**
   * A signal that is aborted, with the `CancelledError` as its reason, when the
   * task is cancelled; it stays aborted until the error was thrown in the task.
   *
   * Read it where it is used: `await fetch(url, { signal: task.signal })`. A
   * signal that is kept is aborted by the first cancellation after it was read.
   */
  get signal(): AbortSignal {
    return stateOf(this).requests().signal();
  }

  /** `"Task"`. */
  override get [Symbol.toStringTag](): string {
    return "Task";
  }

  /** Describes the task, for messages and logs. */
  override toString(): string {
    return describeSafely(this, () => {
      const [state, ...outcome] = describe(stateOf(this));
      const parts = [
        this[Symbol.toStringTag],
        stateOf(this).state === PENDING && this.cancelling() > 0
          ? "cancelling"
          : state,
        `name='${this.getName()}'`,
        `coro=${describeCoroutine(stateOf(this))}`,
        ...outcome,
        ...describeWaits(stateOf(this)),
      ];
      return `<${parts.join(" ")}>`;
    });
  }

  /**
   * Returns the lines of the stack where the task waits, the innermost first:
   * in debug mode only, for otherwise it is not recorded. For a task that has
   * failed, those of its error.
   */
  getStack(options?: StackOptions): string[] {
    return taskStack(stateOf(this), options);
  }

  /** Writes the stack where the task waits, or failed, to the console. */
  printStack(options?: StackOptions): void {
    printTaskStack(stateOf(this), options);
  }
}

/** Says in a message what a task runs. */
export function describeCoroutine({ coroutine }: TaskState): string {
  if (typeof coroutine === "function") {
    return `<${describeFunction(coroutine)}>`;
  }
  if (coroutine instanceof Coroutine) return `<${coroutine.name}>`;
  return isGenerator(coroutine) ? "<generator>" : "<promise>";
}

/** Says what a task waits for. Tasks may wait for each other in a chain of any length, or in a circle. */
function describeWaits(state: TaskState): string[] {
  if (describing >= MAX_DESCRIBED) return [];
  describing++;
  try {
    return state.waits().flatMap(({ future }) =>
      future === null ? [] : [`wait_for=${future.owner}`]
    );
  } finally {
    describing--;
  }
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
export function currentTask(loop?: AbstractEventLoop): Task<unknown> | null {
  const task = contextTask();
  if (task === null || task.state !== PENDING) return null;
  return loop === undefined || task.loop.owner === loop
    ? task.owner as Task<unknown>
    : null;
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
export function allTasks(loop?: AbstractEventLoop): Set<Task<unknown>> {
  const internals = loop === undefined ? requireActive() : internalsOf(loop);
  const tasks = new Set<Task<unknown>>();
  for (const { owner } of internals.tasks) tasks.add(owner as Task<unknown>);
  return tasks;
}

/**
 * A task factory whose tasks run their first step at once, before
 * `createTask()` returns.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, eagerTaskFactory, getRunningLoop, run } from "../mod.ts";
 *
 * await run(async () => {
 *   getRunningLoop().setTaskFactory(eagerTaskFactory);
 *   let begun = false;
 *   const task = createTask(async () => {
 *     begun = true;
 *   });
 *   assert(begun);
 *   await task;
 * });
 * ```
 */
export function eagerTaskFactory<T>(
  loop: AbstractEventLoop,
  coroutine: CoroutineLike<T>,
  options?: TaskOptions,
): Task<T> {
  return newTask(internalsOf(loop), coroutine, {
    eagerStart: true,
    ...options,
  });
}
