/** Lists of rows for QML's views. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertThrows,
} from "@std/assert";
import {
  type DynamicObject,
  ListModel,
  QColor,
  QObject,
  QPoint,
  QRect,
  QSize,
} from "../../quick.ts";
import { collectGarbage } from "../_support/gc.ts";
import { waitFor } from "../_support/wait.ts";
import { object, onQuick } from "./_quick.ts";

interface Row {
  title: string;
  done: boolean;
}

const row = (title: string, done = false): Row => ({ title, done });
const titles = (model: ListModel<Row>) => model.toArray().map((r) => r.title);

Deno.test("rows are inserted, changed, moved and removed, and a view follows", () =>
  onQuick(async (engine) => {
    const model = new ListModel<Row>(["title", "done"], [row("b")]);
    engine.setContextProperty("rows", model);
    const root = await engine.loadData(object(`
      property Instantiator view: Instantiator {
        model: rows
        QtObject { required property string title; required property bool done; required property int index }
      }
      property int count: rows.count
      function shown() {
        const all = []
        for (let i = 0; i < view.count; ++i) all.push(view.objectAt(i).title + (view.objectAt(i).done ? "+" : ""))
        return all.join(" ")
      }
    `));
    assertEquals([root.shown(), root.count], ["b", 1]);
    model.append(row("c"), row("d"));
    model.insert(0, row("a", true));
    assertEquals([root.shown(), root.count], ["a+ b c d", 4]);
    model.set(1, { done: true });
    assertEquals(root.shown(), "a+ b+ c d");
    model.move(0, 2, 2);
    assertEquals(titles(model), ["c", "d", "a", "b"]);
    assertEquals(root.shown(), "c d a+ b+");
    model.move(3, 0);
    assertEquals(root.shown(), "b+ c d a+");
    model.remove(1, 2);
    assertEquals([root.shown(), root.count], ["b+ a+", 2]);
    model.reset([row("x")]);
    assertEquals(root.shown(), "x");
    model.clear();
    assertEquals([root.shown(), model.length], ["", 0]);
  }));

Deno.test("what QML changes in a row arrives as a signal; what TypeScript changes does not", () =>
  onQuick(async (engine) => {
    const model = new ListModel<Row>(["title", "done"], [row("a"), row("b")]);
    const edits: unknown[] = [];
    model.edited.connect((...args) => edits.push(args));
    engine.setContextProperty("rows", model);
    const root = await engine.loadData(object(`
      property Instantiator view: Instantiator {
        model: rows
        QtObject { required property var model }
      }
      function check(i) { view.objectAt(i).model.done = true }
      function title(i) { return rows.get(i).title }
    `));
    root.check(1);
    root.check(1);
    assertEquals(edits, [[1, "done", true]]);
    assertEquals(model.get(1), row("b", true));
    model.set(0, { title: "z" });
    assertEquals([edits.length, root.title(0)], [1, "z"]);
  }));

Deno.test("a row can hold anything, objects too", () =>
  onQuick(() => {
    const model = new ListModel<{ v: unknown }>(["v"]);
    const child = new QObject();
    const values = [null, 1.5, [1, ["a"]], { a: 1 }, child, new Date(5)];
    model.append(...values.map((v) => ({ v })));
    assertEquals([...model].map(({ v }) => v), values);
    assertInstanceOf(model, ListModel);
    assert(model.inherits("QAbstractListModel"));
  }));

Deno.test("places that do not exist are a RangeError", () =>
  onQuick(() => {
    const model = new ListModel<Row>(["title", "done"], [row("a"), row("b")]);
    const faults = [
      () => model.get(2),
      () => model.get(-1),
      () => model.get(0.5),
      () => model.set(2, {}),
      () => model.insert(3, row("c")),
      () => model.remove(1, 2),
      () => model.remove(0, -1),
      () => model.move(0, 2),
      () => model.move(1, 0, 2),
    ];
    for (const fault of faults) {
      assertThrows(fault, RangeError, undefined, String(fault));
    }
    assertEquals(titles(model), ["a", "b"]);
    assertEquals(model.toArray(1), [row("b")]);
    assertEquals(model.toArray(5, 9), []);
  }));

Deno.test("wrong roles and rows are a TypeError", () =>
  onQuick(() => {
    for (const roles of [[], ["a", "a"], ["Upper"], ["a b"], "a"]) {
      assertThrows(() => new ListModel(roles as never), TypeError, "roles");
    }
    const model = new ListModel<Row>(["title", "done"], [row("a")]);
    assertThrows(() => model.set(0, { x: 1 } as never), TypeError, '"x"');
    assertThrows(() => model.append(null as never), TypeError, "got null");
    assertThrows(
      () => model.append({ title: () => 1, done: false } as never),
      TypeError,
    );
    assertEquals(model.length, 1);
  }));

Deno.test("100 000 rows are set in one call, and only those in view are created", () =>
  onQuick(async (engine) => {
    const model = new ListModel<Row>(["title", "done"]);
    engine.setContextProperty("rows", model);
    const root = await engine.loadData(`
      import QtQuick
      ListView {
        width: 100; height: 100; model: rows
        property int made: 0
        delegate: Item { required property string title; height: 10; Component.onCompleted: ++ListView.view.made }
      }`);
    model.reset(Array.from({ length: 100_000 }, (_, i) => row(`${i}`)));
    root.positionViewAtEnd();
    assertEquals(root.count, 100_000);
    assertEquals(model.get(99_999).title, "99999");
    assert(root.made < 200, `${root.made}`);
  }));

Deno.test("1 000 000 rows cost little more than their values, and Qt asks for those that it shows", () =>
  onQuick(async (engine) => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => row("x", i > 5));
    const model = new ListModel<Row>(["title", "done"]);
    engine.setContextProperty("rows", model);
    const root = await engine.loadData(object(`
      function sum(n) { let all = 0; for (let i = 0; i < n; ++i) all += rows.get(i).done; return all }
    `));
    collectGarbage();
    const before = Deno.memoryUsage().rss;
    model.reset(rows);
    collectGarbage();
    const grown = Deno.memoryUsage().rss - before;
    // Two columns of a million pointers are 16 MB; one QVariantList for each row was 320.
    assert(grown < 100e6, `${grown} bytes`);
    assertEquals([model.length, root.sum(10)], [1_000_000, 4]);
    assertEquals(model.get(999_999), row("x", true));
  }));

Deno.test("a value of a row is a copy, in both directions", () =>
  onQuick(() => {
    type Any = { v: unknown };
    const tags = ["a", { deep: [1] }];
    const bytes = new Uint8Array([1, 2]);
    const model = new ListModel<Any>(["v"], [{ v: tags }, { v: bytes }]);
    tags.push("b");
    bytes[0] = 9;
    assertEquals(model.toArray(), [
      { v: ["a", { deep: [1] }] },
      { v: new Uint8Array([1, 2]) },
    ]);
    (model.get(0).v as unknown[]).push("c");
    assertEquals(model.get(0).v, ["a", { deep: [1] }]);
    model.set(0, { v: new Map([["k", undefined]]) });
    assertEquals(model.get(0).v, { k: null });
    model.set(0, { v: 5n });
    assertEquals(model.get(0).v, 5);
    const own: unknown[] = [];
    own.push(own);
    for (
      const v of [() => 1, Symbol("s"), new (class Custom {})(), [() => 1]]
    ) {
      assertThrows(() => model.set(0, { v }), TypeError, "Cannot pass a");
    }
    for (const v of [own, 1n << 70n]) {
      assertThrows(() => model.append({ v }), RangeError, "Cannot pass");
    }
    assertEquals([model.length, model.get(0).v], [2, 5]);
  }));

Deno.test("a row refuses what a property refuses, before anything has changed", () =>
  onQuick(() => {
    type Any = { v: unknown };
    const model = new ListModel<Any>(["v"], [{ v: 1 }]);
    const endless = new Proxy([1], {
      get: (target, key) => key === "length" ? 1e9 : Reflect.get(target, key),
    });
    const gone = new Uint8Array(4);
    gone.buffer.transfer();
    const deep = Array.from({ length: 300 })
      .reduce<unknown>((inner) => [inner], new QSize(1, 2));
    const refused: [unknown, string][] = [
      [endless, "at most 16777216 items"],
      [gone, "detached"],
      [gone.buffer, "detached"],
      [deep, "more than 200 levels deep"],
      [new Map([[1, 1]]), "expected keys that are strings"],
      [new QSize(1.5, 2), "integers of 32 bits, got 1.5"],
      [new QPoint(1, 2 ** 40), "integers of 32 bits"],
      [new QRect(0, 0, NaN, 1), "integers of 32 bits"],
      [
        new QColor(256, 0, 0),
        "channels that are integers from 0 to 255, got 256",
      ],
    ];
    const object = new QObject();
    for (const [v, message] of refused) {
      assertThrows(() => model.append({ v }), Error, message);
      assertThrows(() => model.set(0, { v: [v] }), Error, message);
      assertThrows(() => object.setDynamicProperty("v", v), Error, message);
    }
    assertEquals(model.toArray(), [{ v: 1 }]);
  }));

Deno.test("a URL of a row is a copy", () =>
  onQuick(() => {
    const url = new URL("https://example.org/a");
    const model = new ListModel<{ url: URL }>(["url"], [{ url }]);
    url.pathname = "/b";
    assertEquals(model.get(0).url.href, "https://example.org/a");
    model.get(0).url.pathname = "/c";
    assertEquals(model.get(0).url.href, "https://example.org/a");
  }));

Deno.test("a view sees the rows as they were until they have changed", () =>
  onQuick(() => {
    const model = new ListModel<Row>(["title", "done"], [row("a"), row("b")]);
    const seen: unknown[] = [];
    const look = () => {
      const all = Array.from(
        { length: model.length },
        (_, i) => (model as DynamicObject).index(i, 0).data(257),
      );
      seen.push(all.join(""));
    };
    const signals = {
      rowsAboutToBeInserted: 0,
      rowsInserted: 0,
      rowsAboutToBeRemoved: 0,
      rowsRemoved: 0,
      rowsAboutToBeMoved: 0,
      rowsMoved: 0,
    };
    for (const name of Object.keys(signals)) model.signal(name).connect(look);
    model.insert(1, row("x"));
    model.remove(0);
    model.move(0, 1);
    assertEquals(seen, ["ab", "axb", "axb", "xb", "xb", "bx"]);
    const errors: unknown[] = [];
    model.signal("rowsAboutToBeInserted").connect(() => {
      try {
        model.clear();
      } catch (error) {
        errors.push(error);
      }
    });
    model.append(row("z"));
    assertEquals(errors.map(String), [
      "QtError: Cannot change the ListModel: it is being changed; connect to rowsInserted instead of rowsAboutToBeInserted",
    ]);
    model.signal("rowsInserted").connect(() => model.remove(0), { once: true });
    model.append(row("y"));
    assertEquals(titles(model), ["x", "z", "y"]);
  }));

Deno.test("an object of a row that has been destroyed is null for QML", () =>
  onQuick(async (engine, app) => {
    const child = new QObject({ objectName: "here" });
    const model = new ListModel<{ v: unknown }>(["v"], [{ v: child }]);
    engine.setContextProperty("rows", model);
    const root = await engine.loadData(object(`
      function name() { return rows.get(0).v ? rows.get(0).v.objectName : "none" }
    `));
    assertEquals(root.name(), "here");
    child.deleteLater();
    const exit = app.exec();
    await waitFor("the end", () => child.isDestroyed || undefined);
    assertEquals(root.name(), "none");
    app.exit(0);
    await exit;
  }));
