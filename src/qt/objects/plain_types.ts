/**
 * Values that cross as JavaScript's own: geometry, colours, dates, enumerations.
 *
 * @module
 */

import { QModelIndex } from "../calls/model_index.ts";
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
import { apiEnum } from "./api_table.ts";
import {
  type ApiType,
  type Fit,
  NO,
  notNumber,
  numberType,
} from "./api_type.ts";
import { LETTERS } from "./basic_types.ts";

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
  QColor: (value) =>
    value instanceof QColor
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

/** A name of an enumeration, or a number. */
export function enumType(name: string): ApiType {
  return numberType(
    name,
    (value) =>
      apiEnum(name).numberOf(value) === undefined
        ? NO
        : typeof value === "string"
        ? 0
        : 2,
    {
      number: (value) => apiEnum(name).numberOf(value)!,
      read: (value) => apiEnum(name).nameOf(Number(value)),
    },
  );
}

/** Names with `|` between them, or a number. */
export function flagsType(name: string): ApiType {
  return numberType(
    name,
    (value) =>
      apiEnum(name).flagsOf(value) === undefined
        ? NO
        : typeof value === "string"
        ? 0
        : 2,
    {
      number: (value) => apiEnum(name).flagsOf(value)!,
      read: (value) => apiEnum(name).namesOf(Number(value)),
    },
  );
}
