/**
 * Builds the shim with AddressSanitizer and UndefinedBehaviorSanitizer, in a build folder beside the usual one, and runs
 * the tests that use Qt on it. It fails if a test does, or if a sanitizer reports something in any process of theirs.
 *
 *     deno task test:asan [arguments for deno test]
 *
 * Deno itself is not instrumented: its leaks are not searched for.
 *
 * @module
 */

import { join } from "node:path";
import { MODULES } from "../ffi/modules.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, SHIM } from "./shim.ts";
import { findTestFiles, runTestFiles } from "./test_runner.ts";

/** What the tests run on. */
export const ASAN_BUILD: string = join(SHIM.source, "build-asan");

const TESTS = ["tests/api", "tests/qt", "tests/quick", "tests/widgets"];

/**
 * The libraries that have to be there before all others: the sanitizer's, and the one of C++, whose exceptions it
 * watches from the start.
 */
async function preloaded(): Promise<string> {
  const paths = ["libasan.so", "libstdc++.so"].map(async (name) => {
    const { success, output } = await run(["g++", `-print-file-name=${name}`]);
    const path = output.trim();
    if (success && path.startsWith("/")) return await Deno.realPath(path);
    throw new Error(`The compiler has no ${name}: install g++`);
  });
  return (await Promise.all(paths)).join(":");
}

/** Runs `deno test` with arguments; without any, each file in a process of its own. */
async function runTests(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ success: boolean; output: string }> {
  if (args.length > 0) {
    const command = [Deno.execPath(), "test", "-A", ...args];
    return await run(command, { cwd: ROOT, env, echo: true });
  }
  const files = (await findTestFiles("test")).filter((file) =>
    TESTS.some((folder) => file.startsWith(`${folder}/`))
  );
  let output = "";
  const { failed } = await runTestFiles(files, {
    env,
    write: (text) => {
      console.log(text);
      output += text;
    },
  });
  return { success: failed.length === 0, output };
}

/** Runs the tests; answers whether all is well. */
async function testSanitized(args: readonly string[]): Promise<boolean> {
  const say = (line: string) => console.error(`test:asan: ${line}`);
  await buildShim(say, {
    folders: { source: SHIM.source, build: ASAN_BUILD },
    modules: Object.keys(MODULES),
    args: ["-DQTA_SANITIZE=ON"],
  });
  const reports = await Deno.makeTempDir({ prefix: "qtasyncio-asan-" });
  try {
    const { success, output } = await runTests(args, {
      QTASYNCIO_SHIM: join(ASAN_BUILD, "lib"),
      LD_PRELOAD: await preloaded(),
      ASAN_OPTIONS: `detect_leaks=0:log_path=${reports}/report`,
      UBSAN_OPTIONS: `print_stacktrace=1:log_path=${reports}/report`,
    });
    const found = await Array.fromAsync(Deno.readDir(reports));
    for (const { name } of found) {
      say(`${name}:\n${await Deno.readTextFile(join(reports, name))}`);
    }
    // UndefinedBehaviorSanitizer writes beside the reports.
    const told = output.match(/: runtime error: /g)?.length ?? 0;
    say(`The sanitizers report ${found.length + told || "nothing"}`);
    return success && found.length + told === 0;
  } finally {
    await Deno.remove(reports, { recursive: true });
  }
}

if (import.meta.main && !await testSanitized(Deno.args)) Deno.exit(1);
