/**
 * Trees of widgets, written as they look: `build`, where its children go, and values that properties follow.
 *
 * The classes come from `widgets.ts`, which exports {@linkcode build} and what properties are bound to as well. What
 * places a child ({@linkcode at}, {@linkcode row}, {@linkcode tab}) and what finds one ({@linkcode child}) have short
 * names, and are here alone.
 *
 * @example
 * ```ts
 * import { QApplication, QGridLayout, QLabel, QWidget } from "@qtasyncio/qtasyncio/widgets";
 * import { at, build, child, state } from "@qtasyncio/qtasyncio/builder";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const name = state("Ada");
 * const window = build(QWidget, {},
 *   build(QGridLayout, {},
 *     at(0, 0, build(QLabel, { text: "Name:" })),
 *     at(0, 1, build(QLabel, { objectName: "name", text: name }))));
 * name.value = "Grace";
 * assertEquals(child(window, QLabel, "name").text, "Grace");
 * ```
 *
 * @module
 */

export {
  at,
  build,
  child,
  row,
  stretch,
  tab,
} from "./src/qt/ui/builder/builder.ts";
export type {
  BuildProperties,
  CellOptions,
  Child,
} from "./src/qt/ui/builder/builder.ts";
export {
  bind,
  Observable,
  property,
  State,
  state,
} from "./src/qt/ui/builder/state.ts";
export type { PropertyName } from "./src/qt/ui/builder/state.ts";
