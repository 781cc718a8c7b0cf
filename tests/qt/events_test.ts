import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  DestroyedObjectError,
  NestedLoopError,
  QPointF,
  QSize,
  qtClass,
  QtError,
  run,
  sleep,
} from "../../widgets.ts";
import {
  consoleErrors,
  macrotask,
  onCore,
  onWidgets,
  whileExec,
} from "../_support/probe.ts";
import { collectGarbage } from "../_support/gc.ts";
import { until, waitFor } from "../_support/wait.ts";

const QWidget = qtClass("QWidget");
const QPushButton = qtClass("QPushButton");

Deno.test("onEvent() gives the event with its fields and its target", () =>
  onWidgets(async (app) => {
    const widget = new QWidget();
    const sizes: unknown[] = [];
    widget.onEvent("Resize", (event) => {
      assert(event.target === widget);
      sizes.push([event.type, event.size, event.spontaneous]);
    });
    widget.resize(200, 100);
    widget.show();
    await whileExec(app, () => until("the event", () => sizes.length > 0));
    assertEquals(sizes[0], ["Resize", new QSize(200, 100), false]);
  }));

Deno.test("onEvent() lets Qt go on unless the function says otherwise", () =>
  onWidgets(() => {
    const widget = new QWidget();
    widget.show();
    const seen: string[] = [];
    widget.onEvent("Close", ({ type }) => void seen.push(type));
    assertEquals(widget.close(), true);
    assertEquals([seen, widget.visible], [["Close"], false]);
  }));

Deno.test("event.ignore() keeps a window open", () =>
  onWidgets(() => {
    const widget = new QWidget();
    widget.show();
    const watch = widget.onEvent("Close", (event) => event.ignore());
    assertEquals([widget.close(), widget.visible], [false, true]);
    watch[Symbol.dispose]();
    assertEquals([widget.close(), widget.visible], [true, false]);
  }));

Deno.test("event.accept() keeps the event from the object itself", () =>
  onWidgets(() => {
    const button = new QPushButton();
    let clicks = 0;
    button.clicked.connect(() => clicks++);
    const positions: unknown[] = [];
    {
      using _watch = button.onEvent("MouseButtonRelease", (event) => {
        positions.push([event.position, event.button, event.modifiers]);
        event.accept();
      });
      button.mouseClick({ x: 2, y: 2 });
      assertEquals(clicks, 0);
    }
    button.mouseClick({ x: 2, y: 2 });
    assertEquals(clicks, 1);
    assertEquals(positions, [[new QPointF(2, 2), "LeftButton", "NoModifier"]]);
  }));

Deno.test("a filter of keys knows the key, its text and its modifiers", () =>
  onWidgets(() => {
    const QLineEdit = qtClass("QLineEdit");
    const line = new QLineEdit();
    const keys: unknown[] = [];
    line.onEvent("KeyPress", (event) => {
      keys.push([event.key, event.text, event.autoRepeat]);
      if (event.text === "b") event.accept();
    });
    line.keyClicks("abc");
    assertEquals(keys, [
      ["Key_A", "a", false],
      ["Key_B", "b", false],
      ["Key_C", "c", false],
    ]);
    assertEquals(line.text, "ac");
  }));

Deno.test("of several filters the latest comes first, and stops the others", () =>
  onWidgets(() => {
    const widget = new QWidget();
    widget.show();
    const order: string[] = [];
    widget.onEvent("Close", () => void order.push("first"));
    const second = widget.onEvent("Close", (event) => {
      order.push("second");
      event.ignore();
    });
    widget.close();
    second[Symbol.dispose]();
    widget.close();
    assertEquals(order, ["second", "first"]);
  }));

Deno.test("an asynchronous function may answer later, while everything else goes on", () =>
  onWidgets(async () => {
    const QTimer = qtClass("QTimer");
    await run(async () => {
      const widget = new QWidget();
      widget.show();
      let ticks = 0;
      const timer = new QTimer({ interval: 1, timeout: () => void ticks++ });
      timer.start();
      const answers = [false, true];
      widget.onEvent("Close", async (event) => {
        const before = ticks;
        while (ticks < before + 3) await sleep(1);
        if (!answers.shift()) event.ignore();
      });
      assertEquals(await widget.invokeAsync("close"), false);
      assertEquals(widget.visible, true);
      assertEquals(await widget.invokeAsync("close"), true);
      assertEquals(widget.visible, false);
    }, { keepRunning: false });
  }));

