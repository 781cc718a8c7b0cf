/**
 * Writes the generated part of docs/performance.md and its charts.
 *
 * @module
 */

import { join } from "node:path";
import { run } from "../tools/process.ts";
import { ROOT } from "../tools/root.ts";
import { bars, curves, curvesOf } from "./_chart.ts";
import { NET } from "./_goals.ts";
import { readable, type Results } from "./_results.ts";
import { RUNTIMES } from "./_runtimes.ts";
import { asMarkdown, cellsOf, plainRows, spreadsOf } from "./_table.ts";

const PAGE = join(ROOT, "docs", "performance.md");
const IMAGES = join(ROOT, "docs", "images");
const BEGIN = "<!-- Written by `deno task bench --report`: begin -->";
const END = "<!-- Written by `deno task bench --report`: end -->";

/** The tables of the page, by the rows they hold; each row goes into the first that takes it. */
const TABLES: readonly [title: string, rows: RegExp][] = [
  ["The event loop", /callSoon|sleep\(0\)|tasks|timer|lateness/],
  ["Threads and executor", /cross-thread|executor|moved there|CPU-bound/],
  ["Connections, datagrams and programs", NET],
  ["Start, memory and idling", /start|memory|idle \d|idle window/],
  ["Network", /requests|TCP|Deno\.serve/],
  ["Qt from TypeScript", /./],
];

/** The charts of bars, by file name. */
const CHARTS: Readonly<Record<string, [title: string, rows: string[]]>> = {
  "bench-loop": ["The event loop: more is better", [
    "callSoon chain, callbacks/s",
    "callSoon batch, callbacks/s",
    "sleep(0) chain, iterations/s",
    "tasks made and gathered /s",
  ]],
  "bench-timers": ["Timers: less is better", [
    "timer lateness p50, ms",
    "timer lateness p99, ms",
    "timers early",
    "50 000 timers, µs of CPU each",
  ]],
  "bench-start": ["Start and memory: less is better", [
    "start-up, ms",
    "peak memory, MB",
  ]],
};

/**
 * Writes the page's figures and charts.
 *
 * @param results What was measured.
 * @throws {Error} If the page has lost the marks between which the figures stand.
 */
export async function writeReport(results: Results): Promise<void> {
  await Deno.mkdir(IMAGES, { recursive: true });
  const images: [file: string, alt: string][] = [];
  for (const [name, [title, rows]] of Object.entries(CHARTS)) {
    if (!rows.some((row) => row in results.rows)) continue;
    await Deno.writeTextFile(
      join(IMAGES, `${name}.svg`),
      bars(results, title, rows),
    );
    images.push([`${name}.svg`, title]);
  }
  for (const name of curvesOf(results)) {
    const file = `bench-growth-${name.split(/[ ,]/)[0]}.svg`;
    await Deno.writeTextFile(join(IMAGES, file), curves(results, name));
    images.push([file, `Cost of one ${name}, by how many there are`]);
  }
  const page = await Deno.readTextFile(PAGE);
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`${PAGE} has lost the marks between which figures stand`);
  }
  await Deno.writeTextFile(
    PAGE,
    [
      page.slice(0, begin) + BEGIN,
      ...body(results, images),
      END + page.slice(end + END.length),
    ].join("\n\n"),
  );
  // The tables and charts as the formatter wants them.
  const charts = images.map(([file]) => join(IMAGES, file));
  await run([Deno.execPath(), "fmt", PAGE, ...charts]);
}

function body(
  results: Results,
  images: readonly [file: string, alt: string][],
): string[] {
  const { machine, rounds, calibration, load, failures } = results;
  const versions = Object.entries(machine.versions)
    .map(([name, version]) => `${name} ${version ?? "(missing)"}`);
  const parts = [
    `Measured ${machine.date} on ${machine.processors} processors (${machine.processor}), ${machine.system}, with ${
      versions.join(", ")
    }. ${
      rounds === 1 ? "A single round" : `Medians of ${rounds} rounds`
    }; a fixed piece of work took ${readable(Math.min(...calibration))} to ${
      readable(Math.max(...calibration))
    } ms before the rounds, and the load of the machine was ${
      readable(Math.min(...load))
    } to ${readable(Math.max(...load))}.`,
  ];
  const left = new Set(plainRows(results));
  const spreads: string[][] = [];
  for (const [title, which] of TABLES) {
    const rows = [...left].filter((row) => which.test(row));
    if (rows.length === 0) continue;
    for (const row of rows) left.delete(row);
    parts.push(`### ${title}`, asMarkdown(cellsOf(results, rows)));
    const spread = spreadsOf(results, rows);
    spreads.push([`#### ${title}`, asMarkdown(spread)]);
  }
  parts.push(
    "### Charts",
    ...images.map(([file, alt]) => `![${alt}](images/${file})`),
  );
  if (failures.length > 0) {
    parts.push(
      "### Not measured",
      failures.map(({ workload, runtime, reason }) =>
        `- ${workload} on ${RUNTIMES[runtime]}: \`${reason.trim()}\``
      ).join("\n"),
    );
  }
  parts.push("### Least and most of the rounds", ...spreads.flat());
  return parts;
}
