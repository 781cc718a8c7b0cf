/**
 * Random choices that a seed determines.
 *
 * @module
 */

/** A source of random numbers, the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  /** @param seeds Numbers that determine all choices. */
  constructor(...seeds: readonly number[]) {
    this.#state = 0x9e3779b9;
    for (const seed of seeds) {
      this.#state = Math.imul(this.#state ^ seed, 0x85ebca6b) >>> 0;
      this.number();
    }
  }

  /** From 0, less than 1. */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0, less than `end`. */
  below(end: number): number {
    return Math.floor(this.number() * end);
  }

  /** Whether something is to happen that happens so often (0 to 1). */
  chance(probability: number): boolean {
    return this.number() < probability;
  }

  /** One of several. */
  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}
