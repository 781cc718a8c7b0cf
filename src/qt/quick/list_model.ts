/**
 * Lists for QML's views.
 *
 * @module
 */

import { QObject, registerType } from "../object.ts";
import type { Signal } from "../signal.ts";
import { requireQuick } from "./library.ts";

/**
 * A list of rows that QML's views show, as
 * [QAbstractListModel](https://doc.qt.io/qt-6/qabstractlistmodel.html): a `ListView` or `Repeater` whose `model` it is
 * follows every change. A delegate reads a row's values by the names of their roles (`required property string title`,
 * or `model.title`), and changes them by assigning `model.title`.
 *
 * The rows are in Qt, not in TypeScript: what {@linkcode ListModel.get} returns is a copy.
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
    return this.#rows(row, 1)[0]!;
  }

  /** A copy of all rows, or of some: as `Array.prototype.slice`, with indices from 0. */
  toArray(start: number = 0, end: number = this.length): T[] {
    const first = Math.min(start, this.length);
    return this.#rows(first, Math.max(0, Math.min(end, this.length) - first));
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
    this.invoke("insertAt", row, rows.map((one) => this.#values(one)));
  }

  /**
   * Takes rows away.
   *
   * @throws {RangeError} If they do not all exist.
   */
  remove(row: number, count: number = 1): void {
    this.#check(row, count);
    this.invoke("removeAt", row, count);
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
    this.invoke("moveTo", from, to, count);
  }

  /**
   * Changes values of a row.
   *
   * @throws {RangeError} If there is no such row.
   * @throws {TypeError} If there is no such role.
   */
  set(row: number, values: Partial<T>): void {
    this.#check(row, 1);
    for (const role of Object.keys(values)) {
      if (this.roles.includes(role as keyof T & string)) continue;
      throw new TypeError(
        `Cannot set the role "${role}" of a ListModel: it has ${
          this.roles.join(", ")
        }`,
      );
    }
    this.invoke("changeRow", row, values);
  }

  /** Replaces all rows: the way to fill a list with very many. A view scrolls to its beginning. */
  reset(rows: Iterable<T> = []): void {
    const all: unknown[][] = [];
    for (const row of rows) all.push(this.#values(row));
    this.invoke("resetRows", all);
  }

  /** Takes all rows away. */
  clear(): void {
    this.reset();
  }

  /** Copies of the rows, from the first to the last, as they are when each is asked for. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    for (let row = 0; row < this.length; row++) yield this.get(row);
  }

  #values(row: T): unknown[] {
    if (typeof row !== "object" || row === null) {
      throw new TypeError(
        `A row of a ListModel: expected an object with ${
          this.roles.join(", ")
        }, got ${row === null ? "null" : typeof row}`,
      );
    }
    return this.roles.map((role) => row[role]);
  }

  #rows(row: number, count: number): T[] {
    const rows = this.invoke("rowsFrom", row, count) as unknown[][];
    return rows.map((values) =>
      Object.fromEntries(
        this.roles.map((role, i) => [role, values[i]]),
      ) as T
    );
  }

  /** That there are `count` rows from `row` on. */
  #check(row: number, count: number): void {
    const isCount = Number.isInteger(count) && count >= 0;
    const { length } = this;
    if (isCount && Number.isInteger(row) && row >= 0 && row + count <= length) {
      return;
    }
    throw new RangeError(
      `A ListModel of ${length} rows has not ${
        count === 0 ? `the place ${row}` : `${count} from ${row} on`
      }`,
    );
  }
}

registerType("ListModel", ListModel as unknown as typeof QObject);

function checkRoles(roles: readonly string[]): void {
  const isRole = (role: unknown) =>
    typeof role === "string" && /^[a-z_]\w*$/.test(role);
  if (
    Array.isArray(roles) && roles.length > 0 && roles.every(isRole) &&
    new Set(roles).size === roles.length
  ) return;
  throw new TypeError(
    `Cannot make a ListModel with the roles ${
      JSON.stringify(roles)
    }: expected one or more different names, each a small letter or "_", then letters, digits and "_"`,
  );
}
