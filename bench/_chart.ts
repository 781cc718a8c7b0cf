/**
 * Charts as SVG, to be seen on light and dark pages: bars for rows, curves for how costs grow.
 *
 * @module
 */

import { curvePoint, readable, type Results, summaryOf } from "./_results.ts";
import { type Runtime, RUNTIMES } from "./_runtimes.ts";
import { columnsOf } from "./_table.ts";

/** Chosen to be told apart by the colour-blind, too; this project's own are the strong ones. */
const COLOURS: Readonly<Record<Runtime, string>> = {
  qt: "#0072b2",
  pure: "#56b4e9",
  deno: "#555555",
  asyncio: "#e69f00",
  uvloop: "#d55e00",
  qtasyncio: "#009e73",
  qasync: "#cc79a7",
  cpp: "#999999",
};

const FONT = "font-family='DejaVu Sans, Helvetica, Arial, sans-serif'";

function text(
  x: number,
  y: number,
  content: string,
  attributes = "",
): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x='${round(x)}' y='${
    round(y)
  }' ${attributes}>${escaped}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function svg(width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${height}' width='${width}' height='${height}' ${FONT} font-size='12' fill='#222'>`,
    `<rect width='${width}' height='${height}' fill='white'/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

/**
 * Bars, a group for each row, each group with a scale of its own.
 *
 * @param results What was measured.
 * @param title What the chart is about.
 * @param rows The rows to draw.
 */
export function bars(
  results: Results,
  title: string,
  rows: readonly string[],
): string {
  const width = 720;
  const left = 110;
  const longest = width - left - 90;
  const parts = [text(12, 24, title, "font-size='15' font-weight='bold'")];
  let y = 46;
  for (const row of rows) {
    const columns = columnsOf(results, [row]);
    if (columns.length === 0) continue;
    const medians = columns.map((name) =>
      summaryOf(results, row, name)!.median
    );
    const most = Math.max(...medians.map(Math.abs));
    parts.push(text(12, y + 4, row, "font-weight='bold'"));
    y += 12;
    columns.forEach((name, index) => {
      const { median } = summaryOf(results, row, name)!;
      const length = most === 0 ? 0 : Math.max(0, median / most * longest);
      parts.push(
        text(left - 8, y + 12, RUNTIMES[name], "text-anchor='end'"),
        `<rect x='${left}' y='${y + 2}' width='${
          round(Math.max(1, length))
        }' height='13' fill='${COLOURS[name]}'/>`,
        text(left + length + 6, y + 12, readable(medians[index]!)),
      );
      y += 17;
    });
    y += 22;
  }
  return svg(width, y, parts);
}

/** The names of the curves there are: what is counted, and in which unit. */
export function curvesOf(results: Results): string[] {
  const names = Object.keys(results.rows).map((row) => {
    const point = curvePoint(row);
    return point === undefined ? "" : `${point.what}, ${point.unit}`;
  });
  return [...new Set(names)].filter((name) => name !== "");
}

/**
 * A curve for each runtime, on logarithmic axes: how the cost of one grows with how many there are.
 *
 * @param results What was measured.
 * @param name One of {@linkcode curvesOf}.
 */
export function curves(results: Results, name: string): string {
  const points: { runtime: Runtime; size: number; value: number }[] = [];
  for (const row of Object.keys(results.rows)) {
    const point = curvePoint(row);
    if (point === undefined || `${point.what}, ${point.unit}` !== name) {
      continue;
    }
    for (const runtime of columnsOf(results, [row])) {
      const { median } = summaryOf(results, row, runtime)!;
      if (median > 0) points.push({ runtime, size: point.size, value: median });
    }
  }
  const width = 720;
  const height = 360;
  const [left, right, top, bottom] = [64, 130, 44, 44];
  const span = (values: number[]): [number, number] => [
    Math.floor(Math.log10(Math.min(...values)) + 1e-9),
    Math.max(
      Math.ceil(Math.log10(Math.max(...values)) - 1e-9),
      Math.floor(Math.log10(Math.min(...values)) + 1e-9) + 1,
    ),
  ];
  const [x0, x1] = span(points.map(({ size }) => size));
  const [y0, y1] = span(points.map(({ value }) => value));
  const x = (size: number) =>
    left + (Math.log10(size) - x0) / (x1 - x0) * (width - left - right);
  const y = (value: number) =>
    height - bottom -
    (Math.log10(value) - y0) / (y1 - y0) * (height - top - bottom);
  const parts = [
    text(12, 24, name, "font-size='15' font-weight='bold'"),
    text(
      (left + width - right) / 2,
      height - 10,
      "how many there are",
      "text-anchor='middle'",
    ),
  ];
  for (let power = x0; power <= x1; power++) {
    const at = x(10 ** power);
    parts.push(
      `<path d='M${round(at)} ${top}V${height - bottom}' stroke='#ddd'/>`,
      text(
        at,
        height - bottom + 16,
        (10 ** power).toLocaleString("en"),
        "text-anchor='middle'",
      ),
    );
  }
  for (let power = y0; power <= y1; power++) {
    const at = y(10 ** power);
    parts.push(
      `<path d='M${left} ${round(at)}H${width - right}' stroke='#ddd'/>`,
      text(left - 6, at + 4, readable(10 ** power), "text-anchor='end'"),
    );
  }
  const ends: { runtime: Runtime; x: number; y: number }[] = [];
  for (const runtime of Object.keys(RUNTIMES) as Runtime[]) {
    const own = points.filter((point) => point.runtime === runtime)
      .sort((a, b) => a.size - b.size);
    const last = own.at(-1);
    if (last === undefined) continue;
    const path = own.map(({ size, value }) =>
      `${round(x(size))} ${round(y(value))}`
    );
    parts.push(
      `<path d='M${path.join("L")}' fill='none' stroke='${
        COLOURS[runtime]
      }' stroke-width='2'/>`,
      ...own.map(({ size, value }) =>
        `<circle cx='${round(x(size))}' cy='${round(y(value))}' r='3' fill='${
          COLOURS[runtime]
        }'/>`
      ),
    );
    ends.push({ runtime, x: x(last.size), y: y(last.value) });
  }
  // The names stand at the right, in the order of the curves, none over another.
  ends.sort((a, b) => a.y - b.y);
  let free = top;
  for (const end of ends) {
    const at = Math.max(free, end.y + 4);
    free = at + 15;
    parts.push(
      `<path d='M${round(end.x + 4)} ${round(end.y)}L${width - right + 6} ${
        round(at - 4)
      }' stroke='${COLOURS[end.runtime]}' stroke-dasharray='2 3'/>`,
      text(
        width - right + 10,
        at,
        RUNTIMES[end.runtime],
        `fill='${COLOURS[end.runtime]}'`,
      ),
    );
  }
  return svg(width, height, parts);
}
