/**
 * Lists for QML's views.
 *
 * @module
 */

import { RowRequest } from "../../../ffi/abi.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { QtError } from "../calls/errors.ts";
import { registerClass } from "../objects/class_registry.ts";
import { QObject } from "../objects/qobject.ts";
import type { Signal } from "../signals/signal.ts";
import { requireQuick } from "./library.ts";
import { copyValue } from "./row_value.ts";

/** Answers what the shim's model asks for. */
export let serveListModel: (
  model: ListModel<object>,
  request: number,
  args: readonly unknown[],
) => unknown;

/**
 * A list of rows that QML's views show, as
 * [QAbstractListModel](https://doc.qt.io/qt-6/qabstractlistmodel.html): a `ListView` or `Repeater` whose `model` it is
 * follows every change. A delegate reads a row's values by the names of their roles (`required property string title`,
 * or `model.title`), and changes them by assigning `model.title`.
 *
 * The model keeps copies of the values it is given, and {@linkcode ListModel.get} returns copies. Qt asks for a value
 * when it shows it: a list of a million rows costs little more than its values.
 *
 * @typeParam T A row: an object with a value for each role.
 *
 * @example
 * ```ts
 * import { ListModel, QGuiApplication } from "@qtasyncio/qtasyncio/quick";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * const planets = new ListModel<{ name: string; moons: number }>(["name", "moons"]);
 * planets.append({ name: "Earth", moons: 1 }, { name: "Mars", moons: 2 });
 * planets.set(0, { name: "Terra" });
 * planets.move(0, 1);
 * assertEquals(planets.toArray(), [{ name: "Mars", moons: 2 }, { name: "Terra", moons: 1 }]);
 * ```
 */
export class ListModel<T extends object> extends QObject {
  /** How many rows there are; for QML. */
  declare readonly count: number;
  /** Emitted when there are more or fewer rows than before. */
  declare readonly countChanged: Signal<[]>;
  /** Emitted when QML (or a view of widgets) has changed a value: not for changes from TypeScript. */
  declare readonly edited: Signal<
    [row: number, role: keyof T & string, value: T[keyof T]]
  >;

  /** The names of the values in each row. */
  readonly roles: readonly (keyof T & string)[];
  // The values by column: rows that differ in nothing but values need no object each.
  #columns: unknown[][];
  #changing = false;

  /**
   * Makes a list.
   *
   * @param roles The names of the values in each row.
   * @param rows The rows that it has at first.
   * @throws {TypeError} If there are no roles, or one cannot be used in QML or occurs twice.
   * @throws {ApplicationError} If this thread has no application.
   */
  constructor(roles: readonly (keyof T & string)[], rows: Iterable<T> = []) {
    checkRoles(roles);
    requireQuick();
    super();
    this.roles = [...roles];
    this.#columns = roles.map(() => []);
    this.invoke("setRoles", this.roles);
    this.reset(rows);
  }

  /** How many rows there are. */
  get length(): number {
    return this.property("count") as number;
  }

  /**
   * A copy of a row.
   *
   * @throws {RangeError} If there is no such row.
   */
  get(row: number): T {
    this.#check(row, 1);
    return this.#row(row);
  }

