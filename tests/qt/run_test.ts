/** run(): the matrix of its options, and how it ends. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  ApplicationError,
  createTask,
  EventLoop,
  type ExceptionContext,
  getEventLoop,
  getRunningLoop,
  QCoreApplication,
  qtClass,
  run,
  RuntimeError,
  setEventLoop,
  sleep,
} from "../../mod.ts";
import {
  consoleErrors,
  onCore,
  onWidgets,
  Probe,
  whileExec,
} from "../_support/probe.ts";
import { delay } from "../_support/wait.ts";

Deno.test("run() returns what the main coroutine returned, falsy results too", async () => {
  for (const result of [42, 0, "", false, null, undefined, NaN, []]) {
    assertStrictEquals(
      await run(async () => result, { keepRunning: false }),
      result,
    );
  }
});

Deno.test("run() returns the result if the program goes on and quits later", () =>
  onCore(async (_probe, app) => {
    setTimeout(() => app.quit(), 20);
    assertEquals(await run(async () => "early"), "early");
  }));

Deno.test("run() takes a generator", async () => {
  const result = await run(function* () {
    yield sleep(1);
    return "generated";
  }, { keepRunning: false });
  assertEquals(result, "generated");
});

Deno.test("run() creates an application where there is none, and disposes of it", async () => {
  const seen = await run(
    () => Promise.resolve(QCoreApplication.instance()?.className),
    { keepRunning: false },
  );
  assertEquals(seen, "QCoreApplication");
  assertStrictEquals(QCoreApplication.instance(), null);
});

Deno.test("run() three times in a row works, with an application of one's own and without", async () => {
  for (let i = 0; i < 3; i++) {
    assertEquals(await run(() => sleep(1, i), { keepRunning: false }), i);
  }
  await onCore(async (probe, app) => {
    for (let i = 0; i < 3; i++) {
      assertEquals(await run(() => sleep(1, i), { keepRunning: false }), i);
      assertStrictEquals<unknown>(QCoreApplication.instance(), app);
    }
    assertEquals(probe.add(1, 2), 3);
  });
});

Deno.test("run() without a coroutine goes on until the application quits", () =>
  onCore(async (_probe, app) => {
    const order: string[] = [];
    setTimeout(() => {
      order.push("quit");
      app.quit();
    }, 10);
    assertStrictEquals(await run(), undefined);
    assertEquals(order, ["quit"]);
  }));

Deno.test("run() goes on after its coroutine has ended", () =>
  onCore(async (_probe, app) => {
    const order: string[] = [];
    await run(async () => {
      getRunningLoop().callLater(10, () => {
        order.push("later");
        app.quit();
      });
      order.push("main");
    });
    assertEquals(order, ["main", "later"]);
  }));

Deno.test("run() refuses to run nothing", async () => {
  await assertRejects(
    () => run(undefined, { keepRunning: false }),
    RuntimeError,
    "expected a main coroutine, or keepRunning: true",
  );
  assertStrictEquals(QCoreApplication.instance(), null);
});

Deno.test("run() refuses what is no coroutine, and leaves nothing behind", async () => {
  for (const wrong of [5, "x", {}] as unknown as (() => Promise<void>)[]) {
    await assertRejects(() => run(wrong, { keepRunning: false }), TypeError);
    assertStrictEquals(QCoreApplication.instance(), null);
  }
});

Deno.test("run() is refused while a loop runs", async () => {
  await run(async () => {
    await assertRejects(
      () => run(async () => {}),
      RuntimeError,
      "run() cannot be called from a running event loop",
    );
    await assertRejects(() => run(), RuntimeError);
  }, { keepRunning: false });
});

Deno.test("run() throws the coroutine's error with keepRunning: false, and restores everything", async () => {
  const error = new RangeError("main failed");
  const lost = await consoleErrors(async () => {
    for (const quitQapp of [true, false]) {
      await onCore(async () => {
        await assertRejects(
          () =>
            run(() => Promise.reject(error), { keepRunning: false, quitQapp }),
          RangeError,
          "main failed",
        );
        await assertRejects(async () => getEventLoop(), RuntimeError);
        assertEquals(
          await run(async () => "again", { keepRunning: false }),
          "again",
        );
      });
    }
    await assertRejects(
      () => run(() => Promise.reject(error), { keepRunning: false }),
      RangeError,
    );
  });
  assertEquals(lost, []);
  assertStrictEquals(QCoreApplication.instance(), null);
});

Deno.test("run() tells the exception handler of the coroutine's error with keepRunning: true, and goes on", () =>
  onCore(async (_probe, app) => {
    const error = new RangeError("main failed");
    const contexts: ExceptionContext[] = [];
    const result = await run(async () => {
      const loop = getRunningLoop();
      loop.setExceptionHandler((_loop, context) => {
        contexts.push(context);
        loop.callLater(5, () => app.quit());
      });
      throw error;
    });
    assertStrictEquals(result, undefined);
    assertEquals(contexts.map(({ message }) => message), [
      "Exception in the main coroutine",
    ]);
    assertStrictEquals(contexts[0]?.exception, error);
  }));

Deno.test("run() takes the loop away that it set", async () => {
  setEventLoop(null);
  await run(async () => assertStrictEquals(getEventLoop(), getRunningLoop()), {
    keepRunning: false,
  });
  await assertRejects(
    async () => getEventLoop(),
    RuntimeError,
    "There is no current event loop",
  );
});

Deno.test("run() quits an application that it did not create, unless quitQapp is false", () =>
  onCore(async (_probe, app) => {
    let quits = 0;
    app.aboutToQuit.connect(() => quits++);
    for (let i = 0; i < 2; i++) {
      await run(() => sleep(1), { keepRunning: false, quitQapp: false });
      assertEquals(quits, 0);
    }
    await run(() => sleep(1), { keepRunning: false });
    assertEquals(quits, 1);
    await run(() => sleep(1), { keepRunning: false });
    assertEquals(quits, 2);
  }));

Deno.test("run() with quitQapp: false keeps the application that it created", async () => {
  await run(() => sleep(1), { keepRunning: false, quitQapp: false });
  const app = QCoreApplication.instance();
  assert(app !== null);
  try {
    const timer = new (qtClass("QTimer"))({ interval: 1 });
    let ticks = 0;
    timer.timeout.connect(() => ticks++);
    timer.start();
    await run(async () => {
      while (ticks < 3) await sleep(1);
    }, { keepRunning: false, quitQapp: false });
    assertStrictEquals(QCoreApplication.instance(), app);
  } finally {
    await app[Symbol.asyncDispose]();
  }
});

Deno.test("run() with quitQapp: false leaves an exec() that is awaited elsewhere alone", () =>
  onCore(async (_probe, app) => {
    let ended = false;
    const exit = app.exec().then((code) => {
      ended = true;
      return code;
    });
    await run(() => sleep(1), { keepRunning: false, quitQapp: false });
    await delay(5);
    assertEquals(ended, false);
    app.exit(3);
    assertEquals(await exit, 3);
  }));

/** Runs a task with a `finally` that awaits, and lets `end` end the program. */
function awaitsFinally(
  title: string,
  end: (app: QCoreApplication) => void,
): void {
  for (const keepRunning of [true, false]) {
    Deno.test(`run() awaits every finally after ${title}, with keepRunning: ${keepRunning}`, () =>
      onWidgets(async (app) => {
        const seen: string[] = [];
        const stubborn = (name: string) => async () => {
          try {
            await sleep(60_000);
          } finally {
            await sleep(2);
            seen.push(name);
          }
        };
        const window = new (qtClass("QWidget"))({ objectName: "window" });
        window.show();
        const errors = await consoleErrors(async () => {
          const result = await run(async () => {
            createTask(stubborn("task"));
            createTask(async () => {
              createTask(stubborn("nested"));
              await stubborn("awaited")();
            });
            await sleep(1);
            end(app);
            await stubborn("main")();
            return "not reached";
          }, { keepRunning });
          assertStrictEquals(result, undefined);
        });
        assertEquals(seen.sort(), ["awaited", "main", "nested", "task"]);
        assertEquals(errors, []);
      }));
  }
}

