/**
 * Objects of Qt's classes as arguments and results.
 *
 * @module
 */

import { requireBridge } from "../calls/current.ts";
import { QColor } from "../calls/values.ts";
import { makeReady } from "./api_libraries.ts";
import { ancestorsOf, apiClassNamed } from "./api_table.ts";
import { type ApiType, type Fit, type Keeps, NO } from "./api_type.ts";
import { classNameOf } from "./class_names.ts";

/** Classes that are made of another value where C++ makes them so by itself; `box.ts` supplies how. */
const CONVERTIBLE = new Set([
  "QBrush",
  "QFont",
  "QIcon",
  "QKeySequence",
  "QPen",
  "QTextLength",
]);

let convert: ((name: string, value: unknown) => object) | undefined;

/** Says how an object of a class is made of a value that C++ converts. */
export function convertBy(how: (name: string, value: unknown) => object): void {
  convert = how;
}

function canConvert(name: string, value: unknown): boolean {
  switch (name) {
    case "QBrush":
    case "QPen":
      return value instanceof QColor || typeof value === "string";
    case "QIcon":
      return typeof value === "string" ||
        isA(value, "QPixmap") >= 0;
    default:
      return typeof value === "string";
  }
}

/** How far above a wrapper's class another one is; negative: nowhere. */
export function isA(value: unknown, name: string): Fit {
  if (typeof value !== "object" || value === null) return NO;
  if (requireBridge().handleOf(value) === undefined) return NO;
  let distance = 0;
  for (
    let place: object | null = value;
    place !== null;
    place = Object.getPrototypeOf(place)
  ) {
    const own = classNameOf(place);
    if (own === undefined) return NO;
    const found = ancestorsOf(own).get(name);
    if (found !== undefined) {
      makeReady(value);
      return distance + found;
    }
    distance++;
  }
  return NO;
}

/** A wrapper of an object, or what C++ makes one of. */
export function objectType(
  name: string,
  isPointer: boolean,
  signs: string,
): ApiType {
  const isNullable = signs.includes("?");
  const found = apiClassNamed(name);
  // Whose end the shim hears needs no owner here.
  const isHeard = found?.isHeard ?? true;
  const keeps: Keeps | undefined = signs.includes("^")
    ? "held"
    : isHeard
    ? undefined
    : signs.includes("!")
    ? "owned"
    : signs.includes("<")
    ? "parent"
    : undefined;
  const origin = !isPointer
    ? found?.isView ? "view" : undefined
    : isHeard
    ? undefined
    : signs.includes("+")
    ? "taken"
    : "pointer";
  const isConvertible = !isPointer && CONVERTIBLE.has(name);
  const handle = (value: unknown): number =>
    value === null || value === undefined
      ? 0
      : requireBridge().handleOf(value as object)!;
  return {
    name: isNullable ? `${name} or null` : name,
    isNumber: true,
    ...keeps !== undefined && { keeps },
    ...origin !== undefined && { origin },
    fit(value) {
      if (value === null || value === undefined) return isNullable ? 1 : NO;
      const fit = isA(value, name);
      if (fit >= 0) return fit;
      return isConvertible && canConvert(name, value) ? 6 : NO;
    },
    number: handle,
    ...isConvertible && {
      prepare: (value: unknown) =>
        isA(value, name) >= 0 ? value : convert!(name, value),
    },
    write: (slots, at, value) => slots.number(at, handle(value)),
  };
}
