/**
 * JavaScript's values to and from the wire format of `cpp_shim/core/wire/channel.h`.
 *
 * @module
 */

import { Channel, type View } from "../../../ffi/channel.ts";
import {
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  QtOpaqueValue,
} from "./values.ts";

const Tag = {
  Null: 0,
  Bool: 1,
  Int: 2,
  Int64: 3,
  UInt64: 4,
  Double: 5,
  String: 6,
  Bytes: 7,
  List: 8,
  Map: 9,
  Object: 10,
  DateTime: 11,
  Url: 12,
  Size: 13,
  SizeF: 14,
  Point: 15,
  PointF: 16,
  Rect: 17,
  RectF: 18,
  Color: 19,
  Opaque: 20,
  Ascii: 21,
} as const;

// Deeper than any real data, and far from the end of either side's stack.
const MAX_DEPTH = 200;
/** How many items a list may have: an array may claim any length. */
const MAX_ITEMS = 1 << 24;
// Bytes of the values of one call.
const MAX_SIZE = 2 ** 30;
// Where the first value is, in words.
const START = Channel.start >> 2;
// Arguments that `String.fromCharCode` surely takes.
const CHUNK = 4096;

// ASCII strings up to this length are short; beyond, a TextDecoder is faster.
const SHORT = 32;
const WORDS = SHORT / 4;
const RECENT = 256;
const decoder = new TextDecoder();

const pad = (size: number): number => (size + 7) & ~7;

/** How objects cross: as handles, which the object map knows. */
export interface ObjectMap {
  /** The handle of a wrapper, or `undefined` if the value is no wrapper of a Qt object. */
  handleOf(value: object): number | undefined;
  /** The wrapper of a handle. */
  wrap(handle: number, classId: number): object;
  /** A value that has no form of its own here. */
  opaque(id: number, typeName: string): QtOpaqueValue;
}

/** Writes the arguments of one call. */
export class WireWriter {
  readonly #channel: Channel;
  readonly #objects: ObjectMap;
  #view: View;
  #at = 0;
  #depth = 0;
  // Counts what has been begun: getters among the values may begin something else.
  #epoch = 0;

