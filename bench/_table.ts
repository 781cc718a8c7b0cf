/**
 * The results as a table to read in a terminal or in Markdown.
 *
 * @module
 */

import { standingOf } from "./_goals.ts";
import { curvePoint, readable, type Results, summaryOf } from "./_results.ts";
import { type Runtime, RUNTIMES } from "./_runtimes.ts";

/** The rows that are no points of curves. */
export function plainRows(results: Results): string[] {
  return Object.keys(results.rows)
    .filter((row) => curvePoint(row) === undefined);
}

/** The runtimes for which there is anything in these rows. */
export function columnsOf(
  results: Results,
  rows: readonly string[],
): Runtime[] {
  return (Object.keys(RUNTIMES) as Runtime[]).filter((runtime) =>
    rows.some((row) => summaryOf(results, row, runtime) !== undefined)
  );
}

/** The medians of the rows, and how the project stands; `~` marks noise, `–` what there is not. */
export function cellsOf(
  results: Results,
  rows: readonly string[],
): string[][] {
  const columns = columnsOf(results, rows);
  const head = [
    "",
    ...columns.map((runtime) => RUNTIMES[runtime]),
    "× best peer",
    "goal",
  ];
  return [
    head,
    ...rows.map((row) => {
      const standing = standingOf(results, row);
      return [
        row,
        ...columns.map((runtime) => {
          const summary = summaryOf(results, row, runtime);
          if (summary === undefined) return "–";
          return `${readable(summary.median)}${summary.noisy ? " ~" : ""}`;
        }),
        standing !== undefined && Number.isFinite(standing.ratio)
          ? `${standing.ratio.toFixed(2)} (${
            standing.best === undefined ? "" : RUNTIMES[standing.best]
          })`
          : "–",
        goalCell(standing?.goal, standing?.reached),
      ];
    }),
  ];
}

function goalCell(
  goal: string | undefined,
  reached: boolean | undefined,
): string {
  if (goal === undefined || goal === "") return "";
  if (reached === undefined) return goal;
  return `${goal} ${reached ? "✓" : "✗"}`;
}

/** The least and the most of each value. */
export function spreadsOf(
  results: Results,
  rows: readonly string[],
): string[][] {
  const columns = columnsOf(results, rows);
  return [
    ["", ...columns.map((runtime) => RUNTIMES[runtime])],
    ...rows.map((row) => [
      row,
      ...columns.map((runtime) => {
        const summary = summaryOf(results, row, runtime);
        if (summary === undefined) return "–";
        return `${readable(summary.least)} … ${readable(summary.most)}`;
      }),
    ]),
  ];
}

/** Aligned for a terminal. */
export function asText(cells: readonly string[][]): string {
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => [...row[column] ?? ""].length))
  );
  return cells.map((row) =>
    row.map((cell, column) =>
      column === 0
        ? cell.padEnd(widths[column]!)
        : cell.padStart(widths[column]!)
    ).join("  ").trimEnd()
  ).join("\n");
}

/** As a table of Markdown. */
export function asMarkdown(cells: readonly string[][]): string {
  const [head = [], ...body] = cells;
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |`;
  const rule = head.map((_, column) => column === 0 ? "---" : "--:");
  return [line(head), line(rule), ...body.map(line)].join("\n");
}
