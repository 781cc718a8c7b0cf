/**
 * The classes of Qt SVG: drawings in SVG as pictures, on widgets and in graphics scenes, and painting to SVG.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6svg6` and `libqt6svgwidgets6` have it. A release
 * carries the code that calls its members; in a clone of the project, `deno task setup --with=svg` builds it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { QApplication, QColor, QImage, QPainter } from "@qtasyncio/qtasyncio/widgets";
 * import { QSvgRenderer } from "@qtasyncio/qtasyncio/svg";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const renderer = new QSvgRenderer(
 *   new TextEncoder().encode(
 *     `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="tomato"/></svg>`,
 *   ),
 * );
 * const image = new QImage({ width: 8, height: 8 }, "Format_RGB32");
 * {
 *   using painter = new QPainter(image);
 *   renderer.render(painter);
 * }
 * assertEquals(image.pixelColor(4, 4), new QColor(255, 99, 71));
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/svg.ts";
import * as svg from "./src/qt/generated/svg/classes.js";
import * as svgWidgets from "./src/qt/generated/svgwidgets/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("svg", svg, carried);
await offerLibrary("svgwidgets", svgWidgets, carried);

export * from "./src/qt/generated/svg/classes.js";
export * from "./src/qt/generated/svgwidgets/classes.js";
