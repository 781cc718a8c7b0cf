/** Cancellation. */

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { CancelledError } from "../../src/asyncio/core/errors.ts";
import {
  currentJob,
  withOptions,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { waitFor } from "../_support/wait.ts";
import { pause, rejection, spin } from "./_support.ts";

Deno.test("a job that is cancelled while it waits never runs", async () => {
  const ran = new Int32Array(new SharedArrayBuffer(4));
  {
    await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    const mark = (ran: Int32Array) => Atomics.add(ran, 0, 1);
    const first = pool.submit(spin, 40);
    const futures = Array.from({ length: 20 }, () => pool.submit(mark, ran));
    assert(futures.every((future) => future.cancel("not needed")));
    assert(futures.every((future) => future.cancelled()));
    assert(!futures[0]!.cancel());
    const error = await rejection(futures[3]!);
    assertInstanceOf(error, CancelledError);
    assertEquals(error.reason, "not needed");
    await first;
    assert(!first.cancel());
  }
  assertEquals(ran[0], 0);
});

Deno.test("quick jobs that were given to a Worker ahead of time can be cancelled, too", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const ran = new Int32Array(new SharedArrayBuffer(4));
  const mark = (n: number) => n;
  for (let i = 0; i < 300; i++) await pool.submit(mark, i);
  const futures = Array.from({ length: 200 }, (_, i) => pool.submit(mark, i));
  const cancelled = futures.filter((_, i) => i % 2 === 1);
  for (const future of cancelled) future.cancel();
  const outcomes = await Promise.allSettled(futures);
  outcomes.forEach((outcome, i) => {
    if (i % 2 === 0) assertEquals(outcome, { status: "fulfilled", value: i });
    else assertEquals(outcome.status, "rejected");
  });
  assertEquals(ran[0], 0);
});

Deno.test("a job that awaits is told by its signal, and its Worker lives on", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const name = () => currentJob().worker;
  const before = await pool.submit(name);
  const ended = new Int32Array(new SharedArrayBuffer(4));
  const job = pool.submit(async (ended: Int32Array) => {
    const { signal } = currentJob();
    Atomics.store(ended, 0, 2);
    try {
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    } finally {
      const { name, reason } = signal.reason;
      if (name === "CancelledError" && reason === "stop") {
        Atomics.store(ended, 0, 1);
      }
    }
  }, ended);
  await waitFor("the job to run", () => ended[0] === 2 || undefined);
  assert(job.running());
  assert(job.cancel("stop"));
  assertInstanceOf(await rejection(job), CancelledError);
  assertEquals(await pool.submit(name), before);
  assertEquals(ended[0], 1);
});

Deno.test("a job that never awaits sees it by currentJob().cancelled", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const name = () => currentJob().worker;
  const before = await pool.submit(name);
  for (const how of ["cancelled", "throwIfCancelled", "progress"] as const) {
    const job = pool.submit((how: string) => {
      const job = currentJob();
      for (;;) {
        if (how === "cancelled" && job.cancelled) return "ended";
        if (how === "throwIfCancelled") job.throwIfCancelled();
        if (how === "progress") job.progress(1);
      }
    }, how);
    await waitFor("the job to run", () => job.running() || undefined);
    job.cancel();
    assertEquals(await pool.submit(name), before);
  }
});

Deno.test("a job that does not end gets its Worker ended, and the pool goes on", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1, cancelGrace: 30 });
  const words = new Int32Array(new SharedArrayBuffer(4));
  const stubborn = pool.submit(async (words: Int32Array) => {
    Atomics.store(words, 0, 1);
    await new Promise(() => setInterval(() => {}, 1000));
  }, words);
  // Cancelled between its start and its first line, it would end at once.
  await waitFor("the job's first line", () => words[0] === 1 || undefined);
  const next = pool.submit(() => currentJob().worker.slice(-2));
  stubborn.cancel();
  assert(stubborn.cancelled());
  assertEquals(await next, "-2");
});

Deno.test("a Worker that was given up, and goes on, does no harm", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2, cancelGrace: 1 });
  const words = new Int32Array(new SharedArrayBuffer(8));
  const stubborn = pool.submit((words: Int32Array) => {
    Atomics.store(words, 0, 1);
    while (Atomics.load(words, 1) === 0);
    // After this, its Worker tells that it is done.
    Atomics.store(words, 0, 2);
  }, words);
  await waitFor("the job to run", () => words[0] === 1 || undefined);
  stubborn.cancel();
  await pause(20);
  Atomics.store(words, 1, 1);
  await waitFor("its end", () => words[0] === 2 || undefined);
  await pause(10);
  for (let i = 0; i < 20; i++) {
    assertEquals(await pool.submit((n: number) => n, i), i);
  }
});

Deno.test("the signal of the options cancels the job", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const controller = new AbortController();
  const job = pool.submit(
    withOptions(() => new Promise<void>(() => {}), {
      signal: controller.signal,
    }),
  );
  await waitFor("the job to run", () => job.running() || undefined);
  controller.abort("by signal");
  assertEquals((await rejection(job) as CancelledError).reason, "by signal");
  const late = pool.submit(
    withOptions(() => 1, { signal: controller.signal }),
  );
  assert(late.cancelled());
  await rejection(late);
});

Deno.test("a job can end itself as cancelled", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const job = pool.submit(() => {
    class CancelledError extends Error {}
    throw new CancelledError();
  });
  assertInstanceOf(await rejection(job), CancelledError);
  assert(job.cancelled());
});
