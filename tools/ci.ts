/**
 * All checks and all tests, with one line that sums them up: the program behind
 * `.ci/run`.
 *
 * @module
 */

import { check, CHECKS } from "./check.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import {
  addCounts,
  closingLine,
  countRun,
  type Counts,
} from "./test_summary.ts";

/** Shorter than the 60 minutes after which CI may be cut off in silence. */
const TIME_LIMIT_MINUTES = 58;

async function main(): Promise<void> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  const end = (): never => {
    if (failures.length > 0) console.log(`Failed: ${failures.join(", ")}`);
    console.log(closingLine(total));
    Deno.exit(failures.length === 0 ? 0 : 1);
  };
  const add = (name: string, counts: Counts) => {
    addCounts(total, counts);
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

  for (const name of Object.keys(CHECKS)) {
    // The examples need the shim.
    if (name === "examples") continue;
    add(name, once((await check(name)).success));
  }
  for (const task of ["test", "stress"]) {
    const { success, output } = await run([Deno.execPath(), "task", task], {
      cwd: ROOT,
      echo: true,
    });
    const counts = countRun(success, output);
    add(task, counts);
    if (counts.passed + counts.failed === 0) {
      add(`${task}: no test ran`, once(false));
    }
  }

  // These need the shim, too: the tests' task has just built it.
  const examples = await check("examples");
  add("examples", countRun(examples.success, examples.output));
  end();
}

if (import.meta.main) await main();
