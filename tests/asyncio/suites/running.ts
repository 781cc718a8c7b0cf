/** From start to end: Runner, run, shutdown, executors, ports, SIGINT. */

import { makeRunnable } from "../../../src/asyncio/core/handle.ts";
import { internalsOf } from "../../../src/asyncio/core/internals.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  Coroutine,
  createTask,
  type Executor,
  type ExecutorJob,
  type ExecutorShutdownOptions,
  getEventLoop,
  getRunningLoop,
  RemoteLoop,
  run,
  Runner,
  RuntimeError,
  setEventLoop,
  setExecutorFactory,
  shutdownLoop,
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
  const options = { loopFactory: newLoop };

  test("run() returns the result (test_asyncio_run_return)", async () => {
    for (const value of [42, 0, "", false, null, undefined]) {
      assertStrictEquals(
        await run(async () => {
          await sleep(0);
          return value;
        }, options),
        value,
      );
    }
  });

  test("run() throws what main throws (test_asyncio_run_raises)", async () => {
    const error = new RangeError("spam");
    assertStrictEquals(
      await thrownBy(run(async () => {
        throw error;
      }, options)),
      error,
    );
  });

  for (const bad of [1, "text", null, undefined, {}]) {
    test(`run(${JSON.stringify(bad)}) is a TypeError (test_asyncio_run_only_coro)`, () =>
      assertRejects(
        () => run(bad as unknown as Promise<void>, options),
        TypeError,
        "a coroutine was expected",
      ).then(() => {}));
  }

  test("run() inside a loop is a RuntimeError (test_asyncio_run_from_running_loop)", async () => {
    await run(async () => {
      await assertRejects(
        () => run(async () => {}, options),
        RuntimeError,
        "asyncio.run() cannot be called from a running event loop",
      );
    }, options);
  });

  test("run() sets debug mode (test_asyncio_run_debug)", async () => {
    for (const debug of [true, false]) {
      assertEquals(
        await run(async () => getRunningLoop().getDebug(), {
          ...options,
          debug,
        }),
        debug,
      );
    }
  });

  test("run() leaves no loop behind (test_asyncio_run_set_event_loop)", async () => {
    const loop = await run(async () => {
      assertStrictEquals(getEventLoop(), getRunningLoop());
      return [getRunningLoop()];
    }, options);
    assert(loop[0]!.isClosed());
    assertThrows(() => getEventLoop(), RuntimeError);
  });

  test("run() cancels what is left and lets its finally run (test_asyncio_run_cancels_hanging_tasks)", async () => {
    const seen: string[] = [];
    await run(async () => {
      createTask(async () => {
        try {
          await sleep(10_000);
        } finally {
          await sleep(1);
          seen.push("finally");
        }
      });
      await sleep(0);
    }, options);
    assertEquals(seen, ["finally"]);
  });

  test("run() reports what fails in the shutdown (test_asyncio_run_reports_hanging_tasks_errors)", async () => {
    const error = new Error("in the shutdown");
    const messages: unknown[] = [];
    await run(async () => {
      getRunningLoop().setExceptionHandler((_, context) =>
        messages.push(context.message, context.exception)
      );
      createTask(async () => {
        try {
          await sleep(10_000);
        } catch {
          throw error;
        }
      });
      await sleep(0);
    }, options);
    assertEquals(messages, [
      "unhandled exception during asyncio.run() shutdown",
      error,
    ]);
  });

  test("run() finishes asynchronous generators that were noted (test_asyncio_run_closes_gens_after_hanging_tasks_errors)", async () => {
    const seen: string[] = [];
    async function* numbers(): AsyncGenerator<number, void, undefined> {
      try {
        yield 1;
        yield 2;
      } finally {
        await sleep(0);
        seen.push("generator finished");
      }
    }
    await run(async () => {
      const generator = getRunningLoop().trackAsyncGenerator(numbers());
      await generator.next();
      createTask(async () => {
        try {
          await sleep(10_000);
        } finally {
          seen.push("task cancelled");
        }
      });
      await sleep(0);
    }, options);
    assertEquals(seen, ["task cancelled", "generator finished"]);
  });

  test("shutdownAsyncgens() reports the errors of generators (test_asyncgen_finalization_...)", () =>
    onLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const error = new Error("in the generator");
      async function* failing(): AsyncGenerator<number, void, undefined> {
        try {
          yield 1;
        } finally {
          await thrower();
        }
      }
      const thrower = async () => {
        throw error;
      };
      const generator = loop.trackAsyncGenerator(failing());
      await generator.next();
      await loop.shutdownAsyncgens();
      assertEquals(
        contexts.map(({ message, exception }) => [message, exception]),
        [[
          "an error occurred during closing of an asynchronous generator",
          error,
        ]],
      );
      loop.setExceptionHandler(null);
    }));

  test("Runner runs several coroutines on one loop (test_run, test_second_with_block)", async () => {
    const runner = new Runner(options);
    const loop = runner.getLoop();
    assertEquals(
      await runner.run(async () => getRunningLoop() === loop),
      true,
    );
    const task = await runner.run(async () => [createTask(sleep(10_000))]);
    assertEquals(await runner.run(async () => task[0]!.done()), false);
    await runner.close();
    await runner.close();
    assert(task[0]!.cancelled());
    assert(loop.isClosed());
    await assertRejects(
      () => runner.run(async () => {}),
      RuntimeError,
      "Runner is closed",
    );
    assertThrows(() => runner.getLoop(), RuntimeError, "Runner is closed");
  });

  test("Runner.run() inside a loop is a RuntimeError (test_run_in_running_loop)", async () => {
    await using runner = new Runner(options);
    await runner.run(async () => {
      await assertRejects(
        () => runner.run(async () => {}),
        RuntimeError,
        "Runner.run() cannot be called from a running event loop",
      );
    });
  });

  test("Runner is disposed of with await using (test_explicit_run, with)", async () => {
    let loop;
    {
      await using runner = new Runner(options);
      loop = runner.getLoop();
      assertEquals(await runner.run(async () => 42), 42);
    }
    assert(loop.isClosed());
  });

  test("shutdownLoop() of a closed loop does nothing, of a running one throws", () =>
    withLoop(newLoop, async (loop) => {
      await loop.runUntilComplete(async () => {
        await assertRejects(() => shutdownLoop(loop), RuntimeError);
      });
      await shutdownLoop(loop);
      await shutdownLoop(loop);
    }));

  test("shutdownLoop() waits for a task that swallows the cancellation", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.createTask(async () => {
        try {
          await sleep(10_000);
        } catch {
          await sleep(2);
          seen.push("swallowed");
        }
      });
      await loop.runUntilComplete(sleep(0));
      await shutdownLoop(loop);
      assertEquals(seen, ["swallowed"]);
    }));

  test("shutdownLoop() goes on when the loop is stopped meanwhile", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.createTask(async () => {
        try {
          await sleep(10_000);
        } finally {
          loop.stop();
          await sleep(1);
          loop.stop();
          await sleep(1);
          seen.push("finally");
        }
      });
      await loop.runUntilComplete(sleep(0));
      await shutdownLoop(loop);
      assertEquals(seen, ["finally"]);
      assert(loop.isClosed());
    }));

  test("shutdownLoop() does not wait for ever for the platform", () =>
    withLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const seen: string[] = [];
      const stuck = loop.createTask(async function stuck() {
        await new Promise(() => {});
      }, { name: "stuck" });
      loop.createTask(async () => {
        try {
          await sleep(10_000);
        } finally {
          // What waits for something of ours gets all the time that it wants.
          await sleep(30);
          seen.push("finally");
        }
      });
      await loop.runUntilComplete(sleep(0));
      await shutdownLoop(loop, { platformTimeout: 5 });
      assertEquals(seen, ["finally"]);
      assert(stuck.cancelled());
      assertEquals(contexts.length, 1);
      assertStrictEquals(contexts[0]!.task, stuck);
      assertMatch(contexts[0]!.message, /^Gave up on stuck \(<stuck\(\)>\):/);
    }));

  for (const outcome of ["resolve", "reject"] as const) {
    test(`a generator that was given up goes on when its promises ${outcome}`, () =>
      withLoop(newLoop, async (loop) => {
        const contexts = collectErrors(loop);
        const seen: unknown[] = [];
        const gate = Promise.withResolvers<string>();
        loop.createTask(function* () {
          try {
            seen.push(yield new Coroutine(() => gate.promise));
          } catch (error) {
            seen.push(error);
          }
          yield;
          seen.push("never stepped");
        });
        await loop.runUntilComplete(sleep(0));
        await shutdownLoop(loop, { platformTimeout: 5 });
        assertEquals(contexts.length, 1);
        gate[outcome]("late");
        await new Promise((r) => setTimeout(r, 1));
        assertEquals(seen, ["late"]);
        assertEquals(contexts.length, 1);
      }));
  }

  test("a task that the platform ends after close() does no harm", async () => {
    const loop = newLoop();
    let resolve: () => void = () => {};
    const task = loop.createTask(async () => {
      await new Promise<void>((r) => resolve = r);
    });
    task.addDoneCallback(() => {
      throw new Error("never called");
    });
    loop.stop();
    await loop.runForever();
    loop.close();
    resolve();
    await new Promise((r) => setTimeout(r, 1));
    assert(task.done());
  });

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
