/**
 * Runs all tests, in several processes beside each other; with arguments, `deno test` with them.
 *
 *     deno run -A tools/test.ts [--stress] [arguments for deno test]
 *
 * `--stress` runs the stress tests (`*_stress.ts`) instead.
 *
 * @module
 */

import { run, send } from "./process.ts";
import { ROOT } from "./root.ts";
import { findTestFiles, runTestFiles } from "./test_runner.ts";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Passes the first SIGINT or SIGTERM on as the reason of an abort. */
function stopAtSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => controller.abort(signal));
  }
  return controller.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const isStress = args[0] === "--stress";
  const rest = isStress ? args.slice(1) : args;
  const stop = stopAtSignal();
  if (rest.length > 0) {
    const { code } = await run([Deno.execPath(), "test", "-A", ...rest], {
      cwd: ROOT,
      inherit: true,
      onStart: (child) =>
        stop.addEventListener("abort", () => send(child, stop.reason)),
    });
    return code;
  }
  const files = await findTestFiles(isStress ? "stress" : "test");
  const { failed } = await runTestFiles(files, { check: !isStress, stop });
  if (stop.aborted) return EXIT_CODES[stop.reason as keyof typeof EXIT_CODES];
  return failed.length > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
