/** Runs a program that tries members one after the other, again behind each one that ends its process. */

import { residentMemory } from "../../tools/fuzz/run.ts";
import { Program } from "./program.ts";

/** How much memory a member may take, in bytes: a list of all numbers of 32 bits takes more. */
const MOST_MEMORY = 2 * 2 ** 30;

/** Runs it from a step on; returns the member at which it ended, or undefined at its end. */
async function sweepFrom(
  script: URL,
  args: readonly string[],
  cwd: string,
): Promise<string | undefined> {
  await using program = Program.start(script, {
    permissions: ["-A", "--no-check"],
    cwd,
    args: [...args],
    timeout: 600_000,
  });
  let isTooLarge = false;
  let silence = 0;
  let seen = 0;
  const watch = setInterval(() => {
    isTooLarge ||= residentMemory(program.pid) > MOST_MEMORY;
    silence = program.stdout.length === seen ? silence + 1 : 0;
    seen = program.stdout.length;
    if (isTooLarge || silence > MOST_SILENCE / INTERVAL) {
      program.kill("SIGKILL");
    }
  }, INTERVAL);
  const { stdout, code, signal } = await program.finished()
    .finally(() => clearInterval(watch));
  // Some members print something.
  const last = stdout.findLast((line) => /^(?:\d+ \S+|end)$/.test(line)) ??
    "0 nothing";
  if (last === "end" && code === 0) return undefined;
  const why = isTooLarge ? "memory" : signal === "SIGKILL" ? "hang" : signal;
  return `${last}: ${why ?? code}`;
}

/** How often memory and output are looked at, in milliseconds. */
const INTERVAL = 50;
/** After how long without a new member it has hung, in milliseconds. */
const MOST_SILENCE = 60_000;

/**
 * Sweeps over members.
 *
 * @param script The program. It prints a number and the member before each, and `end` after the last; its last argument is
 *   the number of the member to start after.
 * @param args Its arguments before that.
 * @param most After how many findings to give up.
 * @returns The members that ended the process.
 */
export async function sweep(
  script: URL,
  args: readonly string[],
  most = 10,
): Promise<string[]> {
  const findings: string[] = [];
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-sweep-" });
  try {
    for (let step = 0; findings.length < most;) {
      const finding = await sweepFrom(script, [...args, `${step}`], folder);
      if (finding === undefined) break;
      findings.push(finding);
      step = parseInt(finding);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return findings;
}
