/**
 * The shim's quick library, opened for the application that there is.
 *
 * @module
 */

import { openQuick } from "../../../ffi/quick.ts";
import { captureContext } from "../../asyncio/core/_context.ts";
import type { RawContext } from "../../asyncio/core/internals.ts";
import { guiLibraries } from "../app/gui_application.ts";
import { type Bridge, requireBridge } from "../calls/bridge.ts";
import * as qmlClasses from "../generated/qml/classes.js";
import * as quickClasses from "../generated/quick/classes.js";
import { describedBy, ownClassName } from "../objects/api_table.ts";
import type { QObject } from "../objects/qobject.ts";
import { qtClass } from "../objects/qt_class.ts";
import { guardNetwork } from "./network.ts";

// Before the one for widgets: a program with QML alone may run where Qt Widgets is not installed.
guiLibraries.unshift(() => {
  const quick = openQuick();
  return {
    libraries: [quick],
    prepare: () => void quick.symbols.qta_quick_open(),
    make: () => quick.symbols.qta_quick_application_create(),
  };
});

/** What QML needs once for each application. */
export interface Quick {
  readonly bridge: Bridge;
  /** Where classes are defined: `cpp_shim/quick/qml_types.h`. */
  readonly types: QObject;
  /** The context that functions of TypeScript run in: that of no task. */
  readonly context: RawContext;
  /** The classes that have been defined. */
  readonly defined: Set<object>;
}

const all = new WeakMap<Bridge, Quick>();
const onOpen: ((quick: Quick) => void)[] = [];

/** Has a function called with each application's. */
export function whenQuickOpens(fn: (quick: Quick) => void): void {
  onOpen.push(fn);
}

/**
 * That of this thread's application.
 *
 * @throws {ApplicationError} If there is none.
 * @throws {ShimError} If the library cannot be loaded.
 */
export function requireQuick(): Quick {
  const bridge = requireBridge();
  let quick = all.get(bridge);
  if (quick === undefined) {
    const library = openQuick();
    library.symbols.qta_quick_open();
    // The shim's libraries stay loaded until the process ends.
    library.close();
    const QmlTypes = qtClass("QmlTypes");
    quick = {
      bridge,
      types: new QmlTypes(),
      context: captureContext(),
      defined: new Set(),
    };
    all.set(bridge, quick);
    guardNetwork();
    for (const fn of onOpen) fn(quick);
  }
  return quick;
}

// The classes of Qt QML and Quick, without an engine of the project's.
const names = Object.values({ ...qmlClasses, ...quickClasses })
  .map(({ prototype }) => ownClassName(prototype)!);
describedBy(requireQuick, names);
