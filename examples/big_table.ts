/**
 * A table of ten million rows, of which the model computes what is seen.
 *
 *     deno run --allow-ffi examples/big_table.ts
 *
 * @module
 */

import {
  type Orientation,
  QAbstractTableModel,
  QApplication,
  QColor,
  QLineEdit,
  type QModelIndex,
  QTableView,
  QVBoxLayout,
  QWidget,
  run,
} from "../widgets.ts";
import { AlignmentFlag, ItemDataRole as Role } from "../enums.ts";

const COLUMNS: readonly [title: string, cell: (n: number) => string][] = [
  ["n", (n) => n.toLocaleString("en")],
  ["n²", (n) => (n * n).toLocaleString("en")],
  ["√n", (n) => Math.sqrt(n).toFixed(4)],
  ["Hexadecimal", (n) => n.toString(16)],
  ["Factors", (n) => factors(n).join(" · ")],
];

/** The prime factors of a number. */
export function factors(n: number): number[] {
  const found: number[] = [];
  for (let p = 2; p * p <= n; p++) {
    for (; n % p === 0; n /= p) found.push(p);
  }
  return n > 1 ? [...found, n] : found;
}

/** Numbers and what is to be said of them. A view asks for the cells that it shows, and for no others. */
export class Numbers extends QAbstractTableModel {
  /** How many rows there are. */
  readonly count: number;
  readonly #prime = new QColor(0x2e, 0x8b, 0x57);

  /** @param count How many rows there are. */
  constructor(count: number) {
    super();
    this.count = count;
  }

  override rowCount(parent?: QModelIndex): number {
    return parent?.isValid() ? 0 : this.count;
  }

  override columnCount(parent?: QModelIndex): number {
    return parent?.isValid() ? 0 : COLUMNS.length;
  }

  override data(index: QModelIndex, role: number = Role.DisplayRole): unknown {
    const { row, column } = index;
    switch (role) {
      case Role.DisplayRole:
        return COLUMNS[column]![1](row + 1);
      case Role.TextAlignmentRole:
        return column < 3
          ? AlignmentFlag.AlignRight | AlignmentFlag.AlignVCenter
          : null;
      case Role.ForegroundRole:
        return column === 4 && factors(row + 1).length === 1
          ? this.#prime
          : null;
      default:
        return null; // no icon, no check box …
    }
  }

  override headerData(
    section: number,
    orientation: Orientation,
    role: number = Role.DisplayRole,
  ): unknown {
    return role === Role.DisplayRole && orientation === "Horizontal"
      ? COLUMNS[section]?.[0]
      : null;
  }
}

/** The window: the table, and a field that goes to a row. */
export function bigTable(count = 10_000_000): QWidget {
  const window = new QWidget({
    windowTitle: `${count.toLocaleString("en")} rows`,
  });
  const table = new QTableView();
  const model = new Numbers(count);
  table.setModel(model);
  table.wordWrap = false;
  table.setColumnWidth(1, 150);
  table.verticalHeader()!.hide();
  table.horizontalHeader()!.stretchLastSection = true;
  const go = new QLineEdit({ placeholderText: "Go to a number" });
  go.returnPressed.connect(() => {
    const index = model.index(Number(go.text) - 1, 0);
    table.setCurrentIndex(index);
    table.scrollTo(index, "PositionAtTop");
  });
  const layout = new QVBoxLayout(window);
  layout.addWidget(go);
  layout.addWidget(table);
  window.resize(560, 300);
  return window;
}

if (import.meta.main) {
  await using _app = new QApplication();
  bigTable().show();
  await run();
}
