/**
 * QtAsyncio for Deno: Qt's event loop and objects, and an asyncio that runs on them.
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

export * from "./src/asyncio/mod.ts";
export * from "./src/executor/mod.ts";
export { ShimError } from "./ffi/shim_error.ts";
export type { ShimAttempt, ShimProblem } from "./ffi/shim_error.ts";
export { QCoreApplication } from "./src/qt/app/application.ts";
export * from "./src/qt/calls/errors.ts";
export type * from "./src/qt/events/event.ts";
export { EventLoop } from "./src/qt/app/event_loop.ts";
export * from "./src/qt/generated/core/classes.js";
export { QtBox } from "./src/qt/objects/box.ts";
export { QObject, qtClass } from "./src/qt/objects/object.ts";
export type {
  DynamicObject,
  Properties,
  QtAbstractClass,
  QtClass,
} from "./src/qt/objects/object.ts";
export { run } from "./src/qt/app/run.ts";
export type { RunOptions } from "./src/qt/app/run.ts";
export * from "./src/qt/signals/once.ts";
export { Signal } from "./src/qt/signals/signal.ts";
export type { ConnectOptions, Slot } from "./src/qt/signals/signal.ts";
export * from "./src/qt/signals/signal_iterator.ts";
export type {
  Flags,
  QObjectProperties,
  QtMap,
  QtValue,
} from "./src/qt/objects/typed.ts";
export { QModelIndex } from "./src/qt/calls/model_index.ts";
export * from "./src/qt/calls/values.ts";
