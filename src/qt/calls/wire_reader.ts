/**
 * The wire format of `cpp_shim/core/wire/channel.h` to JavaScript's values.
 *
 * @module
 */

import { Channel, pad, type View } from "../../../ffi/channel.ts";
import { IndexKind, Tag as AbiTag } from "../../../ffi/abi.ts";
import type { IndexParts, QModelIndex } from "./model_index.ts";
import {
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  type QtOpaque,
} from "./values.ts";

// A constant of this module: V8 folds it into the code that it compiles, and loads what is imported each time.
const Tag = AbiTag;

// Where the first value is, in words.
const START = Channel.start >> 2;
// Arguments that `String.fromCharCode` surely takes.
const CHUNK = 4096;

// ASCII strings up to this length are short; beyond, a TextDecoder is faster.
const SHORT = 32;
const WORDS = SHORT / 4;
const RECENT = 256;
const decoder = new TextDecoder();
const INVALID: IndexParts = {
  kind: IndexKind.Invalid,
  row: -1,
  column: -1,
  low: 0,
  high: 0,
  model: 0,
};

/** Makes the objects and values that the reader meets. */
export interface WrapperSource {
  /** The wrapper of a handle. */
  wrap(handle: number, classId: number): object;
  /** A value of a Qt type that has no form of its own in JavaScript. */
  opaque(id: number, typeName: string): QtOpaque;
  /** A model index as an override gets it. */
  index(parts: IndexParts): QModelIndex;
}

/**
 * Short strings that came recently. Most strings of Qt are repeated often (names of enumerators, texts of labels), and to
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
  readonly #wrappers: WrapperSource;
  readonly #recent = new RecentStrings();
  #view: View;
  #at = 0;

  constructor(channel: Channel, wrappers: WrapperSource) {
    this.#channel = channel;
    this.#wrappers = wrappers;
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

  /** Reads the number beside a value's tag, and leaves the value itself. */
  readWord(): number {
    const word = this.#view.i32[(this.#at >> 2) + 1]!;
    this.#at += 8;
    return word;
  }

  /** Reads a number that has no tag. */
  readNumber(): number {
    return this.#number();
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
        return this.#wrappers.wrap(handle, this.#view.i32[word + 1]!);
      }
      case Tag.Index:
        return this.#index(this.#view.u32[word + 1]!);
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
        return this.#wrappers.opaque(id, this.read() as string);
      }
      default:
        throw new Error(`The shim sent a value of an unknown kind: ${tag}`);
    }
  }

  #index(kind: number): QModelIndex {
    if (kind === IndexKind.Invalid) return this.#wrappers.index(INVALID);
    const at = this.#skip(24) >> 2;
    const { f64, i32, u32 } = this.#view;
    return this.#wrappers.index({
      kind,
      row: i32[at]!,
      column: i32[at + 1]!,
      low: u32[at + 2]!,
      high: u32[at + 3]!,
      model: f64[(at >> 1) + 2]!,
    });
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

/** As a number, if that is exact. */
export function simplest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

// A QUrl may be empty or relative, which a URL cannot be: those stay strings.
function toUrl(text: string): URL | string {
  return URL.canParse(text) ? new URL(text) : text;
}
