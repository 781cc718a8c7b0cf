/** A driver on which time passes only when there is nothing else to do. */

import { clearImmediate, setImmediate } from "node:timers";
import type { LoopDriver } from "../../src/asyncio/core/driver.ts";

/** Lets time pass instead of waiting, and calls `onIdle` when nothing can happen. */
export class VirtualDriver implements LoopDriver {
  /** Called when the loop has nothing to do and no timer to wait for. */
  onIdle: () => void = () => {};
  #now = 0;
  #turn: () => void = () => {};
  #immediate: ReturnType<typeof setImmediate> | undefined;

  now(): number {
    return this.#now;
  }

  start(turn: () => void): void {
    this.#turn = turn;
  }

  schedule(when: number): void {
    clearImmediate(this.#immediate);
    this.#immediate = setImmediate(() => {
      if (when === Infinity) return this.onIdle();
      this.#now = Math.max(this.#now, when);
      this.#turn();
    });
  }

  stop(): Promise<void> {
    clearImmediate(this.#immediate);
    return Promise.resolve();
  }
}
