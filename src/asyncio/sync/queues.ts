/**
 * Queues between tasks.
 *
 * @module
 */

import { Coroutine } from "../core/coroutine.ts";
import { QueueEmpty, QueueFull, QueueShutDown } from "../core/errors.ts";
import { Event } from "./event.ts";
import type { Future } from "../core/future.ts";
import { Waiters } from "../core/_waiters.ts";
import { Fifo } from "../core/_fifo.ts";

/** Takes items in and gives them back in some order. */
interface Store<T> {
  readonly size: number;
  put(item: T): void;
  /** Gives the next item. The store must not be empty. */
  take(): T;
}

/** Decides the order of a queue: what keeps its items. */
let setStore: <T>(queue: Queue<T>, store: Store<T>) => void;

/** Options of {@linkcode PriorityQueue}. */
export interface PriorityQueueOptions<T> {
  /**
   * Tells which of two items comes first, as in `Array.prototype.sort`.
   * Default: by `<`, arrays element by element.
   */
  compare?: (a: T, b: T) => number;
}

/**
 * A queue of items, first in first out, whose producers and consumers wait for
 * each other.
 *
 * `for await (const item of queue)` takes items until the queue is shut down.
 *
 * @typeParam T the type of the items.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createTask, Queue, run } from "../mod.ts";
 *
 * await run(async () => {
 *   const queue = new Queue<number>(2);
 *   const sum = createTask(async () => {
 *     let total = 0;
 *     for await (const item of queue) total += item;
 *     return total;
 *   });
 *   for (const item of [1, 2, 3]) await queue.put(item);
 *   queue.shutdown();
 *   assert(await sum === 6);
 * });
 * ```
 */
export class Queue<T> {
  #store: Store<T> = new Fifo<T>();
  readonly #getters = new Waiters();
  readonly #putters = new Waiters();
  readonly #finished = new Event();
  #unfinished = 0;
  #isShutDown = false;

  /** How many items it holds at most; 0 or less means any number. */
  readonly maxsize: number;

  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items it holds at most. Default: 0, any number.
   */
  constructor(maxsize = 0) {
    this.maxsize = maxsize;
    this.#finished.set();
  }

  static {
    setStore = (queue, store) => queue.#store = store;
  }

  /** Counts the items in the queue. */
  qsize(): number {
    return this.#store.size;
  }

  /** Returns whether there are no items. */
  empty(): boolean {
    return this.#store.size === 0;
  }

  /** Returns whether there is no room. */
  full(): boolean {
    return this.maxsize > 0 && this.#store.size >= this.maxsize;
  }

