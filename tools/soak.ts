/**
 * Creates and destroys for a long time, and shows that memory stays flat: objects, windows, signals, tasks, dialogs,
 * models, QML documents and engines, connections, datagrams, programs. It fails if memory has grown beyond a bound after
 * a warm-up of a third of the time, or if there are more open descriptors.
 *
 *     deno task soak [--minutes=10] [--only=documents,tasks] [--rounds=10]
 *
 * `--rounds` is how often each job does its work between two samples.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { requireQuick } from "../src/qt/quick/library.ts";
import { QApplication, run } from "../widgets.ts";
import { JOBS } from "./soak/jobs.ts";
import {
  beyond,
  BOUNDS,
  descriptors,
  growth,
  measure,
  type Memory,
} from "./soak/memory.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    only: { type: "string", default: Object.keys(JOBS).join() },
    rounds: { type: "string", default: "10" },
  },
});
const names = values.only.split(",");
const unknown = names.filter((name) => !(name in JOBS));
if (unknown.length > 0) {
  console.error(
    `soak: unknown job ${unknown.join()}: expected ${Object.keys(JOBS)}`,
  );
  Deno.exit(2);
}

const MEGABYTE = 2 ** 20;
/** Lines of the curve that are printed. */
const LINES = 40;

function inMegabytes({ heap, native, resident }: Memory): string {
  return [heap, native, resident]
    .map((bytes) => (bytes / MEGABYTE).toFixed(2).padStart(9)).join(" ");
}

await using app = new QApplication(["-platform", "offscreen"]);
app.quitOnLastWindowClosed = false;
requireQuick();
const minutes = Number(values.minutes);
const samples: Memory[] = [];
const open: number[] = [];
/** What pools and caches of Deno's may keep. */
const MORE_DESCRIPTORS = 4;

await run(async () => {
  const begin = performance.now();
  let printed = -1;
  console.log("   minutes   rounds   heap MB native MB   rss MB");
  for (let rounds = 0;;) {
    for (const name of names) await JOBS[name]!(Number(values.rounds));
    rounds += Number(values.rounds);
    const sample = measure();
    samples.push(sample);
    open.push(descriptors());
    const passed = (performance.now() - begin) / 60_000;
    const line = Math.floor(passed / minutes * LINES);
    if (line > printed) {
      printed = line;
      console.log(
        `${passed.toFixed(2).padStart(10)} ${String(rounds).padStart(8)} ${
          inMegabytes(sample)
        }`,
      );
    }
    if (passed >= minutes && samples.length >= 6) break;
  }
}, { keepRunning: false });

const grown = growth(samples);
console.log(`growth after the warm-up: ${inMegabytes(grown)}`);
console.log(`bounds:                   ${inMegabytes(BOUNDS)}`);
const failed = beyond(grown);
const before = Math.max(...open.slice(0, Math.ceil(open.length / 3)));
console.log(`descriptors:              ${before} to ${open.at(-1)}`);
if (open.at(-1)! > before + MORE_DESCRIPTORS) failed.push("descriptors");
console.log(
  failed.length === 0
    ? "soak: memory is flat"
    : `soak: memory has grown: ${failed.join(", ")}`,
);
if (failed.length > 0) Deno.exitCode = 1;
