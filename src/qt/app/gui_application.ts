/**
 * The application of programs with windows but without widgets.
 *
 * @module
 */

import type { CoreLibrary } from "../../../ffi/core.ts";
import { type ApplicationKind, KIND, QCoreApplication } from "./application.ts";
import type {
  QGuiApplicationMembers,
  QGuiApplicationStatics,
} from "../generated/gui/classes.js";
import { registerClass } from "../objects/class_registry.ts";

/**
 * What makes the applications of this class: the shim's libraries of the entry points that the program imports. The first
 * one does; any of them could.
 */
export const guiLibraries: (() => ApplicationKind)[] = [];

/** `QCoreApplication`, with the static members of Qt's class: what {@linkcode QGuiApplication} extends. */
export const QGuiApplicationBase:
  & typeof QCoreApplication
  & QGuiApplicationStatics = QCoreApplication as
    & typeof QCoreApplication
    & QGuiApplicationStatics;

/**
 * The application of a program with windows but without widgets, as
 * [QGuiApplication](https://doc.qt.io/qt-6/qguiapplication.html): what QML needs. A program with widgets has a
 * `QApplication` (`widgets.ts`), which serves QML as well.
 *
 * Without a display (neither `DISPLAY` nor `WAYLAND_DISPLAY` is set, and no platform is asked for by
 * `QT_QPA_PLATFORM` or `-platform`) it runs on Qt's `offscreen` platform: windows are drawn, but not shown.
 *
 * @example
 * ```ts
 * import { QGuiApplication, QmlEngine } from "@qtasyncio/qtasyncio/quick";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * using engine = new QmlEngine();
 * const root = await engine.loadData(`
 *   import QtQml
 *   QtObject { property int answer: 6 * 7 }
 * `);
 * assertEquals(root.answer, 42);
 * ```
 */
export class QGuiApplication extends QGuiApplicationBase {
  /** @internal */
  static override readonly [KIND]: (core: CoreLibrary) => ApplicationKind =
    () => guiLibraries[0]!();

  /** The application of this thread, or null if there is none or it has no windows. A `QApplication` is one, too. */
  static override instance(): QGuiApplication | null {
    const application = QCoreApplication.instance();
    return application instanceof QGuiApplication ? application : null;
  }
}

/** The members that Qt gives it; their types are generated. */
export interface QGuiApplication extends QGuiApplicationMembers {}

registerClass("QGuiApplication", QGuiApplication);
