/** The loop's timers, soonest first; equal deadlines in the order of insertion. */

import type { Fifo } from "./_fifo.ts";
import {
  momentOf,
  runnableOf,
  sequenceOf,
  setSequence,
  type TimerHandle,
} from "./handle.ts";
import type { Runnable } from "./internals.ts";

/** Below this many timers, cancelled ones are only dropped from the top. */
const PURGE_MINIMUM = 100;
/** Above it, all cancelled ones go as soon as they are more than this part. */
const PURGE_FRACTION = 0.5;

/** A binary heap of timer handles that knows how many of them are cancelled. */
export class TimerHeap {
  #heap: TimerHandle[] = [];
  /** The moments of the same places: to compare them, the handles, which lie anywhere in memory, need not be read. */
  #moments: number[] = [];
  #sequence = 0;
  /** How many of the timers in the heap are cancelled; the handles count. */
  cancelled = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** The moment of the soonest timer, `Infinity` if there is none. */
  get next(): number {
    return this.#moments.length === 0 ? Infinity : this.#moments[0]!;
  }

  peek(): TimerHandle | undefined {
    return this.#heap[0];
  }

  push(timer: TimerHandle): void {
    setSequence(timer, this.#sequence++);
    this.#heap.push(timer);
    this.#moments.push(momentOf(timer));
    this.#up(this.#heap.length - 1);
  }

  pop(): TimerHandle {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    const moment = this.#moments.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#moments[0] = moment;
      this.#down(0);
    }
    setSequence(top, -1);
    return top;
  }

  /** Moves the timers whose moment has come to those that are ready; what is cancelled is dropped. */
  moveDue(now: number, ready: Fifo<Runnable>): void {
    while (this.next <= now) {
      const timer = this.pop();
      if (timer.cancelled()) this.cancelled--;
      else ready.put(runnableOf(timer));
    }
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
        if (timer.cancelled()) setSequence(timer, -1);
        else live.push(timer);
      }
      this.#heap = live;
      this.#moments = live.map(momentOf);
      this.cancelled = 0;
      for (let i = (live.length >> 1) - 1; i >= 0; i--) this.#down(i);
      return;
    }
    while (heap.length > 0 && heap[0]!.cancelled()) {
      this.pop();
      this.cancelled--;
    }
  }

  clear(): void {
    for (const timer of this.#heap) setSequence(timer, -1);
    this.#heap = [];
    this.#moments = [];
    this.cancelled = 0;
  }

  #up(index: number): void {
    const heap = this.#heap;
    const moments = this.#moments;
    const item = heap[index]!;
    const moment = moments[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = moments[parent]!;
      // A timer that is added is the youngest: of equal moments, it is behind.
      if (moment >= above) break;
      heap[index] = heap[parent]!;
      moments[index] = above;
      index = parent;
    }
    heap[index] = item;
    moments[index] = moment;
  }

  #down(index: number): void {
    const heap = this.#heap;
    const moments = this.#moments;
    const size = heap.length;
    const item = heap[index]!;
    const moment = moments[index]!;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#isBefore(child + 1, child)) child++;
      const below = moments[child]!;
      if (
        below > moment ||
        (below === moment && sequenceOf(heap[child]!) > sequenceOf(item))
      ) break;
      heap[index] = heap[child]!;
      moments[index] = below;
      index = child;
    }
    heap[index] = item;
    moments[index] = moment;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#moments[a]! - this.#moments[b]!;
    return difference < 0 ||
      // Not by the difference alone: that of two infinities is NaN.
      (this.#moments[a] === this.#moments[b] &&
        sequenceOf(this.#heap[a]!) < sequenceOf(this.#heap[b]!));
  }
}

/*
 * Waking for each of many thousand timers would cost more than the timers: the
 * more there are, the longer the pause between two wakes.
 */

/** In ms. A thousand timers may be 0.05 ms late by this, a few not at all. */
const PAUSE_PER_TIMER = 1 / 20_000;
const MAX_PAUSE = 1;
/**
 * After so many timers the pause stays long while the last of them run out, as
 * close to each other as the first; after a tenth of them, a hundredth as long.
 */
const MANY_TIMERS = 25_000;
/** How long timers that are gone go on to count, less and less, in ms. */
const MANY_FOR = 2000;

/** How long a loop pauses between two wakes for timers. */
export class TimerPause {
  /** How many timers there are, or were recently, and when that was computed. */
  #many = 0;
  #manyAt = -Infinity;

  /**
   * Returns the shortest time until the next wake, in milliseconds.
   *
   * @param count How many timers there are.
   * @param now The loop's time.
   */
  after(count: number, now: number): number {
    const kept = Math.max(0, 1 - (now - this.#manyAt) / MANY_FOR);
    this.#many = Math.max(count, this.#many * kept);
    this.#manyAt = now;
    return Math.min(
      MAX_PAUSE,
      Math.max(count * PAUSE_PER_TIMER, (this.#many / MANY_TIMERS) ** 2),
    );
  }
}
