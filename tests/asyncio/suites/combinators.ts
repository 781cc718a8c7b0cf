/** shield(), asCompleted(), sleep(), and what all of them take. CPython's test_tasks. */

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
  CancelledError,
  Coroutine,
  createTask,
  type Future,
  gather,
  shield,
  sleep,
  TimeoutError,
  wait,
} from "../../../src/asyncio/mod.ts";
import { futures, type NewLoop, onLoop, thrownBy } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

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
            `${taker}() expects an iterable of`,
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
