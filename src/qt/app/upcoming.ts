/**
 * The loop that an application is going to run.
 *
 * An asynchronous slot may be called before `run()` is: by `button.click()` while the window is set up. It is a task of
 * the loop that comes then, so that all of asyncio works in it.
 *
 * @module
 */

import type { BaseEventLoop } from "../../asyncio/mod.ts";
import type { Bridge } from "../calls/bridge.ts";

let make: (() => BaseEventLoop) | undefined;
const loops = new WeakMap<Bridge, BaseEventLoop>();

/** Says how the loop is made. */
export function setUpcomingLoop(newLoop: () => BaseEventLoop): void {
  make = newLoop;
}

/** The loop that is going to run, made now if need be; null where exec() runs without one. */
export function upcomingLoop(bridge: Bridge | undefined): BaseEventLoop | null {
  if (bridge === undefined || bridge.execStarted || make === undefined) {
    return null;
  }
  let loop = loops.get(bridge);
  if (loop === undefined) loops.set(bridge, loop = make());
  return loop;
}

/** The loop that tasks wait for already, if any do; the caller runs it. */
export function takeUpcomingLoop(bridge: Bridge): BaseEventLoop | null {
  const loop = loops.get(bridge);
  if (loop === undefined) return null;
  loops.delete(bridge);
  return loop.isClosed() ? null : loop;
}
