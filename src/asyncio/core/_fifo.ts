/** The queue and the list of a loop: a growing ring, first in first out, and the tasks that are not done. */

import type { TaskInternals } from "./internals.ts";

const FIRST_CAPACITY = 16;
/** A ring that once held a burst is given back when it has run empty. */
const KEPT_CAPACITY = 1 << 16;

/** A first-in-first-out queue that allocates only when it grows. */
export class Fifo<T> {
  #ring: (T | undefined)[] = new Array(FIRST_CAPACITY).fill(undefined);
  #mask = FIRST_CAPACITY - 1;
  #head = 0;
  /** How many items there are. Read-only outside this class. */
  size = 0;

  /** Adds an item behind all others. */
  put(item: T): void {
    if (this.size > this.#mask) this.#grow();
    this.#ring[(this.#head + this.size) & this.#mask] = item;
    this.size++;
  }

  /** Takes the oldest item. The queue must not be empty. */
  take(): T {
    const head = this.#head;
    const item = this.#ring[head] as T;
    this.#ring[head] = undefined;
    this.#head = (head + 1) & this.#mask;
    this.size--;
    return item;
  }

  /** The oldest item, if there is one. */
  get first(): T | undefined {
    return this.#ring[this.#head];
  }

  /** Puts an item before all others. */
  putBack(item: T): void {
    if (this.size > this.#mask) this.#grow();
    this.#head = (this.#head - 1) & this.#mask;
    this.#ring[this.#head] = item;
    this.size++;
  }

  /** Takes all items, the oldest first. */
  takeAll(): T[] {
    const all: T[] = [];
    while (this.size > 0) all.push(this.take());
    return all;
  }

  /** Drops all items. */
  clear(): void {
    this.#ring = new Array(FIRST_CAPACITY).fill(undefined);
    this.#mask = FIRST_CAPACITY - 1;
    this.#head = 0;
    this.size = 0;
  }

  /** Returns the memory of a burst that is over. */
  trim(): void {
    if (this.size === 0 && this.#mask >= KEPT_CAPACITY) this.clear();
  }

  #grow(): void {
    const old = this.#ring;
    const capacity = old.length;
    // Doubling in place keeps the elements kind and copies only the wrapped part.
    for (let i = 0; i < capacity; i++) old.push(undefined);
    for (let i = 0; i < this.#head; i++) {
      old[capacity + i] = old[i];
      old[i] = undefined;
    }
    this.#mask = capacity * 2 - 1;
  }
}

/** The unfinished tasks of a loop, in the order they were made: a list linked through the tasks themselves: adding costs no allocation. */
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
