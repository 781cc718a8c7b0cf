/** Runs `programs/sweep.ts`, again behind each member that ends its process. */

import { Program } from "../_support/program.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

/** Runs the sweep from a step on; returns the member at which it ended, or undefined at its end. */
async function sweepFrom(
  extent: "once" | "all",
  step: number,
  cwd: string,
): Promise<string | undefined> {
  const { stdout, code, signal } = await Program.run(SWEEP, {
    permissions: ["-A", "--no-check"],
    cwd,
    args: [extent, `${step}`],
    timeout: 300_000,
  });
  const last = stdout.at(-1) ?? "0 nothing";
  return last === "end" && code === 0
    ? undefined
    : `${last}: ${signal ?? code}`;
}

/**
 * Runs the sweep.
 *
 * @param extent Whether an inherited member is tried in one class or in all.
 * @returns The members that ended the process, at most 10.
 */
export async function sweep(extent: "once" | "all"): Promise<string[]> {
  const crashes: string[] = [];
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-sweep-" });
  try {
    for (let step = 0; crashes.length < 10;) {
      const crash = await sweepFrom(extent, step, folder);
      if (crash === undefined) break;
      crashes.push(crash);
      step = parseInt(crash);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return crashes;
}
