/** Executors and other threads. CPython's test_events and test_base_events. */

import { makeRunnable } from "../../../src/asyncio/core/handle.ts";
import { internalsOf } from "../../../src/asyncio/core/internals.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  type Executor,
  type ExecutorJob,
  type ExecutorShutdownOptions,
  RemoteLoop,
  RuntimeError,
  setEventLoop,
  setExecutorFactory,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { captureContext } from "../../../src/asyncio/core/_context.ts";
import {
  capturing,
  collectErrors,
  type NewLoop,
  onLoop,
  thrownBy,
  withLoop,
} from "./_support.ts";

/** An executor that runs its jobs on the platform's timers. */
class LaterExecutor implements Executor {
  readonly cancelled: unknown[] = [];
  readonly shutdowns: ExecutorShutdownOptions[] = [];
  #running = new Set<Promise<unknown>>();
  constructor(readonly delay = 1) {}

  submit<A extends unknown[], R>(
    fn: (...args: A) => R | PromiseLike<R>,
    ...args: A
  ): ExecutorJob<R> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let give: () => void = () => {};
    const promise = new Promise<R>((resolve, reject) => {
      give = () => reject(new CancelledError());
      timer = setTimeout(() => {
        try {
          resolve(fn(...args));
        } catch (error) {
          reject(error);
        }
      }, this.delay);
    });
    const settled = promise.then(() => {}, () => {});
    this.#running.add(settled);
    return {
      promise,
      cancel: (reason) => {
        this.cancelled.push(reason);
        clearTimeout(timer);
        give();
        return true;
      },
    };
  }

  async shutdown(options: ExecutorShutdownOptions = {}): Promise<void> {
    this.shutdowns.push(options);
    if (options.wait !== false) await Promise.all(this.#running);
  }
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("runInExecutor() gives the result (test_run_in_executor)", () =>
    onLoop(newLoop, async (loop) => {
      const executor = new LaterExecutor();
      const value = await loop.runInExecutor(
        executor,
        (a: number, b: number) => a + b,
        40,
        2,
      );
      assertEquals(value, 42);
      const error = new Error("in the job");
      assertStrictEquals(
        await thrownBy(loop.runInExecutor(executor, () => {
          throw error;
        })),
        error,
      );
    }));

  test("runInExecutor() that is cancelled cancels the job (test_run_in_executor_cancel, test_wrap_future_cancel)", () =>
    onLoop(newLoop, async (loop) => {
      const executor = new LaterExecutor(10_000);
      const future = loop.runInExecutor(executor, () => 1);
      future.cancel("no more");
      await assertRejects(() => future, CancelledError);
      await sleep(0);
      assertEquals(executor.cancelled, ["no more"]);
    }));

  test("a finished job keeps its result (test_wrap_future_cancel2)", () =>
    onLoop(newLoop, async (loop) => {
      const executor = new LaterExecutor();
      const future = loop.runInExecutor(executor, () => 42);
      assertEquals(await future, 42);
      assert(!future.cancel());
      assertEquals(executor.cancelled, []);
    }));

  test("a job that ends after close() does not touch the loop (test_run_in_executor_cancel closed)", async () => {
    const loop = newLoop();
    const executor = new LaterExecutor(3);
    const future = loop.runInExecutor(executor, () => 1);
    loop.close();
    await executor.shutdown();
    assert(!future.done());
  });

  test("the default executor is made when needed and shut down (test_shutdown_default_executor)", async () => {
    const executor = new LaterExecutor();
    let made = 0;
    const before = setExecutorFactory(() => {
      made++;
      return executor;
    });
    try {
      const loop = newLoop();
      assertEquals(made, 0);
      await loop.runUntilComplete(async () => {
        assertEquals(await loop.runInExecutor(null, () => 1), 1);
        assertEquals(await loop.runInExecutor(null, () => 2), 2);
        await loop.shutdownDefaultExecutor();
        assertThrows(
          () => loop.runInExecutor(null, () => 3),
          RuntimeError,
          "Executor shutdown has been called",
        );
      });
      loop.close();
      assertEquals(made, 1);
      assertEquals(executor.shutdowns[0], { wait: true });
    } finally {
      setExecutorFactory(before);
    }
  });

  test("shutdownDefaultExecutor({ timeout }) does not wait for ever (test_shutdown_default_executor_timeout)", () =>
    withLoop(newLoop, async (loop) => {
      const executor = new LaterExecutor(60_000);
      loop.setDefaultExecutor(executor);
      await loop.runUntilComplete(async () => {
        const job = loop.runInExecutor(null, () => 1);
        let ticks = 0;
        const ticker = createTask(async () => {
          for (;;) {
            await sleep(0);
            ticks++;
          }
        });
        const text = await capturing(
          "warn",
          () => loop.shutdownDefaultExecutor({ timeout: 8 }),
        );
        assertStringIncludes(text, "did not finish");
        // The thread was not blocked meanwhile.
        assert(ticks > 0);
        ticker.cancel();
        assertEquals(executor.shutdowns.length, 2);
        job.cancel();
        await thrownBy(job);
      });
    }));

  test("setDefaultExecutor() takes executors only (test_set_default_executor_error)", () =>
    withLoop(newLoop, async (loop) => {
      for (const bad of [null, 5, {}, { submit() {} }]) {
        assertThrows(
          () => loop.setDefaultExecutor(bad as unknown as Executor),
          TypeError,
        );
      }
    }));

  test("runInExecutor() takes functions only (test_run_in_executor_...)", () =>
    withLoop(newLoop, async (loop) => {
      assertThrows(
        () =>
          loop.runInExecutor(
            new LaterExecutor(),
            "fn" as unknown as () => void,
          ),
        TypeError,
        "a callable object was expected",
      );
    }));

  test("openPort() lets another thread post to the loop (test_threadsafe)", () =>
    onLoop(newLoop, async (loop) => {
      const seen: unknown[] = [];
      const handlers = {
        add: (a: number, b: number) => a + b,
        log: (line: string) => {
          seen.push(line);
        },
        later: async (value: string) => await sleep(1, value),
        fail: () => {
          throw new RangeError("handler failed");
        },
      };
      using port = loop.openPort(handlers);
      const remote = new RemoteLoop<typeof handlers>(port.port);
      remote.callSoonThreadsafe("log", "posted");
      assertEquals(await remote.call("add", 40, 2), 42);
      assertEquals(await remote.call("later", "waited"), "waited");
      assertEquals(seen, ["posted"]);
      const error = await thrownBy(remote.call("fail"));
      assertEquals((error as Error).name, "RangeError");
      assertEquals((error as Error).message, "handler failed");
      await assertRejects(
        () => (remote as unknown as RemoteLoop<{ no(): void }>).call("no"),
        Error,
        'no handler "no"',
      );
      remote.close();
      assertThrows(
        () => remote.callSoonThreadsafe("log", "x"),
        Error,
        "closed",
      );
    }));

  test("a posted call that fails goes to the exception handler", () =>
    onLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const error = new Error("posted");
      const handlers = {
        fail: () => {
          throw error;
        },
      };
      using port = loop.openPort(handlers);
      using remote = new RemoteLoop<typeof handlers>(port.port);
      remote.callSoonThreadsafe("fail");
      while (contexts.length === 0) await sleep(1);
      assertStrictEquals(contexts[0]!.exception, error);
      loop.setExceptionHandler(null);
    }));

  test("posted calls keep their order, and what one leaves to be awaited is done before the next", () =>
    onLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const handlers = {
        step: async (n: number) => {
          seen.push(`${n} begins`);
          loop.callSoon(() => seen.push(`${n} soon`));
          for (let i = 0; i < 50; i++) await null;
          seen.push(`${n} ends`);
        },
      };
      using port = loop.openPort(handlers);
      using remote = new RemoteLoop<typeof handlers>(port.port);
      for (let round = 0; round < 20; round++) {
        seen.length = 0;
        for (let n = 0; n < 3; n++) remote.callSoonThreadsafe("step", n);
        while (seen.length < 9) await sleep(1);
        const order = seen.filter((what) => !what.endsWith("soon"));
        assertEquals(
          order,
          [0, 1, 2].flatMap((n) => [`${n} begins`, `${n} ends`]),
        );
        for (let n = 0; n < 3; n++) {
          assert(seen.indexOf(`${n} soon`) > seen.indexOf(`${n} ends`));
        }
      }
    }));

  test("a posted call waits behind what is ready, and for its turn after another posted call", () =>
    onLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const see = async (what: string) => {
        seen.push(what);
        for (let i = 0; i < 50; i++) await null;
        seen.push(`${what} ended`);
      };
      const post = (what: string) =>
        internalsOf(loop).enqueueFromOutside(
          makeRunnable(internalsOf(loop), captureContext(), see, what),
        );
      await new Promise((resolve) => setTimeout(resolve, 1));
      loop.callSoon(() => seen.push("ready"));
      post("a");
      while (!seen.includes("a ended")) await sleep(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      post("b");
      post("c");
      while (!seen.includes("c ended")) await sleep(1);
      assertEquals(
        seen,
        ["ready", "a", "a ended", "b", "b ended", "c", "c ended"],
      );
    }));

  test("a posted call that stops the loop leaves what it queued for the next run", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const handlers = {
        stop: () => {
          loop.stop();
          loop.callSoon(() => seen.push("nested"));
        },
      };
      const port = loop.openPort(handlers);
      using remote = new RemoteLoop<typeof handlers>(port.port);
      remote.callSoonThreadsafe("stop");
      await loop.runForever();
      assertEquals(seen, []);
      loop.stop();
      await loop.runForever();
      assertEquals(seen, ["nested"]);
      port.close();
    }));

  test("ports are closed with their loop", async () => {
    const loop = newLoop();
    const port = loop.openPort({});
    loop.close();
    port.close();
    setEventLoop(null);
  });

  test("a Worker posts to the loop (test_call_soon_threadsafe)", async () => {
    const source = `
      import { RemoteLoop } from ${
      JSON.stringify(
        new URL("../../../src/asyncio/threads/remote_loop.ts", import.meta.url)
          .href,
      )
    };
      self.onmessage = async ({ data }) => {
        const remote = new RemoteLoop(data);
        for (let i = 0; i < 100; i++) remote.callSoonThreadsafe("count", i);
        self.postMessage(await remote.call("sum"));
        remote.close();
      };`;
    await onLoop(newLoop, async (loop) => {
      let total = 0;
      const handlers = {
        count: (n: number) => {
          total += n;
        },
        sum: () => total,
      };
      using port = loop.openPort(handlers);
      const worker = new Worker(
        `data:application/javascript,${encodeURIComponent(source)}`,
        { type: "module" },
      );
      const answer = loop.createFuture<number>();
      worker.onmessage = ({ data }) => answer.setResult(data);
      worker.postMessage(port.port, [port.port]);
      assertEquals(await answer, 4950);
      worker.terminate();
    });
  });
}
