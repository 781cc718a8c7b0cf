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
];

/** The folder of the texts, in the project's folder. */
export const TEXTS = "tools/bindgen/api";
