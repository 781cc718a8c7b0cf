/**
 * Reads how many tests ran from the output of `deno test`, and writes summaries.
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
 * Adds the counts of a run to others.
 *
 * @param total What they are added to.
 * @param counts What is added.
 */
export function addCounts(total: Counts, counts: Counts): void {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

/**
 * Writes a summary in the form of `deno test`, which {@linkcode readSummary} reads.
 *
 * @param counts What to say.
 * @param duration How long the run took, in milliseconds.
 * @returns The line.
 */
export function summaryLine(counts: Counts, duration: number): string {
  const { passed, failed, skipped } = counts;
  const seconds = Math.round(duration / 1000);
  const minutes = Math.floor(seconds / 60);
  return [
    failed > 0 ? "FAILED" : "ok",
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} ignored`] : []),
  ].join(" | ") + ` (${minutes > 0 ? `${minutes}m` : ""}${seconds % 60}s)`;
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
