/**
 * Compares this asyncio with CPython's: random programs run on both, and what
 * they log must be the same, line by line.
 *
 *     deno task fuzz:asyncio [--seed=N] [--count=N] [--all] [--golden]
 *
 * The programs are those of the seeds from `--seed` on. Each runs with async
 * functions and with generators. A program that differs is made as small as
 * possible and printed, with what both log. `--all` does not stop at the first
 * one. `--golden` writes the programs and logs of the tests again.
 *
 * CPython 3.13 or newer is looked for in `PYTHON`, on the path, and where pyenv
 * and uv put theirs.
 *
 * @module
 */

import { explain, modesOf } from "./fuzz_asyncio/differences.ts";
import { GOLDEN_FILE, makeGolden } from "./fuzz_asyncio/golden.ts";
import { generate } from "./fuzz_asyncio/generate.ts";
import { interpret, type Mode } from "./fuzz_asyncio/interpreter.ts";
import type { Program } from "./fuzz_asyncio/program.ts";
import { findPython, Python } from "./fuzz_asyncio/python.ts";
import { shrink } from "./fuzz_asyncio/shrink.ts";

/** A program that this asyncio runs in another way than CPython's. */
export interface Difference {
  readonly seed: number;
  readonly mode: Mode;
  readonly program: Program;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/** What {@linkcode fuzz} found. */
export interface Outcome {
  readonly differences: readonly Difference[];
  /** How many programs differ for a reason that is known, by reason. */
  readonly explained: ReadonlyMap<string, number>;
}

/** Runs the programs of `count` seeds on both, and stops at `max` differences. */
export async function fuzz(
  python: Python,
  seed: number,
  count: number,
  max = 1,
): Promise<Outcome> {
  const differences: Difference[] = [];
  const explained = new Map<string, number>();
  const end = seed + count;
  for (; seed < end; seed++) {
    const program = generate(seed);
    const theirs = await python.run(program);
    for (const mode of modesOf(program)) {
      const ours = await interpret(program, mode);
      if (isSame(theirs, ours)) continue;
      const reason = explain(theirs, ours);
      if (reason !== null) {
        explained.set(reason, (explained.get(reason) ?? 0) + 1);
        continue;
      }
      differences.push(await smallest(python, seed, mode, program));
      if (differences.length === max) return { differences, explained };
    }
  }
  return { differences, explained };
}

async function smallest(
  python: Python,
  seed: number,
  mode: Mode,
  program: Program,
): Promise<Difference> {
  const small = await shrink(
    program,
    async (smaller) => {
      const theirs = await python.run(smaller);
      const ours = await interpret(smaller, mode);
      return !isSame(theirs, ours) && explain(theirs, ours) === null;
    },
  );
  const theirs = await python.run(small);
  const ours = await interpret(small, mode);
  return { seed, mode, program: small, theirs, ours };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

function describe({ seed, mode, program, theirs, ours }: Difference): string {
  const width = Math.max(7, ...theirs.map((line) => line.length));
  const rows = Array.from(
    { length: Math.max(theirs.length, ours.length) },
    (_, i) => {
      const mark = theirs[i] === ours[i] ? " " : "*";
      return `  ${mark} ${(theirs[i] ?? "").padEnd(width)} | ${ours[i] ?? ""}`;
    },
  );
  return [
    `Seed ${seed} differs with ${mode}. The smallest program that does:`,
    JSON.stringify(program, null, 1).replace(/\n\s*(?=[}\]"\d])/g, " "),
    `    ${"CPython".padEnd(width)} | here`,
    ...rows,
  ].join("\n");
}

function option(name: string, otherwise: number): number {
  const given = Deno.args.find((arg) => arg.startsWith(`--${name}=`));
  const value = given === undefined
    ? otherwise
    : Number(given.slice(name.length + 3));
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`--${name} must be an integer >= 0: got ${given}`);
  }
  return value;
}

async function main(): Promise<void> {
  const found = await findPython();
  if (found === null) {
    console.error(
      "fuzz:asyncio needs CPython 3.13 or newer: install one (uv python install 3.13), " +
        "or name it in the environment variable PYTHON",
    );
    Deno.exit(2);
  }
  await using python = new Python(found.command);
  if (Deno.args.includes("--golden")) {
    const golden = await makeGolden(python);
    const text = golden.map((one) => JSON.stringify(one)).join(",\n");
    await Deno.writeTextFile(GOLDEN_FILE, `[\n${text}\n]\n`);
    console.log(`${golden.length} programs, as CPython ${found.version}`);
    return;
  }
  const seed = option("seed", 0);
  const count = option("count", 2000);
  const max = Deno.args.includes("--all") ? Infinity : 1;
  const { differences, explained } = await fuzz(python, seed, count, max);
  for (const difference of differences) console.log(describe(difference));
  for (const [reason, times] of explained) {
    console.log(`${times} differ as expected: ${reason}`);
  }
  console.log(
    `Seeds ${seed} to ${
      seed + count - 1
    } on CPython ${found.version}: ${differences.length} differences`,
  );
  if (differences.length > 0) Deno.exitCode = 1;
}

if (import.meta.main) await main();
