/** Models of programs, by overrides. */

import { assertEquals, assertThrows } from "@std/assert";
import { QApplication } from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { objectClass } from "./_classes.ts";
import {
  type Any,
  offscreen,
  pictureOf,
  QAbstractListModel,
  QStandardItemModel,
} from "./_overrides.ts";

const QAbstractItemModel = objectClass("QAbstractItemModel");

const QListView = objectClass("QListView");

const QSortFilterProxyModel = objectClass("QSortFilterProxyModel");

const QTreeView = objectClass("QTreeView");

Deno.test("a list model in TypeScript is shown, and tells of its changes", async () => {
  await using _app = new QApplication(offscreen);
  class Numbers extends QAbstractListModel {
    count = 3;
    rowCount(parent: Any) {
      return parent?.isValid() ? 0 : this.count;
    }
    data(index: Any, role: number) {
      return role === 0 ? index.row * 2 : null;
    }
    flags(index: Any) {
      return super.flags(index);
    }
    add() {
      (this as Any).beginInsertRows(
        new QStandardItemModel().index(0, 0),
        this.count,
        this.count,
      );
      this.count++;
      (this as Any).endInsertRows();
    }
  }
  const model = new Numbers() as Any;
  const view = new QListView();
  view.setModel(model);
  let inserted = 0;
  model.rowsInserted.connect(() => inserted++);
  assertEquals(model.index(2, 0).data(), 4);
  model.add();
  assertEquals(inserted, 1);
  assertEquals(model.index(3, 0).data(), 6);
  assertEquals(model.flags(model.index(0, 0)).includes("ItemIsEnabled"), true);
  assertEquals((await pictureOf(view)).width > 0, true);
});

Deno.test("a tree model makes its own indexes", async () => {
  await using _app = new QApplication(offscreen);
  class Tree extends QAbstractItemModel {
    index(row: number, column: number, parent: Any) {
      const above = parent?.isValid() ? Number(parent.internalId()) : 0;
      return (this as Any).createIndex(row, column, above * 10 + row + 1);
    }
    parent(index: Any) {
      const above = Math.floor(Number(index.internalId()) / 10);
      return above === 0
        ? (this as Any).createIndex(-1, -1)
        : (this as Any).createIndex(above % 10 - 1, 0, above);
    }
    rowCount(parent: Any) {
      return !parent.isValid() ? 2 : parent.internalId() < 10 ? 3 : 0;
    }
    columnCount() {
      return 1;
    }
    data(index: Any, role: number) {
      return role === 0 ? `node ${index.internalId()}` : null;
    }
  }
  const tree = new Tree() as Any;
  const view = new QTreeView();
  view.setModel(tree);
  view.expandAll();
  view.grab();
  const below = tree.index(2, 0, tree.index(1, 0, null));
  assertEquals(below.data(), "node 23");
  assertEquals(below.parent().row, 1);
  class Standard extends QStandardItemModel {
    make() {
      return (this as Any).createIndex(0, 0, 12345);
    }
    columnCount() {
      return 1;
    }
  }
  assertThrows(() => new Standard().make(), Error, "makes its own indexes");
});

Deno.test("a proxy chooses and sorts rows; an index of another model is over with the call", async () => {
  await using _app = new QApplication(offscreen);
  const source = new QStandardItemModel();
  for (const text of ["x1", "y2", "x3"]) source.appendRow([text]);
  let kept: Any;
  class Proxy extends QSortFilterProxyModel {
    filterAcceptsRow(row: number) {
      return source.index(row, 0).data().startsWith("x");
    }
    lessThan(left: Any, right: Any) {
      kept = left;
      return left.data() > right.data();
    }
  }
  const proxy = new Proxy() as Any;
  proxy.setSourceModel(source);
  proxy.sort(0);
  assertEquals(proxy.rowCount(), 2);
  assertEquals(proxy.index(0, 0).data(), "x3");
  assertThrows(() => kept.data(), DestroyedObjectError, "override");
});
