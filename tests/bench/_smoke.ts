/**
 * Runs workloads of the benchmarks once, with little to do.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { Results } from "../../bench/_results.ts";
import { OURS } from "../../bench/_runtimes.ts";

/** The program of the benchmarks. */
export const MAIN: string = fileURLToPath(
  new URL("../../bench/main.ts", import.meta.url),
);

/** Declares the test that some workloads, or all, run on each runtime of this project. */
export function testSmoke(only: readonly string[] = []): void {
  const which = only.length > 0 ? only.join(", ") : "every workload";
  Deno.test(`deno task bench --smoke runs ${which} and gets figures`, () =>
    smoke(only));
}

async function smoke(only: readonly string[]): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        MAIN,
        "--smoke",
        `--only=${only.join()}`,
        `--json=${file}`,
      ],
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    const results: Results = JSON.parse(await Deno.readTextFile(file));
    assertEquals(results.failures, []);
    const measured = new Set<string>();
    for (const [row, values] of Object.entries(results.rows)) {
      for (const [runtime, figures] of Object.entries(values)) {
        measured.add(runtime);
        assertEquals(figures.length, 1, `${row} on ${runtime}`);
        assert(Number.isFinite(figures[0]), `${row} on ${runtime}`);
      }
    }
    assertEquals([...measured].sort(), [...OURS].sort());
  } finally {
    await Deno.remove(file);
  }
}
