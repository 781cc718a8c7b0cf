/**
 * Places in models.
 *
 * @module
 */

import { IndexField as Field, IndexKind } from "../../../ffi/abi.ts";
import type { QAbstractItemModel } from "../generated/core/classes.js";
import { QtOpaque } from "./values.ts";

/** @internal One of the fields of an index. */
export type IndexField = (typeof Field)[keyof typeof Field];

/** @internal What asks Qt about an index. */
export interface IndexSource {
  /** One of its fields. */
  indexField(index: QModelIndex, field: IndexField, role: number): unknown;
}

/** Tells of an index that is none. */
const nowhere: IndexSource = {
  indexField: (index, field) => {
    switch (field) {
      case Field.Row:
      case Field.Column:
        return -1;
      case Field.Valid:
        return false;
      case Field.InternalId:
        return 0;
      case Field.Parent:
        return index;
      default:
        return null;
    }
  },
};

/** @internal Whether an index is one that a program has made. */
export let isNowhere: (index: QModelIndex) => boolean;

/** Asks Qt about an index. */
let read: (index: QModelIndex, field: IndexField, role?: number) => unknown;
/** @internal What of an index that an override has got is the shim's: it goes back as it came. */
export interface IndexParts {
  readonly kind: number;
  readonly row: number;
  readonly column: number;
  /** The lower and the upper half of the model's number. */
  readonly low: number;
  readonly high: number;
  /** The handle of its model. */
  readonly model: number;
}

/**
 * A place in a model, as [QModelIndex](https://doc.qt.io/qt-6/qmodelindex.html). It can be kept, as a
 * [QPersistentModelIndex](https://doc.qt.io/qt-6/qpersistentmodelindex.html): it follows its row and column where the
 * model moves them. When they are removed, or the model is reset or destroyed, it becomes invalid, and no method of
 * Qt's takes it any more.
 *
 * @example
 * ```ts
 * import { QApplication, QStandardItemModel } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const model = new QStandardItemModel();
 * model.appendRow(["first"]);
 * model.appendRow(["second"]);
 * const index = model.index(1, 0);
 * assertEquals([index.row, index.data()], [1, "second"]);
 * model.removeRows(0, 1);
 * assertEquals([index.row, index.data()], [0, "second"]);
 * model.clear();
 * assertEquals(index.isValid(), false);
 * assertThrows(() => model.data(index), Error, "no longer valid");
 * ```
 */
export class QModelIndex extends QtOpaque<"QModelIndex"> {
  readonly #source: IndexSource;

  /** Makes an invalid one: the parent of a model's top-level rows. A model's `index()` and signals return the others. */
  constructor();
  /** @internal */
  constructor(id: number, source: IndexSource);
  constructor(id = -1, source: IndexSource = nowhere) {
    super(id, "QModelIndex");
    this.#source = source;
  }

  /** Its row, from 0; -1 if it is invalid. */
  get row(): number {
    return read(this, Field.Row) as number;
  }

  /** Its column, from 0; -1 if it is invalid. */
  get column(): number {
    return read(this, Field.Column) as number;
  }

  /** Whether it is a place of a model that exists. That of a top-level row's parent is not. */
  isValid(): boolean {
    return read(this, Field.Valid) as boolean;
  }

  /** The index of what it is a child of; an invalid one at the top. */
  parent(): QModelIndex {
    return read(this, Field.Parent) as QModelIndex;
  }

  /**
   * What the model has there, as [data](https://doc.qt.io/qt-6/qmodelindex.html#data).
   *
   * @param role A value of [Qt::ItemDataRole](https://doc.qt.io/qt-6/qt.html#ItemDataRole-enum): by default that of the
   * text that is shown.
   * @returns The value; null if there is none, or the index is invalid.
   */
  data(role: number = 0): unknown {
    return read(this, Field.Data, role);
  }

  /** Its model; null if it is invalid. */
  model(): QAbstractItemModel | null {
    return read(this, Field.Model) as QAbstractItemModel | null;
  }

  /**
   * The number that its model has for it, as [internalId](https://doc.qt.io/qt-6/qmodelindex.html#internalId): a model of
   * the program's gives it by `createIndex()`.
   */
  internalId(): number | bigint {
    return read(this, Field.InternalId) as number | bigint;
  }

  /** `QModelIndex(1, 0)`. */
  override toString(): string {
    return `QModelIndex(${this.row}, ${this.column})`;
  }

  static {
    isNowhere = (index) => #source in index && index.#source === nowhere;
    read = (index, field, role = 0) => {
      if (#source in index) return index.#source.indexField(index, field, role);
      throw new TypeError(
        "Cannot use the QModelIndex: Qt has not handed it out",
      );
    };
  }
}

/**
 * A model index that an override has got, or that `createIndex()` has made: a row, a column and a number. That of a model
 * of Qt's is over when the override returns.
 */
export class LentIndex extends QModelIndex {
  readonly #parts: IndexParts;
  #isOver = false;

  /**
   * Made by the bridge.
   *
   * @param parts What the shim says of it.
   * @param source What asks Qt about it.
   */
  constructor(parts: IndexParts, source: IndexSource) {
    super(-1, source);
    this.#parts = parts;
  }

  /** Its row, from 0; -1 if it is invalid. */
  override get row(): number {
    return this.#parts.row;
  }

  /** Its column, from 0; -1 if it is invalid. */
  override get column(): number {
    return this.#parts.column;
  }

  /** Whether it is a place of a model. */
  override isValid(): boolean {
    return this.#parts.kind !== IndexKind.Invalid && !this.#isOver;
  }

  /** The number that its model has for it. */
  override internalId(): number | bigint {
    const { low, high } = this.#parts;
    return high < 2 ** 21
      ? high * 2 ** 32 + low
      : BigInt(high) << 32n | BigInt(low);
  }

  /** Ends it. */
  expire(): void {
    this.#isOver = true;
  }

  /** Whether the override has returned that has got it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @internal What the shim gets of it. */
  static partsOf(index: LentIndex): IndexParts {
    return index.#parts;
  }
}
