/** gather, wait, waitFor, shield, asCompleted: CPython's test_tasks, test_waitfor. */

import { coreOf } from "../../../src/asyncio/core/future.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  asCompleted,
  type BaseEventLoop,
  CancelledError,
  Coroutine,
  createTask,
  currentTask,
  Event,
  type Future,
  gather,
  getRunningLoop,
  shield,
  sleep,
  TimeoutError,
  wait,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import {
  collectErrors,
  type NewLoop,
  oneRound,
  onLoop,
  thrownBy,
  withLoop,
} from "./_support.ts";

const WHEN = ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"] as const;

function futures(loop: BaseEventLoop, count: number): Future<number>[] {
  return Array.from({ length: count }, () => loop.createFuture<number>());
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("gather() returns the results in the order given (test_success)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c] = futures(loop, 3);
      const all = gather([a!, b!, c!]);
      b!.setResult(1);
      a!.setResult(2);
      await sleep(0);
      assert(!all.done());
      c!.setResult(3);
      assertEquals(await all, [2, 1, 3]);
    }));

  test("gather() of nothing is done (test_constructor_empty_sequence)", () =>
    onLoop(newLoop, async () => {
      const all = gather([]);
      assert(all.done());
      assertEquals(await all, []);
    }));

  test("gather() throws the first error and ignores the others (test_one_exception)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c, d, e] = futures(loop, 5);
      const all = gather([a!, b!, c!, d!, e!]);
      const error = new RangeError("first");
      a!.setResult(1);
      b!.setException(error);
      await sleep(0);
      assert(all.done());
      assertStrictEquals(all.exception(), error);
      c!.setResult(2);
      d!.cancel();
      e!.setException(new Error("ignored"));
      await sleep(0);
      assertStrictEquals(await thrownBy(all), error);
    }));

  test("gather({ returnExceptions }) gives errors as results (test_return_exceptions)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c, d] = futures(loop, 4);
      const all = gather([a!, b!, c!, d!], { returnExceptions: true });
      const [one, two] = [new Error("one"), new Error("two")];
      b!.setResult(1);
      c!.setException(one);
      a!.setResult(3);
      await sleep(0);
      assert(!all.done());
      d!.setException(two);
      const results = await all;
      assertEquals(results[0], 3);
      assertEquals(results[1], 1);
      assertStrictEquals(results[2] as unknown, one);
      assertStrictEquals(results[3] as unknown, two);
    }));

  test("gather() of a cancelled child fails and is not cancelled (test_one_cancellation)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c] = futures(loop, 3);
      const all = gather([a!, b!, c!]);
      b!.cancel();
      await sleep(0);
      assert(all.done());
      assert(!all.cancelled());
      assert(all.exception() instanceof CancelledError);
    }));

  test("gather({ returnExceptions }) gives a cancellation as result (test_result_exception_one_cancellation)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!], { returnExceptions: true });
      a!.setResult(1);
      b!.cancel();
      const results: unknown[] = await all;
      assertEquals(results[0], 1);
      assert(results[1] instanceof CancelledError);
    }));

  test("gather().cancel() cancels the children, once (test_cancel_gather_1)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      const child = createTask(async () => await future);
      const all = gather([child]);
      await sleep(0);
      assert(all.cancel());
      assert(!all.cancelled());
      await assertRejects(() => all, CancelledError);
      assert(child.cancelled());
      assert(future.cancelled());
      assert(!all.cancel());
    }));

  test("gather().cancel() keeps the message (test_cancel_gather_2)", () =>
    onLoop(newLoop, async () => {
      const all = gather([sleep(10_000), sleep(10_000)]);
      await sleep(0);
      all.cancel("my message");
      const error = await thrownBy(all);
      assert(error instanceof CancelledError);
      assertEquals(error.reason, "my message");
    }));

  test("gather() passes the cancellation of its awaiter on (test_cancel_blocking_wait_for gather)", () =>
    onLoop(newLoop, async () => {
      const children = [0, 1].map(() => createTask(sleep(10_000)));
      const task = createTask(async () => await gather(children));
      await sleep(0);
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(children.every((child) => child.cancelled()));
    }));

  test("gather() calls a function as often as it is given, and waits for an object once (test_duplicate_coroutines)", () =>
    onLoop(newLoop, async () => {
      let runs = 0;
      const body = async () => ++runs;
      assertEquals(await gather([body, body, async () => 7, body]), [
        1,
        2,
        7,
        3,
      ]);
      const coroutine = new Coroutine(body);
      const future = createTask(body);
      const promise = body();
      assertEquals(
        await gather([coroutine, future, promise, coroutine, future, promise]),
        [6, 5, 4, 6, 5, 4],
      );
    }));

  test("gather() that is cancelled cancels a child that is given twice twice", () =>
    onLoop(newLoop, async () => {
      const child = createTask(sleep(10_000));
      const all = gather([child, child]);
      await sleep(0);
      all.cancel();
      assertEquals(child.cancelling(), 2);
      await assertRejects(() => all, CancelledError);
    }));

  test("gather() of finished futures takes no turn (test_gather_eager)", () =>
    onLoop(newLoop, async (loop) => {
      const log: string[] = [];
      const [done, failed, cancelled] = futures(loop, 3);
      done!.setResult(1);
      failed!.setException(new RangeError("failed"));
      cancelled!.cancel();
      loop.callSoon(() => log.push("turn"));
      log.push(String(await gather([done!, done!])));
      await assertRejects(() => gather([done!, failed!]), RangeError);
      await assertRejects(() => gather([cancelled!, done!]), CancelledError);
      const all = gather([done!, failed!, cancelled!], {
        returnExceptions: true,
      });
      assertEquals((await all).map(Boolean), [true, true, true]);
      assertEquals(log, ["1,1"]);
    }));

  test("gather() refuses loops that differ (test_heterogenous_futures)", () =>
    onLoop(newLoop, async (loop) => {
      const other = newLoop();
      assertThrows(
        () => gather([loop.createFuture(), other.createFuture()]),
        RangeError,
      );
      other.close();
    }));

  test("gather() outside a loop uses that of its futures (test_constructor_homogenous_futures)", () =>
    withLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!]);
      assertStrictEquals(all.getLoop(), loop);
      a!.setResult(1);
      b!.setResult(2);
      assertEquals(await loop.runUntilComplete(all), [1, 2]);
    }));

  test("gather() types a tuple", () =>
    onLoop(newLoop, async () => {
      const [text, number] = await gather([sleep(0, "a"), async () => 1]);
      assertEquals([text.toUpperCase(), number.toFixed(1)], ["A", "1.0"]);
    }));

  test("an error in a gathering that is over is not reported (test_env gather retrieved)", async () => {
    const loop = newLoop();
    const contexts = collectErrors(loop);
    await loop.runUntilComplete(async () => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!]);
      a!.setException(new Error("first"));
      await thrownBy(all);
      b!.setException(new Error("second"));
      await sleep(0);
    });
    await oneRound(loop);
    loop.close();
    assertEquals(contexts, []);
  });

  test("wait() of nothing is a RangeError (test_wait_errors)", () =>
    onLoop(newLoop, async () => {
      await assertRejects(
        async () => await wait([]),
        RangeError,
        "Set of Tasks/Futures is empty",
      );
    }));

  test("wait() takes futures only (test_wait_errors)", () =>
    onLoop(newLoop, async (loop) => {
      await assertRejects(
        async () => await wait([sleep(0)] as unknown as Future<void>[]),
        TypeError,
        "Passing coroutines is forbidden",
      );
      await assertRejects(
        async () =>
          await wait([loop.createFuture()], {
            returnWhen: "NEVER" as "ALL_COMPLETED",
          }),
        RangeError,
        "Invalid returnWhen value",
      );
    }));

  test("wait() waits for all, and what is given twice counts once (test_wait, test_wait_duplicate_coroutines)", () =>
    onLoop(newLoop, async () => {
      const [a, b] = [sleep(1, 1), sleep(2, 2)].map((c) => createTask(c));
      const { done, pending } = await wait([a!, b!, a!]);
      assertEquals(done, new Set([a!, b!]));
      assertEquals(pending.size, 0);
    }));

  test("wait() returns when the first is done (test_wait_first_completed)", () =>
    onLoop(newLoop, async () => {
      const a = createTask(sleep(10_000));
      const b = createTask(sleep(0));
      const { done, pending } = await wait([a, b], {
        returnWhen: "FIRST_COMPLETED",
      });
      assertEquals([...done], [b]);
      assertEquals([...pending], [a]);
      a.cancel();
    }));

  test("wait() finds several done at once (test_wait_really_done)", () =>
    onLoop(newLoop, async () => {
      const event = new Event();
      const body = async () => {
        await event.wait();
      };
      const [a, b] = [createTask(body), createTask(body)];
      getRunningLoop().callSoon(() =>
        getRunningLoop().callSoon(() => event.set())
      );
      const { done } = await wait([a, b], { returnWhen: "FIRST_COMPLETED" });
      assertEquals(done.size, 2);
    }));

  test("wait() returns when the first fails (test_wait_first_exception)", () =>
    onLoop(newLoop, async () => {
      const a = createTask(sleep(10_000));
      const b = createTask(async () => {
        throw new RangeError("err");
      });
      const { done, pending } = await wait<Future<unknown>>([a, b], {
        returnWhen: "FIRST_EXCEPTION",
      });
      assertEquals([...done], [b]);
      assertEquals([...pending], [a]);
      b.exception();
      a.cancel();
    }));

  test("wait() with FIRST_EXCEPTION is over at once if one failed already (test_wait_first_exception_in_wait)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      b!.setException(new Error());
      b!.exception();
      const { done, pending } = await wait([a!, b!], {
        returnWhen: "FIRST_EXCEPTION",
      });
      assertEquals([[...done], [...pending]], [[b!], [a!]]);
    }));

  test("wait() with FIRST_EXCEPTION does not end for a cancelled one", () =>
    onLoop(newLoop, async () => {
      const a = createTask(sleep(2));
      const b = createTask(sleep(10_000));
      b.cancel();
      const { done } = await wait([a, b], { returnWhen: "FIRST_EXCEPTION" });
      assertEquals(done.size, 2);
    }));

  test("wait({ timeout }) cancels nothing (test_wait_with_timeout)", () =>
    onLoop(newLoop, async () => {
      const a = createTask(sleep(0));
      const b = createTask(sleep(10_000));
      await a;
      const { done, pending } = await wait([a, b], { timeout: 2 });
      assertEquals([[...done], [...pending]], [[a], [b]]);
      assert(!b.done());
      b.cancel();
    }));

  test("wait() that is cancelled leaves the futures alone", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      const task = createTask(async () => await wait([future]));
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(!future.done());
      assertEquals(coreOf(future).callbacks, null);
    }));

  test("waitFor() returns the value in time (test_wait_for_with_timeout_...)", () =>
    onLoop(newLoop, async (loop) => {
      assertEquals(await waitFor(sleep(0, 42), 10_000), 42);
      assertEquals(await waitFor(sleep(0, 42), null), 42);
      assertEquals(await waitFor(async () => 43, 10_000), 43);
      assertEquals(await waitFor(Promise.resolve(44), 10_000), 44);
      const future = loop.createFuture<number>();
      loop.callSoon(() => future.setResult(45));
      assertEquals(await waitFor(future, 10_000), 45);
    }));

  test("waitFor(0) gives what is done already (test_wait_for_timeout_less_then_0_or_0_future_done)", () =>
    onLoop(newLoop, async (loop) => {
      for (const timeout of [0, -1]) {
        const future = loop.createFuture<string>();
        future.setResult("done");
        assertEquals(await waitFor(future, timeout), "done");
      }
    }));

  test("waitFor(0) does not start a coroutine (test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started)", () =>
    onLoop(newLoop, async () => {
      let started = false;
      const body = async () => {
        started = true;
      };
      await assertRejects(async () => await waitFor(body, 0), TimeoutError);
      assert(!started);
    }));

  test("waitFor() cancels and waits for the end of it (test_wait_for_waits_for_task_cancellation)", () =>
    onLoop(newLoop, async () => {
      for (const timeout of [0, 1]) {
        let done = false;
        const task = createTask(async () => {
          try {
            await sleep(10_000);
          } catch (error) {
            await sleep(1);
            done = true;
            throw error;
          }
        });
        await sleep(0);
        await assertRejects(
          async () => await waitFor(task, timeout),
          TimeoutError,
        );
        assert(done);
        assert(task.cancelled());
      }
    }));

  test("waitFor() throws what the cleanup throws (test_wait_for_reraises_exception_during_cancellation)", () =>
    onLoop(newLoop, async () => {
      const error = new RangeError("cleanup");
      const body = async () => {
        try {
          await sleep(10_000);
        } catch {
          throw error;
        }
      };
      assertStrictEquals(await thrownBy(waitFor(body, 1)), error);
      const task = createTask(body);
      await sleep(0);
      assertStrictEquals(await thrownBy(waitFor(task, 0)), error);
    }));

  test("waitFor() returns what swallows the cancellation (test_cancel_wait_for, swallowed)", () =>
    onLoop(newLoop, async () => {
      const body = async () => {
        try {
          await sleep(10_000);
          return 0;
        } catch {
          return 42;
        }
      };
      assertEquals(await waitFor(body, 1), 42);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("waitFor() that is cancelled cancels what it waits for (test_cancel_wait_for)", () =>
    onLoop(newLoop, async () => {
      const inner = createTask(sleep(10_000));
      const outer = createTask(async () => await waitFor(inner, 10_000));
      await sleep(0);
      outer.cancel("msg");
      const error = await thrownBy(outer);
      assert(error instanceof CancelledError);
      assertEquals(error.reason, "msg");
      assert(inner.cancelled());
    }));

  test("waitFor() gives up on a foreign promise", () =>
    onLoop(newLoop, async () => {
      await assertRejects(
        async () => await waitFor(new Promise(() => {}), 1),
        TimeoutError,
      );
    }));

  test("waitFor() outside tasks makes one", async () => {
    await withLoop(newLoop, async (loop) => {
      const seen: unknown[] = [];
      setTimeout(async () => {
        try {
          await waitFor(sleep(10_000), 1);
        } catch (error) {
          seen.push((error as Error).name);
        }
        loop.stop();
      }, 1);
      await loop.runForever();
      assertEquals(seen, ["TimeoutError"]);
    });
  });

  test("waitFor() takes awaitables and numbers only", () =>
    onLoop(newLoop, async () => {
      assertThrows(
        () => waitFor(5 as unknown as Promise<void>, 1),
        TypeError,
        "is required",
      );
      assertThrows(
        () => waitFor(sleep(0), "1" as unknown as number),
        TypeError,
        "timeout must be a number or null",
      );
    }));

  test("a TimeoutError has the cancellation as its cause", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(waitFor(sleep(10_000), 1));
      assert(error instanceof TimeoutError);
      assert(error.cause instanceof CancelledError);
    }));

  test("shield() passes the result (test_shield_result)", () =>
    onLoop(newLoop, async (loop) => {
      const inner = loop.createFuture<number>();
      const outer = shield(inner);
      inner.setResult(42);
      assertEquals(await outer, 42);
    }));

  test("shield() passes the error (test_shield_exception)", () =>
    onLoop(newLoop, async (loop) => {
      const inner = loop.createFuture<number>();
      const outer = shield(inner);
      await sleep(0);
      const error = new Error("expected");
      inner.setException(error);
      await sleep(0);
      assertStrictEquals(outer.exception(), error);
    }));

  test("shield() passes a cancellation of the work (test_shield_cancel_inner)", () =>
    onLoop(newLoop, async (loop) => {
      const inner = loop.createFuture<number>();
      const outer = shield(inner);
      await sleep(0);
      inner.cancel();
      await sleep(0);
      assert(outer.cancelled());
    }));

  test("shield() does not pass a cancellation on (test_shield_cancel_outer)", () =>
    onLoop(newLoop, async (loop) => {
      const inner = loop.createFuture<number>();
      const outer = shield(inner);
      await sleep(0);
      outer.cancel();
      await sleep(0);
      assert(outer.cancelled());
      assert(!inner.done());
      assertEquals(coreOf(inner).callbacks, null);
    }));

  test("shield() of what is done returns it (test_shield_shortcut)", () =>
    onLoop(newLoop, async (loop) => {
      const inner = loop.createFuture<number>();
      inner.setResult(42);
      assertStrictEquals(shield(inner), inner);
    }));

  test("shield() of a coroutine makes a task (test_shield_effect)", () =>
    onLoop(newLoop, async (loop) => {
      let proof = 0;
      const gate = loop.createFuture<void>();
      const outer = createTask(async () => {
        await shield(async () => {
          await gate;
          proof = 1;
        });
      });
      await sleep(0);
      outer.cancel();
      await assertRejects(() => outer, CancelledError);
      assertEquals(proof, 0);
      gate.setResult();
      while (proof === 0) await sleep(0);
    }));

  test("gather() of shields can be cancelled (test_gather_shield)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      const all = gather([shield(a!), shield(b!)]);
      await sleep(0);
      all.cancel();
      await assertRejects(() => all, CancelledError);
      assert(!a!.done());
      assert(!b!.done());
    }));

  test("asCompleted() gives results as they come (test_as_completed)", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      for (
        const next of asCompleted([sleep(6, "c"), sleep(1, "a"), sleep(3, "b")])
      ) seen.push(await next);
      assertEquals(seen, ["a", "b", "c"]);
    }));

  test("asCompleted() gives the tasks themselves with for await (test_as_completed_same_tasks_in_async_iteration)", () =>
    onLoop(newLoop, async () => {
      const tasks = [sleep(3, "b"), sleep(1, "a")].map((c) => createTask(c));
      const seen: unknown[] = [];
      for await (const done of asCompleted(tasks)) seen.push(done.future);
      assertStrictEquals(seen[0], tasks[1]);
      assertStrictEquals(seen[1], tasks[0]);
    }));

  test("asCompleted({ timeout }) throws for what is not done (test_as_completed_with_timeout)", () =>
    onLoop(newLoop, async () => {
      const slow = createTask(sleep(10_000, "b"));
      const seen: unknown[] = [];
      const all = [createTask(sleep(0, "a")), slow];
      await all[0];
      for (const next of asCompleted(all, { timeout: 2 })) {
        try {
          seen.push(await next);
        } catch (error) {
          seen.push((error as Error).name);
        }
      }
      assertEquals(seen, ["a", "TimeoutError"]);
      const iterate = async () => {
        for await (const done of asCompleted([slow], { timeout: 1 })) {
          done.result();
        }
      };
      await assertRejects(iterate, TimeoutError);
      slow.cancel();
    }));

  test("asCompleted() passes errors (test_as_completed exceptions)", () =>
    onLoop(newLoop, async () => {
      const error = new Error("one of them");
      const [next] = asCompleted([async () => {
        throw error;
      }]);
      assertStrictEquals(await thrownBy(next!), error);
    }));

  test("asCompleted() calls a function as often as it is given, and waits for an object once (test_as_completed_duplicate_coroutines)", () =>
    onLoop(newLoop, async () => {
      let runs = 0;
      const body = async () => ++runs;
      const coroutine = new Coroutine(body);
      const seen: number[] = [];
      for (const next of asCompleted([body, body, coroutine, coroutine])) {
        seen.push(await next);
      }
      assertEquals(seen, [1, 2, 3]);
    }));

  test("asCompleted() can be awaited concurrently (test_as_completed_concurrent)", () =>
    onLoop(newLoop, async () => {
      const nexts = [...asCompleted([sleep(2, "b"), sleep(1, "a")])];
      assertEquals(await gather(nexts), ["a", "b"]);
    }));

  const takers: [string, (given: never) => unknown][] = [
    ["gather", (given) => gather(given)],
    ["wait", async (given) => await wait(given)],
    ["asCompleted", (given) => asCompleted(given)],
  ];
  for (const [taker, call] of takers) {
    test(`${taker}() refuses what is no iterable, and an awaitable in its place (test_as_completed_invalid_args, test_wait_errors)`, () =>
      onLoop(newLoop, async (loop) => {
        const task = createTask(sleep(0, 1));
        await task;
        const generator = function* (): Generator<unknown, void, never> {
          yield* loop.createFuture();
        };
        const bad = [
          loop.createFuture(),
          task,
          sleep(0),
          sleep,
          generator,
          generator(),
          Promise.resolve(),
          5,
          "text",
          null,
          undefined,
          {},
        ];
        for (const given of bad) {
          await assertRejects(
            async () => await call(given as never),
            TypeError,
            `${taker}(): expect an iterable of`,
          );
        }
      }));

    test(`${taker}() takes any iterable`, () =>
      onLoop(newLoop, async () => {
        const make = () => [1, 2].map((n) => createTask(sleep(0, n)));
        const iterables = [
          make(),
          new Set(make()),
          make().values(),
          new Map(make().map((task, i) => [i, task])).values(),
        ];
        for (const iterable of iterables) {
          const made = call(iterable as never);
          if (taker === "asCompleted") await gather(made as Future<number>[]);
          else await (made as PromiseLike<unknown>);
        }
      }));
  }

  test("wait() whose condition holds already lets the others run (test_wait really done)", () =>
    onLoop(newLoop, async () => {
      const finished = createTask(sleep(0));
      await finished;
      let rounds = 0;
      const other = createTask(async () => {
        for (;;) {
          await sleep(0);
          rounds++;
        }
      });
      for (const returnWhen of WHEN) {
        const before = rounds;
        await wait([finished], { returnWhen });
        assert(rounds > before);
      }
      for (let i = 0; i < 100; i++) {
        await wait([finished, other], { returnWhen: "FIRST_COMPLETED" });
      }
      assert(rounds >= 100);
      other.cancel();
    }));

  test("sleep() returns its result, never early (test_sleep)", () =>
    onLoop(newLoop, async () => {
      const before = performance.now();
      assertEquals(await sleep(5, "yeah"), "yeah");
      assert(performance.now() - before >= 5);
    }));

  test("sleep() that is cancelled takes its timer along (test_sleep_cancel)", () =>
    onLoop(newLoop, async (loop) => {
      const timers: { cancelled(): boolean }[] = [];
      const original = loop.callLater.bind(loop);
      loop.callLater = ((...args: Parameters<typeof original>) => {
        const timer = original(...args);
        timers.push(timer);
        return timer;
      }) as typeof loop.callLater;
      const task = createTask(sleep(10_000, "yeah"));
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assertEquals(timers.map((timer) => timer.cancelled()), [true]);
    }));

  for (const bad of ["1", null, undefined]) {
    test(`sleep(${JSON.stringify(bad)}) is a TypeError`, async () => {
      assertThrows(
        () => sleep(bad as unknown as number),
        TypeError,
        "delay must be a number",
      );
    });
  }
}
