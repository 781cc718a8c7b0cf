/** No value of the wrong kind ends the process, whatever member of whatever class it goes to. */

import { assertEquals } from "@std/assert";
import { Program } from "../_support/program.ts";

const SWEEP = new URL("programs/sweep.ts", import.meta.url);

/** So that each has the time that a test may take, on a busy machine, too. */
const PARTS = 6;

/** Runs a part of the sweep from a step on; returns at which member it ended, or undefined at its end. */
async function sweepFrom(
  part: string,
  step: number,
  cwd: string,
): Promise<string | undefined> {
  const { stdout, code, signal } = await Program.run(SWEEP, {
    permissions: ["-A", "--no-check"],
    cwd,
    args: [part, `${step}`],
  });
  const last = stdout.at(-1) ?? "0 nothing";
  return last === "end" && code === 0
    ? undefined
    : `${last}: ${signal ?? code}`;
}

for (let i = 1; i <= PARTS; i++) {
  Deno.test(`null, numbers that are no enumerators and numbers beyond bounds are no crash in any member (${i} of ${PARTS})`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const crashes: string[] = [];
      for (let step = 0; crashes.length < 10;) {
        const crash = await sweepFrom(`${i}/${PARTS}`, step, folder);
        if (crash === undefined) break;
        crashes.push(crash);
        step = parseInt(crash);
      }
      assertEquals(crashes, []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
