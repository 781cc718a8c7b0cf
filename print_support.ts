/**
 * The classes of Qt Print Support: printers, PDF files, and the dialogs for them.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6printsupport6` has it. A release carries the code
 * that calls its members; in a clone of the project, `deno task setup --with=print_support` builds it.
 *
 * @example
 * ```ts
 * import { QApplication, QPainter } from "@qtasyncio/qtasyncio/widgets";
 * import { QPrinter } from "@qtasyncio/qtasyncio/print_support";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const file = await Deno.makeTempFile({ suffix: ".pdf" });
 * const printer = new QPrinter();
 * printer.setOutputFormat("PdfFormat");
 * printer.setOutputFileName(file);
 * {
 *   using painter = new QPainter(printer);
 *   painter.drawText({ x: 100, y: 100 }, "Page 1");
 *   printer.newPage();
 *   painter.drawText({ x: 100, y: 100 }, "Page 2");
 * }
 * console.log(`${(await Deno.stat(file)).size} bytes`);
 * await Deno.remove(file);
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/print_support.ts";
import * as printSupport from "./src/qt/generated/printsupport/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("printsupport", printSupport, carried);

export * from "./src/qt/generated/printsupport/classes.js";
