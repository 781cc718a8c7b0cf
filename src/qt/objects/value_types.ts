/**
 * What a type of an argument or a result of a member of Qt's headers is, and those whose values are JavaScript's own:
 * numbers, texts, enumerations, geometry, colours, dates.
 *
 * @module
 */

import type { SlotWriter } from "../calls/api_calls.ts";
import { QModelIndex } from "../calls/model_index.ts";
import { bytesOf } from "../calls/wire_values.ts";
import {
  QColor,
  QLine,
  QLineF,
  QMargins,
  QMarginsF,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
} from "../calls/values.ts";
import { type ApiEnum, apiEnum } from "./api_table.ts";

/** How well a value fits a type: the less the better; a negative number: not at all. */
export type Fit = number;

/** It does not fit. */
export const NO = -1;

/** A type of an argument or a result. */
export interface ApiType {
  /** What it is called in errors. */
  readonly name: string;
  /** Whether its slot is a number. */
  readonly isNumber: boolean;
  /** Whether its values are booleans. */
  readonly isBoolean?: boolean | undefined;
  /** Whether the object uses it after the call, or owns it. */
  readonly keeps?: Keeps | undefined;
  /** Of a result: an object that Qt has, one that Qt has given away, or a place in the object that was asked. */
  readonly origin?: "pointer" | "taken" | "view" | undefined;
  /** How well a value fits. */
  fit(value: unknown): Fit;
  /** The number of a value that fits, of a type whose slot is one. */
  number(value: unknown): number;
  /** Makes another value of one that fits, before anything is written: that may take a call. */
  readonly prepare?: ((value: unknown) => unknown) | undefined;
  /** Writes a value that fits. */
  write(slots: SlotWriter, at: number, value: unknown): void;
  /** What JavaScript gets, of what the wire's reader has read; left out: the same. */
  readonly read?: ((value: unknown) => unknown) | undefined;
}

/** What becomes of an argument after the call. */
export type Keeps = "owned" | "held" | "parent";

/** The same type with all fields: V8 finds those of objects fastest that have the same ones. */
export function uniform(type: ApiType): ApiType {
  const { name, isNumber, isBoolean, keeps, origin } = type;
  const { fit, number, prepare, write, read } = type;
  return {
    ...{ name, isNumber, isBoolean, keeps, origin },
    ...{ fit, number, prepare, write, read },
  };
}

/** Of a type whose slot is no number. */
export const notNumber = (): number => NaN;
/** Of a type whose values are numbers. */
export const asNumber = (value: unknown): number => value as number;

/** A type whose slot is a number. */
export function numberType(
  name: string,
  fit: (value: unknown) => Fit,
  { number = asNumber, read }: Partial<Pick<ApiType, "number" | "read">> = {},
): ApiType {
  const type: ApiType = {
    name,
    isNumber: true,
    fit,
    number,
    write: (slots, at, value) => slots.number(at, number(value)),
  };
  return read === undefined ? type : { ...type, read };
}

function integerType(name: string, least: number, most: number): ApiType {
  return numberType(
    name,
    (value) =>
      Number.isInteger(value) && least <= (value as number) &&
        (value as number) <= most
        ? 0
        : NO,
  );
}

function bigType(name: string, least: bigint, most: bigint): ApiType {
  return {
    name,
    isNumber: false,
    fit: (value) => {
      if (typeof value === "bigint") {
        return least <= value && value <= most ? 0 : NO;
      }
      return Number.isSafeInteger(value) && BigInt(value as number) >= least
        ? 1
        : NO;
    },
    number: notNumber,
    write: (slots, at, value) =>
      slots.integer(at, BigInt.asIntN(64, BigInt(value as number))),
  };
}

const encoder = new TextEncoder();

const bytesType: ApiType = {
  name: "Uint8Array or string",
  isNumber: false,
  fit: (value) =>
    typeof value === "string"
      ? 2
      : ArrayBuffer.isView(value) || value instanceof ArrayBuffer
      ? 0
      : NO,
  number: notNumber,
  write: (slots, at, value) =>
    slots.bytes(
      at,
      typeof value === "string"
        ? encoder.encode(value)
        : bytesOf(value as ArrayBufferView | ArrayBuffer),
    ),
};

const DOUBLE = numberType(
  "number",
  (value) => typeof value !== "number" ? NO : Number.isInteger(value) ? 1 : 0,
);

/** By the letters of `tools/bindgen/emit_tables.ts`. */
export const LETTERS: Readonly<Record<string, ApiType>> = {
  b: {
    ...numberType(
      "boolean",
      (value) => typeof value === "boolean" ? 0 : NO,
      { number: (value) => value ? 1 : 0 },
    ),
    isBoolean: true,
  },
  c: integerType("int8", -128, 255),
  C: integerType("uint8", 0, 255),
  s: integerType("int16", -(2 ** 15), 2 ** 15 - 1),
  S: integerType("uint16", 0, 2 ** 16 - 1),
  i: integerType("int", -(2 ** 31), 2 ** 31 - 1),
  u: integerType("uint", 0, 2 ** 32 - 1),
  l: bigType("int64", -(2n ** 63n), 2n ** 63n - 1n),
  L: bigType("uint64", 0n, 2n ** 64n - 1n),
  d: DOUBLE,
  D: { ...DOUBLE, name: "duration" },
  T: {
    name: "string",
    isNumber: false,
    fit: (value) => typeof value === "string" ? 0 : NO,
    number: notNumber,
    write: (slots, at, value) => slots.string(at, value as string),
  },
  Q: numberType(
    "character",
    (value) => typeof value === "string" && value.length === 1 ? 1 : NO,
    { number: (value) => (value as string).charCodeAt(0) },
  ),
  B: bytesType,
  Z: { ...bytesType, name: "string" },
  N: { ...bytesType, name: "signature of a signal" },
  V: {
    name: "any value",
    isNumber: false,
    fit: (value) =>
      typeof value === "function" || typeof value === "symbol" ? NO : 5,
    number: notNumber,
    write: (slots, at, value) => slots.value(at, value),
  },
};

