/** The pool, after the cases of CPython's test_concurrent_futures. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { CancelledError, RuntimeError } from "../../src/asyncio/core/errors.ts";
import { newEventLoop, sleep } from "../../src/asyncio/mod.ts";
import {
  BrokenPoolError,
  currentJob,
  type WorkerFuture,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { waitFor } from "../_support/wait.ts";
import { Gate, pass, pause, rejection, spin, threads } from "./_support.ts";

Deno.test("submit() runs a function in another thread and gives its result", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const future = pool.submit((a: number, b: number) => a ** b, 2, 8);
  assert(!future.done());
  assertEquals(await future, 256);
  assert(future.done() && !future.cancelled() && !future.running());
  assertEquals(future.result(), 256);
  assertEquals(future.exception(), null);
});

Deno.test("jobs of one Worker run in the order of submission", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      order.push(await pool.submit((n: number) => n, i));
    }),
  );
  assertEquals(order, Array.from({ length: 200 }, (_, i) => i));
});

Deno.test("maxWorkers limits the Workers, which are started when needed and reused", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2, name: "mine" });
  const name = () => currentJob().worker;
  assertEquals(await pool.submit(name), "mine-1");
  assertEquals(await pool.submit(name), "mine-1");
  // No job ends before there are two.
  const both = (running: Int32Array) => {
    Atomics.add(running, 0, 1);
    while (Atomics.load(running, 0) < 2) Atomics.wait(running, 1, 0, 1);
    return currentJob().worker;
  };
  const running = new Int32Array(new SharedArrayBuffer(8));
  const names = await Promise.all(
    Array.from({ length: 6 }, () => pool.submit(both, running)),
  );
  assertEquals(new Set(names), new Set(["mine-1", "mine-2"]));
});

Deno.test("a job that takes long does not hold up those behind it", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  // So that the pool has learned that the function is quick.
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const maybe = (gate?: Int32Array) => {
    if (gate !== undefined) Atomics.wait(gate, 0, 0);
  };
  for (let i = 0; i < 200; i++) await pool.submit(maybe);
  await Promise.all([pool.submit(maybe), pool.submit(maybe)]);
  for (let i = 0; i < 200; i++) await pool.submit(maybe);
  for (const number of [5, 50]) {
    const long = pool.submit(maybe, gate);
    await Promise.all(
      Array.from({ length: number }, () => pool.submit(maybe)),
    );
    assert(!long.done(), "the short ones had to wait for the long one");
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    await long;
    Atomics.store(gate, 0, 0);
    for (let i = 0; i < 200; i++) await pool.submit(maybe);
  }
});

Deno.test("the constructor refuses what makes no sense", () => {
  for (const maxWorkers of [0, -1, 1.5, NaN]) {
    assertThrows(() => new WorkerPoolExecutor({ maxWorkers }), RangeError);
  }
  assertThrows(() => new WorkerPoolExecutor({ idleTimeout: NaN }), RangeError);
  assertThrows(() => new WorkerPoolExecutor({ cancelGrace: -1 }), RangeError);
});

Deno.test("map() yields in the items' order, whichever job is done first", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  const sleep = async (ms: number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ms;
  };
  assertEquals(await Array.fromAsync(pool.map(sleep, [60, 1, 20, 2])), [
    60,
    1,
    20,
    2,
  ]);
});

Deno.test("map() refuses a promise, a future and a coroutine in place of the items", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const fn = (n: number) => n;
  const loop = newEventLoop();
  for (
    const items of [Promise.resolve([1]), loop.createFuture(), sleep(0)]
  ) {
    const results = pool.map(fn, items as unknown as number[]);
    await assertRejects(() => results.next(), TypeError, "await it first");
  }
  loop.close();
});

Deno.test("map() takes no more items than it may look ahead", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  let taken = 0;
  let closed = false;
  function* items() {
    try {
      for (;;) yield taken++;
    } finally {
      closed = true;
    }
  }
  const results = pool.map((n: number) => n, items(), { lookAhead: 3 });
  assertEquals(taken, 0);
  assertEquals((await results.next()).value, 0);
  assertEquals(taken, 3);
  await results.next();
  assertEquals(taken, 4);
  await results.return();
  assert(closed);
  const wrong = pool.map((n: number) => n, [], { lookAhead: 0 });
  await assertRejects(() => wrong.next(), RangeError);
});

Deno.test("map() takes async items, throws the error of a call, and cancels the rest", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  async function* items() {
    for (let i = 0; i < 5; i++) yield i;
    await Promise.resolve();
  }
  const seen: number[] = [];
  const invert = (n: number) => {
    if (n === 2) throw new RangeError("no two");
    return -n;
  };
  await assertRejects(
    async () => {
      for await (const n of pool.map(invert, items())) seen.push(n);
    },
    RangeError,
    "no two",
  );
  assertEquals(seen, [-0, -1]);
});

Deno.test("shutdown() runs what was submitted, then ends all Workers", async () => {
  const before = threads();
  const pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  const futures = Array.from({ length: 8 }, () => pool.submit(spin, 5));
  await pool.shutdown();
  assert(futures.every((future) => future.done() && !future.cancelled()));
  await waitFor(
    "no thread more than before",
    () => threads() <= before + 2 || undefined,
  );
  const error = assertThrows(() => pool.submit(spin, 1), RuntimeError);
  assertStringIncludes(
    error.message,
    "Cannot submit a job: the pool was shut down",
  );
  await pool.shutdown();
});

Deno.test("shutdown() of a pool without Workers resolves", async () => {
  await new WorkerPoolExecutor().shutdown();
});

Deno.test("shutdown({ wait: false }) resolves at once, and the jobs are done", async () => {
  const pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const futures = [pool.submit(spin, 30), pool.submit(spin, 1)];
  await pool.shutdown({ wait: false });
  assert(!futures[0]!.done());
  assertEquals(await futures[1], 1);
  await pool.shutdown();
});

Deno.test("shutdown({ cancelFutures: true }) cancels what has not begun", async () => {
  const pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const gate = new Gate();
  const first = pool.submit(pass, gate.cells);
  const others = Array.from({ length: 10 }, () => pool.submit(spin, 1));
  await waitFor("the first to run", () => first.running() || undefined);
  const end = pool.shutdown({ cancelFutures: true });
  gate.open();
  await end;
  assertEquals(first.result(), undefined);
  assert(others.every((future) => future.cancelled()));
});

Deno.test("an idle Worker is ended after idleTimeout, and a new one started when needed", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1, idleTimeout: 40 });
  const name = () => currentJob().worker;
  const first = await pool.submit(name);
  // An idle pool's timer does not keep the process; this does.
  do await pause(200); while (await pool.submit(name) === first);
});

Deno.test("the initializer runs once in each Worker, before its jobs", async () => {
  await using pool = new WorkerPoolExecutor({
    maxWorkers: 2,
    initializer: async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const shared = globalThis as { initialized?: number };
      shared.initialized = (shared.initialized ?? 0) + n;
    },
    initargs: [7],
  });
  const look = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
    return (globalThis as { initialized?: number }).initialized;
  };
  const seen = await Promise.all(
    Array.from({ length: 6 }, () => pool.submit(look, 5)),
  );
  assertEquals(seen, [7, 7, 7, 7, 7, 7]);
});

Deno.test("a failing initializer breaks the pool: its jobs fail, and it takes no more", async () => {
  await using pool = new WorkerPoolExecutor({
    maxWorkers: 2,
    initializer: () => {
      throw new RangeError("cannot begin");
    },
  });
  const futures = [1, 2, 3].map((n) => pool.submit(spin, n));
  for (const future of futures) {
    const error = await rejection(future);
    assertInstanceOf(error, BrokenPoolError);
    assertStringIncludes(error.message, "cannot begin");
    assertInstanceOf(error.cause, RangeError);
  }
  assertThrows(() => pool.submit(spin, 1), BrokenPoolError);
});

Deno.test("addDoneCallback() is called with the future, at once if it is done", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const calls: unknown[] = [];
  const future = pool.submit(() => 5);
  future.addDoneCallback((done) => calls.push(done.result()));
  await future;
  future.addDoneCallback((done: WorkerFuture<number>) =>
    calls.push(done === future)
  );
  assertEquals(calls, [5, true]);
});

Deno.test("result() and exception() of a job that is not done throw", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
  const future = pool.submit(() => 5);
  assertThrows(() => future.result(), Error, "not done");
  assertThrows(() => future.exception(), Error, "not done");
  future.cancel();
  assertThrows(() => future.result(), CancelledError);
});

Deno.test("two CPU-bound jobs run at the same time", async () => {
  await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
  await Promise.all([pool.submit(spin, 20), pool.submit(spin, 20)]);
  // Each is done when the other one runs.
  const present = new Int32Array(new SharedArrayBuffer(8));
  const meet = (present: Int32Array, own: number) => {
    Atomics.store(present, own, 1);
    while (Atomics.load(present, 1 - own) === 0);
    return own;
  };
  assertEquals(
    await Promise.all([
      pool.submit(meet, present, 0),
      pool.submit(meet, present, 1),
    ]),
    [0, 1],
  );
});
