/** What is to happen before the platform goes on to its next timer or event. */

import { Fifo } from "./_fifo.ts";

/** More jobs than any chain of promises has between an error and the code that catches it. */
const CHAIN = 1000;

interface End {
  readonly at: number;
  readonly fn: () => void;
}

let count = 0;
const ends = new Fifo<End>();

/**
 * Calls a function when the jobs (microtasks) that follow from the present one
 * have run, and before anything else of the platform does.
 */
export function afterJobs(fn: () => void): void {
  ends.put({ at: count + CHAIN, fn });
  if (ends.size === 1) void countJobs();
}

async function countJobs(): Promise<void> {
  while (ends.first !== undefined) {
    await undefined;
    count++;
    while (ends.first !== undefined && ends.first.at <= count) ends.take().fn();
  }
}
