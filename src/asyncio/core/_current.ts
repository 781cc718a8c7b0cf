/** The running loop of this thread, its current loop, and the current task. */

import { contextTask } from "./_context.ts";
import { RuntimeError } from "./errors.ts";
import { type LoopInternals, PENDING } from "./internals.ts";

let running: LoopInternals | null = null;
let current: LoopInternals | null = null;

/** The loops call this when they start and stop. */
export function setRunning(loop: LoopInternals | null): void {
  running = loop;
}

/** Makes a loop the thread's current one. */
export function setCurrent(loop: LoopInternals | null): void {
  current = loop;
}

/** The loop that runs on this thread, if one does. */
export function runningInternals(): LoopInternals | null {
  return running;
}

/**
 * The loop that runs, or that of the current task though it does not run: a task that was begun early, or what goes on
 * of one that was given up.
 */
export function activeInternals(): LoopInternals | null {
  if (running !== null) return running;
  const task = contextTask();
  if (task === null) return null;
  return task.abandoned !== false || task.state === PENDING ? task.loop : null;
}

/**
 * The same.
 *
 * @throws {RuntimeError} If there is none.
 */
export function requireActive(): LoopInternals {
  const loop = activeInternals();
  if (loop === null) {
    throw new RuntimeError(
      "no running event loop: call this inside run(), or while a loop runs",
    );
  }
  return loop;
}

/**
 * The loop that runs, or else the thread's current one.
 *
 * @throws {RuntimeError} If there is neither.
 */
export function currentInternals(): LoopInternals {
  const loop = activeInternals() ?? current;
  if (loop === null) {
    throw new RuntimeError(
      "There is no current event loop: call this while a loop runs, or call setEventLoop() first",
    );
  }
  return loop;
}
