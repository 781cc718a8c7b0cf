/** Cancellation of what the platform does, of groups, chains and swallowed requests. */

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { setTimeout as nodeSleep } from "node:timers/promises";
import {
  cancellable,
  CancelledError,
  createTask,
  currentTask,
  getRunningLoop,
  sleep,
  type Task,
  TaskGroup,
  timeout,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { collectErrors, type NewLoop, onLoop, thrownBy } from "./_support.ts";
import { cancelled, end, foreign } from "./_cancellation.ts";

/** One of the platform's promises that is resolved after the loop's timers of less than `ms`, however late these are. */
const foreignAfter = (ms: number) =>
  new Promise<void>((resolve) => {
    getRunningLoop().callLater(ms, resolve);
  });

/** Declares the tests. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("cancel() aborts the signal and what else a task waits for", () =>
    onLoop(newLoop, async () => {
      let signal!: AbortSignal;
      const how = await cancelled(async () => {
        signal = currentTask()!.signal;
        await Promise.all([
          new Promise((_, reject) =>
            signal.addEventListener("abort", () => reject(signal.reason))
          ),
          sleep(100_000),
        ]);
      });
      assertEquals(how, "cancelled");
      assert(signal.aborted);
      assertInstanceOf(signal.reason, CancelledError);
    }));

  test("task.signal stays aborted until the cancellation was thrown, then it is a new one", () =>
    onLoop(newLoop, async () => {
      const seen: boolean[] = [];
      const how = await cancelled(async () => {
        const task = currentTask()!;
        await foreign(2);
        seen.push(task.signal.aborted, task.signal.aborted);
        try {
          await sleep(0);
        } catch {
          seen.push(task.signal.aborted);
        }
        return "swallowed";
      });
      assertEquals(seen, [true, true, false]);
      assertEquals(how, "returned swallowed");
    }));

  const CLEANUPS: Record<string, () => Promise<unknown>> = {
    "a wait of ours": () => sleep(100_000) as never,
    "a function": async () => await sleep(100_000),
    "all()": () => Promise.all([sleep(100_000), sleep(100_000)]),
    "race()": () => Promise.race([sleep(100_000), new Promise(() => {})]),
    "a caught promise": () => {
      const work = (async () => await sleep(100_000))();
      work.catch(() => {});
      return work;
    },
    "its signal": () => {
      const { signal } = currentTask()!;
      return new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason))
      );
    },
  };

  for (const [name, wait] of Object.entries(CLEANUPS)) {
    test(`a task cancelled in ${name} cleans up in peace`, () =>
      onLoop(newLoop, async () => {
        const seen: string[] = [];
        const how = await cancelled(async () => {
          try {
            await wait();
          } finally {
            await sleep(1);
            seen.push("first");
            await sleep(0);
            await (async () => await sleep(1))();
            seen.push("second");
          }
        });
        assertEquals(seen, ["first", "second"]);
        assertEquals(how, "cancelled");
      }));
  }

  test("a cancellation that is swallowed is swallowed, as in asyncio", () =>
    onLoop(newLoop, async () => {
      const how = await cancelled(async () => {
        try {
          await sleep(100_000);
        } catch { /* on purpose */ }
        await sleep(1);
        await foreign(1);
        await sleep(1);
        return "on";
      });
      assertEquals(how, "returned on");
    }));

  test("a child that swallows the cancellation has answered it", () =>
    onLoop(newLoop, async () => {
      const how = await cancelled(async () => {
        const child = createTask(async () => {
          try {
            return await sleep(100_000, "never");
          } catch {
            return "child";
          }
        });
        const value = await child;
        await sleep(0);
        return value;
      }, 1);
      assertEquals(how, "returned child");
    }));

  test("an error that is thrown while a request is open counts more", () =>
    onLoop(newLoop, async () => {
      const how = await cancelled(async () => {
        await foreign(2);
        throw new TypeError("real");
      });
      assertEquals(how, "threw TypeError");
    }));

  test("another one's AbortError is an error", () =>
    onLoop(newLoop, async () => {
      const task = createTask(async () => {
        await foreign(0);
        throw new DOMException("not ours", "AbortError");
      });
      assertEquals(await end(task), "threw AbortError");
    }));

  test("a time limit whose block was never told throws at its end", () =>
    onLoop(newLoop, async () => {
      for (
        const run of [
          () => timeout(1, async () => await foreignAfter(5)),
          () => waitFor(async () => await foreignAfter(5), 1),
          () =>
            timeout(1, async () => {
              await nodeSleep(1000, null, { signal: currentTask()!.signal });
            }),
          () =>
            timeout(1, async () => {
              await Promise.allSettled([sleep(1000)]);
            }),
        ]
      ) {
        assertInstanceOf(await thrownBy(run()), TimeoutError);
        assertEquals(currentTask()!.cancelling(), 0);
        await sleep(0);
      }
    }));

  test("a time limit does not take a cancellation from outside for its own", () =>
    onLoop(newLoop, async () => {
      const how = await cancelled(async () => {
        await timeout(100_000, async () => await foreign(2));
      });
      assertEquals(how, "cancelled");
    }));

  test("an outer limit ends what an inner one has left", () =>
    onLoop(newLoop, async (loop) => {
      const error = await thrownBy(timeout(null, async (outer) => {
        await timeout(1, async () => await foreign(3)).then(
          undefined,
          (error) => assertInstanceOf(error, TimeoutError),
        );
        outer.reschedule(loop.time() + 1);
        await sleep(100_000);
      }));
      assertInstanceOf(error, TimeoutError);
    }));

  test("a group whose block waits for the platform ends with the child's error", () =>
    onLoop(newLoop, async () => {
      const error = await thrownBy(TaskGroup.run(async (group) => {
        group.createTask(async () => {
          await sleep(0);
          throw new RangeError("child");
        });
        await foreign(3);
      }));
      assertInstanceOf(error, AggregateError);
      assertEquals(currentTask()!.cancelling(), 0);
      // Nothing of it is left behind.
      await sleep(0);
    }));

  test("a helper that is not awaited does not end the process when it is cancelled", () =>
    onLoop(newLoop, async (loop) => {
      const contexts = collectErrors(loop);
      const how = await cancelled(async () => {
        void (async () => await sleep(100_000))();
        await sleep(100_000);
      });
      assertEquals(how, "cancelled");
      await foreign(1);
      assertEquals(contexts, []);
    }));

  test("cancel() ends tasks that wait for each other", () =>
    onLoop(newLoop, async () => {
      const tasks: Task<void>[] = [];
      for (let i = 0; i < 3; i++) {
        tasks.push(createTask(async () => await tasks[(i + 1) % 3]!));
      }
      await sleep(0);
      String(tasks[0]);
      tasks[0]!.cancel();
      for (const task of tasks) assertEquals(await end(task), "cancelled");
    }));

  test("cancel() ends generators that wait for each other", () =>
    onLoop(newLoop, async () => {
      const tasks: Task<void>[] = [];
      for (let i = 0; i < 2; i++) {
        tasks.push(createTask(function* () {
          yield tasks[1 - i]!;
        }));
      }
      await sleep(0);
      tasks[1]!.cancel();
      for (const task of tasks) assertEquals(await end(task), "cancelled");
    }));

  test("cancel() reaches the end of a chain of 20 000 tasks", () =>
    onLoop(newLoop, async () => {
      let task = createTask(async () => await sleep(100_000));
      for (let i = 0; i < 20_000; i++) {
        const inner = task;
        task = createTask(async () => await inner);
      }
      for (let i = 0; i < 2; i++) await sleep(0);
      task.cancel();
      assertEquals(await end(task), "cancelled");
    }));

  test("cancellable() makes any promise one that a cancellation reaches", () =>
    onLoop(newLoop, async () => {
      const how = await cancelled(async () =>
        await cancellable(new Promise(() => {}))
      );
      assertEquals(how, "cancelled");
    }));

  test("two requests before the first is delivered throw one error", () =>
    onLoop(newLoop, async () => {
      let errors = 0;
      const task = createTask(async () => {
        await foreign(2);
        for (let i = 0; i < 3; i++) {
          try {
            await sleep(0);
          } catch {
            errors++;
          }
        }
      });
      await sleep(0);
      task.cancel();
      task.cancel();
      await end(task);
      assertEquals(errors, 1);
      assertEquals(task.cancelling(), 2);
    }));

  test("uncancel() takes a request back that was not delivered", () =>
    onLoop(newLoop, async () => {
      const task = createTask(async () => {
        await foreign(2);
        await sleep(0);
        return "spared";
      });
      await sleep(0);
      task.cancel();
      task.uncancel();
      assertEquals(await end(task), "returned spared");
    }));
}
