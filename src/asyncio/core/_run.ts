/** Running what is in a loop's queue. */

import { type LoopInternals, RUN, type Runnable } from "./internals.ts";
import { textOf } from "./_util.ts";

/** Runs something without making it part of the stack of what it throws. */
export function run(runnable: Runnable): void {
  const step = runnable[RUN];
  step(runnable);
}

/** The same in debug mode: reports what takes long. */
export function runTimed(
  loop: LoopInternals,
  runnable: Runnable,
  drain: () => void,
): void {
  const description = textOf(runnable);
  const before = loop.time();
  run(runnable);
  drain();
  const duration = loop.time() - before;
  if (duration >= loop.owner.slowCallbackDuration) {
    console.warn(
      `Executing ${description} took ${(duration / 1000).toFixed(3)} seconds`,
    );
  }
}
