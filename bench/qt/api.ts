/**
 * Calls of members of Qt's headers: on QObjects, on values and on items. pyside_bridge.py makes the same calls.
 *
 * @module
 */

import { QApplication, QTextDocument, QWidget } from "../../widgets.ts";
import { apiClass } from "../../src/qt/objects/box.ts";
import { nanoseconds, print, scaled } from "../_program.ts";

const CALLS = scaled(1_000_000);
const LINES = scaled(200_000);

/** What the calls need of classes whose members are known at run time alone. */
interface Members {
  isActive(): boolean;
  drawLine(x1: number, y1: number, x2: number, y2: number): void;
  fill(color: string): void;
  insertText(text: string): void;
  setText(text: string): void;
  heightForWidth(width: number): number;
  dispose(): void;
}

function make(name: string, ...args: readonly unknown[]): Members {
  return new (apiClass(name))(...args) as unknown as Members;
}

await using _app = new QApplication(["-platform", "offscreen"]);
const image = make("QImage", 200, 100, "Format_ARGB32_Premultiplied");
image.fill("white");
const painter = make("QPainter", image);
const widget = new QWidget() as unknown as Members;
const item = make("QTableWidgetItem", "text");
const cursor = make("QTextCursor", new QTextDocument());

print({
  "number method of a QObject ns": nanoseconds(
    CALLS,
    () => widget.heightForWidth(3),
  ),
  "QPainter.isActive ns": nanoseconds(CALLS, () => painter.isActive()),
  "QPainter.drawLine ns": nanoseconds(
    LINES,
    () => painter.drawLine(1, 2, 20, 9),
  ),
  "QTableWidgetItem.setText ns": nanoseconds(
    LINES,
    () => item.setText("text"),
  ),
  "QTextCursor.insertText ns": nanoseconds(
    LINES / 10,
    () => cursor.insertText("x\n"),
  ),
  "new QPen and its end ns": nanoseconds(LINES, () => make("QPen").dispose()),
});
painter.dispose();
