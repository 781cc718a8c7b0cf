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
export * from "./src/qt/builder.ts";
export {
  bind,
  Observable,
  property,
  type PropertyName,
  State,
  state,
} from "./src/qt/builder_state.ts";
export type { DialogOptions } from "./src/qt/dialogs.ts";
export * from "./src/qt/dialogs_choice.ts";
export * from "./src/qt/dialogs_file.ts";
export * from "./src/qt/dialogs_input.ts";
export * from "./src/qt/dialogs_message.ts";
export * from "./src/qt/dialogs_progress.ts";
export { QGuiApplication } from "./src/qt/gui_application.ts";
export { loadUi, QApplication } from "./src/qt/widgets.ts";
