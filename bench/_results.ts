/**
 * The figures of all rounds: by row, and by runtime.
 *
 * @module
 */

import type { Versions } from "./_peers.ts";
import { type Figures, percentile } from "./_program.ts";
import type { Runtime } from "./_runtimes.ts";

/** Where and when something was measured. */
export interface Machine {
  /** The day. */
  date: string;
  /** The processor's name. */
  processor: string;
  /** How many processors this process may use. */
  processors: number;
  /** The system and its kernel. */
  system: string;
  /** Versions by name. */
  versions: Versions;
}

/** What a run left out, and why. */
export interface Failure {
  /** The workload. */
  workload: string;
  /** Where it was to run. */
  runtime: Runtime;
  /** What the program said last. */
  reason: string;
}

/** The values of one row on one runtime, a value for each round. */
export interface Summary {
  median: number;
  least: number;
  most: number;
  /** Whether the rounds differ by so much that the row says little. */
  noisy: boolean;
}

/** All of a run; what the JSON file holds. */
export interface Results {
  machine: Machine;
  rounds: number;
  /** Milliseconds that a fixed piece of work took, before each round. */
  calibration: number[];
  /** Processes that wanted to run, on average of the last minute, before each round. */
  load: number[];
  rows: Record<string, Partial<Record<Runtime, number[]>>>;
  failures: Failure[];
}

/** Rounds that differ by more than this part of their median are noise. */
const NOISE = 0.3;

/** Adds the figures of a program. */
export function addFigures(
  results: Results,
  runtime: Runtime,
  figures: Figures,
): void {
  for (const [name, value] of Object.entries(figures)) {
    const row = results.rows[name] ??= {};
    (row[runtime] ??= []).push(value);
  }
}

/** Sums a row up; undefined where nothing was measured. */
export function summaryOf(
  results: Results,
  row: string,
  runtime: Runtime,
): Summary | undefined {
  const values = results.rows[row]?.[runtime];
  if (values === undefined || values.length === 0) return undefined;
  const median = percentile(values, 0.5);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const noisy = most - least > NOISE * Math.abs(median) &&
    most - least > smallest(row);
  return { median, least, most, noisy };
}

/** A difference too small to notice, whatever part of the median it is. */
function smallest(row: string): number {
  if (/, ms$/.test(row)) return 0.05;
  if (/wakes|early|ms of CPU/.test(row)) return 3;
  return 0;
}

/** Whether more of it is better; of all else, less is. */
export function moreIsBetter(row: string): boolean {
  return /\/s\b|ticks|times one/.test(row);
}

/** What is drawn as a curve: "callbacks × 1000, µs of CPU each". */
export function curvePoint(
  row: string,
): { what: string; size: number; unit: string } | undefined {
  const [, what, size, unit] = /^(.*) × (\d+), (.*)$/.exec(row) ?? [];
  if (what === undefined || unit === undefined) return undefined;
  return { what, size: Number(size), unit };
}

/** A number as people read it: three digits, with k or M for great ones. */
export function readable(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${digits(value / 1e6)} M`;
  if (size >= 1e4) return `${digits(value / 1e3)} k`;
  return digits(value);
}

function digits(value: number): string {
  const size = Math.abs(value);
  const after = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return value.toLocaleString("en", { maximumFractionDigits: after });
}
