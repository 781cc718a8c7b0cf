/**
 * Groups of tasks that end together.
 *
 * @module
 */

import { Coroutine, type CoroutineLike } from "../core/coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "../core/errors.ts";
import type { Future } from "../core/future.ts";
import { ERROR } from "../core/internals.ts";
import {
  currentTask,
  stateOf,
  type Task,
  type TaskOptions,
} from "../core/task.ts";
import { isInstance } from "../core/_util.ts";

/**
 * A group of tasks: its block ends when all of them have ended.
 *
 * When a task fails, the others and the block are cancelled, and the errors
 * leave as one `AggregateError`; a `FatalError` of a task or of the block leaves
 * as it is. When the task that runs the block is cancelled, so are the tasks of
 * the group. {@linkcode TaskGroup.cancel} ends the group without an error. See
 * [asyncio.TaskGroup](https://docs.python.org/3/library/asyncio-task.html#task-groups).
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep, TaskGroup } from "../mod.ts";
 *
 * await run(async () => {
 *   const [a, b] = await TaskGroup.run((group) => [
 *     group.createTask(sleep(1, "Hello")),
 *     group.createTask(sleep(2, "World")),
 *   ] as const);
 *   assert(`${a.result()} ${b.result()}` === "Hello World");
 * });
 * ```
 */
export class TaskGroup {
  #entered = false;
  #exiting = false;
  #aborting = false;
  #parent: Task<unknown> | null = null;
  /** How many requests to cancel it there were when the block began. */
  #cancelling = 0;
  #cancelRequested = false;
  #cancelOnEntry = false;
  readonly #tasks = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];
  #fatal: FatalError | null = null;
  #allDone: Future<void> | null = null;

  /**
   * Runs `body` with a new group, in the current task, and waits for the
   * group's tasks.
   *
   * @returns what `body` returns; `undefined` if {@linkcode TaskGroup.cancel}
   * ended it before.
   * @throws {AggregateError} of what `body` and the tasks threw.
   * @throws {FatalError} that `body` or a task threw.
   * @throws {RuntimeError} outside a task.
   *
   * @example
   * ```ts
   * import { assert } from "@std/assert";
   * import { run, TaskGroup } from "../mod.ts";
   *
   * await run(async () => {
   *   const seen: number[] = [];
   *   await TaskGroup.run((group) => {
   *     for (const n of [1, 2]) group.createTask(async () => seen.push(n));
   *   });
   *   assert(seen.join() === "1,2");
   * });
   * ```
   */
  static run<T>(
    body: (group: TaskGroup) => PromiseLike<T> | T,
  ): Coroutine<T> {
    return new TaskGroup().run(body);
  }

