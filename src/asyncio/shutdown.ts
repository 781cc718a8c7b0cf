/**
 * Ending a loop in good order.
 *
 * @module
 */

import type { Awaitable } from "./coroutine.ts";
import { ensureFuture } from "./ensure_future.ts";
import { FatalError } from "./errors.ts";
import type { Future } from "./future.ts";
import { gather } from "./gather.ts";
import type { TimerHandle } from "./handle.ts";
import type { BaseEventLoop } from "./loop.ts";
import { getEventLoop, setEventLoop } from "./running.ts";
import { ERROR, PENDING } from "./_state.ts";
import { allTasks, type Task } from "./task.ts";
import { isInstance } from "./_util.ts";

/** Options of {@linkcode shutdownLoop}. */
export interface ShutdownOptions {
  /**
   * How long to wait for the default executor's jobs, in milliseconds.
   *
   * @default {300_000}
   */
  executorTimeout?: number;
  /**
   * How long to wait, in milliseconds, when all tasks that are left wait for
   * promises of the platform, which cannot be told to give up. Then the loop is
   * closed without them, and they are reported.
   *
   * @default {5_000}
   */
  platformTimeout?: number;
}

/** How long `asyncio.run()` gives its executor, in milliseconds. */
const EXECUTOR_TIMEOUT = 300_000;
/** Long enough for a request to end, short enough for whoever closes a window. */
const PLATFORM_TIMEOUT = 5_000;

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
    const patience = options?.platformTimeout ?? PLATFORM_TIMEOUT;
    await cancelAllTasks(loop, patience, fatal);
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
  patience: number,
  fatal: unknown[],
): Promise<void> {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return;
  for (const task of tasks) task.cancel();
  const all = gather(tasks, { returnExceptions: true });
  const over = loop.createFuture<void>();
  all.addDoneCallback(() => {
    if (!over.done()) over.setResult();
  });
  const watch = watchStuckTasks(loop, tasks, patience, over);
  await runToEnd(loop, over, fatal);
  watch.cancel();
  for (const task of tasks) {
    if (task._state === PENDING) {
      loop.callExceptionHandler({
        message: "Task was destroyed but it is pending!",
        task,
      });
    }
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
 * Ends the wait when, for so long, no task that is left could be told of its
 * cancellation: each waits for a promise that may never settle.
 */
function watchStuckTasks(
  loop: BaseEventLoop,
  tasks: Task<unknown>[],
  patience: number,
  over: Future<void>,
): { cancel(): void } {
  let stuckSince: number | null = null;
  let timer: TimerHandle | undefined;
  const look = (): void => {
    const now = loop.time();
    const left = tasks.filter((task) => task._state === PENDING);
    if (left.some((task) => !task._mustCancel)) stuckSince = null;
    else stuckSince ??= now;
    if (stuckSince !== null && now - stuckSince >= patience) {
      if (!over.done()) over.setResult();
    } else {
      timer = loop.callLater(Math.max(1, patience / 10), look);
    }
  };
  look();
  return { cancel: () => timer?.cancel() };
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
      if (!isInstance(error, FatalError)) throw error;
      fatal.push(error);
    }
  }
  future.result();
}
