/**
 * All checks and all tests, with one line that sums them up: the program behind
 * `.ci/run`.
 *
 * @module
 */

import { check } from "./check.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import { closingLine, countRun, type Counts } from "./test_summary.ts";

/** Shorter than the 90 minutes after which CI would be cut off in silence. */
const TIME_LIMIT_MINUTES = 85;

async function main(): Promise<void> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  const end = (): never => {
    if (failures.length > 0) console.log(`Failed: ${failures.join(", ")}`);
    console.log(closingLine(total));
    Deno.exit(failures.length === 0 ? 0 : 1);
  };
  const add = (name: string, counts: Counts) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (counts.failed > 0) failures.push(name);
  };
  const once = (success: boolean): Counts => ({
    passed: success ? 1 : 0,
    failed: success ? 0 : 1,
    skipped: 0,
  });

  setTimeout(() => {
    add(`not finished after ${TIME_LIMIT_MINUTES} minutes`, once(false));
    end();
  }, TIME_LIMIT_MINUTES * 60_000);

  for (
    const name of [
      "format",
      "lint",
      "types",
      "docs",
      "links",
      "spelling",
      "cpp",
    ]
  ) {
    add(name, once((await check(name)).success));
  }
  const tests = await run([Deno.execPath(), "task", "test"], {
    cwd: ROOT,
    echo: true,
  });
  const counts = countRun(tests.success, tests.output);
  add("tests", counts);
  if (counts.passed + counts.failed === 0) add("no test ran", once(false));

  const tidy = await run([Deno.execPath(), "task", "lint:cpp"], {
    cwd: ROOT,
    echo: true,
  });
  add("lint:cpp", once(tidy.success));

  // These need the shim, too: the tests' command has just built it.
  const examples = await check("examples");
  add("examples", countRun(examples.success, examples.output));
  end();
}

if (import.meta.main) await main();
