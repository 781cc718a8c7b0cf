/**
 * What the measuring programs share. Each runs in a process of its own and prints one line of JSON: its figures.
 *
 * @module
 */

import process from "node:process";

/** Figures of one run, by name. A name that ends in "/s" is a rate: the more, the better. */
export type Figures = Record<string, number>;

/** Whether this is a smoke run: it shows that everything works, not how fast. */
export function isSmoke(): boolean {
  return Deno.env.has("BENCH_SMOKE");
}

/** How often to do something: a hundredth of it in a smoke run. */
export function scaled(count: number): number {
  return isSmoke() ? Math.max(Math.floor(count / 100), 10) : count;
}

/** Prints what was measured. */
export function print(figures: Figures): void {
  console.log(JSON.stringify(figures));
}

/** Resolves after so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Calls a function so often, after a warm-up; answers nanoseconds for each call. */
export function nanoseconds(times: number, call: () => unknown): number {
  for (let i = 0; i < times / 4; i++) call();
  const start = performance.now();
  for (let i = 0; i < times; i++) call();
  return (performance.now() - start) / times * 1e6;
}

/** The value below which this share (0 to 1) of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

/** Numbers that look random and are the same each time, from 0 to 1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Milliseconds of processor time that this process has used, all its threads together. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** How often this process has woken so far, all its threads together (Linux). */
export function wakes(): number {
  let sum = 0;
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    try {
      const status = Deno.readTextFileSync(`/proc/self/task/${name}/status`);
      sum += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]);
    } catch {
      // A thread that has just ended.
    }
  }
  return sum;
}

/** The most memory that this process has had at a time, in MB (Linux). */
export function peakMemory(): number {
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/** What it costs to wait for so many milliseconds when nothing happens. */
export async function idleFor(
  name: string,
  wait: (milliseconds: number) => PromiseLike<unknown>,
): Promise<Figures> {
  await wait(scaled(1_500));
  const cpu = processorTime();
  const before = wakes();
  await wait(scaled(3_000));
  const after = wakes();
  return {
    [`${name} 3 s, ms of CPU`]: processorTime() - cpu,
    [`${name} 3 s, wakes`]: after - before,
  };
}
