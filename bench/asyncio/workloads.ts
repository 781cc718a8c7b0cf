/**
 * What is measured of the event loop. Each workload has a twin of the same name
 * in peers.py, with the same numbers.
 *
 * @module
 */

import {
  ensureFuture,
  gather,
  getRunningLoop,
  sleep,
} from "../../src/asyncio/mod.ts";
import process from "node:process";
import { type Figures, percentile } from "../_program.ts";

/** Numbers that look random and are the same each time, from 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function rate(name: string, count: number, begin: number): Figures {
  return { [name]: count / (performance.now() - begin) * 1000 };
}

/** Milliseconds of processor time that this process has used. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The workloads, each run in a process of its own. */
export const workloads: Readonly<Record<string, () => Promise<Figures>>> = {
  async chain() {
    const count = 200_000;
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

  async batch() {
    const count = 100_000;
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

  async sleepZero() {
    const count = 100_000;
    const begin = performance.now();
    for (let i = 0; i < count; i++) await sleep(0);
    return rate("sleep(0) chain, iterations/s", count, begin);
  },

  async tasks() {
    const count = 20_000;
    const body = async (i: number) => i;
    const begin = performance.now();
    const all = await gather(
      Array.from({ length: count }, (_, i) => ensureFuture(() => body(i))),
    );
    const figures = rate("tasks made and gathered /s", count, begin);
    if (all[count - 1] !== count - 1) throw new Error("wrong result");
    return figures;
  },

  async lateness() {
    const count = 2000;
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    const next = random(1);
    const delays = Array.from({ length: count }, () => 1 + 199 * next());
    const late: number[] = [];
    let early = 0;
    const callback = (due: number): void => {
      const lateness = performance.now() - due;
      if (lateness < 0) early++;
      late.push(lateness);
      if (late.length === count) done.setResult();
    };
    for (const delay of delays) {
      loop.callLater(delay, callback, performance.now() + delay);
    }
    await done;
    return {
      "timer lateness p50, ms": percentile(late, 0.5),
      "timer lateness p99, ms": percentile(late, 0.99),
      "timers early": early,
    };
  },

  async timers() {
    const count = 50_000;
    const loop = getRunningLoop();
    const done = loop.createFuture<void>();
    const next = random(2);
    let left = count;
    const callback = (): void => {
      if (--left === 0) done.setResult();
    };
    const begin = processorTime();
    for (let i = 0; i < count; i++) loop.callLater(2000 * next(), callback);
    await done;
    return {
      "50 000 timers, µs of CPU each": (processorTime() - begin) * 1000 / count,
    };
  },
};
