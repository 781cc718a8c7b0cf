/** Requests to cancel a task: when they count as delivered, and to whom. */

import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { setTimeout as nodeSleep } from "node:timers/promises";
import { once as nodeOnce } from "node:events";
import {
  cancellable,
  CancelledError,
  createTask,
  currentTask,
  gather,
  getRunningLoop,
  Lock,
  Queue,
  sleep,
  type Task,
  TaskGroup,
  timeout,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { collectErrors, type NewLoop, onLoop, thrownBy } from "./_support.ts";

/** A wait of the platform, which no cancellation reaches. */
const foreign = (ms: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One of the platform's promises that is resolved after the loop's timers of less than `ms`, however late these are. */
const foreignAfter = (ms: number) =>
  new Promise<void>((resolve) => {
    getRunningLoop().callLater(ms, resolve);
  });

/** Waits for a task; returns how it ended. */
async function end(task: Task<unknown>): Promise<string> {
  try {
    return `returned ${await task}`;
  } catch (error) {
    return error instanceof CancelledError
      ? "cancelled"
      : `threw ${(error as Error).name}`;
  }
}

/**
 * Starts a body as a task, lets it reach its first wait, cancels it, and returns how it ends.
 *
 * @param isLate Cancels it when the platform's timers of the next milliseconds are due as well.
 */
async function cancelled(
  body: () => Promise<unknown>,
  delay = 0,
  isLate = false,
): Promise<string> {
  const task = createTask(body);
  await sleep(delay);
  if (isLate) {
    const end = performance.now() + 6;
    while (performance.now() < end) { /* keep the thread */ }
  }
  task.cancel();
  return await end(task);
}

/** Bodies whose cancellation must reach them, whatever they wait for. */
const ENDLESS: Record<string, () => Promise<unknown>> = {
  "that polls its signal between promises of the platform": async () => {
    for (;;) {
      currentTask()!.signal.throwIfAborted();
      await foreign(1);
    }
  },
  "that polls signal.aborted and goes on to a wait of ours": async () => {
    while (!currentTask()!.signal.aborted) await foreign(1);
    await sleep(100_000);
  },
  "with a helper that it does not await": async () => {
    (async () => await sleep(100_000))().catch(() => {});
    await foreign(2);
    await sleep(100_000);
  },
  "with a helper in a helper that it does not await": async () => {
    const inner = async () => await sleep(100_000);
    void (async () => {
      try {
        await inner();
      } catch { /* on purpose */ }
      await sleep(100_000).then(undefined, () => {});
    })();
    await foreign(2);
    await sleep(100_000);
  },
  "with the loser of a race": async () => {
    const loser = async () => await sleep(100_000);
    await Promise.race([Promise.resolve(), loser()]);
    await foreign(5);
    await sleep(100_000);
  },
  "in allSettled() of two": async () => {
    for (;;) await Promise.allSettled([sleep(50_000), sleep(1)]);
  },
  "in allSettled() of one": async () => {
    for (;;) await Promise.allSettled([sleep(50_000)]);
  },
  "in Promise.any()": async () => {
    await Promise.any([sleep(100_000), sleep(100_000)]);
  },
  "in Promise.any() that is tried again": async () => {
    for (;;) {
      try {
        return await Promise.any([sleep(100_000)]);
      } catch { /* try again */ }
    }
  },
  "in Promise.all() of ours and the platform's": async () => {
    await Promise.all([foreign(1), sleep(100_000)]);
  },
  "in a node: function": async () => {
    await nodeSleep(100_000, null, { signal: currentTask()!.signal });
  },
  "in events.once()": async () => {
    await nodeOnce(new EventTarget(), "never", {
      signal: currentTask()!.signal,
    });
  },
  "in a promise that its abort resolves": async () => {
    const { signal } = currentTask()!;
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve())
    );
    return "stopped";
  },
  "in a promise that its abort resolves, before a wait of ours": async () => {
    const { signal } = currentTask()!;
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve())
    );
    await sleep(100_000);
  },
  "in a lock": async () => {
    const lock = new Lock();
    await lock.acquire();
    await lock.acquire();
  },
  "in a nested function that waits for a queue": async () => {
    const take = async () => await new Queue<number>().get();
    await take();
  },
  "in gather()": async () => {
    await gather([sleep(100_000), async () => await sleep(100_000)]);
  },
  "that waits by then()": async () => {
    await sleep(100_000).then(() => "never");
  },
  "that awaits a promise it has also caught": async () => {
    const work = (async () => await sleep(100_000))();
    work.catch(() => {});
    await work;
  },
  "in an async generator": async () => {
    async function* numbers() {
      yield 1;
      await sleep(100_000);
    }
    for await (const _ of numbers()) { /* take them */ }
  },
  "in a disposer": async () => {
    await using _late = {
      [Symbol.asyncDispose]: () => sleep(100_000) as never,
    };
  },
};

/** Declares the tests. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  for (const [name, body] of Object.entries(ENDLESS)) {
    test(`cancel() ends a task ${name}`, () =>
      onLoop(newLoop, async () => {
        for (const delay of [0, 1]) {
          for (const isLate of [false, true]) {
            assertEquals(await cancelled(body, delay, isLate), "cancelled");
          }
        }
      }));
  }

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
