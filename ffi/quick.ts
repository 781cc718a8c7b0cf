/**
 * The shim's library for programs with QML.
 *
 * @module
 */

import { quickSymbols } from "./abi.ts";
import { carried as gui } from "./carried/gui.ts";
import { carried as quick } from "./carried/quick.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { mismatchOf } from "./inspect.ts";
import { prefetch, type SearchOptions, Shim } from "./search.ts";

for (const part of [gui, quick]) CarriedLibrary.add(part);

/** The quick library, opened. */
export type QuickLibrary = Deno.DynamicLibrary<typeof quickSymbols>;

/** Where the quick library is found. */
export const quickShim: Shim<typeof quickSymbols> = await Shim.prepare(
  "qtasyncio_quick",
  quickSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_quick_abi_hash()),
);
await prefetch(
  "qtasyncio_api_gui",
  "qtasyncio_api_qml",
  "qtasyncio_api_quick",
);

/**
 * Opens the quick library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openQuick(options: SearchOptions = {}): QuickLibrary {
  return quickShim.open(options).library;
}
