/**
 * Compares the figures that documents quote with those that `deno task bench --report` has written to
 * `docs/performance.md`: a figure has one source.
 *
 * @module
 */

import { join } from "node:path";
import { ROOT } from "./root.ts";

/** Gives the figure of a row and a column of the page of figures. */
export type At = (row: string, column: string) => number;

/** A passage of a document that quotes figures. */
export interface Quotation {
  /** The document, from the project's folder. */
  file: string;
  /** The passage with `#` in place of each figure. Spaces and line breaks are alike. */
  text: string;
  /** The figures, in the unit of the passage. */
  figures: (at: At) => number[];
}

const PAGE = "docs/performance.md";
const README = "README.md";
const HERE = "here, on Qt";
const PEER = "QtAsyncio";

/** A row of the README's table: this project's figures, then PySide6's. */
function row(text: string, rows: readonly string[], unit = 1): Quotation {
  return {
    file: README,
    text,
    figures: (at) =>
      [HERE, PEER].flatMap((column) =>
        rows.map((row) => at(row, column) / unit)
      ),
  };
}

/** All quotations; every row of the README's table under "Speed" has to be here. */
export const QUOTATIONS: readonly Quotation[] = [
  row("| property of an `int`: read, write | # ns, # ns | # ns, # ns |", [
    "int property get ns",
    "int property set ns",
  ]),
  row("| property of a string: read, write | # ns, # ns | # ns, # ns |", [
    "string property get ns",
    "string property set ns",
  ]),
  row("| method with two arguments | # ns | # ns |", [
    "invoke hasIndex(0, 0) ns",
  ]),
  row("| signal → slot | # million calls/s | # million calls/s |", [
    "slot calls /s",
  ], 1e6),
  row("| signal → task that awaits it | # µs | # µs |", [
    "signal → awaiting task µs",
  ]),
  row("| QML → function | # ns | # ns |", ["QML → function ns"]),
  row("| `QTimer` of 0 ms → slot | # million turns/s | # million turns/s |", [
    "QTimer(0) turns /s",
  ], 1e6),
  row("| event posted by another thread → slot | # µs | # µs |", [
    "posted event → handler µs p50",
  ]),
  row("| `callSoon()`, 100 000 at once | # million/s | # million/s |", [
    "callSoon batch, callbacks/s",
  ], 1e6),
  row("| tasks made and gathered | #/s | #/s |", [
    "tasks made and gathered /s",
  ]),
  {
    file: README,
    text:
      "| `toWorker()` or `run_in_executor()`, one at a time | # µs | # µs |",
    figures: (at) => [
      at("executor, one at a time: p50 µs", "here, no Qt"),
      at("executor, one at a time: p50 µs", PEER),
    ],
  },
  row("| an empty program, start to end | # ms, # MB | # ms, # MB |", [
    "start-up, ms",
    "peak memory, MB",
  ]),
  row(
    "| JavaScript's or Python's 10 ms timer in a modal dialog | # ticks/s | # ticks/s |",
    ["10 ms timer beside a modal dialog, ticks/s"],
  ),
  {
    file: README,
    text:
      "`Deno.serve` keeps # of its throughput and Qt #. An idle window uses # ms of CPU in 3 s",
    figures: (at) => [
      at("Deno.serve beside a busy Qt, requests /s", HERE) /
      at("Deno.serve, requests /s", "plain Deno"),
      at("QTimer(0) beside a busy Deno.serve, turns /s", HERE) /
      at("QTimer(0) turns /s", HERE),
      at("idle window 3 s, ms of CPU", HERE),
    ],
  },
  {
    file: "docs/qml.md",
    text: "a function call costs one (# µs).",
    figures: (at) => [at("QML → function ns", HERE) / 1000],
  },
];

/**
 * Reads the tables of the page of figures. A row of a later table does not replace one of an earlier table: the last
 * tables have the least and the most of the same rows.
 *
 * @param page Its text.
 * @returns How to look a figure up.
 */
export function readFigures(page: string): At {
  const figures = new Map<string, number>();
  let columns: string[] = [];
  for (const line of page.split("\n")) {
    if (!line.startsWith("|")) continue;
    const [name = "", ...cells] = line.split("|").slice(1, -1).map((cell) =>
      cell.trim()
    );
    if (name === "") columns = cells;
    for (const [i, cell] of cells.entries()) {
      const key = `${name} | ${columns[i]}`;
      const value = number(cell);
      if (value !== undefined && !figures.has(key)) figures.set(key, value);
    }
  }
  return (row, column) => {
    const value = figures.get(`${row} | ${column}`);
    if (value === undefined) {
      throw new Error(`${PAGE} has no figure for "${row}" and "${column}"`);
    }
    return value;
  };
}

/** Reads "9,085 ~", "11.5 M" or "53.2"; `undefined` if a cell is none of these. */
function number(cell: string): number | undefined {
  const match = /^(-?[\d,.]+)( [kM])?( ~)?$/.exec(cell);
  if (match === null) return undefined;
  const scale = { " k": 1e3, " M": 1e6 }[match[2] ?? ""] ?? 1;
  return Number(match[1]!.replaceAll(",", "")) * scale;
}

/**
 * Compares a document with the page of figures.
 *
 * @param document Its text.
 * @param quotation What it quotes.
 * @param at The figures.
 * @returns What is wrong; nothing if each figure is the source's, rounded to as many digits as are written.
 */
export function checkQuotation(
  document: string,
  { file, text, figures }: Quotation,
  at: At,
): string[] {
  const pattern = text.split("#").map((part) =>
    part.split(/\s+/).map((word) => RegExp.escape(word)).join("\\s+")
  ).join("(\\d[\\d ]*(?:\\.\\d+)?)");
  const match = new RegExp(pattern).exec(document);
  if (match === null) return [`${file} has no "${text}"`];
  return figures(at).flatMap((figure, i) => {
    const written = match[i + 1]!.replaceAll(" ", "");
    const decimals = written.split(".")[1]?.length ?? 0;
    const zeros = decimals === 0 ? /0*$/.exec(written)![0].length : 0;
    const step = 10 ** (zeros - decimals);
    if (Math.abs(Number(written) - figure) <= step / 2 * (1 + 1e-9)) return [];
    return [
      `${file}: "${
        match[0].replaceAll(/\s+/g, " ")
      }" quotes ${written}, ${PAGE} has ${Number(figure.toPrecision(4))}`,
    ];
  });
}

/**
 * Checks all quotations.
 *
 * @returns What is wrong.
 */
export async function checkFigures(): Promise<string[]> {
  const read = (file: string) => Deno.readTextFile(join(ROOT, file));
  const at = readFigures(await read(PAGE));
  const problems: string[] = [];
  for (const quotation of QUOTATIONS) {
    const document = await read(quotation.file);
    problems.push(...checkQuotation(document, quotation, at));
  }
  return [...problems, ...unchecked(await read(README))];
}

/** Rows of the README's table under "Speed" that no quotation checks. */
function unchecked(readme: string): string[] {
  const section = readme.split(/^## /m).find((part) =>
    part.startsWith("Speed")
  );
  const names = QUOTATIONS.map(({ text }) => text.split(" | ")[0]!);
  return (section ?? "").split("\n")
    .filter((line) => /^\| \S/.test(line) && !/^\| [-:]/.test(line))
    .filter((line) => !names.some((name) => line.startsWith(`${name} `)))
    .map((line) =>
      `${README}: no quotation in tools/figures.ts checks ${line}`
    );
}

if (import.meta.main) {
  const problems = await checkFigures();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
}