  /** A copy of all rows, or of some: as `Array.prototype.slice`, with indices from 0. */
  toArray(start: number = 0, end: number = this.length): T[] {
    const { length } = this;
    const first = Math.min(start, length);
    const count = Math.max(0, Math.min(end, length) - first);
    return Array.from({ length: count }, (_, i) => this.#row(first + i));
  }

  /** Adds rows at the end. */
  append(...rows: T[]): void {
    this.insert(this.length, ...rows);
  }

  /**
   * Adds rows before another one, or at the end.
   *
   * @throws {RangeError} If there is no such place.
   */
  insert(row: number, ...rows: T[]): void {
    this.#check(row, 0);
    const added = this.#columnsOf(rows);
    const count = rows.length;
    if (count === 0) return;
    this.#change(["beginInsert", row, count], () => {
      this.#columns = this.#columns.map((column, i) =>
        inserted(column, row, added[i]!)
      );
    }, ["endInsert", count]);
  }

  /**
   * Takes rows away.
   *
   * @throws {RangeError} If they do not all exist.
   */
  remove(row: number, count: number = 1): void {
    this.#check(row, count);
    if (count === 0) return;
    this.#change(["beginRemove", row, count], () => {
      for (const column of this.#columns) column.splice(row, count);
    }, ["endRemove", count]);
  }

  /**
   * Moves rows.
   *
   * @param from The first of them.
   * @param to Where the first of them is afterwards.
   * @param count How many.
   * @throws {RangeError} If they, or the places they go to, do not all exist.
   */
  move(from: number, to: number, count: number = 1): void {
    this.#check(from, count);
    this.#check(to, count);
    if (from === to || count === 0) return;
    this.#change(["beginMove", from, to, count], () => {
      this.#columns = this.#columns.map((column) =>
        inserted(column, to, column.splice(from, count))
      );
    }, ["endMove"]);
  }

  /**
   * Changes values of a row.
   *
   * @throws {RangeError} If there is no such row.
   * @throws {TypeError} If there is no such role, or Qt has no form for a value.
   */
  set(row: number, values: Partial<T>): void {
    this.#check(row, 1);
    if (typeof values !== "object" || values === null) {
      throw new TypeError(
        `Cannot set row ${row}: expected an object with some of ${
          this.roles.join(", ")
        }, got ${describeValue(values)}`,
      );
    }
    const changes = Object.entries(values).map(([role, value]) => {
      const column = this.roles.indexOf(role as keyof T & string);
      if (column < 0) {
        throw new TypeError(
          `Cannot set the role "${role}": expected a role of this ListModel (${
            this.roles.join(", ")
          })`,
        );
      }
      return [column, copyValue(value)] as const;
    });
    if (changes.length === 0) return;
    for (const [column, value] of changes) this.#columns[column]![row] = value;
    this.invoke("changed", row, changes.map(([column]) => column));
  }

  /** Replaces all rows: the way to fill a list with very many. A view scrolls to its beginning. */
  reset(rows: Iterable<T> = []): void {
    const columns = this.#columnsOf(rows);
    this.#change(["beginReset"], () => {
      this.#columns = columns;
    }, ["endReset", columns[0]!.length]);
  }

  /** Takes all rows away. */
  clear(): void {
    this.reset();
  }

  /** Copies of the rows, from the first to the last, as they are when each is asked for. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let row = 0; row < this.length; row++) yield this.get(row);
  }

  /**
   * Qt sees the rows as they were until `begin` has returned, and as they are then in `end`.
   *
   * @throws {QtError} If a handler of an announced change makes another change.
   */
  #change(begin: Invocation, apply: () => void, end: Invocation): void {
    if (this.#changing) {
      throw new QtError(
        "Cannot change the ListModel: it is being changed; connect to rowsInserted instead of rowsAboutToBeInserted",
      );
    }
    this.#changing = true;
    try {
      this.invoke(...begin);
      apply();
    } finally {
      this.#changing = false;
    }
    this.invoke(...end);
  }

  /** The values of rows by column. */
  #columnsOf(rows: Iterable<T>): unknown[][] {
    const { roles } = this;
    const columns = roles.map((): unknown[] => []);
    if (typeof rows?.[Symbol.iterator] !== "function") {
      throw new TypeError(
        `Cannot take rows into the ListModel: expected an iterable of objects, got ${
          describeValue(rows)
        }`,
      );
    }
    for (const row of rows) {
      if (typeof row !== "object" || row === null) {
        throw new TypeError(
          `Cannot take a row into the ListModel: expected an object with ${
            roles.join(", ")
          }, got ${row === null ? "null" : typeof row}`,
        );
      }
      for (let i = 0; i < roles.length; i++) {
        columns[i]!.push(copyValue(row[roles[i]!]));
      }
    }
    return columns;
  }

  #row(row: number): T {
    return Object.fromEntries(
      this.roles.map((role, i) => [role, copyValue(this.#columns[i]![row])]),
    ) as T;
  }

  /** That there are `count` rows from `row` on. */
  #check(row: number, count: number): void {
    const isCount = Number.isInteger(count) && count >= 0;
    const { length } = this;
    if (isCount && Number.isInteger(row) && row >= 0 && row + count <= length) {
      return;
    }
    const wrong = isCount
      ? `Row index ${describeValue(row)}`
      : `Count ${describeValue(count)}`;
    const past = isCount && count > 1 ? ` for ${count} rows` : "";
    throw new RangeError(
      `${wrong} is out of range${past}: the model has ${length} rows`,
    );
  }

  static {
    serveListModel = (model, request, [row, column, value]) => {
      const columns = model.#columns;
      switch (request) {
        case RowRequest.Value:
          return columns[column as number]![row as number];
        case RowRequest.All:
          return columns.map((values) => values[row as number]);
        default: // Store
          columns[column as number]![row as number] = value;
          return null;
      }
    };
  }
}

/** What is called of the shim's model, and with what. */
type Invocation = [method: string, ...args: unknown[]];

// More items than this are no arguments of a call.
const MOST_ARGUMENTS = 1000;

/** A column with items inserted; the same one where that is as good. */
function inserted(
  column: unknown[],
  at: number,
  items: readonly unknown[],
): unknown[] {
  if (at === column.length && items.length > 0) {
    for (const item of items) column.push(item);
    return column;
  }
  if (items.length <= MOST_ARGUMENTS) {
    column.splice(at, 0, ...items);
    return column;
  }
  return column.slice(0, at).concat(items, column.slice(at));
}

registerClass("ListModel", ListModel);

function checkRoles(roles: readonly string[]): void {
  const isRole = (role: unknown) =>
    typeof role === "string" && /^[a-z_]\w*$/.test(role);
  if (
    Array.isArray(roles) && roles.length > 0 && roles.every(isRole) &&
    new Set(roles).size === roles.length
  ) return;
  throw new TypeError(
    `Cannot create a ListModel: expected an array of different names of roles, each a lowercase letter or "_", then letters, digits and "_", got ${
      Array.isArray(roles)
        ? `[${roles.map(describeValue).join(", ")}]`
        : describeValue(roles)
    }`,
  );
}
