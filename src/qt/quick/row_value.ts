/**
 * Copies of values as Qt would hand them back, for rows that are kept in JavaScript.
 *
 * @module
 */

import { QObject } from "../objects/qobject.ts";
import {
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  QtOpaqueValue,
} from "../calls/values.ts";

// As for a value on its way to Qt.
const MAX_DEPTH = 200;

/** What nobody can change, so that it need not be copied. */
const IMMUTABLE = [
  QObject,
  QtOpaqueValue,
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  URL,
];

/**
 * A copy of a value.
 *
 * @throws {TypeError} If Qt has no form for it.
 * @throws {RangeError} If it is a bigint of more than 64 bits, or nested too deeply.
 */
export function copyValue(value: unknown): unknown {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    default:
      return copyOther(value, 0);
  }
}

function copyOther(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case "undefined":
      return null;
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return copyBigint(value);
    case "object":
      return value === null ? null : copyObject(value, depth + 1);
    default:
      throw new TypeError(`Cannot pass a ${typeof value} to Qt`);
  }
}

function copyBigint(value: bigint): number | bigint {
  if (
    BigInt.asIntN(64, value) !== value && BigInt.asUintN(64, value) !== value
  ) {
    throw new RangeError(`Cannot pass ${value} to Qt: more than 64 bits`);
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function copyObject(value: object, depth: number): unknown {
  if (IMMUTABLE.some((type) => value instanceof type)) return value;
  if (depth > MAX_DEPTH) {
    throw new RangeError(
      `Cannot pass a value to Qt that is nested more than ${MAX_DEPTH} levels deep, or contains itself`,
    );
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item) => copyOther(item, depth));
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      .slice();
  }
  if (value instanceof Date) return new Date(value);
  return copyMap(value, depth);
}

function copyMap(value: object, depth: number): Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  const isMap = value instanceof Map;
  if (!isMap && prototype !== Object.prototype && prototype !== null) {
    const name = prototype.constructor?.name ?? "object";
    throw new TypeError(`Cannot pass a ${name} to Qt`);
  }
  const entries: [unknown, unknown][] = isMap
    ? [...value]
    : Object.entries(value);
  // Not by assignment: "__proto__" is a key like any other.
  return Object.fromEntries(entries.map(([key, item]) => {
    if (typeof key !== "string") {
      throw new TypeError(
        `Cannot pass a Map to Qt whose keys are not strings: got a ${typeof key}`,
      );
    }
    return [key, copyOther(item, depth)];
  }));
}
