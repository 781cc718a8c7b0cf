/**
 * Runs the tests on the oldest Deno that is supported and on the newest one, and says what it ran and what it skipped.
 * The versions come from the npm package `deno`.
 *
 *     deno task test:deno [--on=2.8.3,2] [arguments for deno test]
 *
 * @module
 */

import { OLDEST_DENO } from "../src/asyncio/core/_platform.ts";
import { run } from "./process.ts";
import { testOnDeno } from "./test_runner.ts";
import { closingLine } from "./test_summary.ts";

/** Gets a version of Deno; answers its path, or why there is none. */
async function fetchDeno(
  version: string,
): Promise<{ path: string } | { fault: string }> {
  const { success, output } = await run([
    "npx",
    "--yes",
    "--package",
    `deno@${version}`,
    "deno",
    "eval",
    "console.log(`path ${Deno.execPath()}`)",
  ], { cwd: Deno.env.get("TMPDIR") ?? "/tmp" });
  const path = /^path (.+)$/m.exec(output)?.[1];
  return success && path !== undefined
    ? { path }
    : { fault: output.trim().split("\n").at(-1) ?? "npx failed" };
}

const [, chosen = `${OLDEST_DENO},2`] =
  /^--on=(.*)$/.exec(Deno.args[0] ?? "") ??
    [];
const args = Deno.args[0]?.startsWith("--on=") ? Deno.args.slice(1) : Deno.args;
const lines: string[] = [];
let failed = false;
for (const version of chosen.split(",")) {
  console.error(`test:deno: Deno ${version}`);
  const deno = await fetchDeno(version);
  if ("fault" in deno) {
    lines.push(`${version}: skipped: ${deno.fault}`);
    continue;
  }
  const counts = await testOnDeno([deno.path], {}, args);
  const name = (await run([deno.path, "--version"])).output.split(" (")[0];
  lines.push(`${version}: ${name}: ${closingLine(counts)}`);
  failed ||= counts.failed > 0 || counts.passed === 0;
}
for (const line of lines) console.log(line);
if (failed) Deno.exit(1);
