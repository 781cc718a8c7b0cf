/**
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
