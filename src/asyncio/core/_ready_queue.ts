/** The loop's queue of what is ready to run: a growing ring, first in first out. */

/** Something that the loop can run: a handle, a task's first step, a wake-up. */
export interface Runnable {
  /** A runnable that is cancelled is dropped when its turn comes. */
  _cancelled: boolean;
  /** Runs `self`, the runnable that it belongs to. Must not throw. */
  _run(this: void, self: Runnable): void;
}

const FIRST_CAPACITY = 64;
/** A ring that once held a burst is given back when it has run empty. */
const KEPT_CAPACITY = 1 << 16;

/** A first-in-first-out queue that allocates only when it grows. */
export class ReadyQueue {
  #ring: (Runnable | undefined)[] = new Array(FIRST_CAPACITY).fill(undefined);
  #mask = FIRST_CAPACITY - 1;
  #head = 0;
  /** How many runnables wait. Read-only outside this class. */
  size = 0;

  push(item: Runnable): void {
    if (this.size > this.#mask) this.#grow();
    this.#ring[(this.#head + this.size) & this.#mask] = item;
    this.size++;
  }

  /** Takes the oldest one. The queue must not be empty. */
  shift(): Runnable {
    const head = this.#head;
    const item = this.#ring[head]!;
    this.#ring[head] = undefined;
    this.#head = (head + 1) & this.#mask;
    this.size--;
    return item;
  }

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