awaitsFinally("quit()", (app) => app.quit());
awaitsFinally("exit()", (app) => app.exit(3));
awaitsFinally("stop()", () => getRunningLoop().stop());
awaitsFinally("the last window's end", (app) => {
  const window = app.invoke("topLevelWidgets") as { close?(): void }[];
  for (const one of window) one.close?.();
});

Deno.test("run() ends when a slot of Qt's quits", () =>
  onCore(async (_probe, app) => {
    const timer = new (qtClass("QTimer"))({ singleShot: true, interval: 1 });
    timer.timeout.connect(() => app.quit());
    timer.start();
    await run(() => sleep(60_000));
  }));

Deno.test("run() ends when the coroutine quits in its first step", () =>
  onCore(async (_probe, app) => {
    await run(async () => app.quit());
    await run(async () => app.exit(), { keepRunning: false });
  }));

Deno.test("run() cancels tasks while aboutToQuit has come already", () =>
  onCore(async (_probe, app) => {
    const order: string[] = [];
    app.aboutToQuit.connect(() => order.push("about to quit"));
    await run(async () => {
      createTask(async () => {
        try {
          await sleep(60_000);
        } finally {
          order.push("finally");
        }
      });
      await sleep(1);
      app.quit();
    });
    assertEquals(order, ["about to quit", "finally"]);
  }));

Deno.test("run() runs every finally when the application is disposed of under it, and ends", async () => {
  const app = new QCoreApplication([]);
  const seen: string[] = [];
  const result = run(async () => {
    try {
      await sleep(60_000);
    } finally {
      seen.push("finally");
    }
  });
  await delay(5);
  await app[Symbol.asyncDispose]();
  await result.catch((error) =>
    assert(error instanceof ApplicationError, String(error))
  );
  assertEquals(seen, ["finally"]);
  assertStrictEquals(QCoreApplication.instance(), null);
});

Deno.test("run() passes debug on to the loop", async () => {
  for (const debug of [true, false]) {
    assertEquals(
      await run(async () => getRunningLoop().getDebug(), {
        keepRunning: false,
        debug,
      }),
      debug,
    );
  }
});

Deno.test("an exec() that is awaited goes on during run(), and ends with it", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      assertEquals(
        await run(async () => probe.add(1, 2), {
          keepRunning: false,
          quitQapp: false,
        }),
        3,
      );
    });
  }));

Deno.test("objects of the probe's kind live through several runs", () =>
  onCore(async () => {
    const probe = new Probe();
    let seen = 0;
    probe.emitted.connect(() => seen++);
    for (let i = 0; i < 3; i++) {
      await run(async () => probe.emitMany(1), { keepRunning: false });
    }
    assertEquals(seen, 3);
  }));

Deno.test("run() gives back the loop that setEventLoop() has set, also after an error", () =>
  onCore(async () => {
    const loop = new EventLoop();
    setEventLoop(loop);
    try {
      await run(() => sleep(1), { keepRunning: false });
      assertStrictEquals(getEventLoop(), loop);
      await assertRejects(
        () =>
          run(() => {
            throw new Error("main");
          }, { keepRunning: false }),
        Error,
        "main",
      );
      assertStrictEquals(getEventLoop(), loop);
    } finally {
      setEventLoop(null);
      loop.close();
    }
  }));
