/** Where a task waits, as text. */

import { ERROR, PENDING } from "./_state.ts";
import type { Task } from "./task.ts";
import { stackOf, textOf } from "./_util.ts";

/** Options of a task's `getStack()` and `printStack()`. */
export interface StackOptions {
  /**
   * How many lines at most.
   *
   * @default {Infinity}
   */
  limit?: number;
}

/** The folder of this package: its own frames say nothing to the reader. */
const OWN = new URL(".", import.meta.url).href;

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

function frames(error: unknown): string[] {
  return stackOf(error).split("\n")
    .map((line) => line.trim())
    .filter((line) =>
      line.startsWith("at ") && !line.includes(OWN) &&
      !/\((?:ext|node):/.test(line)
    );
}

/** The stack of a task that waits, or of the error of one that failed. */
export function taskStack(
  task: Task<unknown>,
  options?: StackOptions,
): string[] {
  const limit = options?.limit ?? Infinity;
  if (task._state === ERROR) return frames(task._value).slice(0, limit);
  if (task._state !== PENDING) return [];
  const lines = task._waits().flatMap(({ origin }) =>
    origin === null ? [] : frames(origin)
  );
  return lines.slice(0, limit);
}

/** Writes the stack of a task to the console. */
export function printTaskStack(
  task: Task<unknown>,
  options?: StackOptions,
): void {
  const lines = taskStack(task, options);
  if (lines.length === 0) {
    console.error(`No stack for ${task}`);
    return;
  }
  const title = task._state === ERROR ? "Traceback" : "Stack";
  console.error(
    `${title} for ${task}:\n${lines.map((line) => `    ${line}`).join("\n")}`,
  );
  if (task._state === ERROR) console.error(textOf(task._value));
}
