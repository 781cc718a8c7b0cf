/**
 * Where errors go that nobody waits for.
 *
 * @module
 */

import { _runningLoop } from "../../asyncio/running.ts";
import { logError } from "../../asyncio/_util.ts";

/** Hands an error to the running loop's exception handler, or to the console. */
export function report(message: string, exception: unknown): void {
  const loop = _runningLoop();
  if (loop === null) logError(`${message}:`, exception);
  else loop.callExceptionHandler({ message, exception });
}
