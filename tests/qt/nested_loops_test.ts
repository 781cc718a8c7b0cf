/** Calls that open an event loop, and are awaited. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertRejects,
} from "@std/assert";
import {
  createTask,
  DestroyedObjectError,
  type DynamicObject,
  qtClass,
  run,
  sleep,
} from "../../mod.ts";
import { onCore, onWidgets, Probe, whileExec } from "../_support/probe.ts";
import { delay, waitFor } from "../_support/wait.ts";

const QEventLoop = qtClass("QEventLoop");

const QMessageBox = qtClass("QMessageBox");

const QPushButton = qtClass("QPushButton");

const QTimer = qtClass("QTimer");

/** Waits until a dialog is on the screen. */
async function shown(dialog: DynamicObject): Promise<void> {
  await waitFor("the dialog", () => dialog.visible || undefined, {
    interval: 1,
  });
}

Deno.test("exec() of a dialog is awaited while timers, fetch and tasks go on", () =>
  onWidgets(async (app) => {
    app.quitOnLastWindowClosed = false;
    await run(async () => {
      const server = Deno.serve({
        port: 0,
        hostname: "127.0.0.1",
        onListen: () => {},
      }, () => new Response("pong"));
      let ticks = 0;
      const interval = setInterval(() => ticks++, 1);
      let steps = 0;
      const task = createTask(async () => {
        for (;;) {
          await sleep(1);
          steps++;
        }
      });
      let qtTicks = 0;
      new QTimer({ interval: 1, timeout: () => qtTicks++ }).start();

      const box = new QMessageBox({
        text: "Go on?",
        standardButtons: "Yes|No",
      });
      let open = true;
      const answer = box.exec().finally(() => open = false);
      await shown(box);
      [ticks, steps, qtTicks] = [0, 0, 0];
      assertEquals(
        await (await fetch(`http://127.0.0.1:${server.addr.port}`)).text(),
        "pong",
      );
      await waitFor(
        "ticks",
        () => Math.min(ticks, steps, qtTicks) >= 10 || undefined,
        { interval: 1 },
      );
      assert(open);
      box.done(16384);
      assertEquals(await answer, 16384);
      clearInterval(interval);
      task.cancel();
      await server.shutdown();
    }, { keepRunning: false });
  }));

Deno.test("a dialog opened from inside a slot of another dialog ends before it", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      app.quitOnLastWindowClosed = false;
      const order: string[] = [];
      const outer = new QMessageBox({ text: "outer" });
      const inner = new QMessageBox({ text: "inner" });
      const button = new QPushButton({ text: "more" });
      button.clicked.connect(async () => {
        order.push(`inner ${await inner.exec()}`);
      });
      const ended = outer.exec();
      await shown(outer);
      button.click();
      await shown(inner);
      inner.done(1);
      await waitFor("the inner one", () => order.length === 1 || undefined, {
        interval: 1,
      });
      assert(outer.visible);
      outer.done(2);
      order.push(`outer ${await ended}`);
      assertEquals(order, ["inner 1", "outer 2"]);
    })
  ));

Deno.test("a dialog opened from a slot of a synchronous click() is awaited by the slot alone", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      app.quitOnLastWindowClosed = false;
      const box = new QMessageBox({ text: "?" });
      let answer: unknown;
      const button = new QPushButton();
      button.clicked.connect(async () => answer = await box.exec());
      button.click();
      assertEquals(answer, undefined);
      await shown(box);
      box.done(5);
      await waitFor("the answer", () => answer, { interval: 1 });
      assertEquals(answer, 5);
    })
  ));

Deno.test("loops that are ended in the wrong order end in the right one", () =>
  onCore((_probe, app) =>
    whileExec(app, async () => {
      const [outer, inner] = [new QEventLoop(), new QEventLoop()];
      const order: string[] = [];
      const ends = [
        outer.exec().then((code: number) => order.push(`outer ${code}`)),
        inner.exec().then((code: number) => order.push(`inner ${code}`)),
      ];
      await waitFor("both", () =>
        outer.isRunning() && inner.isRunning() || undefined, { interval: 1 });
      outer.exit(1);
      await delay(5);
      assertEquals(order, []);
      inner.exit(2);
      await Promise.all(ends);
      assertEquals(order, ["inner 2", "outer 1"]);
    })
  ));

Deno.test("exec() works without an application's exec()", () =>
  onWidgets(async () => {
    const box = new QMessageBox({ text: "alone" });
    const answer = box.exec();
    await shown(box);
    box.done(3);
    assertEquals(await answer, 3);
  }));

Deno.test("invokeAsync() answers with the result of what needs no loop as well", () =>
  onCore(async (probe) => {
    assertEquals(await probe.invokeAsync("add", 1, 2), 3);
    assertEquals(await probe.invokeAsync("nest", 2), 2);
    assertEquals(
      await Promise.all([1, 2, 3].map((n) => probe.invokeAsync("nest", n))),
      [1, 2, 3],
    );
    await assertRejects(
      () => probe.invokeAsync("add", "x", 2),
      TypeError,
      'expected int, got "',
    );
    await assertRejects(
      () => probe.invokeAsync("throwError"),
      Error,
      "The probe was asked to throw",
    );
  }));

