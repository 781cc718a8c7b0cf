/** Loading QML documents, and what is wrong with them. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  DestroyedObjectError,
  QGuiApplication,
  qmlClass,
  QmlEngine,
  QmlError,
  QQmlComponent,
  QQmlEngine,
  qtClass,
  run,
} from "../../quick.ts";
import { QApplication } from "../../widgets.ts";
import { consoleErrors, macrotask, whileExec } from "../_support/probe.ts";
import { Picture } from "../_support/png.ts";
import { until, waitFor } from "../_support/wait.ts";
import { object, onQuick } from "./_quick.ts";

const WINDOW = `import QtQuick
Window {
  visible: true; width: 120; height: 80; color: "steelblue"
  Rectangle { x: 10; y: 10; width: 40; height: 40; color: "#ffcc00" }
}`;

Deno.test("loadData() creates the root object, with the properties that it starts with", () =>
  onQuick(async (engine) => {
    const text = object("required property int n; property int twice: 2 * n");
    const root = await engine.loadData(text, "", { properties: { n: 21 } });
    assertEquals([root.n, root.twice], [21, 42]);
    root.n = 4;
    assertEquals(root.twice, 8);
    assertEquals(engine.rootObjects(), [root]);
  }));

Deno.test("load() takes a path, a file URL as text and a URL", () =>
  onQuick(async (engine) => {
    const file = await Deno.makeTempFile({ suffix: " ü.qml" });
    try {
      await Deno.writeTextFile(file, object('objectName: "found"'));
      const url = new URL(`file://${encodeURI(file)}`);
      for (const source of [file, url.href, url]) {
        assertEquals((await engine.load(source)).objectName, "found");
      }
    } finally {
      await Deno.remove(file);
    }
  }));

Deno.test("load() takes a URL of the web, and says what is not there", () =>
  onQuick((engine) =>
    run(async () => {
      await using server = Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        (request) =>
          new URL(request.url).pathname === "/Main.qml"
            ? new Response(object('objectName: "from afar"'))
            : new Response(null, { status: 404 }),
      );
      const base = `http://127.0.0.1:${server.addr.port}`;
      const root = await engine.load(`${base}/Main.qml`);
      assertEquals(root.objectName, "from afar");
      const error = await assertRejects(
        () => engine.load(new URL("Other.qml", base)),
        QmlError,
      );
      assertEquals(error.errors[0]?.url, `${base}/Other.qml`);
    }, { keepRunning: false })
  ));

Deno.test("a window is drawn and closed without a display", () =>
  onQuick((engine, app) =>
    whileExec(app, async () => {
      app.quitOnLastWindowClosed = false;
      const window = await engine.loadData(WINDOW);
      assertEquals(app.platformName, "offscreen");
      const picture = await waitFor("a picture", async () => {
        const taken = await Picture.decode(window.grab());
        return taken.colours() > 1 ? taken : undefined;
      });
      assertEquals([picture.width, picture.height], [120, 80]);
      assertEquals(picture.pixel(100, 70), 0x4682b4);
      assertEquals(picture.pixel(20, 20), 0xffcc00);
      window.close();
      assertEquals(window.visible, false);
    })
  ));

Deno.test("closing the last window ends run(); so does Qt.quit()", () =>
  onQuick(async (engine) => {
    const window = await engine.loadData(WINDOW);
    setTimeout(() => window.close(), 10);
    await run();
  }));

Deno.test("Qt.exit() in QML ends exec() with its code", () =>
  onQuick(async (engine, app) => {
    await engine.loadData(
      object(
        "property Timer t: Timer { running: true; onTriggered: Qt.exit(5) }",
      ),
    );
    assertEquals(await app.exec(), 5);
  }));

Deno.test("a faulty document is a QmlError with URL, line, column and message", () =>
  onQuick(async (engine) => {
    const unknown = await assertRejects(
      () =>
        engine.loadData(
          "import QtQml\nQtObject {\n  foo: 3\n}",
          "file:///a.qml",
        ),
      QmlError,
    );
    assertEquals(unknown.errors, [{
      url: "file:///a.qml",
      line: 3,
      column: 3,
      message: 'Cannot assign to non-existent property "foo"',
    }]);
    assertStringIncludes(unknown.message, "file:///a.qml:3:3: Cannot assign");

    const syntax = await assertRejects(
      () => engine.loadData("import QtQml\nQtObject {"),
      QmlError,
    );
    assertEquals(syntax.errors[0]?.line, 2);
    await assertRejects(() => engine.loadData(""), QmlError);
    await assertRejects(
      () => engine.loadData("import No.Such.Module\nItem {}"),
      QmlError,
      'module "No.Such.Module" is not installed',
    );
    await assertRejects(
      () => engine.loadData(object("required property int n")),
      QmlError,
      "Required property n was not initialized",
    );
    assertEquals(engine.rootObjects(), []);
  }));

Deno.test("a missing file is a QmlError that names it", () =>
  onQuick(async (engine) => {
    const error = await assertRejects(
      () => engine.load("/nowhere/missing.qml"),
      QmlError,
    );
    assertEquals(error.errors.length, 1);
    assertEquals(
      error.message,
      "file:///nowhere/missing.qml: No such file or directory",
    );
  }));

Deno.test("load() and loadData() refuse what is no document", () =>
  onQuick((engine) => {
    assertThrows(() => engine.load(5 as unknown as string), TypeError);
    assertThrows(() => engine.load(""), TypeError, "empty string");
    assertThrows(() => engine.loadData(null as unknown as string), TypeError);
  }));

Deno.test("what goes wrong in a running document goes to the console, or to the loop's handler", () =>
  onQuick(async (engine) => {
    const faulty = object("function go() { undefined.x = 1 }");
    const root = await engine.loadData(faulty, "file:///faulty.qml");
    const calls = await consoleErrors(() => root.go());
    assertEquals(calls.length, 1);
    assertInstanceOf(calls[0]?.[1], QmlError);
    assertEquals(calls[0][1].errors[0]?.line, 3);

    const seen: unknown[] = [];
    await run(async () => {
      const { getRunningLoop } = await import("../../quick.ts");
      getRunningLoop().setExceptionHandler((_, context) => {
        seen.push(context.exception);
      });
      root.go();
      await until("the error", () => seen.length > 0);
    }, { keepRunning: false });
    assertEquals(seen.length, 1);
    assertStringIncludes(String(seen[0]), "file:///faulty.qml:3");
  }));

Deno.test("endless recursion in QML is an error, not a crash", () =>
  onQuick(async (engine) => {
    const root = await engine.loadData(object("function f() { return f() }"));
    const calls = await consoleErrors(() => root.f());
    assertStringIncludes(String(calls[0]?.[1]), "Maximum call stack");
  }));

Deno.test("context properties reach documents, and those that are loaded follow them", () =>
  onQuick(async (engine) => {
    engine.setContextProperty("n", 20);
    engine.setContextProperty("words", ["a", "b"]);
    const root = await engine.loadData(
      object("property int m: n + 1; property string w: words.join()"),
    );
    assertEquals([root.m, root.w], [21, "a,b"]);
    engine.setContextProperty("n", 1);
    assertEquals(root.m, 2);
    for (const name of ["", "Upper", "a b", "1"]) {
      assertThrows(() => engine.setContextProperty(name, 1), TypeError, name);
    }
    assertThrows(
      () => engine.setContextProperty("f", () => 1),
      TypeError,
      "Cannot pass a function to Qt",
    );
  }));

Deno.test("arrays and objects of QML are arrays and objects", () =>
  onQuick(async (engine) => {
    const root = await engine.loadData(
      object("property var v: [1, { a: [true, null] }, 'x']"),
    );
    assertEquals(root.v, [1, { a: [true, null] }, "x"]);
    root.v = { b: [2] };
    assertEquals(root.v, { b: [2] });
  }));

Deno.test("signals and functions of QML objects are those of their wrappers", () =>
  onQuick(async (engine) => {
    const root = await engine.loadData(
      object(
        "signal done(int n, string s); function add(a, b) { return a + b }",
      ),
    );
    const got: unknown[] = [];
    root.done.connect((...args: unknown[]) => got.push(args));
    assertEquals(root.add(2, 3), 5);
    assertEquals(root.add("a", "b"), "ab");
    const other = await engine.loadData(
      object("property var target; function go() { target.done(7, 'x') }"),
      "",
      { properties: { target: root } },
    );
    other.go();
    assertEquals(got, [[7, "x"]]);
  }));

Deno.test("a disposed engine takes its objects along, and can be used no more", () =>
  onQuick((engine, app) =>
    whileExec(app, async () => {
      app.quitOnLastWindowClosed = false;
      const window = await engine.loadData(WINDOW);
      engine.deleteLater();
      await waitFor("the end", () => engine.isDestroyed || undefined);
      assert(window.isDestroyed);
      assertThrows(() => engine.rootObjects(), DestroyedObjectError);
      await assertRejects(() => engine.loadData(WINDOW), DestroyedObjectError);
      assertThrows(
        () => engine.setContextProperty("x", 1),
        DestroyedObjectError,
      );
    })
  ));

Deno.test("disposing of the application says nothing of bindings to what has gone with it", async () => {
  const Thing = qmlClass("ShortLived", { properties: { n: 1 } });
  const calls = await consoleErrors(async () => {
    await using _app = new QGuiApplication(["-platform", "offscreen"]);
    const before = new Thing();
    const engine = new QmlEngine();
    engine.setContextProperty("before", before);
    engine.setContextProperty("after", new Thing());
    await engine.loadData(object("property int n: before.n + after.n"));
  });
  assertEquals(calls, []);
});

Deno.test("a QQmlComponent has an engine", async () => {
  await onQuick(async () => {
    const Component = qtClass("QQmlComponent");
    assertThrows(() => new Component(), TypeError, "QQmlComponent");
    assertThrows(() => new Component({}), TypeError, "QQmlComponent");
    const component = new QQmlComponent(new QQmlEngine());
    component.loadUrl(new URL("file:///none.qml"));
    await until("the error", () => component.isError());
    assertThrows(() => component.createWithInitialProperties({}), RangeError);
  });
});

Deno.test("a program of widgets may use QML as well", async () => {
  await using app = new QApplication(["-platform", "offscreen"]);
  const engine = new QmlEngine();
  const root = await engine.loadData(object("property int n: 6 * 7"));
  assertEquals(root.n, 42);
  assertEquals(QGuiApplication.instance(), app);
  await macrotask();
  assert(!app.isDestroyed);
});

Deno.test("an animation that still runs at the end is not called by the next application", async () => {
  const counter = object(`
    property int ticks: 0
    property var timer: Timer { interval: 1; repeat: true; running: true; onTriggered: ticks++ }
  `);
  for (let round = 0; round < 3; round++) {
    await onQuick((engine) =>
      run(async () => {
        const root = await engine.loadData(counter);
        await waitFor("ticks", () => root.ticks as number > 3 || undefined);
      }, { keepRunning: false })
    );
  }
});
