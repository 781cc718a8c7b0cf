/**
 * Which application this thread has.
 *
 * @module
 */

import type { Bridge } from "./bridge.ts";
import { ApplicationError } from "./errors.ts";

let current: Bridge | undefined;

/** The bridge of this thread's application, if there is one. */
export function currentBridge(): Bridge | undefined {
  return current;
}

/** Sets or clears it. */
export function setCurrentBridge(bridge: Bridge | undefined): void {
  current = bridge;
}

/** @throws {ApplicationError} If this thread has no application. */
export function requireBridge(): Bridge {
  if (current !== undefined) return current;
  throw new ApplicationError(
    "There is no application in this thread: create a QCoreApplication or a QApplication first",
  );
}
