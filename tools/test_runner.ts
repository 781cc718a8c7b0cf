/**
 * Runs test files in processes of their own, several at a time: one process can have only one Qt application at a
 * time.
 *
 * @module
 */

import { join } from "node:path";
import { run, send } from "./process.ts";
import { ROOT } from "./root.ts";
import {
  addCounts,
  countRun,
  type Counts,
  readSummary,
  summaryLine,
} from "./test_summary.ts";

/** The two kinds of test files, by the ends of their names. */
export type TestKind = "test" | "stress";

/** How to run test files. */
export interface TestRunOptions {
  /**
   * Deno, and what comes before it in the command.
   *
   * @default {[Deno.execPath()]}
   */
  deno?: readonly string[];
  /** Variables to set beside those of this process. */
  env?: Readonly<Record<string, string>>;
  /**
   * How many processes run at a time, >= 1. Test files wait for windows, timers and programs as long as they compute.
   *
   * @default {2 * navigator.hardwareConcurrency}
   */
  processes?: number;
  /**
   * Also check the types, once and of the whole project, beside the tests. The test processes themselves do not.
   *
   * @default {false}
   */
  check?: boolean;
  /**
   * What a file writes that cannot be loaded because this Deno is too old: it counts as skipped.
   *
   * @default {none}
   */
  tooOld?: RegExp;
  /** Ends the run: no further file is started, and the running ones get the signal that is the reason. */
  stop?: AbortSignal;
  /**
   * Gets the whole output of each file once it has ended, and the closing summary.
   *
   * @default {console.log}
   */
  write?: (text: string) => void;
}

/** How a run ended. */
export interface TestRunResult {
  /** How many tests ended in which way, over all files. */
  counts: Counts;
  /** The files with failures. */
  failed: string[];
}

/** The files that take longest, the longest first: they start first, so that none runs alone at the end. */
const SLOW: readonly string[] = [
  "tests/qt/watch_test.ts",
  "tests/delivery/ways_test.ts",
  "tests/delivery/init_test.ts",
  "tests/delivery/by_url_test.ts",
  "tests/qt/net_test.ts",
  "tests/asyncio/pure_test.ts",
  "tests/qt/asyncio_test.ts",
  "tests/asyncio/portable_test.ts",
  "tests/qt/sweep_test.ts",
  "tests/qt/endings_test.ts",
  "tests/asyncio/net/pure_test.ts",
  "tests/asyncio/net/portable_test.ts",
  "tests/types/exports_test.ts",
  "tests/executor/example_test.ts",
  "tests/qt/termination_test.ts",
  "tests/qt/unserved_window_test.ts",
  "tests/types/generated_test.ts",
  "tests/delivery/release_test.ts",
  "tests/fuzz/fuzz_test.ts",
  "tests/quick/examples_test.ts",
  "tests/testing/documented_test.ts",
  "tests/widgets/dialogs_test.ts",
  "tests/dev/dev_test.ts",
  "tests/quick/growth_test.ts",
  "tests/delivery/doctor_test.ts",
  "tests/widgets/log_viewer_test.ts",
];

/** The variable with the folder for what the test processes of one run share. */
export const SHARED_FOLDER = "QTASYNCIO_TEST_SHARED";

/** The name of the check of the types among the files with failures. */
const TYPES = "types";

/**
 * Finds the test files, those that take longest first.
 *
 * @param kind Which.
 * @returns Their paths from the project's folder.
 */
export async function findTestFiles(kind: TestKind): Promise<string[]> {
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for await (
      const { name, isDirectory } of Deno.readDir(join(ROOT, folder))
    ) {
      const path = `${folder}/${name}`;
      if (isDirectory) await walk(path);
      else if (name.endsWith(`_${kind}.ts`)) files.push(path);
    }
  };
  await walk("tests");
  const rank = (file: string) => SLOW.indexOf(file) >>> 0; // -1 is last
  return files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/**
 * Runs test files. Prints what each wrote when it has ended, and at the end one summary as `deno test` does.
 *
 * @param files Their paths from the project's folder, in the order in which they start.
 * @param options How to run them.
 * @returns How the run ended.
 */
export async function runTestFiles(
  files: readonly string[],
  options: TestRunOptions = {},
): Promise<TestRunResult> {
  const {
    deno = [Deno.execPath()],
    env = {},
    processes = 2 * navigator.hardwareConcurrency,
    stop = new AbortController().signal,
    write = console.log,
  } = options;
  const start = performance.now();
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  const failed: string[] = [];
  const running = new Set<Deno.ChildProcess>();
  const shared = await Deno.makeTempDir({ prefix: "qtasyncio-shared-" });

  const runOne = async (name: string, args: readonly string[]) => {
    let child: Deno.ChildProcess | undefined;
    const { success, output } = await run([...deno, ...args], {
      cwd: ROOT,
      env: { [SHARED_FOLDER]: shared, ...env },
      onStart: (started) => running.add(child = started),
    });
    if (child !== undefined) running.delete(child);
    // A test file that ends without a summary has not run to its end, whatever its exit code.
    const isComplete = name === TYPES || readSummary(output) !== undefined;
    const isSkipped = !success && options.tooOld?.test(output) &&
      (readSummary(output)?.passed ?? 0) === 0;
    const one = isSkipped
      ? { passed: 0, failed: 0, skipped: 1 }
      : countRun(success && isComplete, output);
    if (one.failed > 0) failed.push(name);
    addCounts(counts, one);
    write(output.trimEnd());
  };

  const jobs = files.map((file) => () =>
    runOne(file, ["test", "-A", "--no-check", file])
  );
  // First: it takes as long as the slowest tests.
  if (options.check) jobs.unshift(() => runOne(TYPES, ["check", "--quiet"]));
  const onStop = () => {
    for (const child of running) send(child, stop.reason);
  };
  stop.addEventListener("abort", onStop);
  await Promise.all(
    Array.from({ length: processes }, async () => {
      while (jobs.length > 0 && !stop.aborted) await jobs.shift()!();
    }),
  );
  stop.removeEventListener("abort", onStop);
  await Deno.remove(shared, { recursive: true });

  if (failed.length > 0) write(`\n FAILURES \n\n${failed.join("\n")}`);
  write(`\n${summaryLine(counts, performance.now() - start)}\n`);
  return { counts, failed };
}

/**
 * Runs all tests on a certain Deno, or with arguments, `deno test` with them.
 *
 * @param deno That Deno, and what comes before it in the command.
 * @param env Variables to set.
 * @param args Arguments for `deno test`.
 * @returns How many tests ended in which way.
 */
export async function testOnDeno(
  deno: readonly string[],
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<Counts> {
  if (args.length === 0) {
    const files = await findTestFiles("test");
    const tooOld = /net\.ts needs Deno >= /;
    return (await runTestFiles(files, { deno, env, tooOld })).counts;
  }
  const { success, output } = await run([...deno, "test", "-A", ...args], {
    cwd: ROOT,
    env: { ...env },
    echo: true,
  });
  return countRun(success, output);
}
