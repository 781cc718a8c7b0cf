/** Cancelling all tasks of a loop when it shuts down. */

import { PLATFORM_GRACE } from "../core/_cancellation.ts";
import { Future } from "../core/future.ts";
import { ERROR } from "../core/internals.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import {
  allTasks,
  describeCoroutine,
  stateOf,
  type Task,
} from "../core/task.ts";

/** How long to wait for tasks that do not end, in milliseconds. */
export interface CancelAllOptions {
  /** For those that cannot be told of their cancellation. */
  platformTimeout: number;
  /** For those that clean up. */
  cleanupTimeout: number;
}

/** Parts of the platform's time-out at whose end the tasks are looked at. */
const LOOKS = 4;
/** Looking at very many tasks may take this part of the time at most. */
const SHARE = 1 / 200;
/** Between two looks, in milliseconds, whatever the limits. */
const LONGEST = 60_000;
/** How many tasks a report names. */
const NAMED = 10;

/**
 * Cancels the tasks of a loop, waits for their end, and does the same with the
 * tasks that were made meanwhile, until there are none. A task that the
 * `finally` block of another one makes and awaits is thus left alone until that
 * one has ended.
 *
 * @returns what is done when no task is left. The loop has to run until then.
 */
export function cancelAllTasks(
  loop: BaseEventLoop,
  options: CancelAllOptions,
  isFatal: (error: unknown) => boolean,
): Future<void> {
  const over = new Future<void>({ loop });
  new Generation(loop, options, isFatal, over).begin();
  return over;
}

/** The tasks that there are at one moment, from their cancellation to their end. */
class Generation {
  readonly #loop: BaseEventLoop;
  readonly #options: CancelAllOptions;
  readonly #isFatal: (error: unknown) => boolean;
  readonly #over: Future<void>;

  #tasks: Task<unknown>[] = [];
  #left = 0;
  #timer: { cancel(): void } | null = null;
  #begun = 0;
  #lastEnd = 0;
  /** Since when a task has been waiting for the platform. */
  #stuck = new Map<Task<unknown>, number>();

  constructor(
    loop: BaseEventLoop,
    options: CancelAllOptions,
    isFatal: (error: unknown) => boolean,
    over: Future<void>,
  ) {
    this.#loop = loop;
    this.#options = options;
    this.#isFatal = isFatal;
    this.#over = over;
  }

  begin(): void {
    const loop = this.#loop;
    this.#tasks = [...allTasks(loop)];
    this.#left = this.#tasks.length;
    if (this.#left === 0) {
      this.#over.setResult();
      return;
    }
    this.#begun = this.#lastEnd = loop.time();
    for (const task of this.#tasks) {
      task.addDoneCallback(this.#ended);
      try {
        task.cancel();
      } catch (exception) {
        loop.callExceptionHandler({
          message: "A task could not be cancelled",
          exception,
          task,
        });
      }
    }
    this.#look();
  }

  readonly #ended = (): void => {
    this.#lastEnd = this.#loop.time();
    if (--this.#left > 0) return;
    this.#timer?.cancel();
    this.#reportErrors();
    // What the last task has left to be called may make tasks, too: those begin before they are cancelled.
    this.#loop.callSoon(() =>
      new Generation(this.#loop, this.#options, this.#isFatal, this.#over)
        .begin()
    );
  };

  readonly #look = (): void => {
    const loop = this.#loop;
    const { platformTimeout, cleanupTimeout } = this.#options;
    const now = loop.time();
    const pending = this.#tasks.filter((task) => !task.done());
    if (now - this.#begun >= cleanupTimeout) {
      this.#giveUp(
        pending,
        `not ended ${cleanupTimeout} ms after the cancellation (cleanupTimeout)`,
      );
      return;
    }
    const patience = platformTimeout * (1 - 1 / LOOKS);
    const stuck = new Map<Task<unknown>, number>();
    const lost: Task<unknown>[] = [];
    for (const task of pending) {
      const { cancellation } = stateOf(task);
      if (cancellation?.isUndelivered() !== true) continue;
      const since = this.#stuck.get(task) ?? now;
      const limit = cancellation.toldByPlatform
        ? Math.max(patience, PLATFORM_GRACE)
        : patience;
      if (now - Math.max(since, this.#lastEnd) >= limit) lost.push(task);
      else stuck.set(task, since);
    }
    this.#stuck = stuck;
    this.#giveUp(
      lost,
      "waiting for a promise that a cancellation cannot reach. Pass the task's signal to what makes the promise, as in " +
        "fetch(url, { signal: currentTask().signal }), or await cancellable(promise)",
    );
    const cost = loop.time() - now;
    const pause = stuck.size > 0 ? patience / (LOOKS - 1) : platformTimeout;
    const left = this.#begun + cleanupTimeout - now;
    this.#timer = loop.callLater(
      Math.max(1, cost / SHARE, Math.min(pause, left, LONGEST)),
      this.#look,
    );
  };

  #giveUp(tasks: Task<unknown>[], why: string): void {
    if (tasks.length === 0) return;
    for (const task of tasks) {
      const state = stateOf(task);
      state.giveUp(state.cancellation?.toldByPlatform !== true);
    }
    const names = tasks.slice(0, NAMED).map((task) =>
      `${task.getName()} (${describeCoroutine(stateOf(task))})`
    );
    if (tasks.length > NAMED) names.push(`${tasks.length - NAMED} more`);
    this.#loop.callExceptionHandler({
      message: `Gave up on ${names.join(", ")}: ${why}`,
      task: tasks[0]!,
    });
  }

  #reportErrors(): void {
    for (const task of this.#tasks) {
      if (stateOf(task).state !== ERROR) continue;
      const exception = task.exception();
      if (this.#isFatal(exception)) continue;
      this.#loop.callExceptionHandler({
        message: "unhandled exception during asyncio.run() shutdown",
        exception,
        task,
      });
    }
  }
}
