/**
 * An idle window: what 3 s of it cost, all threads of the process together.
 *
 * @module
 */

import { QApplication, qtClass } from "../../widgets.ts";
import { idleFor, pause, print } from "../_program.ts";

await using app = new QApplication([]);
const QMainWindow = qtClass("QMainWindow");
new QMainWindow().show();
const exit = app.exec();
print(await idleFor("idle window", pause));
app.exit();
await exit;
