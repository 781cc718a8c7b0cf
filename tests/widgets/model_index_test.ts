/** Indexes of models, kept for longer than Qt's own. */

import {
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { DestroyedObjectError, QModelIndex, run, sleep } from "../../mod.ts";
import {
  QIdentityProxyModel,
  QItemSelectionModel,
  QSortFilterProxyModel,
  QStandardItemModel,
  QStringListModel,
  QTreeView,
} from "../../widgets.ts";
import { onWidgets, whileExec } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

/** A tree: three rows, the first with five children. */
function tree(): QStandardItemModel {
  const model = new QStandardItemModel();
  for (const text of ["a", "b", "c"]) model.appendRow([text]);
  const top = model.index(0, 0);
  model.insertColumns(0, 1, top);
  model.insertRows(0, 5, top);
  for (let i = 0; i < 5; i++) model.setData(model.index(i, 0, top), `a${i}`);
  return model;
}

Deno.test("QModelIndex has a row, a column, a parent, a model and data", () =>
  onWidgets(() => {
    const model = tree();
    const child = model.index(3, 0, model.index(0, 0));
    assertInstanceOf(child, QModelIndex);
    assertEquals([child.row, child.column, child.isValid()], [3, 0, true]);
    assertEquals([child.data(), child.data(2), child.data(300)], [
      "a3",
      "a3",
      null,
    ]);
    assertStrictEquals<unknown>(child.model(), model);
    const parent = child.parent();
    assertEquals([parent.row, parent.data()], [0, "a"]);
    const root = parent.parent();
    assertEquals([root.row, root.column, root.isValid()], [-1, -1, false]);
    assertEquals([root.data(), root.model()], [null, null]);
    assertEquals(`${child} ${root}`, "QModelIndex(3, 0) QModelIndex(-1, -1)");
    assertEquals(model.rowCount(root), 3);
  }));

Deno.test("QModelIndex follows its row", () =>
  onWidgets(() => {
    const model = tree();
    const c = model.index(2, 0);
    model.insertRows(0, 2);
    assertEquals([c.row, c.data()], [4, "c"]);
    model.removeRows(0, 3);
    assertEquals([c.row, c.data()], [1, "c"]);
    model.setData(c, "changed");
    assertEquals(model.data(model.index(1, 0)), "changed");
  }));

const ENDS: Record<string, (model: QStandardItemModel) => void> = {
  "its row is removed": (model) => model.removeRows(0, 1),
  "its parent's column is removed": (model) => model.removeColumns(0, 1),
  "the model is cleared": (model) => model.clear(),
  "the model is destroyed": (model) => model.deleteLater(),
};

for (const [what, end] of Object.entries(ENDS)) {
  Deno.test(`QModelIndex is refused as an argument when ${what}`, () =>
    onWidgets((app) =>
      whileExec(app, async () => {
        const model = tree();
        const view = new QTreeView();
        view.setModel(model);
        const child = model.index(3, 0, model.index(0, 0));
        end(model);
        await waitFor("the end", () => child.isValid() ? undefined : true);
        assertEquals([child.row, child.data()], [-1, null]);
        assertEquals([child.parent().isValid(), child.model()], [false, null]);
        const other = tree();
        const uses = [
          () => other.data(child),
          () => other.parent(),
          () => other.setData(child, "x"),
          () => other.insertRows(0, 1, child),
          () => other.hasChildren(child),
          () => other.flags(child),
          () => view.setCurrentIndex(child),
          () => view.expand(child),
        ].filter((use) => !`${use}`.includes("parent"));
        for (const use of uses) {
          assertThrows(use, DestroyedObjectError, "no longer valid", `${use}`);
        }
      })
    ));
}

Deno.test("a slot may keep the index of its signal over an await", () =>
  onWidgets(async () => {
    const model = tree();
    const selection = new QItemSelectionModel({ model });
    const results: unknown[] = [];
    await run(async () => {
      selection.currentChanged.connect(async (index) => {
        results.push(index.data());
        await sleep(1);
        results.push(index.isValid(), index.data());
      });
      selection.setCurrentIndex(model.index(1, 0), "Select");
      model.clear();
      while (results.length < 3) await sleep(1);
    }, { keepRunning: false });
    assertEquals(results, ["b", false, null]);
  }));

Deno.test("an index of another model is refused", () =>
  onWidgets(() => {
    const [model, other] = [tree(), tree()];
    const view = new QTreeView();
    view.setModel(model);
    const foreign = other.index(0, 0);
    const proxy = new QSortFilterProxyModel({ sourceModel: model });
    const selection = new QItemSelectionModel({ model });
    const uses = [
      () => model.data(foreign),
      () => model.setData(foreign, "x"),
      () => model.index(0, 0, foreign),
      () => view.setCurrentIndex(foreign),
      () => view.expand(foreign),
      () => proxy.data(foreign),
      () => proxy.data(model.index(0, 0)),
      () => proxy.mapFromSource(foreign),
      () => selection.setCurrentIndex(foreign, "Select"),
    ];
    for (const use of uses) {
      assertThrows(use, RangeError, "index of another model", `${use}`);
    }
    assertEquals(proxy.mapFromSource(model.index(1, 0)).row, 1);
    assertEquals(proxy.mapToSource(proxy.index(2, 0)).data(), "c");
  }));

Deno.test("a model cannot be its own source, near or far", () =>
  onWidgets(() => {
    const [one, two, three] = [
      new QSortFilterProxyModel(),
      new QIdentityProxyModel(),
      new QSortFilterProxyModel(),
    ];
    two.sourceModel = one;
    three.sourceModel = two;
    for (const source of [one, two, three]) {
      assertThrows(
        () => one.sourceModel = source,
        RangeError,
        "the model would be its own source",
      );
    }
    one.sourceModel = tree();
    assertEquals(three.rowCount(), 3);
    one.sourceModel = null;
    assertEquals(three.rowCount(), 0);
  }));

Deno.test("rows and columns that a model does not have are a RangeError", () =>
  onWidgets(() => {
    const model = tree();
    const strings = new QStringListModel();
    strings.setStringList(["a", "b"]);
    const faults = [
      () => model.removeRows(-1, 1),
      () => model.removeRows(2, 2),
      () => model.removeRows(0, -1),
      () => model.removeRow(3),
      () => model.removeColumns(0, 2),
      () => model.insertRows(4, 1),
      () => model.insertRows(0, -1),
      () => model.insertRows(0, 2 ** 31 - 1),
      () => model.insertColumns(0, 2 ** 31 - 1),
      () => model.setItemText(2 ** 31 - 1, 0, "x"),
      () => model.setItemText(-1, 0, "x"),
      () => model.setItemText(0, 2 ** 31 - 1, "x"),
      () => strings.removeRows(1, 2),
      () => strings.moveRow(model.index(-1, 0), 5, model.index(-1, 0), 0),
      () => model.sort(-5),
    ];
    for (const fault of faults) {
      assertThrows(fault, RangeError, undefined, `${fault}`);
    }
    assertEquals([model.rowCount(), strings.rowCount()], [3, 2]);
    model.removeRows(1, 2);
    assertEquals(model.rowCount(), 1);
  }));
