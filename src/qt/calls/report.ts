/**
 * Reports errors that no caller waits for. Qt waits while a slot or an event filter runs, so nothing here throws.
 *
 * @module
 */

import { runningLoop } from "../../asyncio/core/running.ts";
import { logError, nameAndMessage } from "../../asyncio/core/_util.ts";

/**
 * Hands an error to the running loop's exception handler, or to `console.error` without a loop. If these throw (an
 * error that cannot be inspected, a call stack that is nearly full, a `console.error` that a test has replaced), it
 * writes one line to stderr.
 */
export function report(message: string, exception: unknown): void {
  try {
    const loop = runningLoop();
    if (loop === null) logError(`${message}:`, exception);
    else loop.callExceptionHandler({ message, exception });
  } catch {
    writeLine(message, exception);
  }
}

function writeLine(message: string, exception: unknown): void {
  try {
    const [name, text] = nameAndMessage(exception);
    const line = `${message}: ${name}: ${text}\n`;
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  } catch {
    // stderr is closed or full: there is no other place to report to.
  }
}
