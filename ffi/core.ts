/**
 * The shim's core library, which every program needs: Qt Core alone.
 *
 * @module
 */

import { coreSymbols } from "./abi.ts";
import { carried } from "./carried/core.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { mismatchOf } from "./inspect.ts";
import { prefetch, type SearchOptions, Shim } from "./search.ts";

CarriedLibrary.add(carried);

/** The core library, opened. */
export type CoreLibrary = Deno.DynamicLibrary<typeof coreSymbols>;

/** Where the core library is found. */
export const coreShim: Shim<typeof coreSymbols> = await Shim.prepare(
  "qtasyncio",
  coreSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_abi_hash()),
);
await prefetch("qtasyncio_api_core");

/**
 * Opens the core library.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openCore(options: SearchOptions = {}): CoreLibrary {
  return coreShim.open(options).library;
}

/** The version of the Qt that the core library runs on, such as `"6.4.2"`. */
export function qtVersion({ symbols }: CoreLibrary): string {
  const text = new Uint8Array(32);
  const length = symbols.qta_qt_version(text, text.length);
  return String.fromCharCode(...text.subarray(0, length));
}
