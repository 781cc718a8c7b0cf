/**
 * The checks that need no test: format (of C++, too), lint, types, doc comments, spelling, the direction of imports, the paths that
 * documents and comments name, the figures that documents quote, the lengths of files, and the examples in the documentation.
 *
 *     deno run -A tools/check.ts [format] [lint] [types] [docs] [imports] [links] [figures] [lengths] [spelling] [cpp] [examples]
 *
 * All that are named run, also after one failed; without a name, all there are.
 *
 * @module
 */

import { entryPoints, exists } from "./entry_points.ts";
import { type Outcome, run } from "./process.ts";
import { ROOT } from "./root.ts";

/** Where examples are to be found, beside the public modules. */
const DOCUMENTED = ["src", "ffi", "README.md", "docs"];

/** The arguments of `deno` for each check. */
export const CHECKS: Readonly<Record<string, () => string[]>> = {
  format: () => ["fmt", "--check"],
  lint: () => ["lint"],
  types: () => ["check"],
  docs: () => ["doc", "--lint", ...entryPoints()],
  imports: () => ["run", "-A", "tools/imports.ts"],
  links: () => ["run", "-A", "tools/links.ts"],
  figures: () => ["run", "-A", "tools/figures.ts"],
  lengths: () => ["run", "-A", "tools/lengths.ts"],
  spelling: () => ["run", "-A", "tools/spelling.ts"],
  cpp: () => ["run", "-A", "tools/cpp.ts", "check"],
  examples: () => [
    "test",
    "-A",
    "--doc",
    "--permit-no-files",
    ...entryPoints(),
    ...DOCUMENTED.filter(exists),
  ],
};

/**
 * Runs one check and passes its output on.
 *
 * @param name One of the names in {@linkcode CHECKS}.
 * @returns How it ended.
 * @throws {RangeError} If there is no such check.
 */
export async function check(name: string): Promise<Outcome> {
  const args = CHECKS[name];
  if (args === undefined) {
    throw new RangeError(
      `Unknown check "${name}": expected one of ${
        Object.keys(CHECKS).join(", ")
      }`,
    );
  }
  console.error(`check: ${name}`);
  return await run([Deno.execPath(), ...args()], { cwd: ROOT, echo: true });
}

if (import.meta.main) {
  const failed: string[] = [];
  const names = Deno.args.length > 0 ? Deno.args : Object.keys(CHECKS);
  for (const name of names) {
    if (!(await check(name)).success) failed.push(name);
  }
  if (failed.length > 0) {
    console.error(`check: failed: ${failed.join(", ")}`);
    Deno.exit(1);
  }
}
