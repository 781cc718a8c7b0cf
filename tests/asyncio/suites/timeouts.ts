/** timeout() and timeoutAt(). CPython's test_timeouts. */

import {
  assert,
  assertEquals,
  assertGreater,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  currentTask,
  RuntimeError,
  sleep,
  Timeout,
  timeout,
  timeoutAt,
  TimeoutError,
  type TimeoutScope,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, thrownBy, withLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("timeout() throws TimeoutError (test_timeout_basic)", () =>
    onLoop(newLoop, async (loop) => {
      let scope: TimeoutScope | undefined;
      const before = loop.time();
      await assertRejects(
        async () =>
          await timeout(5, async (s) => {
            scope = s;
            await sleep(10_000);
          }),
        TimeoutError,
      );
      assert(scope!.expired());
      assert(loop.time() - before >= 5);
      assert(scope!.when()! >= before + 5);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("timeoutAt() throws TimeoutError (test_timeout_at_basic)", () =>
    onLoop(newLoop, async (loop) => {
      const deadline = loop.time() + 3;
      let scope: TimeoutScope | undefined;
      await assertRejects(
        async () =>
          await timeoutAt(deadline, async (s) => {
            scope = s;
            await sleep(10_000);
          }),
        TimeoutError,
      );
      assertEquals(scope!.when(), deadline);
      assert(scope!.expired());
    }));

  test("timeout() in time returns and does not expire (test_timeout_not_called)", () =>
    onLoop(newLoop, async (loop) => {
      let scope: TimeoutScope | undefined;
      const value = await timeout(10_000, async (s) => {
        scope = s;
        return await sleep(1, "value");
      });
      assertEquals(value, "value");
      assert(!scope!.expired());
      assertGreater(scope!.when()!, loop.time());
    }));

  test("timeout(null) has no deadline (test_timeout_disabled)", () =>
    onLoop(newLoop, async () => {
      await timeout(null, async (scope) => {
        await sleep(1);
        assertEquals(scope.when(), null);
        assert(!scope.expired());
      });
    }));

  for (const delay of [0, -1]) {
    test(`timeout(${delay}) ends at the first wait (test_timeout_zero, test_timeout_zero_sleep_zero)`, () =>
      onLoop(newLoop, async () => {
        const seen: string[] = [];
        await assertRejects(
          async () =>
            await timeout(delay, async () => {
              seen.push("runs");
              await sleep(0);
              seen.push("never");
            }),
          TimeoutError,
        );
        assertEquals(seen, ["runs"]);
      }));
  }

  test("timeoutAt() in the past ends at the first wait (test_timeout_in_the_past)", () =>
    onLoop(newLoop, async (loop) => {
      await assertRejects(
        async () =>
          await timeoutAt(loop.time() - 20, async () => await sleep(10_000)),
        TimeoutError,
      );
    }));

  test("an error of the block passes (test_foreign_exception_passed)", () =>
    onLoop(newLoop, async () => {
      const error = new Error("mine");
      let scope: TimeoutScope | undefined;
      const thrown = await thrownBy(timeout(1000, async (s) => {
        scope = s;
        throw error;
      }));
      assertStrictEquals(thrown, error);
      assert(!scope!.expired());
    }));

  test("an error of the block passes though the time is up (test_foreign_exception_on_timeout)", () =>
    onLoop(newLoop, async () => {
      const error = new Error("on timeout");
      const thrown = await thrownBy(timeout(0, async () => {
        try {
          await sleep(10_000);
        } catch {
          throw error;
        }
      }));
      assertStrictEquals(thrown, error);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("a foreign cancellation stays one (test_foreign_cancel_doesnt_timeout_if_not_expired)", () =>
    onLoop(newLoop, async () => {
      let scope: TimeoutScope | undefined;
      const task = createTask(async () => {
        await timeout(10_000, async (s) => {
          scope = s;
          await sleep(10_000);
        });
      });
      await sleep(0);
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(!scope!.expired());
    }));

  test("a block that throws CancelledError itself (test_outer_coro_is_not_cancelled, raise CancelledError)", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(timeout(null, async () => {
        throw new CancelledError("own");
      }));
      assert(error instanceof CancelledError);
    }));

  test("nested limits, the outer one first (test_nested_timeouts)", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      await assertRejects(
        async () =>
          await timeout(1, async (outer) => {
            await timeout(10_000, async () => {
              try {
                await sleep(10_000);
              } catch (error) {
                seen.push((error as Error).name);
                throw error;
              }
            }).then(() => {}, (error) => {
              seen.push((error as Error).name, String(outer.expired()));
              throw error;
            });
          }),
        TimeoutError,
      );
      assertEquals(seen, ["CancelledError", "CancelledError", "true"]);
    }));

  test("nested limits of one deadline: one TimeoutError, the outermost (test_nested_timeouts_concurrent)", () =>
    onLoop(newLoop, async (loop) => {
      const when = loop.time() + 2;
      let inner: unknown;
      await assertRejects(
        async () =>
          await timeoutAt(when, async () => {
            try {
              await timeoutAt(when, async () => await sleep(10_000));
            } catch (error) {
              inner = error;
              throw error;
            }
          }),
        TimeoutError,
      );
      assert(inner instanceof CancelledError);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("nested limits, the inner one first (test_nested_timeouts_loop_busy)", () =>
    onLoop(newLoop, async () => {
      const value = await timeout(10_000, async () => {
        try {
          await timeout(1, async () => await sleep(10_000));
        } catch (error) {
          assert(error instanceof TimeoutError);
        }
        return await sleep(0, "goes on");
      });
      assertEquals(value, "goes on");
    }));

  test("reschedule() moves the deadline (test_reschedule)", () =>
    onLoop(newLoop, async (loop) => {
      const value = await timeout(5, async (scope) => {
        scope.reschedule(loop.time() + 10_000);
        return await sleep(10, "later");
      });
      assertEquals(value, "later");
      await assertRejects(
        async () =>
          await timeout(null, async (scope) => {
            scope.reschedule(loop.time() + 1);
            await sleep(10_000);
          }),
        TimeoutError,
      );
      await timeout(1, async (scope) => {
        scope.reschedule(null);
        await sleep(4);
      });
    }));

  test("a limit cannot be moved before or after its block (test_timeout_not_entered, _expired, _expiring, _finished)", () =>
    onLoop(newLoop, async () => {
      const created = new Timeout(null);
      assertThrows(
        () => created.reschedule(1),
        RuntimeError,
        "Timeout has not been entered",
      );
      await created.run(() => {});
      assertThrows(
        () => created.reschedule(1),
        RuntimeError,
        "Cannot change state of finished Timeout",
      );
      const expired = new Timeout(0);
      await thrownBy(expired.run(async () => {
        try {
          await sleep(10_000);
        } finally {
          assertThrows(
            () => expired.reschedule(1),
            RuntimeError,
            "Cannot change state of expiring Timeout",
          );
        }
      }));
      assertThrows(
        () => expired.reschedule(1),
        RuntimeError,
        "Cannot change state of expired Timeout",
      );
    }));

  test("a limit can be entered once (test_timeout_already_entered, _double_enter)", () =>
    onLoop(newLoop, async () => {
      const limit = new Timeout(null);
      await limit.run(async () => {
        await assertRejects(
          async () => await limit.run(() => {}),
          RuntimeError,
          "Timeout has already been entered",
        );
      });
      await assertRejects(
        async () => await limit.run(() => {}),
        RuntimeError,
        "Timeout has already been entered",
      );
    }));

  test("a limit outside a task is refused (test_timeout_taskless)", () =>
    withLoop(newLoop, async () => {
      await assertRejects(
        async () => await timeoutAt(1, () => {}),
        RuntimeError,
        "Timeout should be used inside a task",
      );
    }));

  test("a limit takes numbers and null only", async () => {
    for (const bad of ["1", undefined, {}]) {
      assertThrows(
        () => timeout(bad as unknown as number, () => {}),
        TypeError,
        "delay must be a number or null",
      );
      assertThrows(
        () => timeoutAt(bad as unknown as number, () => {}),
        TypeError,
        "when must be a number or null",
      );
    }
  });

  test("Timeout describes its state (test_repr_*)", () =>
    onLoop(newLoop, async () => {
      const limit = new Timeout(1e9);
      assertEquals(String(limit), "<Timeout [created]>");
      await limit.run(() => {
        assertEquals(String(limit), "<Timeout [active] when=1000000000>");
      });
      assertEquals(String(limit), "<Timeout [finished]>");
    }));
}
