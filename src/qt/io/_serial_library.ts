/** The shim's serial library, opened when it is needed. */

import { serialShim } from "../../../ffi/serial.ts";
import { optionalLibrary } from "./_optional_library.ts";

/**
 * Has it open, for the application that there is.
 *
 * @throws {ApplicationError} If there is none.
 * @throws {ShimError} If it cannot be loaded, or Qt Serial Port cannot.
 */
export const requireSerial: () => void = optionalLibrary(
  serialShim,
  ["QSerialPort"],
  ({ symbols }) => symbols.qta_serial_open(),
);
