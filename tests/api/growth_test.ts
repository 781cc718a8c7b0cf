/** What is created, copied and ended is freed: in C++, and of what the shim knows of it. */

import { assert } from "@std/assert";
import { QApplication } from "../../widgets.ts";
import { valueClass } from "./_classes.ts";

const MEGABYTE = 2 ** 20;
/** Far less than what would be lost. */
const MOST = 12;
/** How many objects are made in a turn. */
const TURN = 1000;

/** Resident memory that is not the heap of JavaScript: that one is collected when V8 likes. */
function native(): number {
  const { rss, heapTotal } = Deno.memoryUsage();
  return rss - heapTotal;
}

interface Case {
  readonly name: string;
  readonly args: readonly unknown[];
  /** What its memory is filled with, so that it takes some. */
  readonly fill?: unknown;
  /** How often: at least 40 MB would be lost. */
  readonly times: number;
}

const CASES: readonly Case[] = [
  {
    name: "QImage",
    args: [128, 128, "Format_ARGB32"],
    fill: "red",
    times: 1500,
  },
  { name: "QPixmap", args: [128, 128], fill: "red", times: 1500 },
  { name: "QBitArray", args: [400_000], fill: true, times: 1500 },
  { name: "QPen", args: ["red"], times: 150_000 },
  { name: "QFont", args: ["DejaVu Sans", 12], times: 100_000 },
  { name: "QStandardItem", args: ["text"], times: 100_000 },
];

// AddressSanitizer keeps what is freed for a while.
const isSanitized = Deno.env.has("ASAN_OPTIONS");

for (const { name, args, fill, times } of CASES) {
  const title =
    `${name} leaves no memory behind when it is created, copied and ended`;
  Deno.test(title, { ignore: isSanitized }, async () => {
    await using _app = new QApplication(["-platform", "offscreen"]);
    const type = valueClass(name);
    const run = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const object = new type(...args);
        if (fill !== undefined) object.fill(fill);
        if (typeof object.clone === "function") object.clone().dispose();
        object.dispose();
        // A WeakRef keeps its object until the turn ends.
        if (i % TURN === 0) await new Promise((resolve) => setTimeout(resolve));
      }
    };
    await run(times / 10);
    const before = native();
    await run(times);
    const grown = (native() - before) / MEGABYTE;
    assert(grown < MOST, `${name} has grown the process by ${grown} MB`);
  });
}
