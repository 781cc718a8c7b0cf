/**
 * What the project wants to reach, row by row.
 *
 * @module
 */

import { moreIsBetter, readable, type Results, summaryOf } from "./_results.ts";
import { PEERS, type Runtime } from "./_runtimes.ts";

/** A row's goal: a number, or to be at least as good as a peer in the same run. */
export type Goal = number | Runtime;

/** The goals; they hold on Qt, and for the executor where it is measured. */
export const GOALS: Readonly<Record<string, Goal>> = {
  "callSoon chain, callbacks/s": "uvloop",
  "callSoon batch, callbacks/s": "uvloop",
  "sleep(0) chain, iterations/s": "uvloop",
  "tasks made and gathered /s": "uvloop",
  "timer lateness p50, ms": 0.1,
  "timer lateness p99, ms": 1,
  "timers early": 0,
  "50 000 timers, µs of CPU each": 5,
  "cross-thread ping-pong p50, µs": 75,
  "executor, one at a time: p50 µs": 60,
  "executor, 100 in flight: jobs /s": 71e3,
  "QTimer(0) turns /s": 0.8e6,
  "slot calls /s": 2e6,
  "number method of a QObject ns": 40,
  "QPainter.isActive ns": 20,
  "QPainter.drawLine ns": "qtasyncio",
  "QTableWidgetItem.setText ns": "qtasyncio",
  "QTextCursor.insertText ns": "qtasyncio",
  "new QPen and its end ns": "qtasyncio",
  "start-up, ms": 60,
  "peak memory, MB": 45,
};

/** Whether a peer's timers fire too early, in a row of how late they are: that says nothing then. */
function firesEarly(results: Results, row: string, peer: Runtime): boolean {
  return row.startsWith("timer lateness") &&
    (summaryOf(results, "timers early", peer)?.median ?? 0) > 0;
}

/** How the project stands in a row. */
export interface Standing {
  /** Where the project was measured: on Qt if it was. */
  runtime: Runtime;
  /** How many times better than the best peer; NaN without one. */
  ratio: number;
  /** That peer. */
  best: Runtime | undefined;
  /** The goal, in words; "" without one. */
  goal: string;
  /** Whether it is reached; undefined without a goal, or without the peer that sets it. */
  reached: boolean | undefined;
}

/** Compares the project with its peers and its goal; undefined where it was not measured. */
export function standingOf(
  results: Results,
  row: string,
): Standing | undefined {
  const runtime = (["qt", "pure"] as const)
    .find((name) => summaryOf(results, row, name) !== undefined);
  if (runtime === undefined) return undefined;
  const own = summaryOf(results, row, runtime)!.median;
  const more = moreIsBetter(row);
  const median = (peer: Runtime) => summaryOf(results, row, peer)?.median;
  let best: Runtime | undefined;
  for (const peer of PEERS) {
    const value = median(peer);
    if (value === undefined || firesEarly(results, row, peer)) continue;
    const before = best === undefined ? undefined : median(best)!;
    if (before === undefined || (more ? value > before : value < before)) {
      best = peer;
    }
  }
  const rival = best === undefined ? NaN : median(best)!;
  const ratio = more ? own / rival : rival / own;
  const goal = GOALS[row];
  const sign = more ? "≥" : "≤";
  if (goal === undefined) {
    return { runtime, ratio, best, goal: "", reached: undefined };
  }
  const limit = typeof goal === "number" ? goal : median(goal);
  return {
    runtime,
    ratio,
    best,
    goal: typeof goal === "number"
      ? `${sign} ${readable(goal)}`
      : `${sign} ${goal}`,
    reached: limit === undefined
      ? undefined
      : more
      ? own >= limit
      : own <= limit,
  };
}
