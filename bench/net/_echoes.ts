/** What the echo workloads of all runtimes have in common. */

import { type Figures, isSmoke, processorTime } from "../_program.ts";

/** How long one is measured, in milliseconds. */
export const DURATION = isSmoke() ? 30 : 2000;

/** How large the messages are, and how many connections there are. */
export const SIZES: readonly [size: number, connections: number][] = [
  [64, 1],
  [64, 50],
  [65_536, 1],
  [1_048_576, 1],
];

/** A size as the rows show it. */
export function sizeName(size: number): string {
  return size < 1024
    ? `${size} B`
    : size < 1_048_576
    ? `${size / 1024} KiB`
    : "1 MiB";
}

/** Runs an echo for a moment, then for as long as it is measured; gives round trips per second of processor time. */
export async function echoRow(
  title: string,
  size: number,
  connections: number,
  run: (duration: number) => Promise<number>,
): Promise<Figures> {
  await run(DURATION / 2);
  const before = processorTime();
  const count = await run(DURATION);
  const used = (processorTime() - before) / 1000;
  const many = connections === 1
    ? "1 connection"
    : `${connections} connections`;
  return {
    [`${title}, ${sizeName(size)}, ${many}: round trips /s of CPU`]: count /
      used,
  };
}
