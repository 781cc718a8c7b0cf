/**
 * The virtual functions of `QObject`, for classes that override them; Qt's headers have the code.
 *
 * @module
 */

import type { QChildEvent } from "../generated/core/qchildevent.d.ts";
import type { QEvent } from "../generated/core/qevent.d.ts";
import type { QMetaMethod } from "../generated/core/qmetamethod.d.ts";
import type { QTimerEvent } from "../generated/core/qtimerevent.d.ts";

/**
 * The virtual functions of `QObject`.
 *
 * @typeParam Root That class.
 */
export interface QObjectVirtuals<Root> {
  /**
   * Gets all events of the object, and hands them on to the functions for each type, as
   * [event()](https://doc.qt.io/qt-6/qobject.html#event). The event is over when the function returns.
   *
   * @param event The event.
   * @returns Whether it was recognized.
   */
  event(event: QEvent): boolean;

  /**
   * Gets the events of the objects on which this one is installed as an event filter, as
   * [eventFilter()](https://doc.qt.io/qt-6/qobject.html#eventFilter). `onEvent()` needs no class.
   *
   * @param watched The object that is to get the event.
   * @param event The event.
   * @returns Whether the object is not to get it.
   */
  eventFilter(watched: Root, event: QEvent): boolean;

  /** Gets timer events, as [timerEvent()](https://doc.qt.io/qt-6/qobject.html#timerEvent): for classes that extend this one. */
  timerEvent(event: QTimerEvent): void;

  /** Is told of children, as [childEvent()](https://doc.qt.io/qt-6/qobject.html#childEvent): for classes that extend this one. */
  childEvent(event: QChildEvent): void;

  /** Gets events of the program's types, as [customEvent()](https://doc.qt.io/qt-6/qobject.html#customEvent): for classes that extend this one. */
  customEvent(event: QEvent): void;

  /** Is told of a connection, as [connectNotify()](https://doc.qt.io/qt-6/qobject.html#connectNotify): for classes that extend this one. */
  connectNotify(signal: QMetaMethod): void;

  /** Is told of the end of a connection, as [disconnectNotify()](https://doc.qt.io/qt-6/qobject.html#disconnectNotify): for classes that extend this one. */
  disconnectNotify(signal: QMetaMethod): void;
}
