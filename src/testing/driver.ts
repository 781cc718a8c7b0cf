/**
 * The shim's part: what is on the screen, and events as a user would cause them.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { type Bridge, requireBridge } from "../qt/calls/bridge.ts";
import { QCoreApplication } from "../qt/app/application.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import { qtClass } from "../qt/objects/qt_class.ts";
import { type Driver, type Element, toElements } from "./element.ts";

/** The drivers of an application, by the class of the shim's. */
const all = new WeakMap<Bridge, Map<string, Driver | null>>();

/** The libraries of the shim that may be open have a driver each, which needs an application of a kind. */
const CLASSES = {
  WidgetTestDriver: "QApplication",
  QuickTestDriver: "QGuiApplication",
} as const;

function driverNamed(name: keyof typeof CLASSES): Driver | null {
  const bridge = requireBridge();
  // The libraries stay open when the next application is of another kind.
  const application = QCoreApplication.instance();
  if (!application?.inherits(CLASSES[name])) return null;
  const drivers = all.get(bridge) ?? new Map<string, Driver | null>();
  all.set(bridge, drivers);
  let driver = drivers.get(name);
  if (driver === undefined) {
    try {
      driver = new (qtClass<Driver>(name))({}, application);
      drivers.set(name, driver);
    } catch {
      // Its library has not been opened, or not yet.
      driver = null;
    }
  }
  return driver;
}

/** The drivers of this thread's application: none for one without windows. */
export function drivers(): Driver[] {
  const names = Object.keys(CLASSES) as (keyof typeof CLASSES)[];
  return names.map(driverNamed).filter((driver) => driver !== null);
}

/**
 * One of the drivers, where it does not matter which.
 *
 * @throws {Error} If the application has no windows.
 */
export function anyDriver(): Driver {
  const [driver] = drivers();
  if (driver === undefined) {
    throw new Error(
      "The application has no windows: expected a QApplication or a QGuiApplication",
    );
  }
  return driver;
}

/** What is on the screen. */
export function allElements(hidden: boolean): Element[] {
  const application = QCoreApplication.instance();
  if (application === null) return [];
  return drivers().flatMap((driver) =>
    toElements(driver, driver.tree(application, hidden))
  );
}

/** An object and what is in it, the object first; empty if it is not visible. */
export function elementsIn(object: QObject, hidden: boolean): Element[] {
  const name = object.inherits("QWidget") || object.inherits("QAction")
    ? "WidgetTestDriver"
    : "QuickTestDriver";
  const driver = driverNamed(name);
  if (driver === null) return [];
  return toElements(driver, driver.tree(object, hidden));
}

let lastMark = 0;

/**
 * Waits until Qt has handled the events that have been sent, and what they have caused in turn. A nested event loop that one of
 * them has opened (a dialog) does not have to end.
 *
 * @param timeout In milliseconds.
 * @throws {Error} If no event loop of Qt's runs.
 */
export async function settle(driver: Driver, timeout: number): Promise<void> {
  const id = ++lastMark;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const slot = driver.reached.connect((reached) => {
    if (reached === id) resolve();
  });
  const timer = setTimeout(() => {
    reject(
      new Error(
        `Qt did not handle the event within ${timeout} ms: no event loop runs (call run()), or a slot does not return`,
      ),
    );
  }, timeout);
  // An event may end the loop.
  const { aboutToQuit } = QCoreApplication.instance()!;
  const quits = aboutToQuit.connect(resolve);
  try {
    driver.mark(id);
    await promise;
  } finally {
    clearTimeout(timer);
    driver.reached.disconnect(slot);
    aboutToQuit.disconnect(quits);
  }
  // What the event has resolved goes on first.
  await new Promise<void>((next) => void setImmediate(next));
}
