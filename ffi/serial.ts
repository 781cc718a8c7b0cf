/**
 * The shim's library for serial ports.
 *
 * @module
 */

import { serialSymbols } from "./abi.ts";
import { carried } from "./carried/serial.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { mismatchOf } from "./inspect.ts";
import { Shim } from "./search.ts";

CarriedLibrary.add(carried);

/** Where the serial library is found. */
export const serialShim: Shim<typeof serialSymbols> = await Shim.prepare(
  "qtasyncio_serial",
  serialSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_serial_abi_hash()),
);
