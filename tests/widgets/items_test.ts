/** The widgets that keep their items themselves: lists, tables and trees. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  DestroyedObjectError,
  QListWidget,
  type QListWidgetItem,
  QTableWidget,
  QTreeWidget,
  type QTreeWidgetItem,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";

Deno.test("the items of a list are added, changed and removed by their rows", () =>
  onWidgets(() => {
    const list = new QListWidget();
    const texts = () =>
      Array.from({ length: list.count }, (_, row) => list.itemText(row));
    list.addItems(["a", "c"]);
    list.insertItem(1, "b");
    list.addItem("d");
    list.setItemText(3, "D");
    list.removeItem(0);
    assertEquals(texts(), ["b", "c", "D"]);
    list.setItemText(7, "nowhere");
    list.removeItem(7);
    assertEquals([list.count, list.itemText(7)], [3, ""]);
  }));

Deno.test("an item that a list's signal brings has a row, until it is removed", () =>
  onWidgets(() => {
    const list = new QListWidget();
    list.addItems(["a", "b"]);
    const changed: QListWidgetItem[] = [];
    list.itemChanged.connect((item) => changed.push(item));
    list.setItemText(1, "B");
    assertEquals(changed.map((item) => list.row(item)), [1]);
    list.removeItem(0);
    assertEquals(changed.map((item) => list.row(item)), [0]);
    list.clear();
    assertThrows(() => list.row(changed[0]!), DestroyedObjectError);
  }));

Deno.test("the cells of a table are read and written by row and column", () =>
  onWidgets(() => {
    const table = new QTableWidget({ rowCount: 2, columnCount: 2 });
    table.setHorizontalHeaderLabels(["Name", "Colour"]);
    table.setVerticalHeaderLabels(["1st", "2nd"]);
    const changed: [number, number][] = [];
    table.cellChanged.connect((row, column) => changed.push([row, column]));
    table.setItemText(0, 0, "pear");
    table.setItemText(0, 1, "green");
    table.setItemText(0, 1, "yellow");
    assertEquals(changed, [[0, 0], [0, 1], [0, 1]]);
    assertEquals(
      [table.itemText(0, 1), table.itemText(1, 0), table.itemText(9, 9)],
      ["yellow", "", ""],
    );
    table.setCurrentCell(1, 0);
    assertEquals([table.currentRow(), table.currentColumn()], [1, 0]);
    table.insertRow(0);
    assertEquals([table.itemText(1, 0), table.currentRow()], ["pear", 2]);
  }));

Deno.test("the items of a tree are reached by their paths", () =>
  onWidgets(() => {
    const tree = new QTreeWidget();
    tree.setHeaderLabels(["Name", "Size"]);
    assertEquals(tree.columnCount, 2);
    const src = tree.addItem(["src"]);
    const docs = tree.addItem(["docs"]);
    assertEquals([src, docs], [[0], [1]]);
    assertEquals(tree.addItem(["qml.md", "3 kB"], docs), [1, 0]);
    const deep = tree.addItem(["a"], tree.addItem(["images"], docs));
    assertEquals(deep, [1, 1, 0]);
    assertEquals(
      [tree.childCount([]), tree.childCount(docs), tree.childCount(deep)],
      [2, 2, 0],
    );
    tree.setItemText(deep, 1, "5 kB");
    assertEquals([tree.itemText(deep), tree.itemText(deep, 1)], ["a", "5 kB"]);

    tree.setCurrentPath(deep);
    assertEquals(tree.currentPath(), deep);
    tree.removeItem(src);
    assertEquals(tree.currentPath(), [0, 1, 0]);
    tree.removeItem([0, 1]);
    assertEquals(tree.childCount([0]), 1);
  }));

Deno.test("an item that a tree's signal brings has a path, until it is removed", () =>
  onWidgets(() => {
    const tree = new QTreeWidget();
    const top = tree.addItem(["a"]);
    const below = tree.addItem(["b"], tree.addItem(["b"], top));
    const changed: QTreeWidgetItem[] = [];
    tree.itemChanged.connect((item) => changed.push(item));
    tree.setItemText(below, 0, "B");
    assertEquals(changed.map((item) => tree.path(item)), [[0, 0, 0]]);
    tree.removeItem(top);
    assertThrows(() => tree.path(changed[0]!), DestroyedObjectError);
    assertEquals([tree.itemText(below), tree.topLevelItemCount], ["", 0]);
  }));

Deno.test("an item of a tree is expanded and says so", () =>
  onWidgets(() => {
    const tree = new QTreeWidget();
    const top = tree.addItem(["a"]);
    tree.addItem(["b"], top);
    const paths: number[][] = [];
    tree.itemExpanded.connect((item) => paths.push(tree.path(item)));
    tree.show();
    tree.setItemExpanded(top, true);
    assertEquals(paths, [[0]]);
  }));

Deno.test("where a tree has no item, nothing is done", () =>
  onWidgets(() => {
    const tree = new QTreeWidget();
    tree.addItem(["a"]);
    for (const path of [[], [1], [0, 0], [-1]]) {
      tree.setItemText(path, 0, "x");
      tree.removeItem(path);
      assertEquals(tree.itemText(path), "");
    }
    assertEquals(tree.addItem(["b"], [5]), []);
    assertEquals([tree.topLevelItemCount, tree.itemText([0])], [1, "a"]);
  }));
