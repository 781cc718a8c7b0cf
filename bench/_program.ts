/**
 * What the measuring programs share. Each runs in a process of its own and prints one line of JSON: its figures.
 *
 * @module
 */

/** Figures of one run, by name. */
export type Figures = Record<string, number>;

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

/** What this process has used so far, all its threads together (Linux). */
export function usage(): { cpuTicks: number; wakes: number } {
  const stat = Deno.readTextFileSync("/proc/self/stat");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  let wakes = 0;
  for (const { name } of Deno.readDirSync("/proc/self/task")) {
    const status = Deno.readTextFileSync(`/proc/self/task/${name}/status`);
    wakes += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]);
  }
  return { cpuTicks: Number(fields[11]) + Number(fields[12]), wakes };
}
