/**
 * The classes of Qt Quick Widgets: QML in a window of widgets.
 *
 * The first use of one of them loads it: on Debian and Ubuntu, `libqt6quickwidgets6` has it. A release carries the code
 * that calls its members; in a clone of the project, `deno task setup --with=quick_widgets` builds it.
 *
 * @example
 * ```ts
 * import { QApplication } from "@qtasyncio/qtasyncio/widgets";
 * import { QQuickWidget } from "@qtasyncio/qtasyncio/quick_widgets";
 *
 * await using _app = new QApplication(["-platform", "offscreen"]);
 * const widget = new QQuickWidget({ resizeMode: "SizeRootObjectToView" });
 * widget.setSource(new URL("data:,import QtQuick; Item {}"));
 * ```
 *
 * @module
 */

import { carried } from "./ffi/carried/quick_widgets.ts";
import * as quickWidgets from "./src/qt/generated/quickwidgets/classes.js";
import { offerLibrary } from "./src/qt/objects/offered_library.ts";

await offerLibrary("quickwidgets", quickWidgets, carried);

export * from "./src/qt/generated/quickwidgets/classes.js";
