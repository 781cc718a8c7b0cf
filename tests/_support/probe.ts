/**
 * The shim's testing library: objects made to be tested with, above all `Probe`, which has a property, a signal and a
 * method of every kind (`cpp_shim/testing/testing.h`).
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { SHIM_VARIABLE } from "../../ffi/search.ts";
import {
  type DynamicObject,
  once,
  QCoreApplication,
  qtClass,
} from "../../mod.ts";
import { QApplication } from "../../widgets.ts";

/** The folder of the shim that the tests use: the one that `deno task shim` builds, or the variable names. */
export const SHIM_FOLDER = `${
  Deno.env.get(SHIM_VARIABLE) ??
    fileURLToPath(new URL("../../cpp_shim/build/lib", import.meta.url))
}/`;

/** The class of the objects to test with; they can be made once {@linkcode openTesting} has been called. */
export const Probe = qtClass("Probe");

/** Makes the testing library's classes known to the application that exists. */
export function openTesting(): void {
  const library = Deno.dlopen(`${SHIM_FOLDER}libqtasyncio_testing.so`, {
    qta_testing_open: { parameters: [], result: "i32" },
  });
  try {
    const status = library.symbols.qta_testing_open();
    if (status !== 0) throw new Error(`qta_testing_open() answered ${status}`);
  } finally {
    // The shim's libraries stay loaded until the process ends.
    library.close();
  }
}

/** Gives `body` a console application and a probe, and disposes of the application afterwards. */
export async function onCore(
  body: (probe: DynamicObject, app: QCoreApplication) => unknown,
): Promise<void> {
  await using app = new QCoreApplication([]);
  openTesting();
  await body(new Probe(), app);
}

/** As {@linkcode onCore}, with an application for windows, on the offscreen platform. */
export async function onWidgets(
  body: (app: QApplication) => unknown,
): Promise<void> {
  await using app = new QApplication(["-platform", "offscreen"]);
  openTesting();
  await body(app);
}

/** Runs `body` while Qt's event loop runs; answers what it answered. */
export async function whileExec<T>(
  app: QCoreApplication,
  body: () => T | Promise<T>,
): Promise<T> {
  const exit = app.exec();
  try {
    await qtTurn();
    return await body();
  } finally {
    app.exit();
    await exit;
  }
}

/** Resolves when Qt, whose loop runs or is about to, has handled all events that were posted before. */
export async function qtTurn(): Promise<void> {
  const timer = new (qtClass("QTimer"))({ singleShot: true });
  const timeout = once(timer.timeout);
  timer.start(0);
  await timeout;
  timer.deleteLater();
}

/** Resolves in a later macrotask, after the timers that are due and every immediate that was asked for before. */
export async function macrotask(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/**
 * Runs `body` with `console.error` replaced; answers what was written, an array for each call. `body` gets the same
 * array, so that it can wait for what it expects.
 */
export async function consoleErrors(
  body: (calls: readonly unknown[][]) => unknown,
): Promise<unknown[][]> {
  const original = console.error;
  const calls: unknown[][] = [];
  console.error = (...args: unknown[]) => void calls.push(args);
  try {
    await body(calls);
  } finally {
    console.error = original;
  }
  return calls;
}
