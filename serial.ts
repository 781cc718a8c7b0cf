/**
 * Serial ports, by Qt Serial Port. Deno has none.
 *
 * It needs Qt's library of that name (Debian's `libqt6serialport6`), which is loaded when the first port is opened.
 *
 * @example
 * ```ts
 * import { QCoreApplication, run } from "@qtasyncio/qtasyncio";
 * import { openSerialConnection } from "@qtasyncio/qtasyncio/serial";
 *
 * async function main(): Promise<void> {
 *   await using _app = new QCoreApplication();
 *   await run(async () => {
 *     const [reader, writer] = await openSerialConnection("/dev/ttyUSB0", { baudRate: 115_200 });
 *     await using _ = writer;
 *     for await (const line of reader.lines()) console.log(line);
 *   });
 * }
 * console.log(main.name);
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/serial.ts";
import * as classes from "./src/qt/generated/serial/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("serialport", classes, carried);

export * from "./src/qt/generated/serial/classes.js";
export {
  createSerialConnection,
  openSerialConnection,
} from "./src/qt/io/serial_ports.ts";
export type { SerialOptions } from "./src/qt/io/serial_ports.ts";
