/** First in, first out: a growing ring. */

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