Deno.test("calls that are begun in slots of Qt's own loop start when Qt comes to rest", () =>
  onCore(async (probe, app) => {
    const exit = app.exec();
    const [call, nested, exec] = await new Promise<Promise<unknown>[]>(
      (resolve) => {
        const timer = new QTimer({ singleShot: true });
        timer.timeout.connect(() =>
          resolve([
            probe.invokeAsync("add", 1, 2),
            probe.invokeAsync("nest", 1),
            app.exec(),
          ])
        );
        timer.start(0);
      },
    );
    assertEquals(await call, 3);
    assertEquals(await nested, 1);
    app.exit(4);
    assertEquals(await Promise.all([exit, exec]), [4, 4]);
    // Qt rests, and exec() is asked for in a slot of a nested loop.
    const loop = new QEventLoop();
    const ended = loop.exec();
    const inner = new Promise<number>((resolve) => {
      const timer = new QTimer({ singleShot: true });
      timer.timeout.connect(() => {
        loop.quit();
        resolve(app.exec());
      });
      timer.start(0);
    });
    await ended;
    await delay(1);
    app.exit(5);
    assertEquals(await inner, 5);
  }));

Deno.test("the result of a nested loop is kept when objects end meanwhile", () =>
  onCore((probe, app) =>
    whileExec(app, async () => {
      for (let i = 0; i < 20; i++) {
        const child = new Probe();
        const timer = new QTimer({
          singleShot: true,
          timeout: () => child.deleteLater(),
        });
        const result = probe.invokeAsync("nest", 3);
        timer.start(3);
        assertEquals(await result, 3);
        timer.deleteLater();
      }
    })
  ));

Deno.test("a nested loop carries signals, their tasks and the loop's timers", () =>
  onCore(async (probe) => {
    await run(async () => {
      const seen: string[] = [];
      probe.changed.connect(async () => {
        seen.push("slot");
        await sleep(1);
        seen.push("slept");
      });
      const result = probe.invokeAsync("nest", 50);
      await delay(1);
      probe.postDeferred();
      await waitFor("the slot", () => seen.length === 2 || undefined, {
        interval: 1,
      });
      assertEquals(await result, 50);
    }, { keepRunning: false });
  }));

Deno.test("a task that waits for a nested loop does not stop others", () =>
  onCore(async (probe) => {
    await run(async () => {
      let turns = 0;
      const other = createTask(async () => {
        while (turns < 10) {
          turns++;
          await sleep(0);
        }
      });
      await probe.invokeAsync("nest", 5);
      await other;
    }, { keepRunning: false });
  }));

Deno.test("an object that is destroyed before its asynchronous call begins rejects it", () =>
  onCore(async (probe) => {
    const child = probe.makeChild();
    let call: Promise<unknown> | undefined;
    probe.emitted.connect(() => {
      call = child.invokeAsync("nest", 1);
      probe.destroyNow(child);
    });
    probe.emitMany(1);
    await assertRejects(() => call!, DestroyedObjectError);
  }));

Deno.test("an asynchronous call starts at once, and in a slot when Qt has gone on", () =>
  onCore(async (probe) => {
    const loop = new QEventLoop();
    const ended = loop.exec();
    assert(loop.isRunning());
    loop.exit(3);
    assertEquals(await ended, 3);

    const seen: boolean[] = [];
    let later: Promise<number> | undefined;
    probe.emitted.connect(() => {
      later = loop.exec();
      seen.push(loop.isRunning());
    });
    probe.emitMany(1);
    seen.push(loop.isRunning());
    await waitFor("the loop", () => loop.isRunning() || undefined);
    loop.exit(4);
    assertEquals([seen, await later], [[false, false], 4]);
  }));

Deno.test("quit() ends nested loops and exec() with them", () =>
  onCore(async (_probe, app) => {
    const loop = new QEventLoop();
    const ends: string[] = [];
    const exit = app.exec().then(() => ends.push("exec"));
    const ended = loop.exec().then(() => ends.push("loop"));
    await waitFor("the loop", () => loop.isRunning() || undefined, {
      interval: 1,
    });
    app.quit();
    await Promise.all([exit, ended]);
    assertEquals(ends, ["loop", "exec"]);
  }));

Deno.test("a coroutine may open a dialog in its first step, and the application quits under it", () =>
  onWidgets(async (app) => {
    const box = new QMessageBox({ text: "?" });
    const seen: string[] = [];
    await run(async () => {
      createTask(async () => {
        await waitFor("the dialog", () => box.visible || undefined, {
          interval: 1,
        });
        app.quit();
      });
      try {
        seen.push(String(await box.exec()));
      } finally {
        seen.push("finally");
      }
    });
    assertEquals(seen.at(-1), "finally");
    assertGreaterOrEqual(seen.length, 1);
  }));

Deno.test("20 loops inside each other end in order", () =>
  onCore((_probe, app) =>
    whileExec(app, async () => {
      const order: number[] = [];
      const loops = Array.from({ length: 20 }, () => new QEventLoop());
      const ends = loops.map((loop, i) =>
        loop.exec().then(() => order.push(i))
      );
      await waitFor(
        "all",
        () => loops.every((loop) => loop.isRunning()) || undefined,
        { interval: 1 },
      );
      for (const loop of loops) loop.quit();
      await Promise.all(ends);
      assertEquals(order, loops.map((_, i) => 19 - i));
    })
  ));