  /**
   * Waits for room and adds an item.
   *
   * @throws {QueueShutDown} if the queue is shut down.
   */
  put(item: T): Coroutine<void> {
    return new Coroutine(() => this.#put(item), "Queue.put()");
  }

  /**
   * Adds an item.
   *
   * @throws {QueueFull} if there is no room.
   * @throws {QueueShutDown} if the queue is shut down.
   */
  putNowait(item: T): void {
    if (this.#isShutDown) throw new QueueShutDown("The queue was shut down");
    if (this.full()) {
      throw new QueueFull(
        `putNowait(): the queue is full (maxsize ${this.maxsize})`,
      );
    }
    this.#store.put(item);
    this.#unfinished++;
    this.#finished.clear();
    this.#getters.takeNext();
  }

  /**
   * Waits for an item and takes it.
   *
   * @throws {QueueShutDown} if the queue is shut down and has no items left.
   */
  get(): Coroutine<T> {
    return new Coroutine(() => this.#get(), "Queue.get()");
  }

  /**
   * Takes an item.
   *
   * @throws {QueueEmpty} if there is none.
   * @throws {QueueShutDown} if there is none and the queue is shut down.
   */
  getNowait(): T {
    if (this.empty()) {
      if (this.#isShutDown) throw new QueueShutDown("The queue was shut down");
      throw new QueueEmpty("getNowait(): the queue is empty");
    }
    const item = this.#store.take();
    this.#putters.takeNext();
    return item;
  }

  /**
   * Marks an item that was taken as done.
   *
   * @throws {RangeError} if this is said more often than items were put.
   */
  taskDone(): void {
    if (this.#unfinished <= 0) {
      throw new RangeError(
        "taskDone() called too many times: every item that was taken is done already",
      );
    }
    if (--this.#unfinished === 0) this.#finished.set();
  }

  /** Waits until all items that were put have been dealt with. */
  join(): Coroutine<void> {
    return new Coroutine(async () => {
      if (this.#unfinished > 0) await this.#finished.wait();
    }, "Queue.join()");
  }

  /**
   * Shuts the queue: `put()` throws from now on, and `get()` once it is empty.
   * All who wait are woken.
   *
   * @param immediate whether to drop the items that are there.
   */
  shutdown(immediate = false): void {
    this.#isShutDown = true;
    if (immediate) {
      while (!this.empty()) {
        this.#store.take();
        if (this.#unfinished > 0) this.#unfinished--;
      }
      if (this.#unfinished === 0) this.#finished.set();
    }
    this.#getters.wake(Infinity);
    this.#putters.wake(Infinity);
  }

  /** Takes items until the queue is shut down and empty. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T> {
    const iterator: AsyncIterableIterator<T> = {
      next: async () => {
        try {
          return { done: false, value: await this.get() };
        } catch (error) {
          if (error instanceof QueueShutDown) {
            return { done: true, value: undefined };
          }
          throw error;
        }
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  async #put(item: T): Promise<void> {
    while (this.full()) {
      if (this.#isShutDown) throw new QueueShutDown("The queue was shut down");
      await this.#turn(this.#putters, () => !this.full());
    }
    this.putNowait(item);
  }

  async #get(): Promise<T> {
    while (this.empty()) {
      if (this.#isShutDown) throw new QueueShutDown("The queue was shut down");
      await this.#turn(this.#getters, () => !this.empty());
    }
    return this.getNowait();
  }

  /** Waits in a row; a wake-up that comes too late is passed on. */
  async #turn(row: Waiters, possible: () => boolean): Promise<void> {
    const waiter: Future<void> = row.add();
    try {
      await waiter;
    } catch (error) {
      waiter.cancel();
      row.remove(waiter);
      if (possible() && !waiter.cancelled()) row.takeNext();
      throw error;
    }
    row.remove(waiter);
  }

  /** Describes the queue, for messages and logs. */
  toString(): string {
    const parts = [`maxsize=${this.maxsize}`];
    if (this.#store.size > 0) parts.push(`items=${this.#store.size}`);
    if (this.#getters.size > 0) parts.push(`getters=${this.#getters.size}`);
    if (this.#putters.size > 0) parts.push(`putters=${this.#putters.size}`);
    if (this.#unfinished > 0) parts.push(`tasks=${this.#unfinished}`);
    if (this.#isShutDown) parts.push("shutdown");
    return `<${this.constructor.name} ${parts.join(" ")}>`;
  }
}

/**
 * A {@linkcode Queue} that gives the newest item first.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { LifoQueue } from "../mod.ts";
 *
 * const queue = new LifoQueue<number>();
 * for (const item of [1, 2, 3]) queue.putNowait(item);
 * assert(queue.getNowait() === 3);
 * ```
 */
export class LifoQueue<T> extends Queue<T> {
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items it holds at most. Default: 0, any number.
   */
  constructor(maxsize?: number) {
    super(maxsize);
    const items: T[] = [];
    setStore(this, {
      get size(): number {
        return items.length;
      },
      put: (item: T) => void items.push(item),
      take: () => items.pop()!,
    });
  }
}

/**
 * A {@linkcode Queue} that gives the smallest item first.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { PriorityQueue } from "../mod.ts";
 *
 * const queue = new PriorityQueue<[number, string]>();
 * queue.putNowait([2, "second"]);
 * queue.putNowait([1, "first"]);
 * assert(queue.getNowait()[1] === "first");
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items it holds at most. Default: 0, any number.
   */
  constructor(maxsize?: number, options?: PriorityQueueOptions<T>) {
    super(maxsize);
    setStore(this, new BinaryHeap<T>(options?.compare ?? naturalOrder));
  }
}

function naturalOrder(a: unknown, b: unknown): number {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = naturalOrder(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return (a as number) < (b as number)
    ? -1
    : (a as number) > (b as number)
    ? 1
    : 0;
}

/** Smallest first. */
class BinaryHeap<T> implements Store<T> {
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
