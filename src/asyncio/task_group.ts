/**
 * Groups of tasks that end together.
 *
 * @module
 */

import { Coroutine, type CoroutineLike } from "./coroutine.ts";
import { CancelledError, FatalError, RuntimeError } from "./errors.ts";
import type { Future } from "./future.ts";
import { ERROR } from "./_state.ts";
import { currentTask, type Task, type TaskOptions } from "./task.ts";

/**
 * A group of tasks: its block ends when all of them have ended.
 *
 * When a task fails, the others and the block are cancelled, and the errors
 * leave as one `AggregateError`. When the task that runs the block is
 * cancelled, so are the tasks of the group.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep, TaskGroup } from "./mod.ts";
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
  #cancelRequested = false;
  readonly #tasks = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];
  #fatal: FatalError | null = null;
  #allDone: Future<void> | null = null;

  /**
   * Runs `body` with a new group, in the current task, and waits for the
   * group's tasks.
   *
   * @returns what `body` returns.
   * @throws {AggregateError} of what `body` and the tasks threw.
   * @throws {RuntimeError} outside a task.
   *
   * @example
   * ```ts
   * import { assert } from "@std/assert";
   * import { run, TaskGroup } from "./mod.ts";
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
      throw new RuntimeError(`TaskGroup ${this} has not been entered`);
    }
    if (this.#exiting && this.#tasks.size === 0) {
      throw new RuntimeError(`TaskGroup ${this} is finished`);
    }
    if (this.#aborting) {
      throw new RuntimeError(`TaskGroup ${this} is shutting down`);
    }
    const task = this.#parent!.getLoop().createTask(coroutine, options);
    this.#tasks.add(task as Task<unknown>);
    if (task.done()) this.#onDone(task as Task<unknown>);
    else (task as Task<unknown>).addDoneCallback(this.#onDone);
    return task;
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
      throw new RuntimeError(`TaskGroup ${this} has already been entered`);
    }
    const parent = currentTask();
    if (parent === null) {
      throw new RuntimeError(
        `TaskGroup ${this} cannot determine the parent task`,
      );
    }
    this.#entered = true;
    this.#parent = parent;
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
    let cancellation = failure?.error instanceof CancelledError
      ? failure.error
      : null;
    if (failure !== null && !this.#aborting) this.#abort();
    while (this.#tasks.size > 0) {
      this.#allDone ??= parent.getLoop().createFuture<void>();
      try {
        await this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        if (!this.#aborting) {
          cancellation = error;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    if (this.#fatal !== null) throw this.#fatal;
    // The request to cancel was the group's own: it must be taken back.
    if (this.#cancelRequested && parent.uncancel() === 0) cancellation = null;
    if (cancellation !== null && this.#errors.length === 0) throw cancellation;
    if (failure !== null && !(failure.error instanceof CancelledError)) {
      this.#errors.push(failure.error);
    }
    if (this.#errors.length === 0) return;
    // A cancellation from outside stays pending behind the errors.
    if (parent.cancelling() > 0) {
      parent.uncancel();
      parent.cancel();
    }
    throw new AggregateError(
      this.#errors.splice(0),
      "unhandled errors in a TaskGroup",
    );
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
    if (task._state !== ERROR) return;
    const error = task.exception();
    this.#errors.push(error);
    if (error instanceof FatalError) this.#fatal ??= error;
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
    if (!this.#aborting && !this.#cancelRequested) {
      this.#abort();
      this.#cancelRequested = true;
      parent.cancel();
    }
  };
}
