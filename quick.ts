/**
 * QtAsyncio for Deno, for programs with windows in QML: all of `mod.ts`, and the engine, classes and lists for QML.
 *
 * @example
 * ```ts
 * import { QGuiApplication, qmlClass, QmlEngine, run, sleep } from "@qtasyncio/qtasyncio/quick";
 *
 * const Backend = qmlClass("Backend", {
 *   properties: { status: "idle" },
 *   functions: {
 *     async work(): Promise<string> {
 *       this.status = "busy";
 *       await sleep(10);
 *       return "done";
 *     },
 *   },
 * });
 *
 * await using app = new QGuiApplication(["-platform", "offscreen"]);
 * using engine = new QmlEngine();
 * engine.setContextProperty("backend", new Backend());
 * await run(async () => {
 *   await engine.loadData(`
 *     import QtQuick
 *     Window {
 *       visible: true
 *       Text { text: backend.status }
 *       Component.onCompleted: backend.work().then(result => {
 *         backend.status = result;
 *         Qt.quit();
 *       })
 *     }
 *   `);
 * });
 * ```
 *
 * @module
 */

export * from "./mod.ts";
export * from "./src/qt/generated/gui/classes.js";
export * from "./src/qt/generated/qml/classes.js";
export {
  QGuiApplication,
  QGuiApplicationBase,
} from "./src/qt/app/gui_application.ts";
export * from "./src/qt/generated/quick/classes.js";
export { ListModel } from "./src/qt/quick/list_model.ts";
export { qmlClass, registerQmlType } from "./src/qt/quick/qml_class.ts";
export type { QmlTypeOptions } from "./src/qt/quick/qml_class.ts";
export { qmlSignal } from "./src/qt/quick/qml_definition.ts";
export type {
  QmlDefinition,
  QmlFunctions,
  QmlObject,
  QmlObjectProperties,
  QmlSignal,
  QmlSignalArguments,
  QmlSignals,
} from "./src/qt/quick/qml_definition.ts";
export { QmlEngine } from "./src/qt/quick/qml_engine.ts";
export type { LoadOptions } from "./src/qt/quick/qml_engine.ts";
export { QmlError } from "./src/qt/quick/qml_error.ts";
export type { QmlProblem } from "./src/qt/quick/qml_error.ts";
