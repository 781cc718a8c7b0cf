/** TaskGroup. CPython's test_taskgroups. */

import {
  assert,
  assertEquals,
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
  timeout,
  TimeoutError,
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
