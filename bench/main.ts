/**
 * The benchmarks: this project and its peers on the same work, in one run, side by side. Every workload runs in a
 * process of its own on every runtime, round by round. Figures of one run can be compared with each other; those of
 * two machines, or two days, hardly.
 *
 *     deno task bench [--rounds=3] [--only=timers,serve] [--runtimes=qt,uvloop] [--json=FILE] [--report] [--smoke]
 *
 * `--report` writes the figures and charts of docs/performance.md; with `--from=FILE` those of a JSON file, and
 * measures nothing. `--smoke` shows in seconds that all of this project's workloads work.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { writeReport } from "./_report.ts";
import { readable, type Results } from "./_results.ts";
import { runAll, type RunOptions, runtimesOf } from "./_run.ts";
import { getPeers } from "./setup.ts";
import { OURS, type Runtime, RUNTIMES } from "./_runtimes.ts";
import { asText, cellsOf } from "./_table.ts";

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    rounds: { type: "string" },
    only: { type: "string", default: "" },
    runtimes: { type: "string", default: "" },
    json: { type: "string" },
    from: { type: "string" },
    report: { type: "boolean", default: false },
    smoke: { type: "boolean", default: false },
  },
});

function list(text: string): string[] {
  return text.split(",").filter((part) => part !== "");
}

async function measure(): Promise<Results> {
  const rounds = Number(options.rounds ?? (options.smoke ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(
      `--rounds must be a whole number from 1 on: "${options.rounds}"`,
    );
  }
  const runtimes = list(options.runtimes);
  for (const name of runtimes) {
    if (name in RUNTIMES) continue;
    throw new RangeError(
      `--runtimes knows ${Object.keys(RUNTIMES).join(", ")}: not "${name}"`,
    );
  }
  // What this process does itself must be short, too.
  if (options.smoke) Deno.env.set("BENCH_SMOKE", "1");
  const run: RunOptions = {
    rounds,
    only: list(options.only),
    runtimes: options.smoke && runtimes.length === 0
      ? OURS
      : runtimes as Runtime[],
    smoke: options.smoke,
  };
  if (!options.smoke) await getPeers(runtimesOf(run));
  return await runAll(run);
}

const results: Results = options.from === undefined
  ? await measure()
  : JSON.parse(await Deno.readTextFile(options.from));
console.log(asText(cellsOf(results, Object.keys(results.rows))));
console.log(
  `\n~ the rounds differ by more than 30 %. A fixed piece of work took ${
    results.calibration.map(readable).join(", ")
  } ms before the rounds; the machine's load was ${
    results.load.map(readable).join(", ")
  }.`,
);
for (const { workload, runtime, reason } of results.failures) {
  console.log(`Not measured: ${workload} on ${RUNTIMES[runtime]}: ${reason}`);
}
if (options.json !== undefined) {
  await Deno.writeTextFile(
    options.json,
    JSON.stringify(results, null, 2) + "\n",
  );
}
if (options.report) await writeReport(results);
