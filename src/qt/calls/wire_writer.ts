/**
 * JavaScript's values to the wire format of `cpp_shim/core/wire/channel.h`.
 *
 * @module
 */

import { type Channel, pad, type View } from "../../../ffi/channel.ts";
import { IndexKind, Tag } from "../../../ffi/abi.ts";
import { DestroyedObjectError } from "./errors.ts";
import { isNowhere, LentIndex, QModelIndex } from "./model_index.ts";
import { handleOf } from "./reach.ts";
import {
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  QtOpaque,
} from "./values.ts";
import {
  bytesOf,
  channelsOf,
  checkBigint,
  checkCount,
  checkDepth,
  checkIntegers,
  checkNumbers,
  entriesOf,
  isArray,
  MAX_ITEMS,
  timeOf,
  unsuitable,
} from "./wire_values.ts";

/** How many bytes the values of one call may take. */
const MAX_SIZE = 2 ** 30;

/** Writes the arguments of one call. */
export class WireWriter {
  readonly #channel: Channel;
  #view: View;
  #at = 0;
  #depth = 0;
  // Counts what has been begun: getters among the values may begin something else.
  #epoch = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
    this.#view = channel.input;
  }

  /** Starts over. */
  begin(): this {
    this.#epoch = (this.#epoch + 1) | 0;
    this.#at = 0;
    this.#depth = 0;
    this.#view = this.#channel.input;
    return this;
  }

  /** Lets the shim have what has been written. */
  end(): void {
    this.#channel.commit();
  }

  /** Changes with each call that begins to write. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Writes one value behind what something else has written.
   *
   * @param at Where, in bytes.
   * @returns Where it ends.
   */
  append(at: number, value: unknown): number {
    this.begin();
    this.#at = at;
    this.write(value);
    return this.#at;
  }

  /**
   * Writes one value.
   *
   * @throws {TypeError} If Qt has no form for it, or a getter in it makes a call of its own, which takes its place.
   * @throws {RangeError} If it is a bigint of more than 64 bits, nested too deeply, or too large.
   */
  write(value: unknown): this {
    switch (typeof value) {
      case "undefined":
        return this.#head(Tag.Null, 0);
      case "boolean":
        return this.#head(Tag.Bool, value ? 1 : 0);
      case "number":
        return (value | 0) === value && !Object.is(value, -0)
          ? this.#head(Tag.Int, value)
          : this.#numbers(Tag.Double, value);
      case "bigint":
        return this.#bigint(value);
      case "string":
        return this.#string(Tag.String, value);
      case "object":
        return value === null ? this.#head(Tag.Null, 0) : this.#object(value);
      default:
        throw unsuitable(`a ${typeof value}`);
    }
  }

  #room(size: number): number {
    const at = this.#at;
    this.#at = at + pad(size);
    if (this.#at > this.#view.bytes.length) {
      if (this.#at > MAX_SIZE) {
        throw new RangeError(
          `Cannot pass the values to Qt: expected at most ${MAX_SIZE} bytes for one call`,
        );
      }
      this.#view = this.#channel.reserve(this.#at);
    }
    return at;
  }

  #head(tag: number, n: number): this {
    const word = this.#room(8) >> 2;
    this.#view.u32[word] = tag;
    this.#view.i32[word + 1] = n;
    return this;
  }

  #numbers(tag: number, ...numbers: number[]): this {
    this.#head(tag, 0);
    let at = this.#room(numbers.length * 8) >> 3;
    for (const number of numbers) this.#view.f64[at++] = number;
    return this;
  }

  #integers(tag: number, name: string, ...numbers: number[]): this {
    checkIntegers(name, numbers);
    return this.#numbers(tag, ...numbers);
  }

  #reals(tag: number, name: string, ...numbers: number[]): this {
    checkNumbers(name, numbers);
    return this.#numbers(tag, ...numbers);
  }

  #bigint(value: bigint): this {
    checkBigint(value);
    if (BigInt.asIntN(64, value) === value) {
      this.#head(Tag.Int64, 0);
      const at = this.#room(8) >> 3;
      this.#view.i64[at] = value;
    } else {
      this.#head(Tag.UInt64, 0);
      const at = this.#room(8) >> 3;
      this.#view.u64[at] = value;
    }
    return this;
  }

  #string(tag: number, text: string): this {
    const length = text.length;
    const at = this.#room(8 + length * 2);
    const { u16, u32 } = this.#view;
    u32[at >> 2] = tag;
    u32[(at >> 2) + 1] = length;
    const first = (at >> 1) + 4;
    for (let i = 0; i < length; i++) u16[first + i] = text.charCodeAt(i);
    return this;
  }

  #object(value: object): this {
    const epoch = this.#epoch;
    const handle = handleOf(value);
    if (handle !== undefined) return this.#numbers(Tag.Object, handle);
    checkDepth(++this.#depth);
    if (isArray(value)) {
      this.#list(value);
    } else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#bytes(value);
    } else if (value instanceof Date) {
      this.#numbers(Tag.DateTime, timeOf(value));
    } else if (value instanceof URL) {
      this.#string(Tag.Url, value.href);
    } else if (!this.#valueClass(value)) {
      this.#map(value);
    }
    // Anything but a number or string may have run code of the program's.
    if (epoch !== this.#epoch) {
      throw new TypeError(
        "Cannot pass the object to Qt: its getters call Qt; read them before the call",
      );
    }
    this.#depth--;
    return this;
  }

  /** As many items as the array gives, whatever it says of its length; none if it says that there are too many. */
  #list(list: readonly unknown[]): void {
    checkCount(list.length);
    const at = this.#at;
    this.#head(Tag.List, 0);
    let count = 0;
    // What claims so many would take long to count.
    if (list.length > MAX_ITEMS) checkCount(list.length);
    for (const item of list) {
      checkCount(++count);
      this.write(item);
    }
    this.#view.u32[(at >> 2) + 1] = count;
  }

  #bytes(value: ArrayBufferView | ArrayBuffer): void {
    const bytes = bytesOf(value);
    this.#head(Tag.Bytes, bytes.length);
    const at = this.#room(bytes.length);
    this.#view.bytes.set(bytes, at);
  }

  #valueClass(value: object): boolean {
    if (value instanceof QSize) {
      this.#integers(Tag.Size, "QSize", value.width, value.height);
    } else if (value instanceof QSizeF) {
      this.#reals(Tag.SizeF, "QSizeF", value.width, value.height);
    } else if (value instanceof QPoint) {
      this.#integers(Tag.Point, "QPoint", value.x, value.y);
    } else if (value instanceof QPointF) {
      this.#reals(Tag.PointF, "QPointF", value.x, value.y);
    } else if (value instanceof QRect) {
      const { x, y, width, height } = value;
      this.#integers(Tag.Rect, "QRect", x, y, width, height);
    } else if (value instanceof QRectF) {
      const { x, y, width, height } = value;
      this.#reals(Tag.RectF, "QRectF", x, y, width, height);
    } else if (value instanceof QColor) {
      const channels = channelsOf(value);
      this.#head(Tag.Color, 0);
      const at = this.#room(4);
      this.#view.bytes.set(channels, at);
    } else if (value instanceof QtOpaque) {
      if (value instanceof LentIndex) return this.#index(value);
      if (value instanceof QModelIndex && isNowhere(value)) {
        this.#head(Tag.Index, IndexKind.Invalid);
        return true;
      }
      this.#numbers(Tag.Opaque, QtOpaque.idOf(value));
    } else {
      return false;
    }
    return true;
  }

  /** @throws {DestroyedObjectError} If the index is over. */
  #index(index: LentIndex): true {
    if (index.isOver) {
      throw new DestroyedObjectError(
        "Cannot use a model index after the override has returned that has got it: keep its row and column, or a QPersistentModelIndex",
      );
    }
    const { kind, row, column, low, high, model } = LentIndex.partsOf(index);
    this.#head(Tag.Index, kind);
    if (kind === IndexKind.Invalid) return true;
    const at = this.#room(24) >> 2;
    const { f64, i32, u32 } = this.#view;
    i32[at] = row;
    i32[at + 1] = column;
    u32[at + 2] = low;
    u32[at + 3] = high;
    f64[(at >> 1) + 2] = model;
    return true;
  }

  #map(value: object): void {
    const entries = entriesOf(value);
    this.#head(Tag.Map, entries.length);
    for (const [key, item] of entries) {
      this.#string(Tag.String, key).write(item);
    }
  }
}
