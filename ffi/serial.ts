/**
 * The shim's library for serial ports.
 *
 * @module
 */

import { serialSymbols } from "./abi.ts";
import { mismatchOf } from "./inspect.ts";
import { Shim } from "./search.ts";

/** Where the serial library is found. */
export const serialShim: Shim<typeof serialSymbols> = await Shim.prepare(
  "qtasyncio_serial",
  serialSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_serial_abi_hash()),
);