  /**
   * As {@linkcode TaskGroup.run}, with this group.
   *
   * @throws {RuntimeError} the second time.
   */
  run<T>(body: (group: TaskGroup) => PromiseLike<T> | T): Coroutine<T> {
    return new Coroutine(() => this.#run(body), "TaskGroup.run()");
  }

  /**
   * Makes a task that belongs to the group.
   *
   * @throws {RuntimeError} unless the group's block runs or tasks of it do.
   */
  createTask<T>(coroutine: CoroutineLike<T>, options?: TaskOptions): Task<T> {
    if (!this.#entered) {
      throw new RuntimeError(
        `TaskGroup ${this} has not been entered: call run() first`,
      );
    }
    if (this.#isOver()) {
      throw new RuntimeError(`TaskGroup ${this} is finished: make a new one`);
    }
    if (this.#aborting) {
      throw new RuntimeError(
        `TaskGroup ${this} is shutting down: it takes no more tasks`,
      );
    }
    const loop = this.#parent!.getLoop();
    const task = loop.createTask(coroutine, options) as Task<T>;
    this.#tasks.add(task as Task<unknown>);
    // Also if the task is done: its error must not cancel the code that runs.
    (task as Task<unknown>).addDoneCallback(this.#onDone);
    // Its first step, if it was eager, may have ended the group without it.
    if (this.#aborting && !task.done()) task.cancel();
    return task;
  }

  /**
   * Ends the group early and without an error: its tasks and the block are
   * cancelled, and `run()` returns when they have ended.
   *
   * What they throw while they end is thrown as ever, and so is a cancellation
   * from outside of the group. A group that does not run yet is cancelled when
   * it does: the first `await` of its block throws. Does nothing the second
   * time, nor when the group is over.
   *
   * As
   * [TaskGroup.cancel()](https://docs.python.org/3.15/library/asyncio-task.html#asyncio.TaskGroup.cancel)
   * of Python 3.15.
   *
   * @example
   * ```ts
   * import { assert } from "@std/assert";
   * import { run, sleep, TaskGroup } from "../mod.ts";
   *
   * await run(async () => {
   *   let fastest = "";
   *   await TaskGroup.run((group) => {
   *     for (const [name, ms] of [["hare", 1], ["tortoise", 10_000]] as const) {
   *       group.createTask(async () => {
   *         fastest = await sleep(ms, name);
   *         group.cancel();
   *       });
   *     }
   *   });
   *   assert(fastest === "hare");
   * });
   * ```
   */
  cancel(): void {
    if (!this.#entered) this.#cancelOnEntry = true;
    else if (!this.#aborting && !this.#isOver()) this.#cancelBlock();
  }

  /** Describes the group, for messages and logs. */
  toString(): string {
    const parts = ["TaskGroup"];
    if (this.#tasks.size > 0) parts.push(`tasks=${this.#tasks.size}`);
    if (this.#errors.length > 0) parts.push(`errors=${this.#errors.length}`);
    if (this.#aborting) parts.push("cancelling");
    else if (this.#entered) parts.push("entered");
    return `<${parts.join(" ")}>`;
  }

  async #run<T>(body: (group: TaskGroup) => PromiseLike<T> | T): Promise<T> {
    if (this.#entered) {
      throw new RuntimeError(
        `TaskGroup ${this} has already been entered: make a new one for each block`,
      );
    }
    const parent = currentTask();
    if (parent === null) {
      throw new RuntimeError(
        `TaskGroup ${this} cannot determine the parent task: call it in a coroutine that run() or createTask() runs`,
      );
    }
    this.#entered = true;
    this.#parent = parent;
    this.#cancelling = parent.cancelling();
    if (this.#cancelOnEntry) this.cancel();
    let result: T;
    let failure: { error: unknown } | null = null;
    try {
      result = await body(this);
    } catch (error) {
      failure = { error };
    }
    await this.#exit(parent, failure);
    return result!;
  }

  /** Waits for the tasks, then throws what there is to throw. */
  async #exit(
    parent: Task<unknown>,
    failure: { error: unknown } | null,
  ): Promise<void> {
    this.#exiting = true;
    let cancellation: CancelledError | null = null;
    if (failure !== null) {
      if (isInstance(failure.error, CancelledError)) {
        cancellation = failure.error;
        failure = null;
      } else if (stateOf(parent).cancellation?.caused(failure.error)) {
        cancellation = stateOf(parent).makeCancelledError();
        failure = null;
      } else if (isInstance(failure.error, FatalError)) {
        this.#fatal ??= failure.error;
      }
      if (!this.#aborting) this.#abort();
    }
    let latest: CancelledError | null = null;
    while (this.#tasks.size > 0) {
      this.#allDone ??= parent.getLoop().createFuture<void>();
      try {
        await this.#allDone;
      } catch (error) {
        if (!isInstance(error, CancelledError)) throw error;
        latest = error;
        if (!this.#aborting) {
          cancellation = error;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    const errors = this.#errors.splice(0);
    if (failure !== null) errors.push(failure.error);
    if (this.#fatal !== null) throw this.#leave(this.#fatal, errors);
    if (this.#cancelRequested) {
      // The request to cancel was the group's own: it must be taken back.
      if (parent.uncancel() === 0) cancellation = null;
      else cancellation ??= latest;
      // A block that waited for the platform has not heard of it.
      if (parent.cancelling() <= this.#cancelling) {
        stateOf(parent).cancellation!.close();
      }
    }
    if (errors.length === 0) {
      if (cancellation !== null) throw cancellation;
      return;
    }
    // A cancellation from outside stays pending behind the errors.
    if (parent.cancelling() > 0) {
      parent.uncancel();
      parent.cancel();
    }
    throw new AggregateError(errors, "unhandled errors in a TaskGroup");
  }

  /** Returns the fatal error, and reports those that it hides. */
  #leave(fatal: FatalError, errors: unknown[]): FatalError {
    for (const error of errors) {
      if (error === fatal) continue;
      this.#parent!.getLoop().callExceptionHandler({
        message:
          `An error in a TaskGroup was not thrown because of ${fatal.name}`,
        exception: error,
      });
    }
    return fatal;
  }

  #isOver(): boolean {
    return this.#exiting && this.#tasks.size === 0;
  }

  /** Cancels the tasks, and the block that still runs. */
  #cancelBlock(): void {
    this.#abort();
    if (this.#cancelRequested) return;
    this.#cancelRequested = true;
    this.#parent!.cancel();
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) {
      if (!task.done()) task.cancel();
    }
  }

  readonly #onDone = (task: Task<unknown>): void => {
    this.#tasks.delete(task);
    if (this.#allDone !== null && this.#tasks.size === 0) {
      if (!this.#allDone.done()) this.#allDone.setResult();
    }
    if (stateOf(task).state !== ERROR) return;
    const error = task.exception();
    this.#errors.push(error);
    if (isInstance(error, FatalError)) this.#fatal ??= error;
    const parent = this.#parent!;
    if (parent.done()) {
      task.getLoop().callExceptionHandler({
        message:
          `Task ${task} has errored out but its parent task ${parent} is already completed`,
        exception: error,
        task,
      });
      return;
    }
    if (!this.#aborting) this.#cancelBlock();
  };
}
