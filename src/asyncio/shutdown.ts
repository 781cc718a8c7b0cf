/**
 * Ending a loop in good order.
 *
 * @module
 */

import { FatalError } from "./errors.ts";
import { gather } from "./gather.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop, setEventLoop } from "./running.ts";
import { ERROR } from "./_state.ts";
import { allTasks } from "./task.ts";

/** Options of {@linkcode shutdownLoop}. */
export interface ShutdownOptions {
  /**
   * How long to wait for the default executor's jobs, in milliseconds.
   *
   * @default {300_000}
   */
  executorTimeout?: number;
}

/** How long `asyncio.run()` gives its executor, in milliseconds. */
const EXECUTOR_TIMEOUT = 300_000;

/**
 * Ends a loop that does not run any more, in the order of `asyncio.run()`:
 * cancels all tasks and lets their `finally` run, reports what then failed,
 * finishes asynchronous generators, shuts the default executor down, and closes
 * the loop, whatever goes wrong on the way.
 *
 * Does nothing if the loop is closed already.
 *
 * @throws {RuntimeError} if the loop runs.
 * @throws {FatalError} that a task threw while it was cancelled.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop, shutdownLoop, sleep } from "./mod.ts";
 *
 * const loop = newEventLoop();
 * const task = loop.createTask(sleep(10_000));
 * await shutdownLoop(loop);
 * assert(task.cancelled() && loop.isClosed());
 * ```
 */
export async function shutdownLoop(
  loop: BaseEventLoop,
  options?: ShutdownOptions,
): Promise<void> {
  if (loop.isClosed()) return;
  loop._checkNotRunning();
  const timeout = options?.executorTimeout ?? EXECUTOR_TIMEOUT;
  try {
    try {
      await cancelAllTasks(loop);
    } finally {
      await loop.runUntilComplete(() => loop.shutdownAsyncgens());
      await loop.runUntilComplete(() =>
        loop.shutdownDefaultExecutor({ timeout })
      );
    }
  } finally {
    if (currentLoop() === loop) setEventLoop(null);
    loop.close();
  }
}

function currentLoop(): BaseEventLoop | null {
  try {
    return getEventLoop();
  } catch {
    return null;
  }
}

/** Cancels the tasks of a loop, runs it until they have ended, and reports. */
async function cancelAllTasks(loop: BaseEventLoop): Promise<void> {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return;
  for (const task of tasks) task.cancel();
  const all = gather(tasks, { returnExceptions: true });
  let fatal: { error: unknown } | null = null;
  while (!all.done()) {
    try {
      await loop.runUntilComplete(all);
    } catch (error) {
      if (!(error instanceof FatalError)) throw error;
      // One task's fatal error must not keep the others from ending.
      fatal ??= { error };
    }
  }
  for (const task of tasks) {
    if (task._state !== ERROR) continue;
    const exception = task.exception();
    if (exception === fatal?.error) continue;
    loop.callExceptionHandler({
      message: "unhandled exception during asyncio.run() shutdown",
      exception,
      task,
    });
  }
  if (fatal !== null) throw fatal.error;
}