  constructor(channel: Channel, objects: ObjectMap) {
    this.#channel = channel;
    this.#objects = objects;
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
        throw new TypeError(`Cannot pass a ${typeof value} to Qt`);
    }
  }

  #room(size: number): number {
    const at = this.#at;
    this.#at = at + pad(size);
    if (this.#at > this.#view.bytes.length) {
      if (this.#at > MAX_SIZE) {
        throw new RangeError(
          `Cannot pass values of more than ${MAX_SIZE} bytes to Qt`,
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
    for (const number of numbers) {
      if ((number | 0) === number) continue;
      throw new TypeError(
        `Cannot pass a ${name} to Qt: expected whole numbers of 32 bits, got ${number}`,
      );
    }
    return this.#numbers(tag, ...numbers);
  }

  #bigint(value: bigint): this {
    if (BigInt.asIntN(64, value) === value) {
      this.#head(Tag.Int64, 0);
      const at = this.#room(8) >> 3;
      this.#view.i64[at] = value;
    } else if (BigInt.asUintN(64, value) === value) {
      this.#head(Tag.UInt64, 0);
      const at = this.#room(8) >> 3;
      this.#view.u64[at] = value;
    } else {
      throw new RangeError(`Cannot pass ${value} to Qt: more than 64 bits`);
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
    const handle = this.#objects.handleOf(value);
    if (handle !== undefined) return this.#numbers(Tag.Object, handle);
    const epoch = this.#epoch;
    if (++this.#depth > MAX_DEPTH) {
      throw new RangeError(
        `Cannot pass a value to Qt that is nested more than ${MAX_DEPTH} levels deep, or contains itself`,
      );
    }
    if (Array.isArray(value)) {
      this.#list(value);
    } else if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.#bytes(value);
    } else if (value instanceof Date) {
      this.#numbers(Tag.DateTime, value.getTime());
    } else if (value instanceof URL) {
      this.#string(Tag.Url, value.href);
    } else if (!this.#valueClass(value)) {
      this.#map(value);
    }
    // Anything but a number or string may have run code of the program's.
    if (epoch !== this.#epoch) {
      throw new TypeError(
        "Cannot pass an object to Qt whose getters call Qt with values of their own",
      );
    }
    this.#depth--;
    return this;
  }

  /** As many items as the array gives, whatever it says of its length. */
  #list(list: readonly unknown[]): void {
    const at = this.#at;
    this.#head(Tag.List, 0);
    let count = 0;
    for (const item of list) {
      if (++count > MAX_ITEMS) {
        throw new RangeError(
          `Cannot pass an array of more than ${MAX_ITEMS} items to Qt`,
        );
      }
      this.write(item);
    }
    this.#view.u32[(at >> 2) + 1] = count;
  }

  #bytes(value: ArrayBufferView | ArrayBuffer): void {
    const buffer = value instanceof ArrayBuffer ? value : value.buffer;
    if (buffer instanceof ArrayBuffer && buffer.detached) {
      throw new TypeError(
        "Cannot pass bytes to Qt whose ArrayBuffer is detached: it was transferred",
      );
    }
    const bytes = value instanceof ArrayBuffer
      ? new Uint8Array(value)
      : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    this.#head(Tag.Bytes, bytes.length);
    const at = this.#room(bytes.length);
    this.#view.bytes.set(bytes, at);
  }

  #valueClass(value: object): boolean {
    if (value instanceof QSize) {
      this.#integers(Tag.Size, "QSize", value.width, value.height);
    } else if (value instanceof QSizeF) {
      this.#numbers(Tag.SizeF, value.width, value.height);
    } else if (value instanceof QPoint) {
      this.#integers(Tag.Point, "QPoint", value.x, value.y);
    } else if (value instanceof QPointF) {
      this.#numbers(Tag.PointF, value.x, value.y);
    } else if (value instanceof QRect) {
      const { x, y, width, height } = value;
      this.#integers(Tag.Rect, "QRect", x, y, width, height);
    } else if (value instanceof QRectF) {
      const { x, y, width, height } = value;
      this.#numbers(Tag.RectF, x, y, width, height);
    } else if (value instanceof QColor) {
      const { red, green, blue, alpha } = value;
      const channels = [red, green, blue, alpha];
      const wrong = channels.find((one) => (one & 255) !== one);
      if (wrong !== undefined) {
        throw new TypeError(
          `Cannot pass a QColor to Qt: expected channels from 0 to 255, got ${wrong}`,
        );
      }
      this.#head(Tag.Color, 0);
      const at = this.#room(4);
      this.#view.bytes.set(channels, at);
    } else if (value instanceof QtOpaqueValue) {
      this.#numbers(Tag.Opaque, QtOpaqueValue.idOf(value));
    } else {
      return false;
    }
    return true;
  }

  #map(value: object): void {
    const prototype = Object.getPrototypeOf(value);
    const isMap = value instanceof Map;
    if (!isMap && prototype !== Object.prototype && prototype !== null) {
      const name = prototype.constructor?.name ?? "object";
      throw new TypeError(`Cannot pass a ${name} to Qt`);
    }
    const entries: [unknown, unknown][] = isMap
      ? [...value]
      : Object.entries(value);
    this.#head(Tag.Map, entries.length);
    for (const [key, item] of entries) {
      if (typeof key !== "string") {
        throw new TypeError(
          `Cannot pass a Map to Qt whose keys are not strings: got a ${typeof key}`,
        );
      }
      this.#string(Tag.String, key).write(item);
    }
  }
}

/**
 * Short strings that came lately. Most of what Qt says, it says often (names of enumerators, texts of labels), and to
 * compare takes a fraction of the time of making a string.
 */
class RecentStrings {
  readonly #recent: string[] = new Array(RECENT).fill("");
  // Their codes, four in a word.
  readonly #words = new Uint32Array(RECENT * WORDS);
  // Of each length an array for the arguments of `String.fromCharCode`.
  readonly #codes: number[][] = Array.from(
    { length: SHORT + 1 },
    (_, length) => new Array(length).fill(0),
  );

  /** The string of the ASCII codes at `at`, which fill up their last word with zeros. */
  find({ bytes, u32 }: View, at: number, length: number): string {
    if (length === 0) return "";
    const begin = at >> 2;
    const count = (length + 3) >> 2;
    const last = u32[begin + count - 1]!;
    const place = Math.imul(u32[begin]! + last + length, 0x9e3779b1) >>> 24;
    const recent = this.#recent[place]!;
    const words = this.#words;
    const known = place * WORDS;
    let same = 0;
    while (same < count && words[known + same] === u32[begin + same]) same++;
    if (same === count && recent.length === length) return recent;
    const codes = this.#codes[length]!;
    for (let i = 0; i < length; i++) codes[i] = bytes[at + i]!;
    words.set(u32.subarray(begin, begin + count), known);
    return this.#recent[place] = String.fromCharCode.apply(null, codes);
  }
}

/** Reads what the last call left. */
export class WireReader {
  readonly #channel: Channel;
  readonly #objects: ObjectMap;
  readonly #recent = new RecentStrings();
  #view: View;
  #at = 0;

  constructor(channel: Channel, objects: ObjectMap) {
    this.#channel = channel;
    this.#objects = objects;
    this.#view = channel.input;
  }

  /** Goes to the first value. */
  begin(): this {
    this.#view = this.#channel.output();
    this.#at = Channel.start;
    return this;
  }

