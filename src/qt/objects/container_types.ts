/**
 * Types that are made of other types.
 *
 * @module
 */

import type { SlotWriter } from "../calls/slots.ts";
import { type ApiType, type Fit, NO, notNumber } from "./api_type.ts";

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
