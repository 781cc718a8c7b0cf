/**
 * What loops make of executors, after CPython's test_events (run_in_executor) and test_threads (to_thread).
 *
 * @module
 */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type BaseEventLoop,
  CancelledError,
  gather,
  getRunningLoop,
  RuntimeError,
  setEventLoop,
  shutdownLoop,
  sleep,
  timeout,
  TimeoutError,
} from "../../src/asyncio/mod.ts";
import {
  currentJob,
  toWorker,
  withOptions,
  WorkerPoolExecutor,
} from "../../src/executor/mod.ts";
import { Gate, pass, rejection, spin } from "./_support.ts";

/** Gives `main` a running loop, and shuts the loop down afterwards. */
export type RunOnLoop = (
  main: (loop: BaseEventLoop) => Promise<void>,
) => Promise<void>;

/** Runs `main` on a new loop. */
export async function runOn(
  loop: BaseEventLoop,
  main: (loop: BaseEventLoop) => Promise<void>,
): Promise<void> {
  setEventLoop(loop);
  try {
    await loop.runUntilComplete(() => main(loop));
  } finally {
    await shutdownLoop(loop);
  }
}

/** Declares the tests. */
export function loopSuite(
  name: string,
  onLoop: RunOnLoop,
): void {
  const test = (what: string, main: (loop: BaseEventLoop) => Promise<void>) =>
    Deno.test(`${name}: ${what}`, () => onLoop(main));

  test("runInExecutor(null, …) runs in a Worker of the default executor", async (loop) => {
    const future = loop.runInExecutor(null, (n: number) => n * 2, 21);
    assertStrictEquals(future.getLoop(), loop);
    assertEquals(await future, 42);
    const name = await loop.runInExecutor(null, () => currentJob().worker);
    assert(name.startsWith("WorkerPool-"));
  });

  test("runInExecutor(pool, …) and setDefaultExecutor() use that pool", async (loop) => {
    const pool = new WorkerPoolExecutor({ name: "given", maxWorkers: 1 });
    const name = () => currentJob().worker;
    assertEquals(await loop.runInExecutor(pool, name), "given-1");
    loop.setDefaultExecutor(pool);
    assertEquals(await toWorker(name), "given-1");
  });

  test("toWorker() begins when it is awaited, and raises what the function threw", async () => {
    const coroutine = toWorker(() => {
      throw new RangeError("in the Worker");
    });
    await sleep(1);
    assertInstanceOf(await rejection(coroutine), RangeError);
    assertEquals(await gather([1, 2, 3].map((n) => toWorker((n) => n, n))), [
      1,
      2,
      3,
    ]);
  });

  test("the loop goes on while Workers are busy", async () => {
    const gate = new Gate();
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks === 5) gate.open();
    }, 5);
    await toWorker(pass, gate.cells);
    clearInterval(timer);
  });

  test("cancelling the future cancels the job", async (loop) => {
    const pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    loop.setDefaultExecutor(pool);
    const ran = new Int32Array(new SharedArrayBuffer(4));
    const gate = new Gate();
    const first = loop.createTask(toWorker(pass, gate.cells));
    await sleep(0);
    const waiting = loop.runInExecutor(
      null,
      (ran: Int32Array) => Atomics.add(ran, 0, 1),
      ran,
    );
    assert(waiting.cancel());
    gate.open();
    await first;
    await sleep(5);
    assert(waiting.cancelled());
    assertEquals(ran[0], 0);
  });

  test("cancelling a task ends the job that it waits for", async (loop) => {
    const ended = new Int32Array(new SharedArrayBuffer(4));
    const task = loop.createTask(toWorker((ended: Int32Array) => {
      Atomics.store(ended, 0, 1);
      const job = currentJob();
      while (!job.cancelled);
      Atomics.store(ended, 0, 2);
    }, ended));
    while (ended[0] === 0) await sleep(2);
    task.cancel();
    assertInstanceOf(await rejection(task), CancelledError);
    await loop.shutdownDefaultExecutor();
    assertEquals(ended[0], 2);
  });

  test("a time limit ends a job", async (loop) => {
    const task = loop.createTask(() =>
      timeout(30, async () => {
        await toWorker(() => {
          for (;;) currentJob().throwIfCancelled();
        });
      })
    );
    assertInstanceOf(await rejection(task), TimeoutError);
  });

  test("progress, log lines and calls arrive on the loop, in order, before the result", async () => {
    const seen: unknown[] = [];
    const work = withOptions((n: number) => {
      const job = currentJob();
      for (let i = 1; i <= n; i++) job.progress({ done: i, of: n });
      job.log("half", () => {});
      job.callSoonThreadsafe("add", 1, 2);
      return "done";
    }, {
      onProgress: (value: { done: number; of: number }) => {
        getRunningLoop();
        seen.push(value.done / value.of);
      },
      onLog: (...args) => seen.push(args[0]),
      handlers: { add: (a: number, b: number) => seen.push(a + b) },
    });
    seen.push(await toWorker(work, 2));
    assertEquals(seen, [0.5, 1, "half", 3, "done"]);
  });

  test("a callback that throws, and a handler that is not there, go to the exception handler", async (loop) => {
    const messages: string[] = [];
    loop.setExceptionHandler((_, { exception }) =>
      messages.push((exception as Error).message)
    );
    const work = withOptions(() => {
      currentJob().progress(1);
      currentJob().callSoonThreadsafe("nowhere");
    }, {
      onProgress: () => {
        throw new Error("in onProgress");
      },
    });
    await toWorker(work);
    assertEquals(messages, [
      "in onProgress",
      'The job has no handler "nowhere": withOptions() was given none',
    ]);
  });

  test("the loop's own port can be given to a job", async (loop) => {
    const received = loop.createFuture<number>();
    using port = loop.openPort({
      tell: (n: number) => received.setResult(n),
    });
    const work = withOptions((port: MessagePort) => {
      // What RemoteLoop.callSoonThreadsafe() posts; a module's function would use that class.
      port.postMessage({ id: null, name: "tell", args: [42] });
    }, { transfer: [port.port] });
    await toWorker(work, port.port);
    assertEquals(await received, 42);
  });

  test("shutdownDefaultExecutor() waits for the jobs without blocking the loop", async (loop) => {
    const gate = new Gate();
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks === 5) gate.open();
    }, 5);
    const future = loop.runInExecutor(null, pass, gate.cells);
    await loop.shutdownDefaultExecutor();
    clearInterval(timer);
    assert(future.done());
    assertThrows(
      () => loop.runInExecutor(null, spin, 1),
      RuntimeError,
      "Executor shutdown has been called",
    );
  });

  test("a closed loop is not touched by a job that ends later", async (loop) => {
    const pool = new WorkerPoolExecutor({ maxWorkers: 1 });
    const future = loop.runInExecutor(pool, spin, 30);
    void pool.shutdown();
    assert(!future.done());
    await pool.shutdown();
  });

  test("a hundred coroutines at a time", async () => {
    const one = (n: number) => n;
    const sums = await gather(
      Array.from({ length: 100 }, (_, i) => async () => {
        let sum = 0;
        for (let n = 0; n < 20; n++) sum += await toWorker(one, i);
        return sum;
      }),
    );
    assertEquals(sums, Array.from({ length: 100 }, (_, i) => 20 * i));
  });
}
