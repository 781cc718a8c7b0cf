/**
 * Containers and objects as arguments and results, and how all types are read from their codes:
 * `tools/bindgen/emit_tables.ts` lists these.
 *
 * @module
 */

import type { SlotWriter } from "../calls/api_calls.ts";
import { handleOf } from "../calls/reach.ts";
import { QColor } from "../calls/values.ts";
import {
  ancestorsOf,
  apiClassNamed,
  apiEnum,
  classNameOf,
  makeReady,
} from "./api_table.ts";
import { isLent } from "./keeping.ts";
import {
  type ApiType,
  enumType,
  type Fit,
  flagsType,
  geometryType,
  type Keeps,
  LETTERS,
  NO,
  notNumber,
  plainType,
  uniform,
} from "./value_types.ts";

/** A type that takes null as well. */
export function orNull(type: ApiType): ApiType {
  return {
    ...type,
    name: `${type.name} or null`,
    fit: (value) => value === null || value === undefined ? 1 : type.fit(value),
    write: (slots, at, value) =>
      value === null || value === undefined
        ? slots.number(at, 0)
        : type.write(slots, at, value),
  };
}

/** How well all of several values fit. */
function fitAll(type: ApiType, values: Iterable<unknown>): Fit {
  let worst = 1;
  for (const value of values) {
    const fit = type.fit(value);
    if (fit < 0) return NO;
    worst = Math.max(worst, fit);
  }
  return worst;
}

function writeAll(
  type: ApiType,
  slots: SlotWriter,
  at: number,
  values: readonly unknown[],
): void {
  const first = slots.list(at, values.length);
  for (const [i, value] of values.entries()) {
    type.write(slots, first + i, value);
  }
}

function readAll(type: ApiType): ((value: unknown) => unknown) | undefined {
  const { read } = type;
  return read && ((value) => (value as unknown[]).map(read));
}

function container(type: Omit<ApiType, "isNumber" | "number">): ApiType {
  return { ...type, isNumber: false, number: notNumber };
}

/** An array has as many items as it says when it is written: it is copied first. */
export function listType(item: ApiType): ApiType {
  const read = readAll(item);
  return container({
    name: `array of ${item.name}`,
    ...item.keeps !== undefined && { keeps: item.keeps },
    ...item.origin !== undefined && { origin: item.origin },
    fit: (value) => Array.isArray(value) ? fitAll(item, value) : NO,
    write: (slots, at, value) =>
      writeAll(item, slots, at, [...value as unknown[]]),
    ...read && { read },
  });
}

/** A set. */
export function setType(item: ApiType): ApiType {
  const read = item.read ?? ((value: unknown) => value);
  return container({
    name: `Set or array of ${item.name}`,
    fit: (value) =>
      Array.isArray(value) || value instanceof Set ? fitAll(item, value) : NO,
    write: (slots, at, value) =>
      writeAll(item, slots, at, [...value as Iterable<unknown>]),
    read: (value) => new Set((value as unknown[]).map(read)),
  });
}

