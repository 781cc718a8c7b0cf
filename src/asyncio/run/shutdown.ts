/**
 * Ending a loop in good order.
 *
 * @module
 */

import { cancelAllTasks } from "./_cancel_all.ts";
import { FatalError } from "../core/errors.ts";
import { coreOf } from "../core/future.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import { getEventLoop, setEventLoop } from "../core/running.ts";
import { coreOfLoop } from "../core/scheduling.ts";
import { isInstance } from "../core/_util.ts";

/** Options of {@linkcode shutdownLoop}. */
export interface ShutdownOptions {
  /**
   * How long to wait for the default executor's jobs, in milliseconds.
   *
   * @default {300_000}
   */
  executorTimeout?: number | undefined;
  /**
   * How long to wait for a task that cannot be told of its cancellation, since
   * it awaits a promise of the platform: so many milliseconds after the last
   * task ended. Then it is settled as cancelled, and reported.
   *
   * @default {100}
   */
  platformTimeout?: number | undefined;
  /**
   * How long to wait for the `finally` blocks of the tasks, in milliseconds.
   * Then they are reported, and the loop is closed without them.
   *
   * @default {60_000}
   */
  cleanupTimeout?: number | undefined;
}

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
 * import { newEventLoop, shutdownLoop, sleep } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * const task = loop.createTask(sleep(10_000));
 * await shutdownLoop(loop);
 * assert(task.cancelled() && loop.isClosed());
 * ```
 */
export async function shutdownLoop(
  loop: BaseEventLoop,
  options: ShutdownOptions = {},
): Promise<void> {
  if (loop.isClosed()) return;
  coreOfLoop(loop).checkNotRunning();
  const {
    executorTimeout = 300_000,
    platformTimeout = 100,
    cleanupTimeout = 60_000,
  } = options;
  checkTimeouts({ executorTimeout, platformTimeout, cleanupTimeout });
  const fatal: unknown[] = [];
  const cancelAll = () =>
    cancelAllTasks(
      loop,
      { platformTimeout, cleanupTimeout },
      (error) => fatal.includes(error),
    );
  const steps: (() => PromiseLike<void>)[] = [
    cancelAll,
    () => within(loop, cleanupTimeout, loop.shutdownAsyncgens()),
    () => loop.shutdownDefaultExecutor({ timeout: executorTimeout }),
    // The tasks that those have led to.
    cancelAll,
  ];
  try {
    for (const step of steps) await runToEnd(loop, step, fatal);
  } finally {
    if (currentLoop() === loop) setEventLoop(null);
    loop.close();
  }
  if (fatal.length > 0) throw fatal[0];
}

/** A limit of `Infinity`, in milliseconds: some ten days. */
const LONGEST = 1e9;

function currentLoop(): BaseEventLoop | null {
  try {
    return getEventLoop();
  } catch {
    return null;
  }
}

/** Checks options before they are needed. */
export function checkTimeouts(timeouts: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(timeouts)) {
    if (value === undefined || typeof value === "number" && value >= 0) {
      continue;
    }
    throw new RangeError(
      `${name} must be a number of milliseconds >= 0, got ${value}`,
    );
  }
}

/** Waits no longer than `limit` milliseconds for asynchronous generators. */
function within(
  loop: BaseEventLoop,
  limit: number,
  promise: Promise<void>,
): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = loop.callLater(Math.min(limit, LONGEST), () => {
    loop.callExceptionHandler({
      message:
        `Gave up on asynchronous generators: not ended after ${limit} ms (cleanupTimeout)`,
    });
    resolve();
  });
  return Promise.race([promise.finally(() => timer.cancel()), late]);
}

/**
 * Runs the loop until a step has ended, again when it was stopped meanwhile:
 * neither a `stop()` nor a fatal error may keep `finally` blocks from running.
 */
async function runToEnd(
  loop: BaseEventLoop,
  step: () => PromiseLike<void>,
  fatal: unknown[],
): Promise<void> {
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => loop.stop());
  loop.callSoon(() => coreOf(future).follow(step()));
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
