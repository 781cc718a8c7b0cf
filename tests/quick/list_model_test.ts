/** Lists of rows for QML's views. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertThrows,
} from "@std/assert";
import { ListModel, QObject } from "../../quick.ts";
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
