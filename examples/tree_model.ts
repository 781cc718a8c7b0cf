/**
 * An outline: a tree that a model in TypeScript has, edited in a QTreeView.
 *
 *     deno run --allow-ffi examples/tree_model.ts
 *
 * F2 or a double click edits a cell, Insert adds a row, Ctrl+Insert one below, Delete removes.
 *
 * @module
 */

import {
  type ItemFlags,
  QAbstractItemModel,
  QApplication,
  QModelIndex,
  type QObject,
  QShortcut,
  QTreeView,
  run,
} from "../widgets.ts";
import { ItemDataRole } from "../enums.ts";

const { DisplayRole: DISPLAY, EditRole: EDIT } = ItemDataRole;

/** A row: its cells, and the rows below. */
export class Row {
  static #last = 0;
  readonly id: number = ++Row.#last;
  readonly cells: string[];
  readonly rows: Row[] = [];
  parent: Row | null = null;

  constructor(cells: string[], ...rows: Row[]) {
    this.cells = cells;
    for (const row of rows) this.insert(this.rows.length, row);
  }

  insert(at: number, row: Row): void {
    row.parent = this;
    this.rows.splice(at, 0, row);
  }
}

/** The model. The indexes of a row have its id. */
export class Outline extends QAbstractItemModel {
  readonly #root: Row;
  readonly #rows = new Map<number, Row>();

  /** @param root Has the titles of the columns and the rows at the top. */
  constructor(root: Row) {
    super();
    this.#root = root;
    this.#note(root);
  }

  override index(
    row: number,
    column: number,
    parent?: QModelIndex,
  ): QModelIndex {
    const found = this.#at(parent).rows[row];
    return found === undefined
      ? new QModelIndex()
      : this.createIndex(row, column, found.id);
  }

  override parent(): QObject | null;
  override parent(child: QModelIndex): QModelIndex;
  override parent(child?: QModelIndex): QModelIndex | QObject | null {
    if (child === undefined) return super.parent();
    const { parent } = this.#at(child);
    if (parent === null || parent === this.#root) return new QModelIndex();
    return this.createIndex(parent.parent!.rows.indexOf(parent), 0, parent.id);
  }

  override rowCount(parent?: QModelIndex): number {
    return this.#at(parent).rows.length;
  }

  override columnCount(): number {
    return this.#root.cells.length;
  }

  override data(index: QModelIndex, role = DISPLAY): unknown {
    return role === DISPLAY || role === EDIT
      ? this.#at(index).cells[index.column]
      : null;
  }

  override headerData(section: number, _: unknown, role = DISPLAY): unknown {
    return role === DISPLAY ? this.#root.cells[section] : null;
  }

  override flags(index: QModelIndex): ItemFlags {
    return index.isValid()
      ? "ItemIsEnabled|ItemIsSelectable|ItemIsEditable"
      : 0;
  }

  override setData(index: QModelIndex, value: unknown, role = EDIT): boolean {
    if (role !== EDIT) return false;
    this.#at(index).cells[index.column] = String(value);
    this.dataChanged.emit(index, index, [role]);
    return true;
  }

  override insertRows(
    at: number,
    count: number,
    parent = new QModelIndex(),
  ): boolean {
    const above = this.#at(parent);
    this.beginInsertRows(parent, at, at + count - 1);
    for (let i = 0; i < count; i++) {
      const row = new Row(this.#root.cells.map(() => ""));
      above.insert(at, row);
      this.#note(row);
    }
    this.endInsertRows();
    return true;
  }

  override removeRows(
    at: number,
    count: number,
    parent = new QModelIndex(),
  ): boolean {
    this.beginRemoveRows(parent, at, at + count - 1);
    this.#at(parent).rows.splice(at, count);
    this.endRemoveRows();
    return true;
  }

  #at(index?: QModelIndex): Row {
    const id = index?.isValid() ? Number(index.internalId()) : this.#root.id;
    return this.#rows.get(id)!;
  }

  #note(row: Row): void {
    this.#rows.set(row.id, row);
    for (const below of row.rows) this.#note(below);
  }
}

/** The window. */
export function outline(root: Row): QTreeView {
  const view = new QTreeView({ windowTitle: "Outline" });
  const model = new Outline(root);
  view.setModel(model);
  const key = (keys: string, activated: () => void) =>
    new QShortcut(view, { key: keys, activated });
  key("Ins", () => {
    const at = view.currentIndex();
    model.insertRow(at.row + 1, at.parent());
  });
  key("Ctrl+Ins", () => {
    const at = view.currentIndex();
    model.insertRow(0, at);
    view.expand(at);
  });
  key("Del", () => {
    const at = view.currentIndex();
    if (at.isValid()) model.removeRow(at.row, at.parent());
  });
  view.expandAll();
  view.resizeColumnToContents(0);
  return view;
}

/** What the example shows. */
export function sample(): Row {
  return new Row(
    ["Title", "Pages"],
    new Row(
      ["Widgets", "12"],
      new Row(["Painting", "5"]),
      new Row(["Layouts", "7"]),
    ),
    new Row(
      ["Models", "9"],
      new Row(["Trees", "4"], new Row(["Editing", "2"])),
    ),
    new Row(["Index", "1"]),
  );
}

if (import.meta.main) {
  await using _app = new QApplication();
  outline(sample()).show();
  await run();
}
