/**
 * Reads how many tests ran from the output of `deno test`.
 *
 * @module
 */

/** How many tests ended in which way. */
export interface Counts {
  /** Tests that passed. */
  passed: number;
  /** Tests that failed. */
  failed: number;
  /** Tests that were ignored. */
  skipped: number;
}

const SUMMARY =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm;

// deno-lint-ignore no-control-regex
const COLOURS = /\x1b\[[0-9;]*m/g;

/**
 * Reads the last summary line, so that one which a test printed does not count.
 *
 * @param output All that `deno test` wrote.
 * @returns The counts, or `undefined` if there is no summary.
 */
export function readSummary(output: string): Counts | undefined {
  const last = [...output.replace(COLOURS, "").matchAll(SUMMARY)].at(-1);
  if (last === undefined) return undefined;
  const [, passed, failed, skipped] = last;
  return {
    passed: Number(passed),
    failed: Number(failed),
    skipped: Number(skipped ?? 0),
  };
}

/**
 * Counts a test run that may have broken off.
 *
 * @param success Whether the run said that it went well.
 * @param output All that it wrote.
 * @returns Its counts, with at least one failure if it did not go well.
 */
export function countRun(success: boolean, output: string): Counts {
  const counts = readSummary(output) ?? { passed: 0, failed: 0, skipped: 0 };
  if (!success && counts.failed === 0) counts.failed = 1;
  return counts;
}

/**
 * Writes the closing line of a run.
 *
 * @param counts What to say.
 * @returns "N passed, N failed", with ", N skipped" when there are any.
 */
export function closingLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}
