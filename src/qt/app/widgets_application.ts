/**
 * The application of programs with windows.
 *
 * @module
 */

import type { CoreLibrary } from "../../../ffi/core.ts";
import { openWidgets } from "../../../ffi/widgets.ts";
import { type ApplicationKind, KIND, QCoreApplication } from "./application.ts";
import { guiLibraries, QGuiApplication } from "./gui_application.ts";
import { registerClass } from "../objects/class_registry.ts";
import {
  type QApplicationMembers,
  type QApplicationStatics,
  QUiLoader,
  type QWidget,
} from "../generated/widgets/classes.js";

/** Applications that one of the library's functions makes. */
function kindOf(
  make: "qta_widgets_application_create" | "qta_widgets_gui_application_create",
): ApplicationKind {
  const widgets = openWidgets();
  return {
    libraries: [widgets],
    prepare: () => void widgets.symbols.qta_widgets_open(),
    make: () => widgets.symbols[make](),
  };
}

guiLibraries.push(() => kindOf("qta_widgets_gui_application_create"));

/** `QGuiApplication`, with the static members of Qt's class: what {@linkcode QApplication} extends. */
export const QApplicationBase: typeof QGuiApplication & QApplicationStatics =
  QGuiApplication as typeof QGuiApplication & QApplicationStatics;

/**
 * The application of a program with windows, as [QApplication](https://doc.qt.io/qt-6/qapplication.html).
 *
 * Without a display (neither `DISPLAY` nor `WAYLAND_DISPLAY` is set, and no platform is asked for by
 * `QT_QPA_PLATFORM` or `-platform`) it runs on Qt's `offscreen` platform: windows are drawn, but not shown.
 *
 * @example
 * ```ts
 * import { QApplication, qtClass } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const QLabel = qtClass("QLabel");
 * const label = new QLabel({ text: "The answer is 42." });
 * label.show();
 * setTimeout(() => label.close(), 10);
 * assertEquals(await app.exec(), 0);
 * ```
 */
export class QApplication extends QApplicationBase {
  /** @internal */
  static override readonly [KIND]: (core: CoreLibrary) => ApplicationKind =
    () => kindOf("qta_widgets_application_create");

  /** The style sheet of all widgets, in Qt's dialect of CSS. */
  declare styleSheet: string;

  /** The application of this thread, or null if there is none or it has no windows. */
  static override instance(): QApplication | null {
    const application = QCoreApplication.instance();
    return application instanceof QApplication ? application : null;
  }
}

/** The members that Qt gives it; their types are generated. */
export interface QApplication extends QApplicationMembers {}

registerClass("QApplication", QApplication);

/**
 * Builds the tree of widgets that a `.ui` file of Qt Designer describes, as
 * [QUiLoader](https://doc.qt.io/qt-6/quiloader.html).
 *
 * @param ui The file's content, as text or as bytes.
 * @param parent The widget that the new one becomes a child of.
 * @returns The outermost widget. The others are found by their names, {@linkcode QObject.findChild}.
 * @throws {TypeError} If it is no `.ui` file.
 *
 * @example
 * ```ts
 * import { loadUi, QApplication } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const window = loadUi(`<ui version="4.0"><widget class="QWidget" name="Form">
 *   <widget class="QPushButton" name="ok"><property name="text"><string>OK</string></property></widget>
 * </widget></ui>`);
 * assertEquals(window.findChild("ok")?.property("text"), "OK");
 * ```
 */
export function loadUi(
  ui: string | Uint8Array,
  parent: QWidget | null = null,
): QWidget {
  const loader = new QUiLoader();
  try {
    const widget = loader.load(ui, parent);
    if (widget !== null) return widget;
    throw new TypeError(`Cannot load the .ui file: ${loader.errorString()}`);
  } finally {
    loader.deleteLater();
  }
}
