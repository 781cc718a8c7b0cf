/**
 * Runs the workloads: in each round every one once on every runtime, so that a busy moment of the machine hits all
 * alike.
 *
 * @module
 */

import { cpus, loadavg, release, type } from "node:os";
import { Xvfb } from "../tests/_support/xvfb.ts";
import { ROOT } from "../tools/root.ts";
import { peerVersions } from "./_peers.ts";
import type { Figures } from "./_program.ts";
import { addFigures, type Failure, type Results } from "./_results.ts";
import { OURS, type Runtime } from "./_runtimes.ts";
import {
  type Measure,
  type MeasuringProgram,
  type Workload,
  WORKLOADS,
} from "./_workloads.ts";

/** Where programs with windows show them. */
type Display = Readonly<Record<string, string>>;

/** What to run. */
export interface RunOptions {
  /** How often. */
  rounds: number;
  /** Only workloads whose names contain one of these; none: all. */
  only: readonly string[];
  /** Only these runtimes; none: all. */
  runtimes: readonly Runtime[];
  /** Whether to show only that everything works, and to throw where it does not. */
  smoke: boolean;
}

/** A program that takes longer is ended. */
const LONGEST = 180_000;
const LONGEST_SMOKE = 60_000;

/** The workloads that are wanted. */
function wantedOf({ only }: RunOptions): Workload[] {
  return WORKLOADS.filter(({ name }) =>
    only.length === 0 ||
    only.some((part) => name.toLowerCase().includes(part.toLowerCase()))
  );
}

/** Where they run. */
export function runtimesOf(options: RunOptions): Runtime[] {
  const all = wantedOf(options).flatMap(({ on }) => Object.keys(on));
  return [...new Set(all as Runtime[])].filter((name) =>
    options.runtimes.length === 0 || options.runtimes.includes(name)
  );
}

/** Measures what was asked for. */
export async function runAll(options: RunOptions): Promise<Results> {
  const results: Results = {
    machine: {
      date: new Date().toISOString().slice(0, 10),
      processor: cpus()[0]?.model.trim() ?? "unknown",
      processors: navigator.hardwareConcurrency,
      system: `${type()} ${release()}`,
      versions: {
        Deno: Deno.version.deno,
        V8: Deno.version.v8,
        ...options.smoke ? {} : await peerVersions(),
      },
    },
    rounds: options.rounds,
    calibration: [],
    load: [],
    rows: {},
    failures: [],
  };
  const wanted = wantedOf(options);
  await using xvfb = !options.smoke && wanted.some(({ windows }) => windows)
    ? await Xvfb.start()
    : undefined;
  const display: Display = xvfb?.env ?? { QT_QPA_PLATFORM: "offscreen" };
  const tried = new Set<string>();
  for (let round = 1; round <= options.rounds; round++) {
    results.load.push(loadavg()[0] ?? NaN);
    results.calibration.push(calibrate());
    for (const workload of wanted) {
      for (const [name, measure] of Object.entries(workload.on)) {
        const runtime = name as Runtime;
        if (
          options.runtimes.length > 0 && !options.runtimes.includes(runtime)
        ) {
          continue;
        }
        if (options.smoke && repeats(workload, runtime, tried)) continue;
        console.error(
          `Round ${round} of ${options.rounds}: ${workload.name}, ${runtime}`,
        );
        await one(results, workload, runtime, measure, display, options);
      }
    }
  }
  return results;
}

/** Whether a smoke run shows nothing new: without Qt, one workload of each program is enough if all run on Qt. */
function repeats(
  { on }: Workload,
  runtime: Runtime,
  tried: Set<string>,
): boolean {
  const { pure, qt } = on;
  if (runtime !== "pure" || qt === undefined) return false;
  const program = pure !== undefined && "command" in pure
    ? pure.command.find((part) => part.endsWith(".ts"))
    : undefined;
  if (program === undefined) return false;
  if (tried.has(program)) return true;
  tried.add(program);
  return false;
}

async function one(
  results: Results,
  workload: Workload,
  runtime: Runtime,
  measure: Measure,
  display: Display,
  { smoke }: RunOptions,
): Promise<void> {
  const known = (failure: Failure) =>
    failure.workload === workload.name && failure.runtime === runtime;
  if (results.failures.some(known)) return;
  try {
    const figures = "measure" in measure
      ? await measure.measure()
      : await measured(measure, workload.windows ? display : {}, smoke);
    for (const [row, value] of Object.entries(figures)) {
      if (!Number.isFinite(value)) throw new Error(`"${row}" is ${value}`);
    }
    if (Object.keys(figures).length === 0) throw new Error("no figures");
    addFigures(results, runtime, figures);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (smoke && OURS.includes(runtime)) {
      throw new Error(`${workload.name} on ${runtime}: ${reason}`);
    }
    results.failures.push({
      workload: workload.name,
      runtime,
      // The page is for others, who have other folders.
      reason: reason.replaceAll(ROOT, ""),
    });
  }
}

/** Runs a program and reads the line of JSON that it prints last. */
async function measured(
  { command, env = {}, wall = false }: MeasuringProgram,
  display: Display,
  smoke: boolean,
): Promise<Figures> {
  const [program = "", ...args] = command;
  const longest = smoke ? LONGEST_SMOKE : LONGEST;
  const signal = AbortSignal.timeout(longest);
  const begin = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args,
    env: { ...display, ...env, ...smoke ? { BENCH_SMOKE: "1" } : {} },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal,
  }).output();
  const duration = performance.now() - begin;
  const decoder = new TextDecoder();
  if (signal.aborted) throw new Error(`ended after ${longest / 1000} s`);
  if (!success) {
    const said = decoder.decode(stderr).trim();
    const lines = said.split("\n");
    const reason = lines.findLast((line) => /error/i.test(line)) ??
      lines.at(-1);
    throw new Error((smoke ? said : reason) || "it failed");
  }
  const figures = JSON.parse(
    decoder.decode(stdout).trim().split("\n").at(-1) ?? "",
  );
  return wall ? { "start-up, ms": duration, ...figures } : figures;
}

/** How long a fixed piece of work takes, in milliseconds: shows whether the machine was the same in all rounds. */
function calibrate(): number {
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const begin = performance.now();
    let x = 0;
    for (let n = 0; n < 30_000_000; n++) x = (Math.imul(x, 31) + n) | 0;
    if (x === 1) throw new Error("cannot be");
    best = Math.min(best, performance.now() - begin);
  }
  return best;
}
