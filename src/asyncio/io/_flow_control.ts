/** The water marks of a write buffer. */

import type { WriteBufferLimits } from "./transports.ts";

/** The high water mark of a plain transport, in bytes. */
const HIGH = 64 * 1024;

/** The high water mark of a transport with TLS, in bytes. */
export const TLS_HIGH: number = 512 * 1024;

/** Knows when a protocol is to pause and to resume its writing. */
export class FlowControl {
  high: number;
  low: number;
  /** Whether the protocol was told to pause, and not to resume since. */
  paused = false;

  constructor(readonly defaultHigh: number = HIGH) {
    this.high = defaultHigh;
    this.low = Math.floor(defaultHigh / 4);
  }

  setLimits(limits: WriteBufferLimits): void {
    const { low } = limits;
    const high = limits.high ??
      (low === undefined ? this.defaultHigh : 4 * low);
    const newLow = low ?? Math.floor(high / 4);
    if (!(high >= newLow && newLow >= 0)) {
      throw new RangeError(
        `the limits must be high >= low >= 0, got high ${high} and low ${newLow}`,
      );
    }
    this.high = high;
    this.low = newLow;
  }

  /** Returns whether writing is to be paused now that so many bytes wait. */
  mustPause(size: number): boolean {
    if (this.paused || size <= this.high) return false;
    return this.paused = true;
  }

  /** Returns whether writing is to be resumed now that only so many bytes wait. */
  mustResume(size: number): boolean {
    if (!this.paused || size > this.low) return false;
    this.paused = false;
    return true;
  }
}
