/** What queues keep their items in: a {@linkcode Fifo}, a stack, or this heap. */

/** Takes items in and gives them back in some order. */
export interface Store<T> {
  readonly size: number;
  put(item: T): void;
  /** Gives the next item. The store must not be empty. */
  take(): T;
}

/** Smallest first. */
export class BinaryHeap<T> implements Store<T> {
  readonly #items: T[] = [];
  readonly #compare: (a: T, b: T) => number;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  put(item: T): void {
    const items = this.#items;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#compare(item, items[parent]!) >= 0) break;
      items[index] = items[parent]!;
      index = parent;
    }
    items[index] = item;
  }

  take(): T {
    const items = this.#items;
    const top = items[0]!;
    const last = items.pop()!;
    const size = items.length;
    if (size === 0) return top;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (
        child + 1 < size && this.#compare(items[child + 1]!, items[child]!) < 0
      ) child++;
      if (this.#compare(items[child]!, last) >= 0) break;
      items[index] = items[child]!;
      index = child;
    }
    items[index] = last;
    return top;
  }
}
