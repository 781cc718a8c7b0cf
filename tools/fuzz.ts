/**
 * Calls random members of random classes with values of every kind, in child processes, and prints a program for each
 * crash, hang, or error that is not one of the library's. The same seed makes the same programs.
 *
 *     deno task fuzz [--seed=1] [--minutes=1] [--programs=N] [--from=N]
 *
 * `--programs` ends the run after so many programs, `--from` begins it with a later one.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { asProgram, type Failure, reduce, runChild } from "./fuzz/run.ts";

/** What to run. */
export interface FuzzOptions {
  /** What determines the programs. */
  readonly seed: number;
  /**
   * The first program.
   *
   * @default {0}
   */
  readonly from?: number;
  /**
   * End before this program.
   *
   * @default {Infinity}
   */
  readonly to?: number;
  /**
   * Begin no process after so many minutes.
   *
   * @default {Infinity}
   */
  readonly minutes?: number;
}

/** What came of it. */
export interface FuzzResult {
  /** How many programs ran. */
  readonly programs: number;
  /** What was found, each with a program that shows it. */
  readonly findings: readonly string[];
}

/** A process that has run so many programs makes room for a new one. */
const PER_PROCESS = 200;

/**
 * Runs random programs.
 *
 * @param options Which, and how many.
 * @param say Gets each finding as it comes.
 */
export async function fuzz(
  { seed, from = 0, to = Infinity, minutes = Infinity }: FuzzOptions,
  say: (text: string) => void,
): Promise<FuzzResult> {
  const end = performance.now() + minutes * 60_000;
  const findings: string[] = [];
  let next = from;
  while (next < to && performance.now() < end) {
    const until = Math.min(to, next + PER_PROCESS);
    const failure = await runChild([
      `--seed=${seed}`,
      `--from=${next}`,
      `--to=${until}`,
    ]);
    if (failure === undefined) {
      next = until;
      continue;
    }
    const finding = await describe(failure, seed, next);
    findings.push(finding);
    say(finding);
    next = (failure.program ?? until - 1) + 1;
  }
  return { programs: next - from, findings };
}

async function describe(
  failure: Failure,
  seed: number,
  from: number,
): Promise<string> {
  const { fault, detail, program, lines } = failure;
  const head = `${fault}: ${detail}\nSeed ${seed}, program ${
    program ?? "none: the process failed before the first"
  }:`;
  const fewest = await reduce(failure);
  if (fewest !== undefined) return `${head}\n${asProgram(fewest)}\n`;
  return `${head} not by itself: run with --seed=${seed} --from=${from} --programs=${
    (program ?? from) - from + 1
  }. Its lines were\n${lines.join("\n")}\n`;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      minutes: { type: "string", default: "1" },
      programs: { type: "string" },
      from: { type: "string", default: "0" },
    },
  });
  const from = Number(values.from);
  const { programs, findings } = await fuzz({
    seed: Number(values.seed),
    from,
    ...(values.programs === undefined
      ? { minutes: Number(values.minutes) }
      : { to: from + Number(values.programs) }),
  }, console.log);
  console.log(
    `fuzz: ${programs} programs of seed ${values.seed}, ${findings.length} findings`,
  );
  if (findings.length > 0) Deno.exit(1);
}
