/** Tries in a Worker what one thread alone may do; posts the errors' names and messages. */

import { QApplication } from "../../../widgets.ts";
import { QCoreApplication, QObject } from "../../../mod.ts";

const attempts = [
  () => new QCoreApplication([]),
  () => new QApplication(["-platform", "offscreen"]),
  () => new QObject(),
];

(globalThis as unknown as Worker).postMessage(attempts.map((attempt) => {
  try {
    return [String(attempt()), "no error"];
  } catch (error) {
    const { name, message } = error as Error;
    return [name, message];
  }
}));
