/**
 * Programs that show a window and forget `await run()`: without a word they would end, and nothing would be seen.
 *
 * @module
 */

import type { Bridge } from "../calls/bridge.ts";

// Whether Qt has had a share of the thread, in any application of the program.
let served = false;
let windowShown = false;
let lastCall: Event | undefined;

/** Notes, before its application is disposed of, whether a window is visible that Qt has never been able to draw. */
export function noteUnservedWindow(bridge: Bridge): void {
  served ||= bridge.pump.used;
  if (!served) windowShown ||= bridge.hasVisibleWindow;
}

/** Says so when the program ends for want of things to do. One that calls `Deno.exit()` knows what it does. */
export function warnOfUnservedWindow(): void {
  if (served || !windowShown || lastCall?.defaultPrevented !== false) return;
  // A test may look at a window that it does not run.
  if (underTestRunner()) return;
  console.warn(
    "A window was shown, but no event loop has run, so that it was never drawn: call `await run()` after show()",
  );
}

/** Notes that Deno has nothing left to do; a listener may still find something, and prevent the end. */
export function watchForEnd(): void {
  globalThis.addEventListener("beforeunload", noteLastCall);
}

function noteLastCall(event: Event): void {
  lastCall = event;
}

/** `Deno.test` takes arguments in a test runner alone; elsewhere it does nothing. */
function underTestRunner(): boolean {
  return Deno.test.length > 0;
}
