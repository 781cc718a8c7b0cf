/**
 * Compares this asyncio with CPython's: the programs of tests/asyncio/golden
 * are run on both, and the lines they log must be the same.
 *
 *     deno run -A tools/asyncio_differential.ts [--write] [python]
 *
 * With `--write`, what Python logs becomes the expected.json of the tests.
 *
 * @module
 */

import { run } from "../src/asyncio/mod.ts";
import { programs } from "../tests/asyncio/golden/programs.ts";

const FOLDER = new URL("../tests/asyncio/golden/", import.meta.url);

/** Runs the programs on a Python; returns their lines by program. */
async function onPython(python: string): Promise<Record<string, string[]>> {
  const command = new Deno.Command(python, {
    args: [new URL("programs.py", FOLDER).pathname],
    stderr: "inherit",
  });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`${python} failed to run the programs`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Runs the programs here. */
async function onThis(): Promise<Record<string, string[]>> {
  const results: Record<string, string[]> = {};
  for (const [name, program] of Object.entries(programs)) {
    const lines: string[] = [];
    await run(() => program((line) => lines.push(line)));
    results[name] = lines;
  }
  return results;
}

if (import.meta.main) {
  const [python = "python3"] = Deno.args.filter((arg) => arg !== "--write");
  const expected = await onPython(python);
  const actual = await onThis();
  let differences = 0;
  for (
    const name of new Set([...Object.keys(expected), ...Object.keys(actual)])
  ) {
    const [theirs, ours] = [expected[name], actual[name]].map((lines) =>
      lines?.join(", ") ?? "(no such program)"
    );
    if (theirs === ours) continue;
    differences++;
    console.log(`${name}\n  asyncio: ${theirs}\n  here:    ${ours}`);
  }
  console.log(
    `${Object.keys(expected).length} programs, ${differences} differences`,
  );
  if (Deno.args.includes("--write")) {
    await Deno.writeTextFile(
      new URL("expected.json", FOLDER),
      JSON.stringify(expected, null, 2) + "\n",
    );
  }
  if (differences > 0) Deno.exit(1);
}
