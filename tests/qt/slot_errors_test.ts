/** Errors in slots, and slots that are asynchronous. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
} from "@std/assert";
import {
  createTask,
  currentTask,
  type ExceptionContext,
  getRunningLoop,
  QCoreApplication,
  run,
  sleep,
  Task,
} from "../../mod.ts";
import {
  consoleErrors,
  macrotask,
  onCore,
  Probe,
  whileExec,
} from "../_support/probe.ts";
import { until } from "../_support/wait.ts";

/** Runs `main` on a loop; answers what its exception handler was told. */
async function onLoop(
  main: (contexts: readonly ExceptionContext[]) => Promise<void>,
): Promise<ExceptionContext[]> {
  const contexts: ExceptionContext[] = [];
  await run(async () => {
    getRunningLoop().setExceptionHandler((_loop, context) =>
      contexts.push(context)
    );
    await main(contexts);
  }, { keepRunning: false });
  return contexts;
}

Deno.test("an error in a slot goes to the console if no loop runs, and the other slots run", async () => {
  const error = new Error("oh no");
  let others = 0;
  const errors = await consoleErrors(() =>
    onCore((probe) => {
      probe.emitted.connect(() => others++);
      probe.emitted.connect(() => {
        throw error;
      });
      probe.emitted.connect(() => others++);
      probe.emitMany(1);
      assertEquals(probe.add(1, 2), 3);
    })
  );
  assertEquals(errors, [[
    "Exception in a function connected to qta::testing::Probe.emitted:",
    error,
  ]]);
  assertEquals(others, 2);
});

Deno.test("an error in a slot goes to the exception handler of the loop that runs", () =>
  onCore(async (probe) => {
    const error = new Error("oh no");
    let others = 0;
    const contexts = await onLoop(async () => {
      probe.emitted.connect(() => {
        throw error;
      });
      probe.emitted.connect(() => others++);
      probe.emitMany(2);
    });
    assertEquals(contexts.length, 2);
    assertEquals(
      contexts[0]?.message,
      "Exception in a function connected to qta::testing::Probe.emitted",
    );
    assertStrictEquals(contexts[0]?.exception, error);
    assertEquals(others, 2);
  }));

Deno.test("a slot that throws what cannot be described does no harm, with a loop and without", async () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  let calls = 0;
  const connect = (probe: InstanceType<typeof Probe>): void => {
    probe.emitted.connect(() => {
      throw proxy;
    });
    probe.emitted.connect(async () => {
      throw proxy;
    });
    probe.emitted.connect(() => ({
      get then() {
        throw proxy;
      },
    }));
    probe.emitted.connect(() => calls++);
    probe.emitMany(1);
  };
  // The console itself throws when it is to write such a value.
  const errors: string[] = [];
  const { error } = console;
  console.error = (message: string, ...details: unknown[]) => {
    Deno.inspect(details);
    errors.push(message);
  };
  try {
    await onCore(async (probe) => {
      connect(probe);
      await macrotask();
    });
    // Without a loop, the asynchronous one is reported when the application ends.
    assertEquals(errors.length, 3);
    await onCore((probe) =>
      run(async () => {
        connect(probe);
        await until("the errors", () => errors.length === 6);
      }, { keepRunning: false })
    );
  } finally {
    console.error = error;
  }
  assertEquals(errors.length, 6);
  assertEquals(calls, 2);
});

Deno.test("an exception handler that throws does no harm", () =>
  onCore(async (probe) => {
    let after = 0;
    const errors = await consoleErrors(() =>
      run(async () => {
        getRunningLoop().setExceptionHandler(() => {
          throw new Error("worse");
        });
        probe.emitted.connect(() => {
          throw new Error("bad");
        });
        probe.emitted.connect(() => after++);
        probe.emitMany(1);
      }, { keepRunning: false })
    );
    assertEquals(after, 1);
    assert(errors.length > 0);
  }));

