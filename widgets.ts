/**
 * QtAsyncio for Deno, for programs with windows: all of `mod.ts`, `QApplication`, and
 * the classes of Qt GUI and Qt Widgets. `builder.ts` has more for trees of widgets.
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
export * from "./src/qt/generated/gui/classes.js";
export * from "./src/qt/generated/widgets/classes.js";
export { build, stretch } from "./src/qt/ui/builder/builder.ts";
export type { BuildProperties, Child } from "./src/qt/ui/builder/builder.ts";
export {
  bind,
  Observable,
  property,
  State,
  state,
} from "./src/qt/ui/builder/state.ts";
export type { PropertyName } from "./src/qt/ui/builder/state.ts";
export type { DialogOptions } from "./src/qt/ui/dialogs/dialog.ts";
export * from "./src/qt/ui/dialogs/choice.ts";
export * from "./src/qt/ui/dialogs/file.ts";
export * from "./src/qt/ui/dialogs/input.ts";
export * from "./src/qt/ui/dialogs/message.ts";
export * from "./src/qt/ui/dialogs/progress.ts";
export {
  QGuiApplication,
  QGuiApplicationBase,
} from "./src/qt/app/gui_application.ts";
export {
  loadUi,
  QApplication,
  QApplicationBase,
} from "./src/qt/app/widgets_application.ts";
