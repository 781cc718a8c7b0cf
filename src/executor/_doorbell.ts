/**
 * How a pool's thread learns that its Workers have something for it.
 *
 * @module
 */

import { LAYOUT } from "./_layout.ts";

/**
 * Waits on a word of shared memory, and calls `collect` when it changes.
 *
 * A wait does not keep the process, nor is it an op for the sanitizers of `deno test`: the Workers that have jobs do
 * the former.
 */
export class Doorbell {
  readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(8);
  readonly #words = new Int32Array(this.buffer);
  readonly #collect: () => boolean;
  #listening = false;
  #closed = false;

  /** @param collect takes what has come; tells whether more is expected. */
  constructor(collect: () => boolean) {
    this.#collect = collect;
  }

  /** Waits for as long as something is expected. */
  listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#listen();
  }

  async #listen(): Promise<void> {
    // What was given just now is not there yet.
    await undefined;
    for (;;) {
      const seen = Atomics.load(this.#words, LAYOUT.poolBell);
      Atomics.store(this.#words, LAYOUT.poolSleeps, 1);
      if (!this.#collect() || this.#closed) break;
      const wait = Atomics.waitAsync(this.#words, LAYOUT.poolBell, seen);
      if (wait.async) await wait.value;
      else await undefined;
      Atomics.store(this.#words, LAYOUT.poolSleeps, 0);
    }
    this.#listening = false;
  }

  /** Stops waiting. Nothing is left that would have to be waited for. */
  close(): void {
    this.#closed = true;
    Atomics.add(this.#words, LAYOUT.poolBell, 1);
    Atomics.notify(this.#words, LAYOUT.poolBell);
  }
}
