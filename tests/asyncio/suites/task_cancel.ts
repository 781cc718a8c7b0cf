/** Cancelling tasks. CPython's test_tasks. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  cancellable,
  CancelledError,
  createTask,
  currentTask,
  type Future,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, thrownBy } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("Task.cancel() throws at the await (test_cancel)", () =>
    onLoop(newLoop, async () => {
      const seen: unknown[] = [];
      const task = createTask(async () => {
        try {
          await sleep(10_000);
        } catch (error) {
          seen.push(error instanceof CancelledError);
          throw error;
        }
      });
      await sleep(0);
      assert(task.cancel());
      await assertRejects(() => task, CancelledError);
      assertEquals(seen, [true]);
      assert(task.done());
      assert(task.cancelled());
      assert(!task.cancel());
    }));

  for (
    const [given, expected] of [
      [[], undefined],
      [[null], undefined],
      [["my message"], "my message"],
      [[5], 5],
    ] as [unknown[], unknown][]
  ) {
    test(`Task.cancel(${given.map((g) => JSON.stringify(g))}) before it starts gives ${expected} (test_cancel_with_message_before_starting_task)`, () =>
      onLoop(newLoop, async () => {
        let ran = false;
        const task = createTask(async () => {
          ran = true;
        });
        task.cancel(...given);
        const error = await thrownBy(task);
        assert(error instanceof CancelledError);
        assertEquals(error.reason, expected);
        assert(!ran);
        assert(task.cancelled());
      }));

    test(`Task.cancel(${given.map((g) => JSON.stringify(g))}) while it waits gives ${expected} (test_cancel_with_message_then_future_result)`, () =>
      onLoop(newLoop, async () => {
        const task = createTask(async () => await sleep(10_000));
        await sleep(0);
        task.cancel(...given);
        const error = await thrownBy(task);
        assert(error instanceof CancelledError);
        assertEquals(error.reason, expected);
      }));
  }

  test("Task.cancel() cancels the awaited future at once; the task may catch (test_cancel_task_catching)", () =>
    onLoop(newLoop, async (loop) => {
      const one = loop.createFuture<void>();
      const two = loop.createFuture<void>();
      const task = createTask(async () => {
        await one;
        try {
          await two;
        } catch (error) {
          if (error instanceof CancelledError) return 42;
          throw error;
        }
        return 0;
      });
      await sleep(0);
      one.setResult();
      await sleep(0);
      assert(task.cancel());
      assert(two.cancelled());
      assertEquals(await task, 42);
      assert(!task.cancelled());
    }));

  test("Task.cancel() that is ignored leaves later futures alone (test_cancel_task_ignoring)", () =>
    onLoop(newLoop, async (loop) => {
      const [one, two, three] = [0, 1, 2].map(() =>
        loop.createFuture<number>()
      );
      const task = createTask(async () => {
        await one!;
        try {
          await two!;
        } catch { /* ignored on purpose */ }
        return await three!;
      });
      await sleep(0);
      one!.setResult(1);
      await sleep(0);
      task.cancel();
      await sleep(0);
      assert(two!.cancelled());
      assert(!three!.done());
      three!.setResult(42);
      assertEquals(await task, 42);
      assert(!three!.cancelled());
      assert(!task.cancelled());
    }));

  test("Task.cancel() passes through an awaited task (test_cancel_awaited_task, test_yield_future_passes_cancel)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      let proof = 0;
      const nested = createTask(async () => {
        try {
          await future;
        } finally {
          proof += 1;
        }
      });
      const task = createTask(async () => {
        try {
          await nested;
        } finally {
          proof += 100;
        }
      });
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assertEquals(proof, 101);
      assert(task.cancelled() && nested.cancelled() && future.cancelled());
    }));

  test("cancelling the inner future cancels the task (test_cancel_inner_future)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      const task = createTask(async () => {
        await future;
      });
      await sleep(0);
      future.cancel();
      await assertRejects(() => task, CancelledError);
      assert(task.cancelled());
      assertEquals(task.cancelling(), 0);
    }));

  test("cancelling both the task and the inner future (test_cancel_both_task_and_inner_future)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      const task = createTask(async () => {
        await future;
        return 12;
      });
      await sleep(0);
      future.cancel();
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(future.cancelled() && task.cancelled());
    }));

  test("Task.cancel() beats a result that is on its way (test_cancel_at_end)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      const task = createTask(async () => await future);
      await sleep(0);
      future.setResult(1);
      assert(task.cancel("late"));
      const error = await thrownBy(task);
      assert(error instanceof CancelledError);
      assertEquals(error.reason, "late");
    }));

  test("uncancel() before the delivery calls it off (test_uncancel_resets_must_cancel)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      const task = createTask(async () => await future);
      await sleep(0);
      future.setResult(42);
      task.cancel();
      assertEquals(task.cancelling(), 1);
      assertEquals(task.uncancel(), 0);
      assertEquals(await task, 42);
    }));

  test("cancelling() counts the requests and is not reset (test_uncancel_basic)", () =>
    onLoop(newLoop, async () => {
      const task = createTask(async () => await sleep(10_000));
      assertEquals(task.cancelling(), 0);
      assertEquals(task.uncancel(), 0);
      await sleep(0);
      for (let i = 0; i < 3; i++) task.cancel();
      await thrownBy(task);
      assertEquals(task.cancelling(), 3);
    }));

  test("Task.signal aborts what the platform does for the task", () =>
    onLoop(newLoop, async () => {
      let aborted: unknown = null;
      const task = createTask(async () => {
        const { signal } = currentTask()!;
        try {
          await new Promise((_, reject) =>
            signal.addEventListener("abort", () => reject(signal.reason))
          );
        } catch (error) {
          aborted = error;
          // The cancellation was delivered: this wait is not cut short.
          await sleep(0);
          throw error;
        }
      });
      await sleep(0);
      task.cancel("enough");
      await assertRejects(() => task, CancelledError, "enough");
      assert(aborted instanceof CancelledError);
      assert(task.cancelled());
    }));

  test("a cancellation while the platform works comes at the next await of ours", () =>
    onLoop(newLoop, async () => {
      let resolve: () => void = () => {};
      const seen: string[] = [];
      const task = createTask(async () => {
        await new Promise<void>((r) => resolve = r);
        seen.push("foreign promise resolved");
        await sleep(10_000);
        seen.push("never");
      });
      await sleep(0);
      task.cancel("remembered");
      await sleep(0);
      assert(!task.done());
      resolve();
      await assertRejects(() => task, CancelledError, "remembered");
      assertEquals(seen, ["foreign promise resolved"]);
    }));

  test("cancellable() makes a foreign promise cancellable", () =>
    onLoop(newLoop, async () => {
      const task = createTask(async () => {
        await cancellable(new Promise(() => {}));
      });
      await sleep(0);
      task.cancel("now");
      await assertRejects(() => task, CancelledError, "now");
      assertEquals(await cancellable(Promise.resolve(3)), 3);
      await assertRejects(
        () => cancellable(Promise.reject(new Error("no"))),
        Error,
        "no",
      );
      assertThrows(
        () => cancellable(5 as unknown as Promise<void>),
        TypeError,
        "a promise was expected",
      );
    }));

  test("cancellable() aborts the signal that it hands out", () =>
    onLoop(newLoop, async () => {
      let signal: AbortSignal | undefined;
      const future = cancellable((s) => {
        signal = s;
        return new Promise<void>(() => {});
      });
      future.cancel("why");
      assert(signal!.aborted);
      assertEquals((signal!.reason as CancelledError).reason, "why");
    }));

  test("cancel() cancels everything that a task waits for with Promise.all", () =>
    onLoop(newLoop, async (loop) => {
      const futures: Future<void>[] = [0, 1, 2].map(() =>
        loop.createFuture<void>()
      );
      const task = createTask(async () => {
        await Promise.all(futures);
      });
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assertEquals(futures.map((future) => future.cancelled()), [
        true,
        true,
        true,
      ]);
    }));

  test("code that a task left behind can still wait when the task is done", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      const task = createTask(async () => {
        (async () => {
          await sleep(1);
          seen.push("one");
          await sleep(1);
          seen.push("two");
        })();
      });
      await task;
      // On a busy machine, each of the sleeps may be longer than this one.
      for (let i = 0; seen.length < 2 && i < 1000; i++) await sleep(1);
      assertEquals(seen, ["one", "two"]);
    }));

  test("a deep chain of awaits costs no stack", () =>
    onLoop(newLoop, async () => {
      let task = createTask(async () => 0);
      for (let i = 0; i < 5000; i++) {
        const before = task;
        task = createTask(async () => (await before) + 1);
      }
      assertEquals(await task, 5000);
    }));
}
