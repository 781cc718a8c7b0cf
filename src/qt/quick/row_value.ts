/**
 * Copies of values as Qt would hand them back, for rows that are kept in JavaScript.
 *
 * @module
 */

import {
  QColor,
  QPoint,
  QPointF,
  QRect,
  QRectF,
  QSize,
  QSizeF,
  QtOpaque,
} from "../calls/values.ts";
import { simplest } from "../calls/wire_reader.ts";
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
  unsuitable,
} from "../calls/wire_values.ts";
import { QObject } from "../objects/qobject.ts";

/**
 * A copy of a value.
 *
 * @throws {TypeError} If Qt has no form for it.
 * @throws {RangeError} If it is a bigint of more than 64 bits, nested too deeply, or too large.
 */
export function copyValue(value: unknown, depth: number = 0): unknown {
  switch (typeof value) {
    case "undefined":
      return null;
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      checkBigint(value);
      return simplest(value);
    case "object":
      return value === null ? null : copyObject(value, depth + 1);
    default:
      throw unsuitable(`a ${typeof value}`);
  }
}

function copyObject(value: object, depth: number): unknown {
  checkDepth(depth);
  if (isArray(value)) return copyList(value, depth);
  if (value instanceof QObject) return value;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return bytesOf(value).slice();
  }
  if (value instanceof Date) return new Date(value);
  if (value instanceof URL) return new URL(value);
  if (isValueClass(value)) return value;
  // Not by assignment: "__proto__" is a key like any other.
  return Object.fromEntries(
    entriesOf(value).map(([key, item]) => [key, copyValue(item, depth)]),
  );
}

function copyList(list: readonly unknown[], depth: number): unknown[] {
  // What claims so many would take long to count.
  checkCount(list.length);
  const copy: unknown[] = [];
  for (const item of list) {
    checkCount(copy.length + 1);
    copy.push(copyValue(item, depth));
  }
  return copy;
}

/** What cannot be changed, so that it need not be copied; checked as on its way to Qt. */
function isValueClass(value: object): boolean {
  if (value instanceof QSize) {
    checkIntegers("QSize", [value.width, value.height]);
  } else if (value instanceof QPoint) {
    checkIntegers("QPoint", [value.x, value.y]);
  } else if (value instanceof QRect) {
    const { x, y, width, height } = value;
    checkIntegers("QRect", [x, y, width, height]);
  } else if (value instanceof QColor) {
    channelsOf(value);
  } else if (value instanceof QSizeF) {
    checkNumbers("QSizeF", [value.width, value.height]);
  } else if (value instanceof QPointF) {
    checkNumbers("QPointF", [value.x, value.y]);
  } else if (value instanceof QRectF) {
    const { x, y, width, height } = value;
    checkNumbers("QRectF", [x, y, width, height]);
  } else {
    return value instanceof QtOpaque;
  }
  return true;
}
