/** Models of Qt's whose `index()` and `parent()` a program overrides: its indexes are asked for by just these. */

import { assert, assertEquals } from "@std/assert";
import {
  QAbstractItemModel,
  QAbstractProxyModel,
  QApplication,
  QIdentityProxyModel,
  QModelIndex,
  type QObject,
  QSortFilterProxyModel,
  QStandardItem,
  QStandardItemModel,
  QStringListModel,
  QTreeView,
} from "../../widgets.ts";

const offscreen = ["-platform", "offscreen"];

/** A model of Qt's whose `index()` and `parent()` JavaScript overrides, and counts. */
function counting<T extends new (...args: never[]) => QObject>(
  Model: T,
  calls: string[],
): T {
  // deno-lint-ignore no-explicit-any -- mixed into several classes
  const Base = Model as any;
  return class extends Base {
    index(row: number, column: number, parent?: QModelIndex): QModelIndex {
      calls.push("index");
      return super.index(row, column, parent);
    }
    parent(...args: QModelIndex[]): unknown {
      calls.push("parent");
      return super.parent(...args);
    }
  } as unknown as T;
}

Deno.test("index() and parent() of Qt's own models may be overridden", async () => {
  await using _app = new QApplication(offscreen);
  const calls: string[] = [];
  const Items = counting(QStandardItemModel, calls);
  const items = new Items(3, 2);
  items.setItem(1, new QStandardItem("row"));
  items.item(1)!.appendRow([new QStandardItem("child")]);
  const Proxy = counting(QSortFilterProxyModel, calls);
  const proxy = new Proxy();
  proxy.setSourceModel(items);
  const Same = counting(QIdentityProxyModel, calls);
  const same = new Same();
  same.setSourceModel(items);
  for (const model of [items, proxy, same]) {
    calls.length = 0;
    const row = model.index(1, 0);
    const child = model.index(0, 0, row);
    assertEquals([row.row, row.column, child.data()], [1, 0, "child"]);
    assertEquals(model.parent(child)!.row, 1);
    assert(calls.includes("index") && calls.includes("parent"));
    // The place follows its row, and ends with it.
    model.insertRow(0);
    assertEquals([row.row, child.data()], [2, "child"]);
    model.removeRow(2);
    assertEquals([row.isValid(), child.isValid()], [false, false]);
    items.setItem(1, new QStandardItem("row"));
    items.item(1)!.appendRow([new QStandardItem("child")]);
    const view = new QTreeView();
    view.setModel(model);
    view.show();
    view.expandAll();
    view.grab();
    view.setModel(null);
  }
});

Deno.test("a proxy of the program's own says what its indexes are", async () => {
  await using _app = new QApplication(offscreen);
  const source = new QStringListModel();
  source.setStringList(["a", "b", "c"]);
  class Reversed extends QAbstractProxyModel {
    override rowCount(parent?: QModelIndex): number {
      return parent?.isValid() ? 0 : source.rowCount();
    }
    override columnCount(): number {
      return 1;
    }
    override index(row: number, column: number): QModelIndex {
      return this.createIndex(row, column);
    }
    override parent(): QObject | null;
    override parent(child: QModelIndex): QModelIndex;
    override parent(child?: QModelIndex): QObject | QModelIndex | null {
      return child === undefined ? super.parent() : new QModelIndex();
    }
    override mapToSource(index: QModelIndex): QModelIndex {
      return source.index(source.rowCount() - 1 - index.row, 0);
    }
    override mapFromSource(index: QModelIndex): QModelIndex {
      return this.createIndex(source.rowCount() - 1 - index.row, 0);
    }
  }
  const model = new Reversed();
  model.setSourceModel(source);
  const texts = [0, 1, 2].map((row) => model.index(row, 0).data());
  assertEquals(texts, ["c", "b", "a"]);
  const view = new QTreeView();
  view.setModel(model);
  view.show();
  view.grab();
});

Deno.test("a proxy over a tree in TypeScript gives its indexes, whose places ask the tree", async () => {
  await using _app = new QApplication(offscreen);
  class Tree extends QAbstractItemModel {
    override index(row: number, column: number, parent?: QModelIndex) {
      const above = parent?.isValid() ? 100 + parent.row : 0;
      return this.createIndex(row, column, above);
    }
    override parent(): QObject | null;
    override parent(child: QModelIndex): QModelIndex;
    override parent(child?: QModelIndex): QObject | QModelIndex | null {
      if (child === undefined) return super.parent();
      const above = Number(child.internalId());
      const found = above >= 100
        ? this.createIndex(above - 100, 0, 0)
        : new QModelIndex();
      // A call whose result comes where that of the proxy's is to be.
      found.isValid();
      return found;
    }
    override rowCount(parent?: QModelIndex): number {
      if (!parent?.isValid()) return 3;
      return Number(parent.internalId()) === 0 ? 2 : 0;
    }
    override columnCount(): number {
      return 1;
    }
    override data(index: QModelIndex, role: number): string | null {
      return role === 0 ? `${index.internalId()}/${index.row}` : null;
    }
  }
  const tree = new Tree();
  for (const Proxy of [QSortFilterProxyModel, QIdentityProxyModel]) {
    const proxy = new Proxy();
    proxy.setSourceModel(tree);
    const row = proxy.index(1, 0);
    const child = proxy.index(1, 0, row);
    assertEquals([row.data(), child.data()], ["0/1", "101/1"]);
    assertEquals(proxy.parent(child)!.row, 1);
    assertEquals(proxy.mapToSource(child)!.data(), "101/1");
    const found = proxy.match(proxy.index(0, 0), 0, "0/2");
    assertEquals(found.map((index) => index.row), [2]);
  }
});