  /**
   * Sets aside what is left to read, so that another call may use the buffer.
   *
   * @returns A function that goes on where this one left off.
   */
  interrupt(): () => void {
    const view = this.#view.copy();
    const at = this.#at;
    return () => {
      this.#view = view;
      this.#at = at;
    };
  }

  /** Reads an object's handle and class instead of wrapping it. */
  readHandle(): { handle: number; classId: number } {
    const classId = this.#view.i32[(this.#at >> 2) + 1]!;
    this.#at += 8;
    return { handle: this.#number(), classId };
  }

  /** Goes to the first value and reads it: the shortest way to those of which there is one, and that are simple. */
  only(): unknown {
    const view = this.#channel.output();
    switch (view.u32[START]) {
      case Tag.Null:
        return null;
      case Tag.Bool:
        return view.u32[START + 1] !== 0;
      case Tag.Int:
        return view.i32[START + 1];
      default:
        return this.begin().read();
    }
  }

  /** Reads the next value. */
  read(): unknown {
    const word = this.#at >> 2;
    const tag = this.#view.u32[word]!;
    this.#at += 8;
    switch (tag) {
      case Tag.Null:
        return null;
      case Tag.Bool:
        return this.#view.u32[word + 1] !== 0;
      case Tag.Int:
        return this.#view.i32[word + 1];
      case Tag.Double:
        return this.#number();
      case Tag.Ascii:
        return this.#ascii(this.#view.u32[word + 1]!);
      case Tag.String:
        return this.#string(this.#view.u32[word + 1]!);
      case Tag.Object: {
        const handle = this.#number();
        return this.#objects.wrap(handle, this.#view.i32[word + 1]!);
      }
      default:
        return this.#other(tag, this.#view.u32[word + 1]!);
    }
  }

  #other(tag: number, n: number): unknown {
    switch (tag) {
      case Tag.Int64:
        return simplest(this.#view.i64[this.#skip(8) >> 3]!);
      case Tag.UInt64:
        return simplest(this.#view.u64[this.#skip(8) >> 3]!);
      case Tag.Bytes: {
        const at = this.#skip(n);
        return this.#view.bytes.slice(at, at + n);
      }
      case Tag.List: {
        const list: unknown[] = [];
        for (let i = 0; i < n; i++) list.push(this.read());
        return list;
      }
      case Tag.Map: {
        const map: Record<string, unknown> = {};
        for (let i = 0; i < n; i++) {
          const key = this.read() as string;
          // Not by assignment: "__proto__" is a key like any other.
          Object.defineProperty(map, key, {
            value: this.read(),
            configurable: true,
            enumerable: true,
            writable: true,
          });
        }
        return map;
      }
      case Tag.DateTime:
        return new Date(this.#number());
      case Tag.Url:
        return toUrl(this.#string(n));
      case Tag.Size:
        return new QSize(this.#number(), this.#number());
      case Tag.SizeF:
        return new QSizeF(this.#number(), this.#number());
      case Tag.Point:
        return new QPoint(this.#number(), this.#number());
      case Tag.PointF:
        return new QPointF(this.#number(), this.#number());
      case Tag.Rect: {
        const [x, y] = [this.#number(), this.#number()];
        return new QRect(x, y, this.#number(), this.#number());
      }
      case Tag.RectF: {
        const [x, y] = [this.#number(), this.#number()];
        return new QRectF(x, y, this.#number(), this.#number());
      }
      case Tag.Color: {
        const at = this.#skip(4);
        const [red, green, blue, alpha] = this.#view.bytes.subarray(at, at + 4);
        return new QColor(red!, green!, blue!, alpha);
      }
      case Tag.Opaque: {
        const id = this.#number();
        return this.#objects.opaque(id, this.read() as string);
      }
      default:
        throw new Error(`The shim sent a value of an unknown kind: ${tag}`);
    }
  }

  #skip(size: number): number {
    const at = this.#at;
    this.#at += pad(size);
    return at;
  }

  #number(): number {
    return this.#view.f64[this.#skip(8) >> 3]!;
  }

  #ascii(length: number): string {
    const at = this.#skip(length);
    return length > SHORT
      ? decoder.decode(this.#view.bytes.subarray(at, at + length))
      : this.#recent.find(this.#view, at, length);
  }

  #string(units: number): string {
    const at = this.#skip(units * 2) >> 1;
    const u16 = this.#view.u16;
    let text = "";
    // Unit by unit, not by TextDecoder: that would replace lone surrogates.
    for (let i = at; i < at + units; i += CHUNK) {
      const end = Math.min(i + CHUNK, at + units);
      text += String.fromCharCode.apply(
        null,
        u16.subarray(i, end) as unknown as number[],
      );
    }
    return text;
  }
}

function simplest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

// A QUrl may be empty or relative, which a URL cannot be: those stay strings.
function toUrl(text: string): URL | string {
  return URL.canParse(text) ? new URL(text) : text;
}
