/**
 * The shim's library for programs with QML.
 *
 * @module
 */

import { type SearchOptions, Shim } from "./search.ts";
import { quickSymbols } from "./symbols.ts";

/** The quick library, opened. */
export type QuickLibrary = Deno.DynamicLibrary<typeof quickSymbols>;

/** Where the quick library is found. */
export const quickShim: Shim<typeof quickSymbols> = await Shim.prepare(
  "qtasyncio_quick",
  quickSymbols,
);

/**
 * Opens the quick library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openQuick(options: SearchOptions = {}): QuickLibrary {
  return quickShim.open(options).library;
}
