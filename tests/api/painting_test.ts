import { assert, assertEquals, assertThrows } from "@std/assert";
import { QApplication, QColor, QLine, QPoint, QRect } from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { valueClass } from "./_classes.ts";

const QBrush = valueClass("QBrush");
const QImage = valueClass("QImage");
const QLinearGradient = valueClass("QLinearGradient");
const QPaintDevice = valueClass("QPaintDevice");
const QPainter = valueClass("QPainter");
const QPainterPath = valueClass("QPainterPath");
const QPen = valueClass("QPen");
const QPixmap = valueClass("QPixmap");
const QTextCharFormat = valueClass("QTextCharFormat");
const QTransform = valueClass("QTransform");

const offscreen = ["-platform", "offscreen"];
const RED = new QColor(255, 0, 0);
const WHITE = new QColor(255, 255, 255);

Deno.test("QPainter draws on a QImage what its pixels show", async () => {
  await using _app = new QApplication(offscreen);
  using image = new QImage(20, 10, "Format_ARGB32");
  image.fill("white");
  {
    using painter = new QPainter(image);
    assertEquals(painter.isActive(), true);
    using pen = new QPen(RED);
    painter.setPen(pen);
    painter.drawLine(0, 5, 19, 5);
    painter.drawLine(new QLine(3, 0, 3, 9));
    painter.fillRect(new QRect(10, 0, 2, 2), "blue");
    painter.drawLine({ x: 15, y: 0 }, new QPoint(15, 2));
  }
  assertEquals(image.pixelColor(10, 5), RED);
  assertEquals(image.pixelColor(3, 0), RED);
  assertEquals(image.pixelColor(10, 1), new QColor(0, 0, 255));
  assertEquals(image.pixelColor(15, 1), RED);
  assertEquals(image.pixelColor(19, 9), WHITE);
});

Deno.test("a color that Qt returns can be given back, also an invalid one, which is null", async () => {
  await using _app = new QApplication(offscreen);
  const format = new QTextCharFormat();
  assertEquals(format.underlineColor(), null);
  format.setUnderlineColor(RED);
  assertEquals(format.underlineColor(), RED);
  format.setUnderlineColor(new QTextCharFormat().underlineColor());
  assertEquals(format.underlineColor(), null);
});

Deno.test("QPainter is there as long as its device, and its device as long as it", async () => {
  await using _app = new QApplication(offscreen);
  const image = new QImage(4, 4, "Format_ARGB32");
  const painter = new QPainter(image);
  image.dispose();
  assertEquals(painter.isDisposed, true);
  assertThrows(
    () => painter.drawPoint(1, 1),
    DestroyedObjectError,
    "QPainter",
  );
  painter.dispose();
});

Deno.test("QPainter paints with transformations, paths and brushes", async () => {
  await using _app = new QApplication(offscreen);
  using image = new QImage(30, 30, "Format_RGB32");
  image.fill("white");
  {
    using painter = new QPainter(image);
    using path = new QPainterPath();
    path.addRect(0, 0, 5, 5);
    painter.setTransform(QTransform.fromTranslate(10, 20));
    painter.fillPath(path, new QBrush("red"));
    assertEquals(painter.transform().dx(), 10);
    // C++ makes a brush of a colour by itself.
    painter.fillPath(path.translated(-10, -20), "red");
  }
  assertEquals(image.pixelColor(12, 22), RED);
  assertEquals(image.pixelColor(2, 2), RED);
  assertEquals(image.pixelColor(20, 20), WHITE);
});

Deno.test("values are copies, and operators have names", async () => {
  await using _app = new QApplication(offscreen);
  using image = new QImage(4, 4, "Format_RGB32");
  using painter = new QPainter(image);
  painter.setPen("red");
  const pen = painter.pen();
  pen.setWidth(7);
  assertEquals(painter.pen().width(), 1);
  const other = pen.clone();
  assertEquals(other.equals(pen), true);
  other.setWidth(8);
  assertEquals(other.equals(pen), false);
  assertEquals(other.notEquals(pen), true);
  const twice = new QTransform().scale(2, 3).times(
    QTransform.fromTranslate(1, 1),
  );
  assertEquals([twice.m11(), twice.m22(), twice.dx()], [2, 3, 1]);
});

Deno.test("a brush is made of what C++ makes one of", async () => {
  await using _app = new QApplication(offscreen);
  using image = new QImage(2, 2, "Format_RGB32");
  image.fill(RED);
  using gradient = new QLinearGradient(0, 0, 1, 0);
  using pixmap = QPixmap.fromImage(image);
  for (const origin of [RED, "red", gradient, pixmap, image]) {
    using painter = new QPainter(image);
    painter.setBrush(origin);
    using brush = painter.brush();
    using expected = new QBrush(origin);
    assertEquals(brush.style(), expected.style());
  }
});

Deno.test("a cursor is made of the name of its shape", async () => {
  await using _app = new QApplication(offscreen);
  QApplication.setOverrideCursor("WaitCursor");
  assertEquals(QApplication.overrideCursor()?.shape(), "WaitCursor");
  QApplication.restoreOverrideCursor();
  assertThrows(
    // @ts-expect-error -- no shape of a cursor
    () => QApplication.setOverrideCursor("NoSuchShape"),
    TypeError,
    "QCursor",
  );
});

Deno.test("results that Qt writes to arguments come as a tuple", async () => {
  await using _app = new QApplication(offscreen);
  const [inverted, isInvertible] = new QTransform().inverted();
  assertEquals([inverted.isIdentity(), isInvertible], [true, true]);
  assertEquals(new QTransform().map(3, 4), [3, 4]);
});

Deno.test("enumerations are names or numbers, and stand on their classes", async () => {
  await using _app = new QApplication(offscreen);
  using pen = new QPen("red");
  pen.setStyle("DashLine");
  assertEquals(pen.style(), "DashLine");
  pen.setStyle(3);
  assertEquals(pen.style(), "DotLine");
  assertEquals(QPainter.CompositionMode.CompositionMode_Plus, 12);
  assertEquals(QPainter.RenderHints.Antialiasing, 1);
  using image = new QImage(4, 4, "Format_RGB32");
  using painter = new QPainter(image);
  painter.setRenderHints("Antialiasing|TextAntialiasing");
  assertEquals(painter.renderHints(), "Antialiasing|TextAntialiasing");
});

Deno.test("classes of values derive from each other as in C++", async () => {
  await using _app = new QApplication(offscreen);
  using image = new QImage(4, 4, "Format_RGB32");
  assert(image instanceof QImage);
  assert(image instanceof QPaintDevice);
  assert(!(image instanceof QPixmap));
  assert((image as { logicalDpiX(): number }).logicalDpiX() > 0);
  assertEquals(String(image), "QImage()");
});
