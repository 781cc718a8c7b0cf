/**
 * What compiles with values, the numbers of enumerations, overloads and the classes of Qt Network, and what must not.
 * Nothing here runs: `deno check` is the test, and a line after `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import { AlignmentFlag, Orientation } from "../../enums.ts";
import {
  QNetworkAccessManager,
  type QNetworkReply,
  QTcpSocket,
} from "../../network.ts";
import {
  QAbstractButton,
  QColor,
  type QDateTimeEdit,
  type QFont,
  type QGraphicsObject,
  QLabel,
  type QLCDNumber,
  QPoint,
  type QPointF,
  QRect,
  QSize,
  type QTextBrowser,
  type QWidget,
} from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

/** Sizes, points, rectangles. */
export function geometry(widget: QWidget, item: QGraphicsObject): void {
  is<Same<typeof widget.geometry, QRect>>();
  is<Same<typeof widget.pos, QPoint>>();
  is<Same<typeof item.pos, QPointF>>();
  widget.geometry = new QRect(0, 0, 100, 50);
  widget.geometry = { x: 0, y: 0, width: 100, height: 50 };
  widget.baseSize = new QSize(1, 2);
  const { width } = widget.size;
  is<Same<typeof width, number>>();
  // @ts-expect-error -- both of them
  new QSize(1);
  // @ts-expect-error -- numbers
  new QPoint("1", "2");
  // @ts-expect-error -- lacks its size
  widget.geometry = new QPoint(1, 2);
  // @ts-expect-error -- a value does not change: assign another one
  widget.size.width = 1;
}

/** Colours, and what has no form in JavaScript. */
export function looks(label: QLabel): void {
  const color = new QColor(255, 99, 71);
  is<Same<typeof color.alpha, number>>();
  is<Same<typeof label.font, QFont>>();
  label.windowIcon = new QLabel().windowIcon;
  new QColor("tomato");
  // @ts-expect-error -- a colour is made of its name, or of three numbers
  new QColor(255, 99);
  // @ts-expect-error -- a font is no icon
  label.windowIcon = label.font;
  is<Same<ReturnType<typeof label.font.family>, string>>();
}

/** Dates, URLs, lists. */
export function others(
  edit: QDateTimeEdit,
  browser: QTextBrowser,
): void {
  edit.dateTime = new Date();
  edit.date = "2026-01-31";
  is<Same<typeof edit.dateTime, Date>>();
  is<Same<typeof edit.date, string>>();
  is<Same<typeof browser.source, URL | string>>();
  browser.source = new URL("https://example.org/");
  browser.source = "page.html";
  browser.searchPaths = ["/usr/share/doc"];
  is<Same<typeof browser.searchPaths, string[]>>();
  // @ts-expect-error -- a day is a string
  edit.date = new Date();
  // @ts-expect-error -- a moment is a Date
  edit.dateTime = 1769817600000;
  // @ts-expect-error -- a list
  browser.searchPaths = "/usr/share/doc";
  // @ts-expect-error -- of strings
  browser.searchPaths = [1, 2];
}

/** Overloads: each form, and none in between. */
export function overloads(lcd: QLCDNumber, label: QLabel): void {
  lcd.display("12:30");
  lcd.display(12.5);
  label.setNum(1);
  // @ts-expect-error -- a string or a number
  lcd.display(true);
  // @ts-expect-error -- one of them
  lcd.display("12", 30);
  // @ts-expect-error -- which of them?
  lcd.display();
}

/** The numbers of enumerations. */
export function numbers(label: QLabel): void {
  is<Same<typeof Orientation.Vertical, 2>>();
  label.alignment = AlignmentFlag.AlignRight | AlignmentFlag.AlignTop;
  const name: Orientation = "Vertical";
  // @ts-expect-error -- there is no such name
  void Orientation.Diagonal;
  // @ts-expect-error -- Qt's numbers are what they are
  Orientation.Vertical = 3;
  // @ts-expect-error -- a name, not its number
  const number: Orientation = 2;
  void [name, number];
}

/** Classes that Qt alone makes, or that the shim does not load. */
export function notCreatable(object: QWidget, reply: QNetworkReply): void {
  if (object instanceof QAbstractButton) object.checkable = true;
  reply.downloadProgress.connect((received, total) => {
    is<Same<typeof received, number | bigint>>();
    is<Same<typeof total, number | bigint>>();
  });
  // @ts-expect-error -- an abstract class
  new QAbstractButton();
  new QNetworkAccessManager();
  new QTcpSocket(object, { objectName: "socket" });
  // @ts-expect-error -- there is no such signal
  reply.downloadProgres.connect(() => {});
  // @ts-expect-error -- it brings two numbers
  reply.downloadProgress.connect((received: string) => received);
}
