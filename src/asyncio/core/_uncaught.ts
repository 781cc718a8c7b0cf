/**
 * Errors that no code of the program takes, while a loop runs.
 *
 * By default the platform ends the process for an unhandled rejection or an
 * uncaught error, at once: no `finally` block runs. A loop takes such errors
 * over and hands them to its exception handler, as it does with those of
 * callbacks and of tasks that nobody awaits. A program that wants to end for
 * them says so in its handler.
 */

import { CancelledError, TimeoutError } from "./errors.ts";
import { runningInternals } from "./_current.ts";
import { isInstance, logError } from "./_util.ts";

let installed = false;

/** Takes uncaught errors over, from the first loop that runs on. */
export function takeUncaughtErrors(): void {
  if (installed) return;
  installed = true;
  addEventListener("unhandledrejection", onRejection);
  addEventListener("error", onError);
}

function onRejection(event: PromiseRejectionEvent): void {
  if (event.defaultPrevented) return;
  const { reason } = event;
  // A cancellation that nobody awaits has done its work. It may be told when the loop has ended.
  if (isInstance(reason, CancelledError)) return event.preventDefault();
  const taken = report("Unhandled rejection of a promise", reason);
  if (taken) event.preventDefault();
  else if (isInstance(reason, TimeoutError)) {
    event.preventDefault();
    logError("A time limit that nobody awaited has expired:", reason);
  }
}

function onError(event: ErrorEvent): void {
  if (event.defaultPrevented) return;
  if (report("Exception in a callback of the platform", event.error)) {
    event.preventDefault();
  }
}

function report(message: string, exception: unknown): boolean {
  const loop = runningInternals();
  if (loop === null) return false;
  loop.owner.callExceptionHandler({ message, exception });
  return true;
}
