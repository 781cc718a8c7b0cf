/**
 * What the project wants to reach, row by row.
 *
 * @module
 */

import { moreIsBetter, readable, type Results, summaryOf } from "./_results.ts";
import { PEERS, type Runtime } from "./_runtimes.ts";

/** A row's goal: a number, or to be so many times as good as another in the same run, once if that is left out. */
export type Goal = number | Runtime | readonly [times: number, Runtime];

/** One goal or several, all of which are to be reached. */
export type Goals = Goal | { readonly all: readonly Goal[] };

/** The goals; they hold on Qt, and for the executor where it is measured. Those of the network hold without Qt. */
export const GOALS: Readonly<Record<string, Goals>> = {
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
  "overrides: rowCount() in C++ /s": 8e6,
  "overrides: data() in C++, a number /s": 3e6,
  "overrides: data() in C++, a string /s": 2e6,
  "overrides: advance(int) /s": [5, "qtasyncio"],
  "overrides: match() over numbers, rows /s": [5, "qtasyncio"],
  "overrides: match() over strings, rows /s": [5, "qtasyncio"],
  "datagram echo, 64 B: round trips /s": [0.5, "asyncio"],
  "programs started and waited for /s": [2.5, "asyncio"],
  "communicate, 1 KiB through cat /s": [1.5, "asyncio"],
  "cancelling a read p50, µs": 10,
  "cancelling a read p99, µs": 100,
  "TLS: MiB that a paused reader lets its peer send": 8,
  "addReader ping-pong p50, µs": 20,
  "protocol echo beside a modal dialog, times one without": 0.9,
  "10 000 idle connections, KiB for both ends": 30,
  "10 000 idle connections, ms of CPU in 3 s": 1,
  "start-up, ms": 60,
  "peak memory, MB": 45,
};

/** How good an echo is to be, by its kind, and by its size and connections. */
const ECHOES: Readonly<Record<string, Readonly<Record<string, Goals>>>> = {
  "protocol echo": {
    "64 B, 1 connection": { all: [[0.7, "uvloop"], [0.9, "deno"]] },
    "64 B, 50 connections": { all: [[0.7, "uvloop"], [0.85, "deno"]] },
    "64 KiB, 1 connection": [0.55, "uvloop"],
    "1 MiB, 1 connection": [0.5, "uvloop"],
  },
  "streams echo": {
    "64 B, 1 connection": { all: [[0.9, "uvloop"], [1.1, "asyncio"]] },
    "64 B, 50 connections": { all: [[0.75, "uvloop"], [0.9, "asyncio"]] },
    "64 KiB, 1 connection": [0.7, "uvloop"],
    "1 MiB, 1 connection": [0.55, "uvloop"],
  },
  "TLS echo": {
    "64 B, 1 connection": [1.1, "uvloop"],
    "64 KiB, 1 connection": [0.4, "uvloop"],
  },
  "buffered protocol echo": { "64 KiB, 1 connection": [0.6, "deno"] },
};

function echoGoals(): Record<string, Goals> {
  const goals: Record<string, Goals> = {};
  for (const [kind, each] of Object.entries(ECHOES)) {
    for (const [size, goal] of Object.entries(each)) {
      goals[`${kind}, ${size}: round trips /s of CPU`] = goal;
    }
  }
  return goals;
}

/** The rows of asyncio's second level, which needs no Qt. */
export const NET =
  /echo, |echo beside|TLS: |addReader|programs started|communicate|cancelling a read|idle connections/;

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
  const judged = ["qt", "pure"] as const;
  const runtime = (NET.test(row) ? judged.toReversed() : judged)
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
  const goal = GOALS[row] ?? echoGoals()[row];
  const sign = more ? "≥" : "≤";
  if (goal === undefined) {
    return { runtime, ratio, best, goal: "", reached: undefined };
  }
  const all = typeof goal === "object" && "all" in goal ? goal.all : [goal];
  const limits = all.map((each) => limitOf(each, median));
  const known = limits.flatMap(([limit]) => limit ?? []);
  return {
    runtime,
    ratio,
    best,
    goal: `${sign} ${limits.map(([, shown]) => shown).join(", ")}`,
    reached: known.length < limits.length
      ? undefined
      : known.every((limit) => more ? own >= limit : own <= limit),
  };
}

/** A goal as a number, if its peer was measured, and in words. */
function limitOf(
  goal: Goal,
  median: (peer: Runtime) => number | undefined,
): [limit: number | undefined, shown: string] {
  if (typeof goal === "number") return [goal, readable(goal)];
  if (typeof goal === "string") return [median(goal), goal];
  const [times, peer] = goal;
  const value = median(peer);
  return [
    value === undefined ? undefined : times * value,
    `${times} × ${peer}`,
  ];
}
