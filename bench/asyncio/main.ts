/**
 * Measures this asyncio beside its peers: in each round every workload runs
 * once on every loop, in a process of its own, so that a busy moment of the
 * machine hits all alike. Prints the medians and the ratios.
 *
 *     deno run -A bench/asyncio/main.ts [--rounds=3] [--loops=pure,asyncio,uvloop] [--python=python3]
 *
 * The loops: pure, portable, qt; asyncio, uvloop (by that Python).
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Figures } from "../_program.ts";
import { Table } from "../_table.ts";
import { workloads } from "./workloads.ts";

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    rounds: { type: "string", default: "3" },
    loops: { type: "string", default: "pure,asyncio,uvloop" },
    python: { type: "string", default: "python3" },
  },
});

const here = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

async function measure(loop: string, workload: string): Promise<Figures> {
  const python = loop === "asyncio" || loop === "uvloop";
  const { success, stdout, stderr } = await new Deno.Command(
    python ? options.python : Deno.execPath(),
    {
      args: python
        ? [here("peers.py"), loop, workload]
        : ["run", "-A", "--no-check", here("loop.ts"), loop, workload],
    },
  ).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const loops = options.loops.split(",");
const tables = new Map(loops.map((loop) => [loop, new Table()]));
for (let round = 1; round <= Number(options.rounds); round++) {
  console.error(`Round ${round} of ${options.rounds}`);
  for (const workload of Object.keys(workloads)) {
    for (const loop of loops) {
      tables.get(loop)!.add(await measure(loop, workload));
    }
  }
}

const [first] = tables.values();
const names = Object.keys(first!.toJSON());
const width = Math.max(...names.map((name) => name.length));
const cell = (text: string): string => text.padStart(12);
console.log(
  "".padEnd(width) + loops.map(cell).join("") +
    loops.slice(1).map((loop) => cell(`/ ${loop}`)).join(""),
);
for (const name of names) {
  const medians = loops.map((loop) => tables.get(loop)!.median(name));
  const ratios = medians.slice(1).map((median) => medians[0]! / median);
  console.log(
    name.padEnd(width) +
      medians.map((median) =>
        cell(
          median.toLocaleString("en", {
            maximumFractionDigits: median < 100 ? 2 : 0,
          }),
        )
      ).join("") +
      ratios.map((ratio) =>
        cell(Number.isFinite(ratio) ? ratio.toFixed(2) : "–")
      ).join(""),
  );
}
