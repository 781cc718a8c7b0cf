/**
 * What a random program says of itself: imported by what `generate.ts` writes.
 *
 * @module
 */

import process from "node:process";

/** What is known of a program when it ends. */
export interface Report {
  /** The `finally` blocks that had to run and did not. */
  missing: string[];
  /** Milliseconds that it waited before its end, and the processor time of that. */
  waited: { time: number; processor: number };
  /** Milliseconds from the trigger to the end of `run()`. */
  ending: number;
  /** What `run()` threw. */
  error: string | null;
}

/** Milliseconds of processor time that this process has used. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What is to come of a `finally` block. */
export type Promised = "ends" | "begins" | "nothing";

/** What blocks have still to do: begin their `finally`, or end it. */
const open = new Map<string, Promised>();
let waited = { time: 0, processor: 0 };
let triggered = performance.now();

/** The blocks of a program. */
export const watch = {
  error: null as string | null,
  enter(name: string, promised: Promised): void {
    open.set(name, promised);
  },
  cleanUp(name: string): void {
    if (open.get(name) === "begins") open.delete(name);
  },
  leave(name: string): void {
    open.delete(name);
  },
  set waited(value: { time: number; processor: number }) {
    waited = value;
    triggered = performance.now();
  },
};

/** Writes the report and ends the process: promises of the platform may never let it end by itself. */
export function report(): never {
  const missing = [...open].filter(([, promised]) => promised !== "nothing")
    .map(([name]) => name);
  const ending = Math.round(performance.now() - triggered);
  const result: Report = { missing, waited, ending, error: watch.error };
  console.log(JSON.stringify(result));
  Deno.exit();
}
