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
      assertThrows(use, RangeError, "another model", `${use}`);
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
        "expected another model than itself or one that it is the source of",
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

/** Numbers that look random, and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor(seed / 2 ** 32 * below);
  };
}

/** All indexes of a model, from the top down. */
function* all(
  model: QStandardItemModel | QSortFilterProxyModel,
  parent?: QModelIndex,
): Generator<QModelIndex> {
  for (let row = 0; row < model.rowCount(parent); row++) {
    for (let column = 0; column < model.columnCount(parent); column++) {
      const index = model.index(row, column, parent);
      yield index;
      yield* all(model, index);
    }
  }
}

Deno.test("QModelIndex is where its text is, whatever rows and columns come, go, move and are sorted", () =>
  onWidgets(() => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = numbers(seed);
      const model = new QStandardItemModel();
      const proxy = new QSortFilterProxyModel({ sourceModel: model });
      proxy.sort(0, "DescendingOrder");
      const kept = new Map<string, QModelIndex[]>();
      let last = 0;
      /** Gives texts to those that have none, and keeps the indexes. */
      const name = () => {
        for (const index of all(model)) {
          if (index.data() !== null) continue;
          const text = `${random(1000)} ${++last}`;
          model.setData(index, text);
          kept.set(text, [index, proxy.mapFromSource(index)]);
        }
      };
      const anywhere = () => {
        const indexes = [...all(model)];
        return indexes.length === 0 || random(3) === 0
          ? undefined
          : indexes[random(indexes.length)];
      };
      model.insertColumns(0, 1);
      for (let step = 0; step < 40; step++) {
        const parent = anywhere();
        const [rows, columns] = [
          model.rowCount(parent),
          model.columnCount(parent),
        ];
        switch (random(6)) {
          case 0:
          case 1:
            if (columns === 0) model.insertColumns(0, 1, parent);
            model.insertRows(random(rows + 1), 1 + random(2), parent);
            break;
          case 2:
            if (columns < 3) {
              model.insertColumns(random(columns + 1), 1, parent);
            }
            break;
          case 3:
            if (rows > 1) model.removeRows(random(rows - 1), 1, parent);
            break;
          case 4:
            if (columns > 1) model.removeColumns(random(columns), 1, parent);
            break;
          case 5:
            model.sort(0, random(2) ? "AscendingOrder" : "DescendingOrder");
            break;
        }
        name();
        const there = new Set([...all(model)].map((index) => index.data()));
        for (const [text, indexes] of kept) {
          const expected = there.has(text) ? text : null;
          for (const index of indexes) {
            assertEquals(index.data(), expected, `seed ${seed}, step ${step}`);
          }
        }
      }
    }
  }));

Deno.test("QModelIndex moves with its row", () =>
  onWidgets(() => {
    for (
      const [from, count, to] of [[0, 2, 5], [3, 1, 0], [1, 3, 6]] as const
    ) {
      const model = new QStringListModel();
      model.setStringList([..."abcdef"]);
      const indexes = [..."abcdef"].map((text, i) =>
        [text, model.index(i, 0)] as const
      );
      const top = model.index(0, 0).parent();
      model.moveRows(top, from, count, top, to);
      for (const [text, index] of indexes) {
        assertEquals(index.data(), text);
        assertEquals(model.stringList()[index.row], text);
      }
    }
  }));

Deno.test("20 000 unused indexes do not slow a model's changes down", () =>
  onWidgets(() => {
    const model = new QStandardItemModel();
    model.insertColumns(0, 1);
    // Each of these would cost Qt a search for each of the others: half a minute in all.
    for (let i = 0; i < 20_000; i++) {
      model.insertRows(0, 1);
      model.setData(model.index(0, 0), `${i}`);
    }
    assertEquals(model.index(19_999, 0).data(), "0");
  }));

Deno.test("an index that a program makes is invalid: the parent of the top-level rows", () =>
  onWidgets(() => {
    const none = new QModelIndex();
    assertEquals([none.row, none.column, none.internalId()], [-1, -1, 0]);
    assertEquals([none.isValid(), none.model(), none.data()], [
      false,
      null,
      null,
    ]);
    assertEquals(none.parent().isValid(), false);
    const model = new QStandardItemModel();
    model.appendRow(["first"]);
    assertEquals(model.rowCount(none), 1);
    assertEquals(model.index(0, 0, none).data(), "first");
    assertEquals(model.data(none), null);
  }));
