/**
 * JavaScript's timer of 10 ms while a modal dialog is open for 1 s.
 *
 * @module
 */

import { QApplication, qtClass } from "../../widgets.ts";
import { print } from "../_program.ts";

await using _app = new QApplication([]);
const QMessageBox = qtClass("QMessageBox");
const box = new QMessageBox({ text: "Please wait" });
let ticks = 0;
const ticker = setInterval(() => ticks++, 10);
setTimeout(() => box.done(0), 1000);
await box.exec();
clearInterval(ticker);
print({ "ticks of 10 ms": ticks });
