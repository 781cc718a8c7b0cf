/**
 * Reports errors that no caller waits for. Qt waits while a slot or an event filter runs, so nothing here throws.
 *
 * @module
 */

import { _runningLoop } from "../asyncio/running.ts";

/**
 * Hands an error to the running loop's exception handler, or to `console.error` without a loop. If these throw (an
 * error that cannot be inspected, a call stack that is nearly full, a `console.error` that a test has replaced), it
 * writes one line to stderr.
 */
export function report(message: string, exception: unknown): void {
  try {
    const loop = _runningLoop();
    if (loop === null) console.error(`${message}:`, exception);
    else loop.callExceptionHandler({ message, exception });
  } catch {
    writeLine(message, exception);
  }
}

/** The name and message of what was thrown, whatever it is. Never throws. */
export function describeError(
  error: unknown,
): [name: string, message: string] {
  try {
    return error instanceof Error
      ? [`${error.name}`, `${error.message}`]
      : ["Error", String(error)];
  } catch {
    return ["Error", "An error that cannot be converted to a string"];
  }
}

function writeLine(message: string, exception: unknown): void {
  try {
    const [name, text] = describeError(exception);
    const line = `${message}: ${name}: ${text}\n`;
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  } catch {
    // stderr is closed or full: there is no other place to report to.
  }
}
