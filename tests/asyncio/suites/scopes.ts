/** Time limits and task groups: CPython's test_timeouts, test_taskgroups. */

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
  copyContext,
  createTask,
  currentTask,
  FatalError,
  getRunningLoop,
  RuntimeError,
  shutdownLoop,
  sleep,
  type Task,
  TaskGroup,
  Timeout,
  timeout,
  timeoutAt,
  TimeoutError,
  type TimeoutScope,
} from "../../../src/asyncio/mod.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { type NewLoop, onLoop, thrownBy, withLoop } from "./_support.ts";

async function errorsOf(promise: PromiseLike<unknown>): Promise<unknown[]> {
  const error = await thrownBy(promise);
  assert(error instanceof AggregateError, String(error));
  assertEquals(error.message, "unhandled errors in a TaskGroup");
  return error.errors;
}

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

  test("TaskGroup waits for its tasks (test_taskgroup_01)", () =>
    onLoop(newLoop, async () => {
      const [one, two] = await TaskGroup.run((group) =>
        [
          group.createTask(sleep(1, 42)),
          group.createTask(async () => await sleep(2, 11)),
        ] as const
      );
      assert(one.done() && two.done());
      assertEquals([one.result(), two.result()], [42, 11]);
    }));

  test("TaskGroup without tasks is over with its block", () =>
    onLoop(newLoop, async () => {
      assertEquals(await TaskGroup.run(() => "value"), "value");
    }));

  test("TaskGroup cancels the others when one fails (test_taskgroup_03, _04)", () =>
    onLoop(newLoop, async () => {
      const error = new RangeError("boom");
      let cancelled = false;
      const errors = await errorsOf(TaskGroup.run((group) => {
        group.createTask(async () => {
          await sleep(0);
          throw error;
        });
        group.createTask(async () => {
          try {
            await sleep(10_000);
          } finally {
            cancelled = true;
          }
        });
      }));
      assertEquals(errors.length, 1);
      assertStrictEquals(errors[0], error);
      assert(cancelled);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup collects several errors (test_taskgroup_05, cleanup)", () =>
    onLoop(newLoop, async () => {
      const errors = await errorsOf(TaskGroup.run((group) => {
        group.createTask(async () => {
          throw new Error("one");
        });
        group.createTask(async () => {
          try {
            await sleep(10_000);
          } catch {
            throw new Error("two");
          }
        });
      }));
      assertEquals(errors.map((e) => (e as Error).message).sort(), [
        "one",
        "two",
      ]);
    }));

  test("TaskGroup passes the error of its block and cancels the tasks (test_bug_2799 test_exception_group)", () =>
    onLoop(newLoop, async () => {
      const error = new RuntimeError("body");
      let child: Task<void> | undefined;
      const errors = await errorsOf(TaskGroup.run((group) => {
        child = group.createTask(sleep(3_600_000));
        throw error;
      }));
      assertStrictEquals(errors[0], error);
      assert(child!.cancelled());
    }));

  test("TaskGroup cancels its block when a task fails (test_taskgroup_07 ff)", () =>
    onLoop(newLoop, async () => {
      let body = "";
      const errors = await errorsOf(TaskGroup.run(async (group) => {
        group.createTask(async () => {
          await sleep(0);
          throw new Error("child");
        });
        try {
          await sleep(10_000);
        } catch (error) {
          body = (error as Error).name;
          throw error;
        }
      }));
      assertEquals(body, "CancelledError");
      assertEquals(errors.length, 1);
      await sleep(0);
    }));

  test("TaskGroup is cancelled with its task (test_taskgroup_06, cancellation)", () =>
    onLoop(newLoop, async () => {
      const children: Task<void>[] = [];
      const task = createTask(async () => {
        await TaskGroup.run((group) => {
          for (let i = 0; i < 2; i++) {
            children.push(group.createTask(sleep(10_000)));
          }
        });
      });
      await sleep(1);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(children.every((child) => child.cancelled()));
    }));

  test("TaskGroup: errors beat a cancellation, which stays pending (test_taskgroup_12..)", () =>
    onLoop(newLoop, async () => {
      const seen: unknown[] = [];
      const task = createTask(async () => {
        try {
          await TaskGroup.run((group) => {
            group.createTask(async () => {
              try {
                await sleep(10_000);
              } catch {
                throw new Error("cleanup");
              }
            });
          });
        } catch (error) {
          seen.push((error as Error).name);
        }
        try {
          await sleep(0);
          seen.push("not cancelled");
        } catch (error) {
          seen.push((error as Error).name);
        }
      });
      await sleep(1);
      task.cancel();
      await task;
      assertEquals(seen, ["AggregateError", "CancelledError"]);
    }));

  test("TaskGroup ignores tasks that are cancelled alone (test_taskgroup_..., child cancel)", () =>
    onLoop(newLoop, async () => {
      const value = await TaskGroup.run((group) => {
        group.createTask(sleep(10_000)).cancel();
        group.createTask(sleep(1));
        return "fine";
      });
      assertEquals(value, "fine");
    }));

  test("TaskGroup.createTask() before, after and while aborting (test_taskgroup_20 ff)", () =>
    onLoop(newLoop, async () => {
      const group = new TaskGroup();
      assertThrows(
        () => group.createTask(sleep(0)),
        RuntimeError,
        "has not been entered",
      );
      let whileAborting: unknown;
      await errorsOf(group.run((g) => {
        g.createTask(async () => {
          throw new Error("first");
        });
        g.createTask(async () => {
          try {
            await sleep(10_000);
          } finally {
            try {
              g.createTask(sleep(0));
            } catch (error) {
              whileAborting = error;
            }
          }
        });
      }));
      assert(whileAborting instanceof RuntimeError);
      assert(whileAborting.message.includes("is shutting down"));
      assertThrows(
        () => group.createTask(sleep(0)),
        RuntimeError,
        "is finished",
      );
      await assertRejects(
        async () => await group.run(() => {}),
        RuntimeError,
        "has already been entered",
      );
    }));

  test("TaskGroup tasks can add tasks (test_taskgroup_17)", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      await TaskGroup.run((group) => {
        group.createTask(async () => {
          await sleep(0);
          seen.push("outer");
          group.createTask(async () => {
            await sleep(0);
            seen.push("inner");
          });
        });
      });
      assertEquals(seen, ["outer", "inner"]);
    }));

  test("TaskGroup.createTask() takes a name and a context (test_taskgroup_context_manager_create_task_with_name, test_taskgroup_task_context)", () =>
    onLoop(newLoop, async () => {
      const variable = new AsyncLocalStorage<string>();
      const context = variable.run("given", () => copyContext());
      await TaskGroup.run((group) => {
        const task = group.createTask(async () => {
          assertEquals(variable.getStore(), "given");
        }, { name: "yolo", context });
        assertEquals(task.getName(), "yolo");
      });
    }));

  test("TaskGroup passes a fatal error by itself (test_taskgroup_08 KeyboardInterrupt)", () =>
    withLoop(newLoop, async (loop) => {
      const fatal = new FatalError("out");
      const seen: string[] = [];
      const thrown = await loop.runUntilComplete(async () => {
        await TaskGroup.run((group) => {
          group.createTask(async () => {
            try {
              await sleep(10_000);
            } finally {
              await sleep(1);
              seen.push("cleaned up");
            }
          });
          group.createTask(async () => {
            throw fatal;
          });
        });
      }).then(() => null, (error) => error);
      assertStrictEquals(thrown, fatal);
      // The group passes it on once more when its own task is cancelled.
      assertStrictEquals(await thrownBy(shutdownLoop(loop)), fatal);
      assertEquals(seen, ["cleaned up"]);
      assert(loop.isClosed());
    }));

  test("TaskGroup outside a task is refused (test_taskgroup_without_parent_task)", () =>
    withLoop(newLoop, async () => {
      await assertRejects(
        async () => await TaskGroup.run(() => {}),
        RuntimeError,
        "cannot determine the parent task",
      );
    }));

  test("TaskGroup with eager tasks (test_taskgroup eager)", () =>
    onLoop(newLoop, async () => {
      const errors = await errorsOf(TaskGroup.run(async (group) => {
        group.createTask(() => {
          throw new Error("eager");
        }, { eagerStart: true });
        await sleep(10_000);
      }));
      assertEquals(errors.length, 1);
    }));

  for (const kind of ["1 ms sleeps", "0 ms sleeps", "foreign promises"]) {
    test(`TaskGroup cancels a loop of ${kind} (qasyncio_test_cancel_taskgroup)`, () =>
      onLoop(newLoop, async () => {
        let end = false;
        const errors = await errorsOf(TaskGroup.run((group) => {
          group.createTask(async () => {
            for (let i = 0; i < 1000; i++) {
              if (kind === "foreign promises") {
                await Promise.resolve();
                await sleep(0);
              } else await sleep(kind === "1 ms sleeps" ? 1 : 0);
            }
            end = true;
          });
          group.createTask(async () => {
            throw new RuntimeError("stop it");
          });
        }));
        assertEquals(errors.length, 1);
        assert(!end);
      }));
  }

  test("TaskGroup inside timeout() gives the TimeoutError", () =>
    onLoop(newLoop, async () => {
      let child: Task<void> | undefined;
      await assertRejects(
        async () =>
          await timeout(2, async () => {
            await TaskGroup.run((group) => {
              child = group.createTask(sleep(10_000));
            });
          }),
        TimeoutError,
      );
      assert(child!.cancelled());
      assertEquals(getRunningLoop().isRunning(), true);
    }));
}