Deno.test("an error in an async slot goes to the console if no loop runs", async () => {
  const error = new Error("late");
  const errors = await consoleErrors((errors) =>
    onCore(async (probe, app) => {
      probe.emitted.connect(async () => {
        await macrotask();
        throw error;
      });
      probe.emitted.connect(async () => {
        throw error;
      });
      probe.emitted.connect(() => Promise.reject(error));
      await whileExec(app, async () => {
        probe.emitMany(1);
        await until("the errors", () => errors.length === 3);
      });
    })
  );
  const line = [
    "Exception in an asynchronous function connected to qta::testing::Probe.emitted:",
    error,
  ];
  assertEquals(errors, [line, line, line]);
});

Deno.test("an error in an async slot goes to the exception handler, once", () =>
  onCore(async (probe) => {
    const error = new Error("late");
    const contexts = await onLoop(async (contexts) => {
      probe.emitted.connect(async () => {
        await sleep(1);
        throw error;
      });
      probe.emitted.connect(() => Promise.reject(error));
      probe.emitMany(1);
      await until("the errors", () => contexts.length === 2);
    });
    assertEquals(
      contexts.map(({ message, exception }) => [message, exception]),
      [
        [
          "Exception in an asynchronous function connected to qta::testing::Probe.emitted",
          error,
        ],
        [
          "Exception in an asynchronous function connected to qta::testing::Probe.emitted",
          error,
        ],
      ],
    );
  }));

Deno.test("an async slot runs as a task of the loop that runs, its first part at once", () =>
  onCore(async (probe) => {
    const seen: unknown[] = [];
    await run(async () => {
      const main = currentTask();
      probe.emitted.connect(async () => {
        const task = currentTask();
        assertInstanceOf(task, Task);
        assert(task !== main);
        seen.push("first part");
        await sleep(1);
        assertStrictEquals(currentTask(), task);
        seen.push("rest");
      });
      probe.emitted.connect(() => seen.push(currentTask()));
      probe.emitMany(1);
      assertStrictEquals(currentTask(), main);
      seen.push("emitted");
      await until("the rest", () => seen.length === 4);
    }, { keepRunning: false });
    assertEquals(seen, ["first part", null, "emitted", "rest"]);
  }));

Deno.test("an async slot that the loop's end cancels runs its finally", () =>
  onCore(async (probe, app) => {
    const seen: string[] = [];
    const errors = await consoleErrors(() =>
      run(async () => {
        probe.emitted.connect(async () => {
          try {
            await sleep(60_000);
          } finally {
            await sleep(1);
            seen.push("finally");
          }
        });
        probe.emitMany(1);
        app.quit();
      })
    );
    assertEquals([seen, errors], [["finally"], []]);
  }));

Deno.test("tasks made in a slot belong to the loop that runs", () =>
  onCore(async (probe) => {
    const seen: string[] = [];
    await run(async () => {
      probe.emitted.connect(() => {
        createTask(async () => {
          await sleep(0);
          seen.push("task");
        });
      });
      probe.emitMany(1);
      await until("the task", () => seen.length === 1);
    }, { keepRunning: false });
  }));

Deno.test("a slot that ends the loop from inside a synchronous call is heard", () =>
  onCore(async (probe) => {
    await run(async () => {
      probe.emitted.connect(() => QCoreApplication.instance()!.quit());
      probe.emitMany(1);
    });
    assertEquals(new Probe().add(1, 1), 2);
  }));

Deno.test("a task that a slot returns may be cancelled: that is no error", () =>
  onCore(async (probe) => {
    let task: Task<void> | undefined;
    const contexts = await onLoop(async () => {
      probe.emitted.connect(() => task = createTask(() => sleep(60_000)));
      probe.emitMany(1);
      await sleep(0);
      task!.cancel();
      await macrotask();
      await sleep(0);
    });
    assert(task!.cancelled());
    assertEquals(contexts, []);
  }));
