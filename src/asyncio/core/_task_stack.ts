/** Where a task waits, as text. */

import { ERROR, PENDING } from "./internals.ts";
import type { TaskState } from "./_task_state.ts";
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
  task: TaskState,
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
  task: TaskState,
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
