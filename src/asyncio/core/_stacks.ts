/** How deep V8's stack traces are. */

import { extras } from "./_platform.ts";

/** The loop's own frames come first in a stack, the interesting ones after. */
const DEEP = 50;

/** Takes the stack of the running code, deeper than usual. */
export function deepStack(): Error {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  const origin = new Error();
  Error.stackTraceLimit = before;
  return origin;
}

/** How many frames of the loop and the platform lie under those of a task. */
const OWN_FRAMES = 10;

/**
 * Steps run inside the loop's turn, not straight from the engine, and V8 keeps
 * only ten frames of a stack: makes room for those of the user.
 *
 * @returns what to give to {@linkcode restoreStacks}.
 */
export function deepenStacks(): number | null {
  const limit = Error.stackTraceLimit;
  if (extras.runMicrotasks === null || typeof limit !== "number") return null;
  Error.stackTraceLimit = limit + OWN_FRAMES;
  return limit;
}

/** Takes the room back, unless the program has set the limit meanwhile. */
export function restoreStacks(limit: number | null): void {
  if (limit !== null && Error.stackTraceLimit === limit + OWN_FRAMES) {
    Error.stackTraceLimit = limit;
  }
}
