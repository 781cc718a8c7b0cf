/** The options of readers, and what their methods refuse. */

import type { AbstractEventLoop } from "../../core/future.ts";
import { describeValue } from "../../core/_util.ts";

/** How many bytes a line may have, and how many wait before the transport is paused: half of them. */
export const DEFAULT_LIMIT: number = 64 * 1024;

/** Options of {@linkcode StreamReader}. */
export interface StreamReaderOptions {
  /**
   * How many bytes a line or another separated piece may have. When twice as many wait to be read, the peer has to
   * wait.
   *
   * @default {65_536}
   */
  limit?: number | undefined;
  /** The loop that it belongs to. Default: `getEventLoop()`. */
  loop?: AbstractEventLoop | undefined;
}

/** Refuses what is not a limit. */
export function checkLimit(limit: unknown): void {
  if (typeof limit === "number" && limit > 0) return;
  throw new RangeError(
    `limit must be a number > 0, got ${describeValue(limit)}`,
  );
}

/** Refuses what is not a number of bytes. */
export function checkCount(count: unknown, least: number): void {
  if (typeof count !== "number") {
    throw new TypeError(
      `count must be a number, got ${describeValue(count)}`,
    );
  }
  if (!Number.isInteger(count) || count < least) {
    throw new RangeError(
      `count must be an integer${least === 0 ? " >= 0" : ""}, got ${count}`,
    );
  }
}
