/**
 * The classes of Qt Quick Controls: the style of QML's controls.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6quickcontrols2-6` has it. A release carries the
 * code that calls its members; in a clone of the project, `deno task setup --with=quick_controls` builds it.
 *
 * @example
 * ```ts
 * import { QGuiApplication } from "@qtasyncio/qtasyncio/quick";
 * import { QQuickStyle } from "@qtasyncio/qtasyncio/quick_controls";
 *
 * await using _app = new QGuiApplication(["-platform", "offscreen"]);
 * QQuickStyle.setStyle("Fusion"); // before QML is loaded
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/quick_controls.ts";
import * as quickControls from "./src/qt/generated/quickcontrols2/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("quickcontrols2", quickControls, carried);

export * from "./src/qt/generated/quickcontrols2/classes.js";
