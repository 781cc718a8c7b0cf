/**
 * The shim's library for serial ports.
 *
 * @module
 */

import { serialSymbols } from "./abi.ts";
import { mismatchOf } from "./inspect.ts";
import { type SearchOptions, Shim } from "./search.ts";

/** The serial library, opened. */
export type SerialLibrary = Deno.DynamicLibrary<typeof serialSymbols>;

/** Where the serial library is found. */
export const serialShim: Shim<typeof serialSymbols> = await Shim.prepare(
  "qtasyncio_serial",
  serialSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_serial_abi_hash()),
);

/**
 * Opens the serial library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openSerial(options: SearchOptions = {}): SerialLibrary {
  return serialShim.open(options).library;
}
