/** wait() and waitFor(). CPython's test_tasks and test_waitfor. */

import { coreOf } from "../../../src/asyncio/core/future.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  currentTask,
  Event,
  type Future,
  getRunningLoop,
  sleep,
  TimeoutError,
  wait,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import {
  futures,
  type NewLoop,
  onLoop,
  thrownBy,
  withLoop,
} from "./_support.ts";

const WHEN = ["ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"] as const;

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

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
}
