/** What the tests of cancellation share. */

import {
  CancelledError,
  createTask,
  sleep,
  type Task,
} from "../../../src/asyncio/mod.ts";

/** A wait of the platform, which no cancellation reaches. */
export const foreign = (ms: number): Promise<void> =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits for a task; returns how it ended. */
export async function end(task: Task<unknown>): Promise<string> {
  try {
    return `returned ${await task}`;
  } catch (error) {
    return error instanceof CancelledError
      ? "cancelled"
      : `threw ${(error as Error).name}`;
  }
}

/**
 * Starts a body as a task, lets it reach its first wait, cancels it, and returns how it ends.
 *
 * @param isLate Cancels it when the platform's timers of the next milliseconds are due as well.
 */
export async function cancelled(
  body: () => Promise<unknown>,
  delay = 0,
  isLate = false,
): Promise<string> {
  const task = createTask(body);
  await sleep(delay);
  if (isLate) {
    const end = performance.now() + 6;
    while (performance.now() < end) { /* keep the thread */ }
  }
  task.cancel();
  return await end(task);
}
