/** The unfinished tasks of a loop, in the order they were made. */

import type { TaskInternals } from "./internals.ts";

/** A list linked through the tasks themselves: adding costs no allocation. */
export class TaskList {
  #first: TaskInternals | null = null;
  #last: TaskInternals | null = null;

  add(task: TaskInternals): void {
    const last = this.#last;
    task.previous = last;
    if (last === null) this.#first = task;
    else last.next = task;
    this.#last = task;
  }

  remove(task: TaskInternals): void {
    const { previous, next } = task;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    task.previous = task.next = null;
  }

  *[Symbol.iterator](): Generator<TaskInternals, void, undefined> {
    for (let task = this.#first; task !== null; task = task.next) yield task;
  }
}
