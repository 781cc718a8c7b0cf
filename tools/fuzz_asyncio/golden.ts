/**
 * The programs that the tests run where no CPython is at hand, with what CPython
 * logs for them.
 *
 * @module
 */

import { explain, modesOf } from "./differences.ts";
import { generate } from "./generate.ts";
import { interpret } from "./interpreter.ts";
import type { Program } from "./program.ts";
import type { Python } from "./python.ts";
import { shrink } from "./shrink.ts";

/** A program and what CPython logs for it. */
export interface Golden {
  readonly program: Program;
  readonly lines: readonly string[];
}

/** Where they are kept. */
export const GOLDEN_FILE = new URL(
  "../../tests/asyncio/golden/fuzz.json",
  import.meta.url,
);

const COUNT = 48;
const SEEDS = 3000;
const MAX_LINES = 25;

/**
 * Chooses programs that log many kinds of lines, each as many new ones as
 * possible, and takes out of them what their logs do not depend on.
 */
export async function makeGolden(python: Python): Promise<Golden[]> {
  const pool: Golden[] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const program = generate(seed);
    const lines = await python.run(program);
    if (lines.length <= MAX_LINES) pool.push({ program, lines });
  }
  const seen = new Set<string>();
  const chosen: Golden[] = [];
  while (chosen.length < COUNT) {
    const best = mostNews(pool, seen);
    if (best === null) break;
    pool.splice(pool.indexOf(best), 1);
    if (!await isExact(best)) continue;
    for (const kind of kindsOf(best.lines)) seen.add(kind);
    chosen.push({ program: await lean(python, best), lines: best.lines });
  }
  return chosen;
}

function mostNews(pool: readonly Golden[], seen: Set<string>): Golden | null {
  let best: Golden | null = null;
  let bestScore = 0;
  for (const golden of pool) {
    const news = kindsOf(golden.lines).difference(seen).size;
    if (news > bestScore) [best, bestScore] = [golden, news];
  }
  return best;
}

/** Two lines in a row, without names and numbers. */
function kindsOf(lines: readonly string[]): Set<string> {
  const plain = lines.map((line) =>
    line.replace(/^\S+ \S+/, "").replace(/\d+/g, "")
  );
  return new Set(plain.map((line, i) => `${plain[i - 1]}\n${line}`));
}

/** Tells whether this asyncio logs the very same, without an excuse. */
async function isExact({ program, lines }: Golden): Promise<boolean> {
  for (const mode of modesOf(program)) {
    const ours = await interpret(program, mode);
    if (ours.join("\n") !== lines.join("\n") && explain(lines, ours) !== null) {
      return false;
    }
  }
  return true;
}

function lean(python: Python, { program, lines }: Golden): Promise<Program> {
  const log = lines.join("\n");
  return shrink(
    program,
    async (smaller) => (await python.run(smaller)).join("\n") === log,
  );
}
