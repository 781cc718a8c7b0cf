/**
 * The workloads of workloads.ts in plain Deno, where it has the equivalent: what the platform itself can do.
 *
 *     deno run -A bench/asyncio/deno.ts WORKLOAD
 *
 * @module
 */

import { setImmediate } from "node:timers";
import {
  type Figures,
  idleFor,
  pause,
  peakMemory,
  percentile,
  print,
  processorTime,
  random,
  scaled,
} from "../_program.ts";
import { echo } from "./echo.ts";
import { startOther, timesOf } from "./ping_pong.ts";

const workloads: Record<string, (count?: number) => Promise<Figures>> = {
  chain(count = scaled(200_000)) {
    return new Promise((resolve) => {
      let left = count;
      const begin = performance.now();
      const callback = (): void => {
        if (--left > 0) setImmediate(callback);
        else {
          const rate = count / (performance.now() - begin) * 1000;
          resolve({ "callSoon chain, callbacks/s": rate });
        }
      };
      setImmediate(callback);
    });
  },

  batch(count = scaled(100_000)) {
    return new Promise((resolve) => {
      let left = count;
      const begin = performance.now();
      const callback = (): void => {
        if (--left > 0) return;
        const rate = count / (performance.now() - begin) * 1000;
        resolve({ "callSoon batch, callbacks/s": rate });
      };
      for (let i = 0; i < count; i++) setImmediate(callback);
    });
  },

  async sleepZero(count = scaled(100_000)) {
    const begin = performance.now();
    for (let i = 0; i < count; i++) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    return {
      "sleep(0) chain, iterations/s": count / (performance.now() - begin) *
        1000,
    };
  },

  async lateness(count = scaled(2_000)) {
    const next = random(1);
    const delays = Array.from({ length: count }, () => 1 + 199 * next());
    const late: number[] = [];
    await Promise.all(delays.map((delay) => {
      const due = performance.now() + delay;
      return pause(delay).then(() => late.push(performance.now() - due));
    }));
    return {
      "timer lateness p50, ms": percentile(late, 0.5),
      "timer lateness p99, ms": percentile(late, 0.99),
      "timers early": late.filter((value) => value < 0).length,
    };
  },

  async timers(count = scaled(50_000)) {
    const next = random(2);
    const begin = processorTime();
    await new Promise<void>((resolve) => {
      let left = count;
      const callback = (): void => {
        if (--left === 0) resolve();
      };
      for (let i = 0; i < count; i++) setTimeout(callback, 2000 * next());
    });
    return {
      "50 000 timers, µs of CPU each": (processorTime() - begin) * 1000 / count,
    };
  },

  async pingPong(count = scaled(10_000)) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      Atomics.store(data, 0, 1);
      Atomics.notify(data, 0);
    };
    const figures = await timesOf(startOther("port", count, port2));
    port1.close();
    return figures;
  },

  tcp: (count = scaled(5_000)) => echo(count),

  idle: () => idleFor("idle", pause),

  async start() {
    return { "peak memory, MB": peakMemory() };
  },
};

const WARM_UPS: Record<string, number> = {
  chain: scaled(50_000),
  batch: scaled(25_000),
  sleepZero: scaled(25_000),
  lateness: scaled(500),
  timers: scaled(12_500),
  tcp: scaled(1_250),
};

const name = Deno.args[0]!;
const workload = workloads[name];
if (workload === undefined) throw new RangeError(`No workload "${name}"`);
if (WARM_UPS[name] !== undefined) await workload(WARM_UPS[name]);
print(await workload());
