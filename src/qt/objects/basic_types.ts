/**
 * Numbers, strings, bytes and values of any type.
 *
 * @module
 */

import { type ApiType, NO, notNumber, numberType } from "./api_type.ts";

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

function bytesOf(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return undefined;
}

const encoder = new TextEncoder();

const bytesType: ApiType = {
  name: "Uint8Array or string",
  isNumber: false,
  fit: (value) =>
    typeof value === "string" ? 2 : bytesOf(value) === undefined ? NO : 0,
  number: notNumber,
  write: (slots, at, value) =>
    slots.bytes(
      at,
      typeof value === "string" ? encoder.encode(value) : bytesOf(value)!,
    ),
};

const DOUBLE = numberType(
  "number",
  (value) => typeof value !== "number" ? NO : Number.isInteger(value) ? 1 : 0,
);

/** By the letters of `tools/bindgen/emit_tables.ts`. */
export const LETTERS: Readonly<Record<string, ApiType>> = {
  b: numberType(
    "boolean",
    (value) => typeof value === "boolean" ? 0 : NO,
    { number: (value) => value ? 1 : 0 },
  ),
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
  V: {
    name: "any value",
    isNumber: false,
    fit: (value) =>
      typeof value === "function" || typeof value === "symbol" ? NO : 5,
    number: notNumber,
    write: (slots, at, value) => slots.value(at, value),
  },
};
