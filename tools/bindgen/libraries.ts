/**
 * Which of Qt's libraries get a text, and which Debian packages bring their headers.
 *
 * @module
 */

/** The libraries that nearly every program needs, each after those that it needs. */
export const MAIN_LIBRARIES: readonly string[] = [
  "QtCore",
  "QtGui",
  "QtWidgets",
  "QtNetwork",
  "QtQml",
  "QtQuick",
];

/** All libraries, each after those that it needs. */
export const LIBRARIES: readonly string[] = [
  ...MAIN_LIBRARIES,
  "QtSvg",
  "QtSvgWidgets",
  "QtPrintSupport",
  "QtSql",
  "QtCharts",
  "QtMultimedia",
  "QtMultimediaWidgets",
  "QtQuickControls2",
  "QtQuickWidgets",
  "QtUiTools",
  "QtOpenGL",
  "QtOpenGLWidgets",
  "QtStateMachine",
  "QtSerialPort",
];

/** The folder of the texts, in the project's folder. */
export const TEXTS = "tools/bindgen/api";

/** The libraries whose classes the API of one makes use of, beside Qt Core's. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  QtWidgets: ["QtGui"],
  QtQml: ["QtNetwork"],
  QtQuick: ["QtGui", "QtQml"],
  QtSvg: ["QtGui"],
  QtSvgWidgets: ["QtGui", "QtWidgets", "QtSvg"],
  QtPrintSupport: ["QtGui", "QtWidgets"],
  QtCharts: ["QtGui", "QtWidgets"],
  QtMultimedia: ["QtGui", "QtNetwork"],
  QtMultimediaWidgets: ["QtGui", "QtWidgets", "QtMultimedia"],
  QtQuickWidgets: ["QtGui", "QtWidgets", "QtQml", "QtQuick"],
  QtUiTools: ["QtGui", "QtWidgets"],
  QtOpenGL: ["QtGui"],
  QtOpenGLWidgets: ["QtGui", "QtWidgets"],
  QtQuickControls2: ["QtGui"],
  QtStateMachine: ["QtGui"],
};

/**
 * The libraries that one needs, each after those that it needs itself.
 *
 * @param library Its name.
 */
export function needsOf(library: string): readonly string[] {
  return library === "QtCore" ? [] : ["QtCore", ...NEEDS[library] ?? []];
}

/** The ids of a library's classes begin here: `kApiLibraryShift` of `cpp_shim/core/objects/api_classes.h`. */
export function firstIdOf(library: string): number {
  return LIBRARIES.indexOf(library) << 10;
}

/** The name of a library in names of files: `core`. */
export function shortNameOf(library: string): string {
  return library.replace(/^Qt/, "").toLowerCase();
}
