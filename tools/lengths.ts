/**
 * Finds files written by hand that are too long to be read at once. Tables may be longer, and what tools write.
 *
 *     deno run -A tools/lengths.ts
 *
 * @module
 */

import { join } from "node:path";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

/** How many lines a file may have. */
export const MOST_LINES = 400;

/** Lists of cases or declarations, one after the other. */
const TABLES: readonly string[] = [
  "tests/asyncio/golden/programs.py",
  "tests/asyncio/golden/programs.ts",
  "tests/types/everyday_calls.ts",
];

const CODE = /\.(?:ts|js|cpp|h|c|py)$/;

/** What tools write. */
const WRITTEN =
  /^src\/qt\/generated\/|^src\/executor\/pool\/worker_program\.ts$/;

/** Whether the rule is about a file. */
export function isByHand(path: string): boolean {
  return CODE.test(path) && !WRITTEN.test(path) && !TABLES.includes(path);
}

/** The files of the project that are too long, with their lengths. */
export async function longFiles(): Promise<[path: string, lines: number][]> {
  const { success, output } = await run(["git", "ls-files"], { cwd: ROOT });
  if (!success) throw new Error(`Cannot list the files:\n${output}`);
  const found: [string, number][] = [];
  for (const path of output.trim().split("\n").filter(isByHand)) {
    let text: string;
    try {
      text = await Deno.readTextFile(join(ROOT, path));
    } catch (error) {
      // It has been removed, and that is not committed yet.
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    const lines = text.trimEnd().split("\n").length;
    if (lines > MOST_LINES) found.push([path, lines]);
  }
  return found;
}

if (import.meta.main) {
  const found = await longFiles();
  for (const [path, lines] of found) {
    console.error(
      `${path}: ${lines} lines, expected at most ${MOST_LINES}; split it along its responsibilities`,
    );
  }
  if (found.length > 0) Deno.exit(1);
}