function entriesOf(value: unknown): [unknown, unknown][] | undefined {
  if (value instanceof Map) return [...value];
  if (Array.isArray(value)) {
    return value.every((one) => Array.isArray(one) && one.length === 2)
      ? value as [unknown, unknown][]
      : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null
    ? Object.entries(value)
    : undefined;
}

/** A map; as a list of pairs where a key may have several values. */
export function mapType(
  key: ApiType,
  item: ApiType,
  isMulti: boolean,
): ApiType {
  const readKey = key.read ?? ((value: unknown) => value);
  const readItem = item.read ?? ((value: unknown) => value);
  return container({
    name: `Map from ${key.name} to ${item.name}`,
    fit: (value) => {
      const entries = entriesOf(value);
      if (entries === undefined) return NO;
      const keys = fitAll(key, entries.map(([one]) => one));
      const items = fitAll(item, entries.map(([, one]) => one));
      return keys < 0 || items < 0 ? NO : Math.max(keys, items);
    },
    write: (slots, at, value) => {
      const entries = entriesOf(value)!;
      const first = slots.list(at, 2 * entries.length);
      for (const [i, [one, other]] of entries.entries()) {
        key.write(slots, first + 2 * i, one);
        item.write(slots, first + 2 * i + 1, other);
      }
    },
    read: (value) => {
      const flat = value as unknown[];
      const entries = Array.from(
        { length: flat.length / 2 },
        (_, i) => [readKey(flat[2 * i]), readItem(flat[2 * i + 1])] as const,
      );
      return isMulti ? entries : new Map(entries);
    },
  });
}

/** Two values. */
export function pairType(first: ApiType, second: ApiType): ApiType {
  return container({
    name: `[${first.name}, ${second.name}]`,
    fit: (value) => {
      if (!Array.isArray(value) || value.length !== 2) return NO;
      const one = first.fit(value[0]);
      const other = second.fit(value[1]);
      return one < 0 || other < 0 ? NO : Math.max(1, one, other);
    },
    write: (slots, at, value) => {
      const [one, other] = value as [unknown, unknown];
      const place = slots.list(at, 2);
      first.write(slots, place, one);
      second.write(slots, place + 1, other);
    },
    read: (value) => {
      const [one, other] = value as [unknown, unknown];
      return [
        first.read?.(one) ?? one,
        second.read?.(other) ?? other,
      ];
    },
  });
}

/** A value that may be missing. */
export function optionalType(item: ApiType): ApiType {
  return container({
    name: `${item.name} or undefined`,
    fit: (value) => value === undefined || value === null ? 1 : item.fit(value),
    write: (slots, at, value) =>
      writeAll(
        item,
        slots,
        at,
        value === undefined || value === null ? [] : [value],
      ),
    read: (value) => {
      const [only] = value as unknown[];
      return only === undefined ? undefined : item.read?.(only) ?? only;
    },
  });
}

/** Classes that are made of another value where C++ makes them so by itself; `box.ts` supplies how. */
const CONVERTIBLE = new Set([
  "QBrush",
  "QColorSpace",
  "QCursor",
  "QEasingCurve",
  "QFont",
  "QIcon",
  "QKeySequence",
  "QPen",
  "QPolygon",
  "QPolygonF",
]);

/** Those of an enumeration's names. */
const OF_ENUMS: Readonly<Record<string, string>> = {
  QColorSpace: "QColorSpace::NamedColorSpace",
  QCursor: "Qt::CursorShape",
  QEasingCurve: "QEasingCurve::Type",
};

let convert: ((name: string, value: unknown) => object) | undefined;

/** Says how an object of a class is made of a value that C++ converts. */
export function convertBy(how: (name: string, value: unknown) => object): void {
  convert = how;
}

function canConvert(name: string, value: unknown): boolean {
  switch (name) {
    case "QBrush":
      return value instanceof QColor || typeof value === "string" ||
        ["QGradient", "QPixmap", "QImage"].some((from) =>
          isA(value, from) >= 0
        );
    case "QPen":
      return value instanceof QColor || typeof value === "string";
    case "QColorSpace":
    case "QCursor":
    case "QEasingCurve":
      return apiEnum(OF_ENUMS[name]!).numberOf(value) !== undefined;
    case "QPolygon":
    case "QPolygonF":
      return Array.isArray(value) &&
        fitAll(geometryType(name.replace("Polygon", "Point")), value) >= 0;
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
  if (handleOf(value) === undefined) return NO;
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
  const isOwned = signs.includes("!");
  const found = apiClassNamed(name);
  // An object whose end the shim is notified of needs no owner here.
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
    value === null || value === undefined ? 0 : handleOf(value as object)!;
  return {
    name: isNullable ? `${name} or null` : name,
    isNumber: true,
    ...keeps !== undefined && { keeps },
    ...origin !== undefined && { origin },
    fit(value) {
      if (value === null || value === undefined) return isNullable ? 1 : NO;
      const fit = isA(value, name);
      if (isOwned && fit >= 0 && isLent(value as object)) return NO;
      if (fit >= 0) return fit;
      if (!isConvertible || !canConvert(name, value)) return NO;
      // C++ makes no icon of a path: (text, shortcut) comes before (icon, text).
      return name === "QIcon" && typeof value === "string" ? 7 : 6;
    },
    number: handle,
    ...isConvertible && {
      prepare: (value: unknown) =>
        isA(value, name) >= 0 ? value : convert!(name, value),
    },
    write: (slots, at, value) => slots.number(at, handle(value)),
  };
}

/** Reads types from their codes. */
class TypeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): ApiType[] {
    const types: ApiType[] = [];
    while (this.#at < this.#text.length) types.push(this.#next());
    return types;
  }

  #next(): ApiType {
    const letter = this.#text[this.#at++]!;
    switch (letter) {
      case "e":
        return enumType(this.#name());
      case "f":
        return flagsType(this.#name());
      case "w":
      case "g": {
        const name = this.#name();
        const type = letter === "g" ? geometryType(name) : plainType(name);
        return this.#signs() === "" ? type : orNull(type);
      }
      case "r":
      case "o": {
        const name = this.#name();
        return objectType(name, letter === "o", this.#signs());
      }
      case "[":
        return listType(this.#next());
      case "%":
        return setType(this.#next());
      case "{":
        return mapType(this.#next(), this.#next(), false);
      case "|":
        return mapType(this.#next(), this.#next(), true);
      case "&":
        return pairType(this.#next(), this.#next());
      case "~":
        return optionalType(this.#next());
      default:
        return LETTERS[letter]!;
    }
  }

  #name(): string {
    const end = this.#text.indexOf(";", this.#at);
    const name = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return name;
  }

  #signs(): string {
    const start = this.#at;
    while ("?!^<+".includes(this.#text[this.#at] ?? " ")) this.#at++;
    return this.#text.slice(start, this.#at);
  }
}

/** Reads the types of a list of parameters or results. */
export function readTypes(codes: string): ApiType[] {
  return new TypeReader(codes).all().map(uniform);
}