/** A class of numbers. */
interface Geometry {
  readonly make: new (...numbers: number[]) => object;
  readonly fields: readonly string[];
  readonly isWhole: boolean;
}

const CORNER = ["x", "y"];
const EXTENT = ["width", "height"];
const BOX = [...CORNER, ...EXTENT];
const ENDS = ["x1", "y1", "x2", "y2"];
const SIDES = ["left", "top", "right", "bottom"];

const GEOMETRY: Readonly<Record<string, Geometry>> = {
  QPoint: { make: QPoint, fields: CORNER, isWhole: true },
  QPointF: { make: QPointF, fields: CORNER, isWhole: false },
  QSize: { make: QSize, fields: EXTENT, isWhole: true },
  QSizeF: { make: QSizeF, fields: EXTENT, isWhole: false },
  QRect: { make: QRect, fields: BOX, isWhole: true },
  QRectF: { make: QRectF, fields: BOX, isWhole: false },
  QLine: { make: QLine, fields: ENDS, isWhole: true },
  QLineF: { make: QLineF, fields: ENDS, isWhole: false },
  QMargins: { make: QMargins, fields: SIDES, isWhole: true },
  QMarginsF: { make: QMarginsF, fields: SIDES, isWhole: false },
};

const ALL_GEOMETRY = Object.values(GEOMETRY).map(({ make }) => make);

/** Points, rectangles and the like: numbers with names. */
export function geometryType(name: string): ApiType {
  const { make, fields, isWhole } = GEOMETRY[name]!;
  const isList = fields === ENDS || fields === SIDES;
  return {
    name,
    isNumber: false,
    fit(value) {
      if (typeof value !== "object" || value === null) return NO;
      const numbers = value as Record<string, unknown>;
      for (const field of fields) {
        const number = numbers[field];
        if (typeof number !== "number") return NO;
        if (isWhole && (number | 0) !== number) return NO;
      }
      if (value instanceof make) return 0;
      // A rectangle has all that a point or a size needs.
      if (ALL_GEOMETRY.some((other) => value instanceof other)) {
        return Object.keys(value).length === fields.length ? 1 : NO;
      }
      const prototype = Object.getPrototypeOf(value);
      const isLiteral = prototype === Object.prototype || prototype === null;
      return isLiteral && Object.keys(value).length === fields.length ? 2 : NO;
    },
    number: notNumber,
    write: (slots, at, value) =>
      slots.numbers(
        at,
        fields.map((field) => (value as Record<string, number>)[field]!),
      ),
    ...isList && {
      read: (value: unknown) => new make(...(value as number[])),
    },
  };
}

/** Which values those plain classes take that the shim converts; of others it decides. */
const PLAIN: Readonly<Record<string, (value: unknown) => Fit>> = {
  // Null is an invalid colour, as Qt returns it.
  QColor: (value) =>
    value instanceof QColor || value === null
      ? 0
      : typeof value === "string"
      ? 3
      : hasField(value, "red")
      ? 2
      : NO,
  QModelIndex: (value) => value instanceof QModelIndex ? 0 : NO,
  QDateTime: (value) => value instanceof Date ? 0 : NO,
  QDate: (value) => typeof value === "string" ? 3 : NO,
  QTime: (value) => typeof value === "string" ? 3 : NO,
  QUrl: (value) =>
    value instanceof URL ? 0 : typeof value === "string" ? 3 : NO,
  QUuid: (value) => typeof value === "string" ? 3 : NO,
};

function hasField(value: unknown, field: string): boolean {
  return typeof value === "object" && value !== null &&
    Object.hasOwn(value, field);
}

/** A class that crosses as a value of JavaScript. */
export function plainType(name: string): ApiType {
  return {
    name,
    isNumber: false,
    fit: PLAIN[name] ?? LETTERS.V!.fit,
    number: notNumber,
    write: (slots, at, value) => slots.value(at, value),
  };
}

/** An enumeration, looked up when it is first asked for: the library that has it may be opened later. */
function enumOf(name: string): () => ApiEnum {
  let found: ApiEnum | undefined;
  return () => found ??= apiEnum(name);
}

/** A name of an enumeration, or a number. */
export function enumType(name: string): ApiType {
  const own = enumOf(name);
  return numberType(
    name,
    (value) =>
      own().numberOf(value) === undefined
        ? NO
        : typeof value === "string"
        ? 0
        : 2,
    {
      number: (value) => own().numberOf(value)!,
      read: (value) => own().nameOf(Number(value)),
    },
  );
}

/** Names with `|` between them, or a number. */
export function flagsType(name: string): ApiType {
  const own = enumOf(name);
  return numberType(
    name,
    (value) =>
      own().flagsOf(value) === undefined
        ? NO
        : typeof value === "string"
        ? 0
        : 2,
    {
      number: (value) => own().flagsOf(value)!,
      read: (value) => own().namesOf(Number(value)),
    },
  );
}
