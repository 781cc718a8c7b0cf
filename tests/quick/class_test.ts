/** Classes that are defined in TypeScript, used by QML. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  DestroyedObjectError,
  NestedLoopError,
  qmlClass,
  QmlError,
  qmlSignal,
  QObject,
  qtClass,
  registerQmlType,
  run,
  sleep,
} from "../../quick.ts";
import { consoleErrors, whileExec } from "../_support/probe.ts";
import { until, waitFor } from "../_support/wait.ts";
import { object, onQuick } from "./_quick.ts";

const Counter = qmlClass("TestCounter", {
  properties: { count: 0, name: "", items: [] as unknown[] },
  signals: { full: qmlSignal<[limit: number]>("limit") },
  functions: {
    add(n: number): number {
      this.count += n;
      if (this.count >= 10) this.emit("full", 10);
      return this.count;
    },
    all(...values: unknown[]): unknown {
      return values;
    },
    optional(a: number, b = 5): number {
      return a + b;
    },
    self(): unknown {
      return this;
    },
    fail(): void {
      throw new RangeError("out of counts");
    },
    unsendable(): unknown {
      return () => 1;
    },
    async later(text: string): Promise<string> {
      await Promise.resolve();
      await sleep(1);
      if (text === "") throw new TypeError("no text");
      return text + "!";
    },
  },
});

Deno.test("bindings follow properties, handlers hear signals, and both sides read and write", () =>
  onQuick(async (engine) => {
    const counter = new Counter({ count: 2, name: "a" });
    engine.setContextProperty("counter", counter);
    const root = await engine.loadData(object(`
      property string text: counter.name + counter.count
      property int limit: 0
      property Connections c: Connections {
        target: counter
        function onFull(n) { limit = n }
      }
      function rename() { counter.name = "b"; counter.items = [1, { x: [2] }] }
    `));
    assertEquals(root.text, "a2");
    const changes: string[] = [];
    counter.nameChanged.connect(() => changes.push(counter.name));
    root.rename();
    assertEquals([root.text, changes, counter.items], ["b2", ["b"], [1, {
      x: [2],
    }]]);
    counter.add(9);
    assertEquals([root.text, root.limit], ["b11", 10]);
    counter.name = "b";
    assertEquals(changes, ["b"]);
  }));

Deno.test("QML calls functions with arguments of every kind, and gets what they return", () =>
  onQuick(async (engine) => {
    const counter = new Counter();
    engine.setContextProperty("counter", counter);
    const root = await engine.loadData(object(`
      property var all: counter.all(1, 1.5, "x", true, null, undefined, [1, [2]], { a: 1 }, new Date(0), counter)
      property int one: counter.optional(1)
      property int two: counter.optional(1, 2)
      property bool same: counter.self() === counter
    `));
    assertEquals(
      root.all,
      [1, 1.5, "x", true, null, null, [1, [2]], { a: 1 }, new Date(0), counter],
    );
    assertEquals([root.one, root.two, root.same], [6, 3, true]);
  }));

Deno.test("an error of a function is thrown in QML; what QML does not catch is reported with its cause", () =>
  onQuick(async (engine) => {
    engine.setContextProperty("counter", new Counter());
    const root = await engine.loadData(
      object(`
      function caught() { try { counter.fail() } catch (e) { return [e instanceof RangeError, e.message] } }
      function uncaught() { counter.fail() }
      function few() { counter.add() }
      function unknown() { counter.nothing() }
      function unsendable() { counter.unsendable() }
    `),
      "file:///calls.qml",
    );
    assertEquals(root.caught(), [true, "out of counts"]);
    const problem = async (name: string): Promise<QmlError> => {
      const calls = await consoleErrors(() => root.invoke(name));
      assertEquals(calls.length, 1, name);
      assertInstanceOf(calls[0]?.[1], QmlError);
      return calls[0][1];
    };
    const error = await problem("uncaught");
    assertEquals(error.errors[0]?.line, 5);
    assertStringIncludes(error.message, "RangeError: out of counts");
    assertInstanceOf(error.cause, RangeError);
    assertStringIncludes((await problem("few")).message, "nsufficient arg");
    assertStringIncludes((await problem("unknown")).message, "not a function");
    assertStringIncludes(
      (await problem("unsendable")).message,
      "Cannot pass a function to Qt",
    );
  }));

Deno.test("a function that returns a promise gives QML a Promise", () =>
  onQuick(async (engine) => {
    engine.setContextProperty("counter", new Counter());
    const root = await engine.loadData(object(`
      property var log: []
      function note(x) { log = log.concat([String(x)]) }
      function go() {
        counter.later("a").then(note)
        counter.later("").catch(note)
        counter.later("").then(null, note)
        counter.later("").then(x => x).catch(note)
      }
    `));
    await run(async () => {
      root.go();
      await waitFor("all", () => root.log.length === 4 || undefined);
    }, { keepRunning: false });
    assertEquals(root.log.toSorted(), [
      "TypeError: no text",
      "TypeError: no text",
      "TypeError: no text",
      "a!",
    ]);
  }));

Deno.test("a rejection that QML does not handle goes to the loop's exception handler", () =>
  onQuick(async (engine) => {
    engine.setContextProperty("counter", new Counter());
    const root = await engine.loadData(
      object(
        'function go() { counter.later(""); counter.later("").then(x => x) }',
      ),
    );
    const calls = await consoleErrors((calls) =>
      run(async () => {
        root.go();
        await until("both", () => calls.length === 2);
      }, { keepRunning: false })
    );
    assertEquals(calls.length, 2);
    assertStringIncludes(String(calls[0]), "TestCounter.later");
  }));

Deno.test("QML makes objects of a registered class, and TypeScript meets them", () =>
  onQuick(async (engine) => {
    registerQmlType(Counter, { module: "Test.Counters", version: "2.1" });
    const root = await engine.loadData(`
      import QtQml
      import Test.Counters
      QtObject {
        property int heard: 0
        property TestCounter counter: TestCounter {
          property int extra: 1
          count: 8
          onFull: limit => heard = limit
          onCountChanged: ++extra
        }
      }`);
    assertInstanceOf(root.counter, Counter);
    assertEquals(root.counter.count, 8);
    assertEquals(root.counter.add(2), 10);
    assertEquals([root.heard, root.counter.property("extra")], [10, 2]);
    assertThrows(
      () =>
        registerQmlType(Counter, { module: "Test.Counters", version: "2.1" }),
      TypeError,
      "already",
    );
    assertThrows(
      () => registerQmlType(Counter, { module: "1 2" }),
      TypeError,
    );
    assertThrows(
      () => registerQmlType(QObject as never, { module: "Test" }),
      TypeError,
      "qmlClass()",
    );
  }));

Deno.test("the next application can register the same type again", () =>
  onQuick(async (engine) => {
    registerQmlType(Counter, { module: "Test.Counters", version: "2.1" });
    const root = await engine.loadData(
      "import Test.Counters\nTestCounter { count: 3 }",
    );
    assertEquals(root.count, 3);
  }));

Deno.test("an object that QML only borrows is not collected by it", () =>
  onQuick(async (engine) => {
    const counter = new Counter();
    engine.setContextProperty("counter", counter);
    const root = await engine.loadData(
      object("function go() { counter.self(); counter.all(counter); gc() }"),
    );
    for (let i = 0; i < 10; i++) root.go();
    await run(() => sleep(5), { keepRunning: false, quitQapp: false });
    assertEquals(counter.isDestroyed, false);
    assertStrictEquals(root.parent(), null);
  }));

Deno.test("a destroyed object cannot be used, and is null in QML", () =>
  onQuick((engine, app) =>
    whileExec(app, async () => {
      const counter = new Counter();
      engine.setContextProperty("counter", counter);
      const root = await engine.loadData(
        object(
          "property bool there: counter !== null; function look() { return counter === null }",
        ),
      );
      assert(root.there);
      counter.deleteLater();
      await waitFor("the end", () => counter.isDestroyed || undefined);
      assertThrows(() => counter.count, DestroyedObjectError);
      assertThrows(() => counter.emit("full", 1), DestroyedObjectError);
      assertEquals(root.look(), true);
    })
  ));

Deno.test("emit() refuses unknown signals and a wrong number of arguments", () =>
  onQuick(() => {
    const counter = new Counter();
    const emit = counter.emit.bind(counter) as (...args: unknown[]) => void;
    assertThrows(() => emit("nothing"), TypeError, "no such signal");
    assertThrows(() => emit("full"), TypeError, "expected 1 arguments, got 0");
  }));

Deno.test("qmlClass() refuses names that are taken or cannot be used", () => {
  for (const name of ["lower", "QTimer", "A b", "TestCounter", "ListModel"]) {
    assertThrows(() => qmlClass(name, {}), TypeError, name);
  }
  assertThrows(
    () => qmlClass("Faulty", { properties: { Upper: 1 } }),
    TypeError,
    "Faulty.Upper",
  );
  assertThrows(
    () => qmlClass("Faulty", { properties: { parent: 1 } }),
    TypeError,
    "has a member of that name already",
  );
  assertThrows(
    () =>
      qmlClass("Faulty", {
        properties: { a: 1 },
        functions: { aChanged() {} },
      }),
    TypeError,
    "Faulty.aChanged",
  );
});

Deno.test("a function's result is kept while a loop that it left behind runs", () =>
  onQuick((engine, app) =>
    whileExec(app, async () => {
      const loop = new (qtClass("QEventLoop"))();
      const Leaver = qmlClass("Leaver", {
        functions: {
          leave(): string {
            assertThrows(() => loop.invoke("exec"), NestedLoopError);
            return "the answer";
          },
        },
      });
      engine.setContextProperty("leaver", new Leaver());
      const root = await engine.loadData(
        object("function ask() { return leaver.leave() }"),
      );
      const answer = root.invokeAsync("ask");
      await waitFor("the loop", () => loop.isRunning() || undefined);
      root.objectName = "something else";
      const other = await engine.loadData(
        object("function ask() { return [1, 2] }"),
      );
      assertEquals(other.ask(), [1, 2]);
      loop.quit();
      assertEquals(await answer, "the answer");
    })
  ));
