/**
 * How much memory this process uses, and whether it grows.
 *
 * @module
 */

import { collectGarbage } from "../../tests/_support/gc.ts";

/** Bytes in use. */
export interface Memory {
  /** By objects of JavaScript's. */
  readonly heap: number;
  /** By malloc: Qt's objects, the shim's, and Deno's own. */
  readonly native: number;
  /** By the process as a whole. */
  readonly resident: number;
}

/** How many descriptors this process has open. */
export function descriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

const SIZES = { struct: Array<"usize">(10).fill("usize") };

const libc = Deno.dlopen("libc.so.6", {
  malloc_trim: { parameters: ["usize"], result: "i32" },
  // struct mallinfo2 of malloc.h.
  mallinfo2: { parameters: [], result: SIZES },
});

/** Collects all garbage, and measures. */
export function measure(): Memory {
  collectGarbage();
  collectGarbage();
  libc.symbols.malloc_trim(0n);
  const info = new BigUint64Array(libc.symbols.mallinfo2().buffer);
  const { heapUsed, rss } = Deno.memoryUsage();
  return {
    heap: heapUsed,
    native: Number(info[4]! + info[7]!), // hblkhd, uordblks
    resident: rss,
  };
}

/** By how much each kind may grow after the warm-up, in bytes: what garbage collectors and caches make of noise. */
export const BOUNDS: Memory = {
  heap: 1.5 * 2 ** 20,
  native: 3 * 2 ** 20,
  resident: 16 * 2 ** 20,
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/**
 * By how much memory has grown after a warm-up of a third of the time: from the median of the first samples after it to
 * that of the last ones.
 *
 * @param samples In order; at least 6.
 */
export function growth(samples: readonly Memory[]): Memory {
  const steady = samples.slice(Math.floor(samples.length / 3));
  const part = Math.max(1, Math.floor(steady.length / 4));
  const grown = (kind: keyof Memory) =>
    median(steady.slice(-part).map((one) => one[kind])) -
    median(steady.slice(0, part).map((one) => one[kind]));
  return {
    heap: grown("heap"),
    native: grown("native"),
    resident: grown("resident"),
  };
}

/** The kinds of memory that have grown beyond their bounds. */
export function beyond(grown: Memory, bounds: Memory = BOUNDS): string[] {
  return (Object.keys(bounds) as (keyof Memory)[])
    .filter((kind) => grown[kind] > bounds[kind]);
}
