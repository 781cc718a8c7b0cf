/**
 * The destinations of Qt's messages.
 *
 * @module
 */

import {
  type MessageReceiver,
  type QtMessageLevel,
  receiveMessages,
} from "../calls/messages.ts";
import type { QObject } from "../objects/qobject.ts";

export type { QtMessageLevel };

/** A message of Qt: `qWarning()` and similar, QML's `console`, and what QML finds wrong. */
export interface QtMessage {
  /** How serious it is. A fatal one ends Qt instead, with an {@linkcode ApplicationError}. */
  readonly level: QtMessageLevel;
  /** Its [category](https://doc.qt.io/qt-6/qloggingcategory.html): `"default"`, `"qml"`, `"qt.widgets.…"`. */
  readonly category: string;
  /** What it says. */
  readonly text: string;
  /** The file that it comes from, if Qt tells: the `.qml` file, for one of QML's. */
  readonly file: string | null;
  /** The line in that file, from 1 on. */
  readonly line: number | null;
  /** The object that the text names, or else the one whose property or method the program has used meanwhile. */
  readonly object: QObject | null;
}

/**
 * Passes Qt's messages to a function, as
 * [qInstallMessageHandler](https://doc.qt.io/qt-6/qtlogging.html#qInstallMessageHandler). Without one they go to the method of
 * `console` for their level: `debug`, `info`, `warn` or `error`. {@linkcode QCoreApplication.setLoggingRules} says which
 * messages come at all.
 *
 * A message comes when the call into Qt has returned that caused it; one of another thread, or of Qt's event loop, soon
 * after. If the function throws, so does that call: `label.resize(…)`. Where there is no such call, the error goes to the
 * loop's exception handler.
 *
 * With `QT_FORCE_STDERR_LOGGING=1` in its environment, a program writes the messages to stderr at once instead, so that none
 * gets lost when it crashes.
 *
 * @param handler Gets each message. Of several functions the latest does.
 * @returns Removes the function, also by `using`.
 *
 * @example
 * ```ts
 * import { onQtMessage, QCoreApplication, QTimer } from "@qtasyncio/qtasyncio";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const timer = new QTimer();
 * using _messages = onQtMessage(({ text, object }) => {
 *   assertEquals(object, timer);
 *   throw new Error(text);
 * });
 * assertThrows(() => timer.start(-1), Error, "negative");
 * ```
 */
export function onQtMessage(handler: (message: QtMessage) => void): Disposable {
  return receiveMessages(handler as MessageReceiver);
}
