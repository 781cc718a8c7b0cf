/** Stack traces: how deep they are, and where a task waits. */

import { ownCode } from "../../place.ts";
import { ERROR, type FutureState, PENDING } from "./internals.ts";
import { extras } from "./_platform.ts";
import { stackOf, textOf } from "./_util.ts";

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

/** A task as its stack is described. */
export interface StackedTask {
  readonly owner: object;
  readonly state: FutureState;
  readonly value: unknown;
  waits(): { readonly origin: Error | null }[];
}

/** Options of a task's `getStack()` and `printStack()`. */
export interface StackOptions {
  /**
   * How many lines at most.
   *
   * @default {Infinity}
   */
  limit?: number;
}

/** The frames of the program: those of this library say nothing to its reader. */
function frames(error: unknown): string[] {
  return stackOf(error).split("\n")
    .map((line) => line.trim())
    .filter((line) =>
      line.startsWith("at ") && !line.includes(ownCode()) &&
      !/\((?:ext|node):/.test(line)
    );
}

/** The stack of a task that waits, or of the error of one that failed. */
export function taskStack(
  task: StackedTask,
  options?: StackOptions,
): string[] {
  const limit = options?.limit ?? Infinity;
  if (task.state === ERROR) return frames(task.value).slice(0, limit);
  if (task.state !== PENDING) return [];
  const lines = task.waits().flatMap(({ origin }) =>
    origin === null ? [] : frames(origin)
  );
  return lines.slice(0, limit);
}

/** Writes the stack of a task to the console. */
export function printTaskStack(
  task: StackedTask,
  options?: StackOptions,
): void {
  const lines = taskStack(task, options);
  if (lines.length === 0) {
    console.error(`No stack for ${task.owner}`);
    return;
  }
  const title = task.state === ERROR ? "Traceback" : "Stack";
  console.error(
    `${title} for ${task.owner}:\n${
      lines.map((line) => `    ${line}`).join("\n")
    }`,
  );
  if (task.state === ERROR) console.error(textOf(task.value));
}
