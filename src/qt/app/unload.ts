/**
 * The end of a program without a chance to wait: Deno unloads it.
 *
 * Under `deno run --watch` the process goes on then, with another program, and finds Qt as this one leaves it. Nothing
 * asynchronous runs any more, so that the application and all that belongs to it is disposed of at once. Deno does not tell
 * a program that has ended by an error, and no program under `--watch-hmr`: what they leave is disposed of when the next
 * one makes an application (`qta_open`).
 *
 * @module
 */

import { currentBridge } from "../calls/current.ts";
import { takeUpcomingLoop } from "./upcoming.ts";
import {
  noteUnservedWindow,
  warnOfUnservedWindow,
  watchForEnd,
} from "./unserved_window.ts";

/** Disposes of this thread's application when Deno unloads the program, after the listeners that are there already. */
export function disposeAtUnload(): void {
  globalThis.removeEventListener("unload", dispose);
  globalThis.addEventListener("unload", dispose);
  watchForEnd();
}

function dispose(): void {
  const bridge = currentBridge();
  if (bridge !== undefined) noteUnservedWindow(bridge);
  warnOfUnservedWindow();
  if (bridge === undefined) return;
  // Reports what asynchronous slots threw that waited for it.
  takeUpcomingLoop(bridge)?.close();
  bridge.abandon();
}
