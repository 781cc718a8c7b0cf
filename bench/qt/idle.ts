/**
 * A window that nobody touches: what 3 s of it cost, all threads of the process together.
 *
 * @module
 */

import { QApplication, qtClass } from "../../widgets.ts";
import { pause, print, usage } from "../_program.ts";

await using app = new QApplication([]);
const QMainWindow = qtClass("QMainWindow");
new QMainWindow().show();
const exit = app.exec();
await pause(1500);
const before = usage();
await pause(3000);
const after = usage();
print({
  "CPU ticks (10 ms) in 3 s": after.cpuTicks - before.cpuTicks,
  // One of them is the end of the pause itself.
  "wakes in 3 s": after.wakes - before.wakes - 1,
});
app.exit();
await exit;
