/** No value of the wrong kind ends the process, whatever member of whatever class it goes to. */

import { assertEquals } from "@std/assert";
import { Program } from "../_support/program.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

/** Runs the sweep from a step on; answers at which member it ended, or undefined at its end. */
async function sweepFrom(
  step: number,
  cwd: string,
): Promise<string | undefined> {
  const { stdout, code, signal } = await Program.run(SWEEP, {
    permissions: ["-A", "--no-check"],
    cwd,
    args: [`${step}`],
    timeout: 300_000,
  });
  const last = stdout.at(-1) ?? "0 nothing";
  return last === "end" && code === 0
    ? undefined
    : `${last}: ${signal ?? code}`;
}

Deno.test("null, numbers that are no enumerators and numbers beyond bounds are no crash in any member", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const crashes: string[] = [];
    for (let step = 0; crashes.length < 10;) {
      const crash = await sweepFrom(step, folder);
      if (crash === undefined) break;
      crashes.push(crash);
      step = parseInt(crash);
    }
    assertEquals(crashes, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
