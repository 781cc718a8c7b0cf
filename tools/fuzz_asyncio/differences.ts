/**
 * The differences from CPython that are meant to be, each with its reason; see
 * docs/asyncio-conformance.md.
 *
 * @module
 */

import type { Mode } from "./interpreter.ts";
import type { Program } from "./program.ts";

/**
 * Returns the ways in which the coroutines of a program can be written. CPython's
 * eager tasks run to their first wait before the code that made them goes on.
 * Here, what does not wait still takes a microtask each time, for which only an
 * async function can make way.
 */
export function modesOf(program: Program): readonly Mode[] {
  return JSON.stringify(program).includes('"eager":true')
    ? ["async functions"]
    : ["async functions", "generators"];
}

/** Says why the lines of both may differ, `null` if they should not. */
export function explain(
  theirs: readonly string[],
  ours: readonly string[],
): string | null {
  if (theirs.length !== ours.length) return null;
  return theirs.every((line, i) => isSameButForReasons(line, ours[i]!))
    ? "CPython forgets the reason of a cancellation when it is asked for a second time"
    : null;
}

/** Tells whether a line of ours has a reason at most where theirs has lost it. */
function isSameButForReasons(theirs: string, ours: string): boolean {
  const pattern = theirs.split("CancelledError()").map(RegExp.escape).join(
    "CancelledError\\(\\d*\\)",
  );
  return new RegExp(`^${pattern}$`).test(ours);
}
