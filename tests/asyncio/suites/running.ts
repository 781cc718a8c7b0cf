/** run(), Runner and shutdownLoop(). CPython's test_runners and test_base_events. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  Coroutine,
  createTask,
  getEventLoop,
  getRunningLoop,
  run,
  Runner,
  RuntimeError,
  shutdownLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import {
  collectErrors,
  type NewLoop,
  onLoop,
  thrownBy,
  withLoop,
} from "./_support.ts";

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
        "run() cannot be called from a running event loop",
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
}
