/** Ten thousand jobs that succeed, fail, are cancelled, or kill their Worker: each ends exactly once. */

import { assertEquals } from "@std/assert";
import { CancelledError } from "../../src/asyncio/core/errors.ts";
import {
  BrokenWorkerError,
  type WorkerFuture,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";

const JOBS = 10_000;
const AT_ONCE = 300;

/** A generator of pseudo-random numbers below 1 (mulberry32), so that a failure can be repeated. */
function randomNumbers(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const work = async (kind: string, n: number) => {
  switch (kind) {
    case "fail":
      throw new RangeError(String(n));
    case "kill":
      Deno.exit(1);
      break;
    case "sleep":
      await new Promise((resolve) => setTimeout(resolve, n % 5));
      return n;
    case "large":
      return "x".repeat(5000) + n;
  }
  return n;
};

Deno.test("10 000 jobs with random failures, cancels and kills each end exactly once", async () => {
  const random = randomNumbers(42);
  const counts = { ok: 0, failed: 0, cancelled: 0, broken: 0 };
  let running = 0;
  let ends = 0;
  {
    await using pool = new WorkerPoolExecutor({
      maxWorkers: 3,
      cancelGrace: 20,
    });
    const pending = new Set<WorkerFuture<unknown>>();
    for (let n = 0; n < JOBS; n++) {
      const dice = random();
      const kind = dice < 0.1
        ? "fail"
        : dice < 0.101
        ? "kill"
        : dice < 0.2
        ? "sleep"
        : dice < 0.25
        ? "large"
        : "ok";
      const future = pool.submit(work, kind, n) as WorkerFuture<unknown>;
      pending.add(future);
      running++;
      future.addDoneCallback(() => {
        ends++;
        running--;
        pending.delete(future);
        if (future.cancelled()) return void counts.cancelled++;
        const error = future.exception();
        if (error === null) counts.ok++;
        else if (error instanceof BrokenWorkerError) counts.broken++;
        else {
          assertEquals((error as Error).message, String(n));
          counts.failed++;
        }
        if (error === null && kind === "ok") assertEquals(future.result(), n);
      });
      if (random() < 0.05) {
        const victims = [...pending];
        victims[Math.floor(random() * victims.length)]!.cancel();
      }
      while (running > AT_ONCE) {
        await Promise.race([...pending].slice(0, 5).map(settled));
      }
    }
  }
  assertEquals(ends, JOBS);
  assertEquals(running, 0);
  const sum = counts.ok + counts.failed + counts.cancelled + counts.broken;
  assertEquals(sum, JOBS);
  for (const count of Object.values(counts)) assertEquals(count > 0, true);
});

function settled(future: WorkerFuture<unknown>): Promise<unknown> {
  return future.promise.catch((error) => {
    if (error instanceof CancelledError) return null;
    return error;
  });
}
