/** The unfinished tasks of a loop, in the order they were made. */

import type { Task } from "./task.ts";

type AnyTask = Task<unknown>;

/** A list linked through the tasks themselves: adding costs no allocation. */
export class TaskList {
  #first: AnyTask | null = null;
  #last: AnyTask | null = null;

  add(task: AnyTask): void {
    const last = this.#last;
    task._previous = last;
    if (last === null) this.#first = task;
    else last._next = task;
    this.#last = task;
  }

  remove(task: AnyTask): void {
    const { _previous: previous, _next: next } = task;
    if (previous === null) this.#first = next;
    else previous._next = next;
    if (next === null) this.#last = previous;
    else next._previous = previous;
    task._previous = task._next = null;
  }

  toSet(): Set<AnyTask> {
    const tasks = new Set<AnyTask>();
    for (let task = this.#first; task !== null; task = task._next) {
      tasks.add(task);
    }
    return tasks;
  }
}
