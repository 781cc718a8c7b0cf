/**
 * `run()` runs a program on Qt's event loop. This is QtAsyncio for Deno: Qt's objects, and an asyncio that runs on Qt.
 *
 * This is the entry point of programs without windows. Programs with windows take what they need of it from here, too,
 * and `QApplication` from `widgets.ts`.
 *
 * @example
 * ```ts
 * import { QCoreApplication, QTimer, run, sleep } from "@qtasyncio/qtasyncio";
 *
 * await using app = new QCoreApplication();
 * const timer = new QTimer({ interval: 5, timeout: () => console.log("tick") });
 *
 * await run(async () => {
 *   timer.start();
 *   await sleep(30);
 * }, { keepRunning: false });
 * ```
 *
 * @module
 */

export { run } from "./src/qt/app/run.ts";
export type { RunOptions } from "./src/qt/app/run.ts";
// But for its `run()`: here that is Qt's.
export * from "./src/asyncio/mod.ts";
export * from "./src/executor/mod.ts";
export { ShimError } from "./ffi/shim_error.ts";
export type { ShimAttempt, ShimProblem } from "./ffi/shim_error.ts";
export { keep } from "./src/qt/app/development.ts";
export {
  QCoreApplication,
  QCoreApplicationBase,
} from "./src/qt/app/application.ts";
export {
  ApplicationError,
  DestroyedObjectError,
  NestedLoopError,
  QtError,
} from "./src/qt/calls/errors.ts";
export type {
  DropFields,
  EventFilter,
  EventTypes,
  FocusFields,
  InstalledEventFilter,
  KeyFields,
  MoveFields,
  PaintFields,
  PointerFields,
  QtEvent,
  ResizeFields,
  WheelFields,
} from "./src/qt/events/event.ts";
export { EventLoop } from "./src/qt/app/event_loop.ts";
export { onQtMessage } from "./src/qt/app/messages.ts";
export type { QtMessage, QtMessageLevel } from "./src/qt/app/messages.ts";
export * from "./src/qt/generated/core/classes.js";
export { QtBox } from "./src/qt/objects/box.ts";
export { QObject } from "./src/qt/objects/qobject.ts";
export type { Properties } from "./src/qt/objects/object_state.ts";
export { qtClass } from "./src/qt/objects/qt_class.ts";
export type {
  DynamicObject,
  QtAbstractClass,
  QtClass,
} from "./src/qt/objects/qt_class.ts";
export * from "./src/qt/signals/once.ts";
export { SignalOverflowError } from "./src/qt/signals/emissions.ts";
export type {
  EmissionsOptions,
  OverflowPolicy,
} from "./src/qt/signals/emissions.ts";
export { emissions, Signal } from "./src/qt/signals/signal.ts";
export type { ConnectOptions, Slot } from "./src/qt/signals/signal.ts";
export type {
  Flags,
  QObjectProperties,
  QtMap,
} from "./src/qt/objects/typed.ts";
export { QModelIndex } from "./src/qt/calls/model_index.ts";
export * from "./src/qt/calls/values.ts";
