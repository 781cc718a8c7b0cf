/**
 * QtAsyncio for Deno, for programs with windows: all of `mod.ts`, `QApplication`, and
 * the classes of Qt GUI and Qt Widgets.
 *
 * @example
 * ```ts
 * import { QApplication, QPushButton, run, sleep } from "@qtasyncio/qtasyncio/widgets";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const button = new QPushButton({ text: "Close me" });
 * button.clicked.connect(async () => {
 *   await sleep(10);
 *   button.close();
 * });
 * button.show();
 * button.click();
 * await run();
 * ```
 *
 * @module
 */

export * from "./mod.ts";
export * from "./src/qt/gui_classes.ts";
export * from "./src/qt/widgets_classes.ts";
export { loadUi, QApplication } from "./src/qt/widgets.ts";
