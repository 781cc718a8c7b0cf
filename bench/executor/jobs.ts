/**
 * Jobs of the default executor as a program on asyncio's loop sees them: one at a time, a hundred in flight, large
 * buffers, and two processors at work. The first two are those of asyncio's peers.
 *
 * @module
 */

import {
  BaseEventLoop,
  gather,
  getRunningLoop,
  run,
  setLoopFactory,
  TimerDriver,
} from "../../src/asyncio/mod.ts";
import {
  currentJob,
  withOptions,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { percentile, print, scaled } from "../_program.ts";

setLoopFactory(() => new BaseEventLoop(new TimerDriver()));

const one = () => 1;

async function oneAtATime(): Promise<number> {
  const loop = getRunningLoop();
  for (let i = 0; i < 200; i++) await loop.runInExecutor(null, one);
  const times: number[] = [];
  for (let i = 0; i < scaled(5_000); i++) {
    const start = performance.now();
    await loop.runInExecutor(null, one);
    times.push(performance.now() - start);
  }
  return percentile(times, 0.5) * 1000;
}

async function hundredInFlight(): Promise<number> {
  const loop = getRunningLoop();
  const calls = scaled(20_000);
  const worker = async () => {
    for (let i = 0; i < calls / 100; i++) await loop.runInExecutor(null, one);
  };
  // Each a function of its own: gather() runs the same one only once, as asyncio's does.
  const all = () => gather(Array.from({ length: 100 }, () => () => worker()));
  await all(); // for the compiler, which Python has none of
  const start = performance.now();
  await all();
  return calls / (performance.now() - start) * 1000;
}

async function transfer(): Promise<number> {
  const loop = getRunningLoop();
  const times: number[] = [];
  for (let i = 0; i < scaled(20); i++) {
    const bytes = new Uint8Array(16 << 20);
    const move = withOptions(
      (bytes: Uint8Array<ArrayBuffer>) =>
        currentJob().transfer(bytes, [bytes.buffer]),
      { transfer: [bytes.buffer] },
    );
    const start = performance.now();
    await loop.runInExecutor(null, move, bytes);
    times.push(performance.now() - start);
  }
  return percentile(times, 0.5);
}

/** How much faster two CPU-bound jobs are in two Workers than one after the other. */
async function speedup(): Promise<number> {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  const loop = getRunningLoop();
  const work = (n: number) => {
    let x = 0;
    for (let i = 0; i < n; i++) x = (x * 31 + i) | 0;
    return x;
  };
  const n = scaled(200_000_000);
  const both = () =>
    gather([1, 2].map(() => loop.runInExecutor(pool, work, n)));
  await gather([1, 2].map(() => loop.runInExecutor(pool, work, scaled(1e7))));
  const start = performance.now();
  await loop.runInExecutor(pool, work, n);
  await loop.runInExecutor(pool, work, n);
  const alone = performance.now() - start;
  const again = performance.now();
  await both();
  return alone / (performance.now() - again);
}

await run(async () => {
  print({
    "executor, one at a time: p50 µs": await oneAtATime(),
    "executor, 100 in flight: jobs /s": await hundredInFlight(),
    "16 MiB moved there and back: p50 ms": await transfer(),
    "2 CPU-bound jobs, times one": await speedup(),
  });
});
