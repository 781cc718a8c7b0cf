/**
 * Ends random programs in the middle of what they do, and checks how they end: in time, every `finally` block run, no
 * error of the package's own, and idle while they wait.
 *
 *     deno task fuzz:endings [--seed=1] [--count=100] [--jobs=2] [--keep]
 *
 * Program N is that of seed + N, whatever the count. A program that fails is kept in `out/endings`.
 *
 * @module
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import { endingProgram } from "./fuzz_endings/generate.ts";
import type { Report } from "./fuzz_endings/watch.ts";
import { ROOT } from "./root.ts";

/** A program that has not ended by then hangs, in milliseconds. */
const LIMIT = 20_000;
/** What none may say. */
const FORBIDDEN =
  /Uncaught|never resolved|InvalidStateError|Exception is not set|Bad resource|Cannot resume Qt/;

/** How a program ended. */
export interface Ending {
  /** What was wrong, if anything was. */
  readonly faults: readonly string[];
  /** What it said of itself; null if it said nothing. */
  readonly report: Report | null;
}

/** Writes the program of a seed into a folder; returns its path. */
function write(seed: number, folder: string): string {
  Deno.mkdirSync(folder, { recursive: true });
  const path = join(folder, `${seed}.ts`);
  const root = pathToFileURL(ROOT).href.replace(/\/?$/, "/");
  Deno.writeTextFileSync(
    path,
    endingProgram(seed).source.replaceAll("%ROOT%", root),
  );
  return path;
}

/** Runs the program of a seed, written to `folder`. */
export async function runEnding(seed: number, folder: string): Promise<Ending> {
  const path = write(seed, folder);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    child.kill("SIGKILL");
  }, LIMIT);
  const { code, signal, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  ) as [string, string];
  const last = out.trim().split("\n").at(-1) ?? "";
  const report = last.startsWith("{") ? JSON.parse(last) as Report : null;
  const faults: string[] = [];
  if (hangs) faults.push(`hangs: not ended after ${LIMIT} ms`);
  else if (signal !== null) faults.push(`ended by ${signal}`);
  else {
    const wanted = endingProgram(seed).code;
    if (code !== wanted) faults.push(`exit code ${code} instead of ${wanted}`);
    if (report === null) faults.push("no report");
  }
  if (report !== null && report.missing.length > 0) {
    faults.push(`finally did not run: ${report.missing.join(", ")}`);
  }
  const forbidden = FORBIDDEN.exec(err + (report?.error ?? ""));
  if (forbidden !== null) faults.push(`said "${forbidden[0]}"`);
  if (faults.length > 0) {
    Deno.writeTextFileSync(`${path}.log`, `${faults.join("\n")}\n${err}${out}`);
  } else Deno.removeSync(path);
  return { faults, report };
}

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      seed: { type: "string", default: "1" },
      count: { type: "string", default: "100" },
      jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
    },
  });
  const [first, count, jobs] = [values.seed, values.count, values.jobs].map(
    Number,
  ) as [number, number, number];
  if (![first, count, jobs].every((n) => Number.isInteger(n) && n >= 0)) {
    throw new RangeError("--seed, --count and --jobs must be integers >= 0");
  }
  const folder = join(ROOT, "out", "endings");
  let [next, failed, processor, time, slowest] = [first, 0, 0, 0, 0];
  const work = async (): Promise<void> => {
    while (next < first + count) {
      const seed = next++;
      const { faults, report } = await runEnding(seed, folder);
      if (report !== null) {
        processor += report.waited.processor;
        time += report.waited.time;
        slowest = Math.max(slowest, report.ending);
      }
      if (faults.length === 0) continue;
      failed++;
      console.log(`${folder}/${seed}.ts: ${faults.join("; ")}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const share = time === 0 ? 0 : processor / time * 100;
  console.log(
    `${count} programs from seed ${first}: ${failed} failed; ` +
      `${
        share.toFixed(2)
      } % of a core while waiting; the slowest took ${slowest} ms to end`,
  );
  if (failed > 0) Deno.exit(1);
}
