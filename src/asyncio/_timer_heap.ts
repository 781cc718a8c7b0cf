/** The loop's timers, soonest first; equal deadlines in the order of insertion. */

import type { TimerHandle } from "./handle.ts";

/** Below this many timers, cancelled ones are only dropped from the top. */
const PURGE_MINIMUM = 100;
/** Above it, all cancelled ones go as soon as they are more than this part. */
const PURGE_FRACTION = 0.5;

function before(a: TimerHandle, b: TimerHandle): boolean {
  const difference = a._when - b._when;
  return difference < 0 || (difference === 0 && a._sequence < b._sequence);
}

/** A binary heap of timer handles that knows how many of them are cancelled. */
export class TimerHeap {
  #heap: TimerHandle[] = [];
  #sequence = 0;
  /** How many of the timers in the heap are cancelled; the handles count. */
  cancelled = 0;

  get size(): number {
    return this.#heap.length;
  }

  peek(): TimerHandle | undefined {
    return this.#heap[0];
  }

  push(timer: TimerHandle): void {
    timer._sequence = this.#sequence++;
    timer._scheduled = true;
    this.#heap.push(timer);
    this.#up(this.#heap.length - 1);
  }

  pop(): TimerHandle {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#down(0);
    }
    top._scheduled = false;
    return top;
  }

  /** Drops what is cancelled: all of it when it is much, else from the top. */
  purge(): void {
    if (this.cancelled === 0) return;
    const heap = this.#heap;
    if (
      heap.length > PURGE_MINIMUM &&
      this.cancelled / heap.length > PURGE_FRACTION
    ) {
      const live: TimerHandle[] = [];
      for (const timer of heap) {
        if (timer._cancelled) timer._scheduled = false;
        else live.push(timer);
      }
      this.#heap = live;
      this.cancelled = 0;
      for (let i = (live.length >> 1) - 1; i >= 0; i--) this.#down(i);
      return;
    }
    while (heap.length > 0 && heap[0]!._cancelled) {
      this.pop();
      this.cancelled--;
    }
  }

  clear(): void {
    for (const timer of this.#heap) timer._scheduled = false;
    this.#heap = [];
    this.cancelled = 0;
  }

  #up(index: number): void {
    const heap = this.#heap;
    const item = heap[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent]!;
      if (!before(item, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = item;
  }

  #down(index: number): void {
    const heap = this.#heap;
    const size = heap.length;
    const item = heap[index]!;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1]!, heap[child]!)) child++;
      const below = heap[child]!;
      if (!before(below, item)) break;
      heap[index] = below;
      index = child;
    }
    heap[index] = item;
  }
}