Deno.test("an asynchronous function that does not wait answers at once", () =>
  onWidgets(async (app) => {
    const widget = new QWidget();
    widget.show();
    widget.onEvent("Close", async (event) => {
      await Promise.resolve();
      event.ignore();
    });
    await whileExec(app, async () => {
      assertEquals(await widget.invokeAsync("close"), false);
    });
  }));

Deno.test("a late answer to a synchronous call throws a NestedLoopError, and counts", () =>
  onWidgets(async (app) => {
    const widget = new QWidget();
    widget.show();
    const asked = Promise.withResolvers<void>();
    widget.onEvent("Close", async (event) => {
      await asked.promise;
      event.ignore();
    });
    await whileExec(app, async () => {
      assertThrows(() => widget.close(), NestedLoopError, "invokeAsync");
      asked.resolve();
      await macrotask();
      await macrotask();
      assertEquals(widget.visible, true);
    });
  }));

Deno.test("a function that fails is reported, and Qt goes on with the event", () =>
  onWidgets(async () => {
    const widget = new QWidget();
    widget.show();
    using _sync = widget.onEvent("Close", () => {
      throw new Error("sync");
    });
    using _async = widget.onEvent("Close", () => Promise.reject("async"));
    const errors = await consoleErrors(async () => {
      assertEquals(await widget.invokeAsync("close"), true);
    });
    assertEquals(errors.length, 2);
  }));

Deno.test("a watch ends with itself while its function runs, and with its object", () =>
  onWidgets(async (app) => {
    const widget = new QWidget();
    let events = 0;
    const watch = widget.onEvent("Show", () => {
      events++;
      watch[Symbol.dispose]();
    });
    widget.show();
    widget.hide();
    widget.show();
    assertEquals(events, 1);
    watch[Symbol.dispose]();

    widget.onEvent("Hide", () => widget.deleteLater());
    widget.hide();
    await whileExec(app, () => {});
    assert(widget.isDestroyed);
    assertThrows(
      () => widget.onEvent("Hide", () => {}),
      DestroyedObjectError,
    );
  }));

Deno.test("disposing of the application ends what waits for an answer", async () => {
  let ended: Promise<unknown> | undefined;
  await onWidgets(async () => {
    const widget = new QWidget();
    widget.show();
    widget.onEvent("Close", () => new Promise<void>(() => {}));
    ended = widget.invokeAsync("close").catch((error) => error);
    await macrotask();
  });
  const outcome = await ended;
  assert(outcome === true || outcome instanceof QtError, String(outcome));
});

Deno.test("onEvent() refuses an unknown type, and what is no function", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.onEvent("Closed" as "Close", () => {}),
      TypeError,
      "Closed",
    );
    assertThrows(
      () => probe.onEvent("Close", "no" as never),
      TypeError,
      'expected a function, got "no"',
    );
  }));

Deno.test("an answer is kept while a loop that the function left behind runs", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      const loop = new (qtClass("QEventLoop"))();
      const widget = new QWidget();
      widget.show();
      widget.onEvent("Close", (event) => {
        event.ignore();
        assertThrows(() => loop.invoke("exec"), NestedLoopError);
      });
      const closed = widget.invokeAsync("close");
      await waitFor("the loop", () => loop.isRunning() || undefined, {
        interval: 1,
      });
      // Any other value that travels the same way: as an answer it would let the window close.
      widget.windowTitle = "1";
      widget.setProperty("mouseTracking", true);
      loop.quit();
      assertEquals([await closed, widget.visible], [false, true]);
    })
  ));

Deno.test("onEvent() lets go of its function when the object is destroyed", () =>
  onWidgets(async (app) => {
    const install = () => {
      const widget = new QWidget();
      const filter = () => {};
      widget.onEvent("Close", filter);
      // Removed before; the rest goes with the object.
      widget.onEvent("Close", filter)[Symbol.dispose]();
      widget.deleteLater();
      return { widget, filter: new WeakRef(filter) };
    };
    const { widget, filter } = install();
    await whileExec(
      app,
      () => until("the end of the widget", () => widget.isDestroyed),
    );
    await until("the end of the function", () => {
      collectGarbage();
      return filter.deref() === undefined;
    });
  }));
