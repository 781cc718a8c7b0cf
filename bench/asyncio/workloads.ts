/**
 * What is measured of the event loop. Each workload has a twin of the same name
 * in peers.py, with the same numbers; some also in deno.ts and in ../native.
 *
 * @module
 */

import {
  ensureFuture,
  gather,
  getRunningLoop,
  sleep,
} from "../../src/asyncio/mod.ts";
import {
  type Figures,
  idleFor,
  peakMemory,
  percentile,
  processorTime,
  random,
  scaled,
} from "../_program.ts";
import { echo } from "./echo.ts";
import { startOther, timesOf } from "./ping_pong.ts";

function rate(name: string, count: number, begin: number): Figures {
  return { [name]: count / (performance.now() - begin) * 1000 };
}

/** How much of a workload to run before it is measured: a quarter, as the peers do. */
export const WARM_UPS: Readonly<Record<string, number>> = {
  chain: scaled(50_000),
  batch: scaled(25_000),
  sleepZero: scaled(25_000),
  tasks: scaled(5_000),
  lateness: scaled(500),
  timers: scaled(12_500),
  tcp: scaled(1_250),
};

/** Sets so many timers, up to `longest` milliseconds away, and waits for all. */
function manyTimers(
  count: number,
  longest: number,
  seed: number,
): Promise<void> {
  const loop = getRunningLoop();
  const { promise, resolve } = Promise.withResolvers<void>();
  const next = random(seed);
  let left = count;
  const callback = (): void => {
    if (--left === 0) resolve();
  };
  for (let i = 0; i < count; i++) loop.callLater(longest * next(), callback);
  return promise;
}

/** The workloads, each run in a process of its own. */
export const workloads: Readonly<
  Record<string, (count?: number) => Promise<Figures>>
> = {
  async chain(count = scaled(200_000)) {
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    let left = count;
    const callback = (): void => {
      if (--left > 0) loop.callSoon(callback);
      else done.setResult();
    };
    const begin = performance.now();
    loop.callSoon(callback);
    await done;
    return rate("callSoon chain, callbacks/s", count, begin);
  },

  async batch(count = scaled(100_000)) {
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    let left = count;
    const callback = (): void => {
      if (--left === 0) done.setResult();
    };
    const begin = performance.now();
    for (let i = 0; i < count; i++) loop.callSoon(callback);
    await done;
    return rate("callSoon batch, callbacks/s", count, begin);
  },

  async sleepZero(count = scaled(100_000)) {
    const begin = performance.now();
    for (let i = 0; i < count; i++) await sleep(0);
    return rate("sleep(0) chain, iterations/s", count, begin);
  },

  async tasks(count = scaled(20_000)) {
    const body = async (i: number) => i;
    const begin = performance.now();
    const all = await gather(
      Array.from({ length: count }, (_, i) => ensureFuture(() => body(i))),
    );
    const figures = rate("tasks made and gathered /s", count, begin);
    if (all[count - 1] !== count - 1) throw new Error("wrong result");
    return figures;
  },

  async lateness(count = scaled(2_000)) {
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    const next = random(1);
    const delays = Array.from({ length: count }, () => 1 + 199 * next());
    const late: number[] = [];
    const callback = (due: number): void => {
      late.push(performance.now() - due);
      if (late.length === count) done.setResult();
    };
    for (const delay of delays) {
      loop.callLater(delay, callback, performance.now() + delay);
    }
    await done;
    return {
      "timer lateness p50, ms": percentile(late, 0.5),
      "timer lateness p99, ms": percentile(late, 0.99),
      "timers early": late.filter((value) => value < 0).length,
    };
  },

  async timers(count = scaled(50_000)) {
    const begin = processorTime();
    await manyTimers(count, 2000, 2);
    return {
      "50 000 timers, µs of CPU each": (processorTime() - begin) * 1000 / count,
    };
  },

  /** A Worker calls the loop and waits for what the loop's callback notifies. */
  async pingPong(count = scaled(10_000)) {
    using port = getRunningLoop().openPort({
      pong: (state: Int32Array<SharedArrayBuffer>) => {
        Atomics.store(state, 0, 1);
        Atomics.notify(state, 0);
      },
    });
    return await timesOf(startOther("loop", count, port.port));
  },

  async tcp(count = scaled(5_000)) {
    return await echo(count);
  },

  async idle() {
    return await idleFor("idle", sleep);
  },

  async start() {
    return { "peak memory, MB": peakMemory() };
  },

  /** What one costs when there are many. */
  async growth() {
    const figures: Figures = {};
    const works: Record<string, (size: number) => Promise<unknown>> = {
      callbacks: (size) => workloads["batch"]!(size),
      timers: (size) => manyTimers(size, 500, 3),
    };
    for (const [name, work] of Object.entries(works)) {
      // For the compiler.
      await work(scaled(20_000));
      for (let size = 1_000; size <= scaled(1_000_000); size *= 10) {
        const begin = processorTime();
        await work(size);
        figures[`${name} × ${size}, µs of CPU each`] =
          (processorTime() - begin) * 1000 / size;
      }
    }
    return figures;
  },
};
