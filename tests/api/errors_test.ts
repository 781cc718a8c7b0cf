import { assertEquals, assertThrows } from "@std/assert";
import { QApplication, QCoreApplication } from "../../widgets.ts";
import {
  ApplicationError,
  DestroyedObjectError,
} from "../../src/qt/calls/errors.ts";
import { objectClass, valueClass } from "./_classes.ts";

const QFileInfo = valueClass("QFileInfo");
const QFont = valueClass("QFont");
const QPainter = valueClass("QPainter");
const QPen = valueClass("QPen");
const QWidget = objectClass("QWidget");

const offscreen = ["-platform", "offscreen"];

Deno.test("a member refuses arguments with its name, the argument, what was expected and what came", async () => {
  await using _app = new QApplication(offscreen);
  using pen = new QPen();
  const cases: [() => unknown, string][] = [
    [() => pen.setWidth(), "QPen.setWidth expects 1 argument, got 0"],
    [() => pen.setWidth(1, 2), "QPen.setWidth expects 1 argument, got 2"],
    [
      () => pen.setWidth("x"),
      'Argument 1 of QPen.setWidth(int): expected int, got "x"',
    ],
    [
      () => pen.setWidth(1.5),
      "Argument 1 of QPen.setWidth(int): expected int, got 1.5",
    ],
    [
      () => pen.setColor(true),
      "Argument 1 of QPen.setColor(QColor): expected QColor, got true",
    ],
    [
      () => pen.setStyle("NoSuchLine"),
      'Argument 1 of QPen.setStyle(Qt::PenStyle): expected Qt::PenStyle, got "NoSuchLine"',
    ],
    [
      () => pen.setBrush(new QFont()),
      "Argument 1 of QPen.setBrush(QBrush): expected QBrush, got a QFont",
    ],
    [
      () => new QPainter(3),
      "Argument 1 of QPainter.constructor(QPaintDevice): expected QPaintDevice, got 3",
    ],
    [
      () => new QWidget({}).grabMouse(1, 2, 3),
      "QWidget.grabMouse expects 0 to 1 arguments, got 3",
    ],
  ];
  for (const [call, message] of cases) assertThrows(call, TypeError, message);
});

Deno.test("a member called on something else than an object of its class throws", async () => {
  await using _app = new QApplication(offscreen);
  using pen = new QPen();
  using font = new QFont();
  const { width } = pen;
  assertThrows(() => width.call({}), TypeError, 'as "this"');
  assertThrows(() => width.call(font), TypeError, "another class");
  assertThrows(() => width.call(new QWidget({})), TypeError, "another class");
});

Deno.test("an object that has been disposed of throws whenever it is used", async () => {
  await using _app = new QApplication(offscreen);
  const pen = new QPen();
  pen.dispose();
  pen.dispose();
  assertEquals(pen.isDisposed, true);
  assertThrows(() => pen.width(), DestroyedObjectError, "QPen");
  using other = new QPen();
  assertThrows(() => other.swap(pen), DestroyedObjectError, "QPen");
  const widget = new QWidget({});
  assertThrows(
    () => {
      widget.windowTitle = pen;
    },
    DestroyedObjectError,
    "QPen",
  );
});

Deno.test("values end with their application", async () => {
  let pen;
  {
    await using _app = new QApplication(offscreen);
    pen = new QPen("red");
  }
  assertThrows(() => pen.width(), ApplicationError);
  {
    await using _app = new QApplication(offscreen);
    assertThrows(() => pen.width(), DestroyedObjectError);
  }
});

Deno.test("static methods stand on the class, and need an application", async () => {
  assertThrows(() => new QPen(), ApplicationError);
  await using _app = new QCoreApplication();
  assertEquals(QFileInfo.exists("/"), true);
  assertEquals(QFileInfo.exists("/no/such/file"), false);
  assertThrows(() => QFileInfo.exists(1), TypeError, "QFileInfo.exists");
});

Deno.test("a class that is abstract cannot be created", async () => {
  await using _app = new QApplication(offscreen);
  const QPaintEngine = valueClass("QPaintEngine");
  assertThrows(() => new QPaintEngine(), TypeError, "abstract");
});

Deno.test("bytes whose buffer was transferred, or has shrunk under its view, are refused", async () => {
  await using _app = new QApplication(offscreen);
  const widget = new QWidget({});
  const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
  const shrunk = new Uint8Array(buffer, 4, 4);
  buffer.resize(2);
  const detached = new Uint8Array(4);
  structuredClone(detached, { transfer: [detached.buffer] });
  for (
    const [bytes, message] of [[detached, "detached"], [shrunk, "resized"]]
  ) {
    assertThrows(
      () => widget.saveGeometry() && widget.restoreGeometry(bytes),
      TypeError,
      `${message}`,
    );
    assertThrows(
      () => widget.invoke("inherits", bytes),
      TypeError,
      `${message}`,
    );
  }
});
