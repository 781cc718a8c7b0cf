/** How a TaskGroup ends early: cancel(), fatal errors, eager tasks; CPython 3.15's test_taskgroups. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  currentTask,
  Event,
  KeyboardInterrupt,
  RuntimeError,
  sleep,
  TaskGroup,
  timeout,
  TimeoutError,
} from "../../../src/asyncio/mod.ts";
import { collectErrors, type NewLoop, onLoop, thrownBy } from "./_support.ts";

const FOREVER = 10_000;

/** Fails in its first step, which for an eager task is `createTask()`. */
function failAtOnce(): never {
  throw new RangeError("failed at once");
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("TaskGroup.cancel() cancels the tasks and the block, and throws nothing (test_taskgroup_cancel_children)", () =>
    onLoop(newLoop, async () => {
      const log: string[] = [];
      const result = await TaskGroup.run(async (group) => {
        group.createTask(async () => {
          try {
            await sleep(FOREVER);
          } finally {
            log.push("task");
          }
        });
        group.createTask(async () => {
          await sleep(1);
          group.cancel();
        });
        try {
          await sleep(FOREVER);
        } finally {
          log.push("block");
        }
        return "not reached";
      });
      assertEquals(result, undefined);
      assertEquals(log.sort(), ["block", "task"]);
      assertEquals(currentTask()!.cancelling(), 0);
      await sleep(0);
    }));

  test("TaskGroup.cancel() in the block lets it go on up to the next await (test_taskgroup_cancel_body)", () =>
    onLoop(newLoop, async () => {
      const log: string[] = [];
      await TaskGroup.run(async (group) => {
        group.cancel();
        group.cancel();
        log.push("goes on");
        await sleep(0);
        log.push("not reached");
      });
      assertEquals(await TaskGroup.run((group) => (group.cancel(), 1)), 1);
      assertEquals(log, ["goes on"]);
      assertEquals(currentTask()!.cancelling(), 0);
      await sleep(0);
    }));

  test("TaskGroup.cancel() while the block is over and tasks are left", () =>
    onLoop(newLoop, async () => {
      const result = await TaskGroup.run((group) => {
        group.createTask(sleep(FOREVER));
        group.createTask(async () => {
          await sleep(1);
          group.cancel();
        });
        return "result";
      });
      assertEquals(result, "result");
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup.cancel() before the block cancels it when it begins (test_taskgroup_cancel_before_enter)", () =>
    onLoop(newLoop, async () => {
      const group = new TaskGroup();
      group.cancel();
      const log: string[] = [];
      await group.run(async () => {
        log.push("begun");
        await sleep(FOREVER);
        log.push("not reached");
      });
      assertEquals(log, ["begun"]);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup.cancel() of a group that is over does nothing (test_taskgroup_cancel_after_exit)", () =>
    onLoop(newLoop, async () => {
      const group = new TaskGroup();
      await group.run(() => void group.createTask(sleep(0)));
      group.cancel();
      await sleep(0);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup.cancel(): no tasks can be added afterwards", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(TaskGroup.run((group) => {
        group.cancel();
        group.createTask(sleep(0));
      }));
      assertInstanceOf((error as AggregateError).errors[0], RuntimeError);
    }));

  test("TaskGroup.cancel() does not hide what the tasks and the block throw", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(TaskGroup.run(async (group) => {
        group.createTask(async () => {
          await sleep(FOREVER).then(null, () => {});
          throw new RangeError("task");
        });
        await sleep(0);
        group.cancel();
        throw new TypeError("block");
      }));
      assertEquals(
        (error as AggregateError).errors.map((one) => one.message).sort(),
        ["block", "task"],
      );
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup.cancel() does not hide a cancellation from outside (gh-155433)", () =>
    onLoop(newLoop, async () => {
      const slowEnd = async () => {
        try {
          await sleep(FOREVER);
        } finally {
          await sleep(5);
        }
      };
      const task = createTask(async () => {
        await TaskGroup.run(async (group) => {
          group.createTask(slowEnd);
          await sleep(0);
          group.cancel();
        });
      });
      await sleep(1);
      task.cancel("from outside");
      const error = await thrownBy(task) as CancelledError;
      assertInstanceOf(error, CancelledError);
      assertEquals(error.reason, "from outside");
      await assertRejects(
        async () =>
          await timeout(2, async () => {
            await TaskGroup.run(async (group) => {
              group.createTask(async () => {
                try {
                  await sleep(FOREVER);
                } finally {
                  await sleep(20);
                }
              });
              await sleep(0);
              group.cancel();
            });
          }),
        TimeoutError,
      );
    }));

  test("TaskGroup.cancel() of nested groups ends the one it is called on", () =>
    onLoop(newLoop, async () => {
      const log: string[] = [];
      await TaskGroup.run(async (outer) => {
        await TaskGroup.run(async (inner) => {
          inner.createTask(async () => inner.cancel());
          await sleep(FOREVER);
        });
        log.push("outer goes on");
        outer.createTask(async () => outer.cancel());
        await TaskGroup.run(async () => {
          await sleep(FOREVER);
          log.push("not reached");
        });
        log.push("not reached");
      });
      assertEquals(log, ["outer goes on"]);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup.cancel() by an eager task cancels it as well (gh-155418)", () =>
    onLoop(newLoop, async () => {
      const done = new Event();
      let task: Promise<unknown> | undefined;
      await TaskGroup.run((group) => {
        task = group.createTask(async () => {
          group.cancel();
          await done.wait();
        }, { eagerStart: true });
      });
      await assertRejects(() => task!, CancelledError);
    }));

  test("TaskGroup with an eager task that aborts it does not hang", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(TaskGroup.run((group) => {
        group.createTask(function* () {
          const child = group.createTask(failAtOnce, { eagerStart: true });
          assert(child.done());
          yield* sleep(FOREVER);
        }, { eagerStart: true });
      }));
      assertEquals((error as AggregateError).errors.length, 1);
      assertEquals(currentTask()!.cancelling(), 0);
    }));

  test("TaskGroup with an eager task that fails cancels the block at its next await, not before (gh-128588)", () =>
    onLoop(newLoop, async () => {
      const log: string[] = [];
      const error = await thrownBy(TaskGroup.run(async (group) => {
        group.createTask(failAtOnce, { eagerStart: true });
        log.push(String(currentTask()!.cancelling()));
        try {
          await sleep(FOREVER);
        } finally {
          log.push(String(currentTask()!.cancelling()));
        }
      }));
      assertEquals(log, ["0", "1"]);
      assertEquals((error as AggregateError).errors.length, 1);
    }));

  test("TaskGroup passes a fatal error of its block by itself, and reports the errors that it hides (test_taskgroup_08, gh-135736)", () =>
    onLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const fatal = new KeyboardInterrupt("stop");
      const log: string[] = [];
      const error = await thrownBy(TaskGroup.run(async (group) => {
        group.createTask(async () => {
          await sleep(FOREVER).then(null, () => {});
          log.push("task ended");
          throw new RangeError("hidden");
        });
        await sleep(0);
        throw fatal;
      }));
      assertStrictEquals(error, fatal);
      assertEquals(log, ["task ended"]);
      assertEquals(
        contexts.map(({ exception }) => (exception as Error).message),
        ["hidden"],
      );
    }));
}
