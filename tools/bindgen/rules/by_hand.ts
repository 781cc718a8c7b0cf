/**
 * Members that no generator can make and that are written by hand: the texts list them as `-by-hand`.
 *
 * @module
 */

import type { Rules } from "./rule.ts";

/** Written by hand, each in the shim or in TypeScript. */
export const BY_HAND: Rules = {
  "memory of an image as bytes": [
    "QImage::bits|constBits|scanLine|constScanLine",
    "QImage::constructor(data)",
  ],
  "the application's object is made by the project": [
    "QCoreApplication|QGuiApplication|QApplication::constructor(argc)",
  ],
  "`invoke()` of every object calls by name, with values of JavaScript": [
    "QMetaObject::invokeMethod|newInstance",
    "QMetaMethod::invoke|invokeOnGadget",
  ],
};
