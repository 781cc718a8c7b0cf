/**
 * Converts JavaScript values for Qt, with errors for those that cannot be converted.
 *
 * @module
 */

import { describeValue } from "../../asyncio/core/_util.ts";
import type { QColor } from "./values.ts";

/** Deeper than any real data, and far from the end of either side's stack. */
const MAX_DEPTH = 200;
/** How many items an array may have: it may claim any length. */
export const MAX_ITEMS = 1 << 24;

/** An error for a value that Qt has no form for. */
export function unsuitable(what: string): TypeError {
  return new TypeError(
    `Cannot pass ${what} to Qt: expected null, a boolean, number, bigint, string, array, plain object, Map, Uint8Array, Date, URL, an object of Qt or one of its value classes`,
  );
}

/**
 * As `Array.isArray()`.
 *
 * @throws {TypeError} If the value is a Proxy that has been revoked: nothing can be asked of it.
 */
export function isArray(value: object): value is unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    throw new TypeError("Cannot pass the Proxy to Qt: it has been revoked");
  }
}

/** @throws {RangeError} If a value is nested too deeply. */
export function checkDepth(depth: number): void {
  if (depth <= MAX_DEPTH) return;
  throw new RangeError(
    `Cannot pass the value to Qt: it is nested more than ${MAX_DEPTH} levels deep, or contains itself`,
  );
}

/** @throws {RangeError} If an array gives too many items. */
export function checkCount(count: number): void {
  if (!(count > MAX_ITEMS)) return;
  throw new RangeError(
    `Cannot pass the array to Qt: expected at most ${MAX_ITEMS} items`,
  );
}

/**
 * The bytes themselves, not a copy.
 *
 * @throws {TypeError} If their buffer was transferred.
 */
export function bytesOf(value: ArrayBufferView | ArrayBuffer): Uint8Array {
  const buffer = value instanceof ArrayBuffer ? value : field(value, "buffer");
  if (buffer instanceof ArrayBuffer && buffer.detached) {
    throw new TypeError(
      "Cannot pass the bytes to Qt: their ArrayBuffer is detached, because it was transferred",
    );
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (isOutOfBounds(value)) {
    throw new TypeError(
      "Cannot pass the bytes to Qt: their ArrayBuffer has been resized, and is shorter than the view",
    );
  }
  return new Uint8Array(
    buffer,
    field(value, "byteOffset"),
    field(value, "byteLength"),
  );
}

const TYPED_ARRAY: object = Object.getPrototypeOf(Uint8Array.prototype);

/** A field of a view, whatever a subclass has in its place. */
function field<K extends "buffer" | "byteOffset" | "byteLength">(
  view: ArrayBufferView,
  name: K,
): ArrayBufferView[K] {
  const prototype = view instanceof DataView ? DataView.prototype : TYPED_ARRAY;
  return Reflect.get(prototype, name, view);
}

/** Whether the buffer of a view has shrunk to less than the view. */
function isOutOfBounds(view: ArrayBufferView): boolean {
  try {
    // Its typed array says that it is empty then.
    if (view instanceof DataView) field(view, "byteLength");
    else Uint8Array.prototype.keys.call(view as Uint8Array);
    return false;
  } catch {
    return true;
  }
}

/** An instance of a class, by its name. */
function describeInstance(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== ""
    ? `an instance of ${name}`
    : "an instance of a class without a name";
}

/**
 * The entries of a plain object or Map.
 *
 * @throws {TypeError} If it is neither, or a key is not a string.
 */
export function entriesOf(value: object): [key: string, item: unknown][] {
  if (value instanceof Map) {
    // What it has, not what an iterator of a subclass makes of it: that may have no end.
    const entries = [...Map.prototype.entries.call(value)];
    for (const [key] of entries) {
      if (typeof key === "string") continue;
      throw new TypeError(
        `Cannot pass the Map to Qt: expected keys that are strings, got a ${typeof key}`,
      );
    }
    return entries;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return Object.entries(value);
  }
  throw unsuitable(describeInstance(value));
}

/** @throws {RangeError} If it has more than 64 bits. */
export function checkBigint(value: bigint): void {
  if (
    BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value
  ) return;
  const text = String(value);
  throw new RangeError(
    `Cannot pass the bigint ${
      text.length > 40 ? `${text.slice(0, 40)}…` : text
    } to Qt: expected at most 64 bits`,
  );
}

/** @throws {TypeError} If one of the numbers of a value class is not an integer of 32 bits. */
export function checkIntegers(name: string, numbers: readonly number[]): void {
  for (const number of numbers) {
    if (typeof number === "number" && (number | 0) === number) continue;
    throw new TypeError(
      `Cannot pass the ${name} to Qt: expected integers of 32 bits, got ${
        describeValue(number)
      }`,
    );
  }
}

/** @throws {TypeError} If one of the numbers of a value class is no number. */
export function checkNumbers(name: string, numbers: readonly number[]): void {
  for (const number of numbers) {
    if (typeof number === "number") continue;
    throw new TypeError(
      `Cannot pass the ${name} to Qt: expected numbers, got ${
        describeValue(number)
      }`,
    );
  }
}

/** @throws {TypeError} If it only claims to be a `Date`. */
export function timeOf(date: Date): number {
  try {
    return Date.prototype.getTime.call(date);
  } catch {
    throw unsuitable(describeInstance(date));
  }
}

/**
 * Red, green, blue and alpha.
 *
 * @throws {TypeError} If one is not an integer from 0 to 255.
 */
export function channelsOf({ red, green, blue, alpha }: QColor): number[] {
  const channels = [red, green, blue, alpha];
  const wrong = channels.find((one) =>
    typeof one !== "number" || (one & 255) !== one
  );
  if (wrong === undefined) return channels;
  throw new TypeError(
    `Cannot pass the QColor to Qt: expected channels that are integers from 0 to 255, got ${
      describeValue(wrong)
    }`,
  );
}
