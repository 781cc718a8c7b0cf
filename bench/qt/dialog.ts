/**
 * JavaScript's timer of 10 ms while a modal dialog is open for 1 s.
 *
 * @module
 */

import { QApplication, qtClass } from "../../widgets.ts";
import { print, scaled } from "../_program.ts";

await using _app = new QApplication([]);
const QMessageBox = qtClass("QMessageBox");
const box = new QMessageBox({ text: "Please wait" });
const begin = performance.now();
const end = begin + scaled(1000);
let ticks = 0;
const ticker = setInterval(() => {
  ticks++;
  // Again and again: before the dialog is open, it cannot be closed.
  if (performance.now() >= end) box.done(0);
}, 10);
await box.exec();
clearInterval(ticker);
print({
  "10 ms timer beside a modal dialog, ticks/s": ticks /
    (performance.now() - begin) * 1000,
});
