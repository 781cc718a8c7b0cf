/**
 * Figures of several rounds, as medians with their spread.
 *
 * @module
 */

import { type Figures, percentile } from "./_program.ts";

/** Collects figures by name. */
export class Table {
  readonly #rows = new Map<string, number[]>();

  /** Adds the figures of one round. */
  add(figures: Figures): void {
    for (const [name, value] of Object.entries(figures)) {
      const values = this.#rows.get(name) ?? [];
      values.push(value);
      this.#rows.set(name, values);
    }
  }

  /** The median of a row. */
  median(name: string): number {
    return percentile(this.#rows.get(name) ?? [], 0.5);
  }

  /** Prints each row: median, least, most. */
  print(): void {
    const width = Math.max(...[...this.#rows.keys()].map((key) => key.length));
    console.log(`${"".padEnd(width)}  ${head("median", "least", "most")}`);
    for (const [name, values] of this.#rows) {
      const three = [
        percentile(values, 0.5),
        Math.min(...values),
        Math.max(...values),
      ];
      console.log(`${name.padEnd(width)}  ${head(...three.map(readable))}`);
    }
  }

  /** All values of each row. */
  toJSON(): Record<string, number[]> {
    return Object.fromEntries(this.#rows);
  }
}

function head(...cells: string[]): string {
  return cells.map((cell) => cell.padStart(11)).join("");
}

function readable(value: number): string {
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toLocaleString("en", {
    maximumFractionDigits: Math.min(3, Math.max(0, digits)),
  });
}
