/**
 * Ending a loop in good order.
 *
 * @module
 */

import type { Awaitable } from "./coroutine.ts";
import { ensureFuture } from "./ensure_future.ts";
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
  const fatal: unknown[] = [];
  try {
    await cancelAllTasks(loop, fatal);
    await runToEnd(loop, () => loop.shutdownAsyncgens(), fatal);
    await runToEnd(
      loop,
      () => loop.shutdownDefaultExecutor({ timeout }),
      fatal,
    );
  } finally {
    if (currentLoop() === loop) setEventLoop(null);
    loop.close();
  }
  if (fatal.length > 0) throw fatal[0];
}

function currentLoop(): BaseEventLoop | null {
  try {
    return getEventLoop();
  } catch {
    return null;
  }
}

/** Cancels the tasks of a loop, runs it until they have ended, and reports. */
async function cancelAllTasks(
  loop: BaseEventLoop,
  fatal: unknown[],
): Promise<void> {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return;
  for (const task of tasks) task.cancel();
  await runToEnd(loop, gather(tasks, { returnExceptions: true }), fatal);
  for (const task of tasks) {
    if (task._state !== ERROR) continue;
    const exception = task.exception();
    if (fatal.includes(exception)) continue;
    loop.callExceptionHandler({
      message: "unhandled exception during asyncio.run() shutdown",
      exception,
      task,
    });
  }
}

/**
 * Runs the loop until something has ended, again when it was stopped meanwhile:
 * neither a `stop()` nor a fatal error may keep `finally` blocks from running.
 */
async function runToEnd(
  loop: BaseEventLoop,
  awaitable: Awaitable<unknown>,
  fatal: unknown[],
): Promise<void> {
  const future = ensureFuture(awaitable, { loop });
  future.addDoneCallback(() => loop.stop());
  while (!future.done()) {
    try {
      await loop.runForever();
    } catch (error) {
      if (!(error instanceof FatalError)) throw error;
      fatal.push(error);
    }
  }
  future.result();
}
