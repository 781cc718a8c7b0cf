/** What Qt asserts in debug builds alone, and the shim refuses: without it, each of these calls reads foreign memory. */

import { assertEquals, assertThrows } from "@std/assert";
import { QApplication, QCoreApplication, QPoint } from "../../widgets.ts";
import "../../network.ts";
import { objectClass, valueClass } from "./_classes.ts";

const QBitArray = valueClass("QBitArray");
const QBuffer = objectClass("QBuffer");
const QCborArray = valueClass("QCborArray");
const QCborValue = valueClass("QCborValue");
const QCryptographicHash = valueClass("QCryptographicHash");
const QImage = valueClass("QImage");
const QKeySequence = valueClass("QKeySequence");
const QMatrix4x4 = valueClass("QMatrix4x4");
const QPainterPath = valueClass("QPainterPath");
const QPalette = valueClass("QPalette");
const QPolygon = valueClass("QPolygon");
const QTextBlockIterator = valueClass("QTextBlock::iterator");
const QTextFrameIterator = valueClass("QTextFrame::iterator");
const QTextLayout = valueClass("QTextLayout");
const QTextLine = valueClass("QTextLine");
const QTextTableCell = valueClass("QTextTableCell");
const QVector3D = valueClass("QVector3D");

const offscreen = ["-platform", "offscreen"];
/** Of every range below. */
const OUTSIDE = [-1, 4, 1_000_000];

function assertRefuses(
  calls: readonly (() => unknown)[],
  message: string,
): void {
  for (const call of calls) assertThrows(call, RangeError, message);
}

Deno.test("QCborArray has no element to take when it is empty", async () => {
  await using _app = new QCoreApplication();
  using array = new QCborArray();
  assertRefuses([
    () => array.removeFirst(),
    () => array.removeLast(),
    () => array.takeFirst(),
    () => array.takeLast(),
    () => array.pop_front(),
    () => array.pop_back(),
  ], "It is empty");
  array.append(new QCborValue(3));
  array.append(new QCborValue(4));
  assertEquals(array.takeFirst().toInteger(), 3);
  array.removeLast();
  assertRefuses([() => array.takeLast()], "It is empty");
  assertRefuses(
    OUTSIDE.flatMap((at) => [
      () => array.removeAt(at),
      () => array.takeAt(at),
    ]),
    "Argument 1",
  );
});

Deno.test("a place of an element is refused when there is no such element", async () => {
  await using _app = new QApplication(offscreen);
  using bits = new QBitArray(4);
  using keys = new QKeySequence("Ctrl+A");
  using matrix = new QMatrix4x4();
  using path = new QPainterPath(new QPoint(0, 0));
  using polygon = new QPolygon([new QPoint(1, 2), new QPoint(3, 4)]);
  using vector = new QVector3D(1, 2, 3);
  using image = new QImage(4, 4, "Format_Indexed8");
  using layout = new QTextLayout("text");
  for (const at of OUTSIDE) {
    assertRefuses([
      () => bits.testBit(at),
      () => bits.setBit(at),
      () => bits.setBit(at, true),
      () => bits.clearBit(at),
      () => bits.toggleBit(at),
      () => bits.at(at),
      () => matrix.column(at),
      () => matrix.call(0, at),
      () => matrix.call(at, 0),
      () => path.elementAt(at),
      () => path.setElementPositionAt(at, 1, 1),
      () => polygon.point(at),
      () => polygon.setPoint(at, 1, 1),
      () => vector.at(at),
      () => image.color(at),
      () => layout.lineAt(at),
    ], "Argument");
  }
  assertRefuses([() => keys.at(1)], "expected a number from 0 to 0, got 1");
  assertRefuses(
    [() => image.color(0)],
    "Argument 1: got 0, but no number is in range",
  );
  assertRefuses([() => bits.fill(true, 0, 5)], "Argument 3");
  assertRefuses([() => new QBitArray(-1)], "Argument 1");
  assertEquals([bits.at(3), matrix.call(3, 3), vector.at(2)], [false, 1, 3]);
  assertEquals(polygon.point(1), [3, 4]);
  bits.fill(true, 1, 4);
  assertEquals(bits.count(true), 3);
});

Deno.test("QPalette has no colour for the number of its roles", async () => {
  await using _app = new QApplication(offscreen);
  using palette = new QPalette();
  const { NColorRoles } = QPalette.ColorRole;
  assertRefuses([
    () => palette.color("Active", NColorRoles),
    () => palette.brush("NColorRoles"),
    () => palette.setColor("All", "NColorRoles", "red"),
    () => palette.setBrush("NColorRoles", "red"),
  ], "Argument");
  palette.setColor("All", "Base", "red");
  assertEquals(palette.color("Active", "Base").red, 255);
});

Deno.test("what belongs to nothing has no layout, table or frame to ask", async () => {
  await using _app = new QApplication(offscreen);
  using line = new QTextLine();
  using cell = new QTextTableCell();
  assertEquals([line.isValid(), cell.isValid()], [false, false]);
  assertRefuses([
    () => line.width(),
    () => line.setLineWidth(3),
    () => cell.row(),
    () => cell.format(),
  ], "It is not valid");
  assertRefuses([() => new QTextBlockIterator().fragment()], "at the end");
  assertRefuses([() => new QTextFrameIterator().increment()], "no frame");
});

Deno.test("no more bytes are read than an argument has", async () => {
  await using _app = new QCoreApplication();
  using hash = new QCryptographicHash("Md5");
  const bytes = new Uint8Array([1, 2, 3]);
  assertRefuses([
    () => hash.addData(bytes, 4),
    () => hash.addData(bytes, -1),
    () => QBitArray.fromBits(bytes, 1000),
    () => QCborValue.fromCbor(bytes, 1000),
  ], "Argument 2: expected a number from 0 to 3");
  hash.addData(bytes, 2);
});

Deno.test("Qt is given no pointer to bytes that end with the call", async () => {
  await using _app = new QCoreApplication();
  const buffer = new QBuffer();
  assertEquals([buffer.setBuffer, typeof buffer.setData], [
    undefined,
    "function",
  ]);
});

Deno.test("what Qt takes without a look is refused where it would crash, hang or take all memory", async () => {
  await using _app = new QApplication(offscreen);
  const QRegion = valueClass("QRegion");
  const QTextCursor = valueClass("QTextCursor");
  const QTreeWidgetItem = valueClass("QTreeWidgetItem");
  const QTreeWidgetItemIterator = valueClass("QTreeWidgetItemIterator");
  const QPainter = valueClass("QPainter");
  const header = new (objectClass("QHeaderView"))("Horizontal");
  const socket = new (objectClass("QTcpServer"))();
  const layout = new (objectClass("QStackedLayout"))();
  const buffer = new QBuffer();
  buffer.open("ReadWrite");
  using array = new QCborArray();
  using item = new QTreeWidgetItem();
  using painter = new QPainter();
  using image = new QImage(4, 4, "Format_ARGB32");
  const far = 2 ** 31 - 1;
  assertRefuses([() => new (objectClass("QLCDNumber"))(0)], "no digits");
  assertRefuses([
    () => new QRegion(0, 0, 10, far, "Ellipse"),
    () => new QRegion(0, far, 10, 10, "Ellipse"),
    () => new QRegion({ x: 0, y: 0, width: far, height: 9 }, "Ellipse"),
    () => new QRegion([new QPoint(0, 0), new QPoint(1, far), new QPoint(2, 0)]),
  ], "too large, or too far");
  using wide = new QRegion(0, 0, far, far);
  assertEquals(wide.rectCount(), 1);
  assertRefuses(
    [() => new QTextCursor(new (valueClass("QTextBlock"))())],
    "The block is not valid",
  );
  assertRefuses([() => new QTreeWidgetItemIterator(item)], "in no tree");
  const scene = new (objectClass("QGraphicsScene"))();
  assertRefuses([() => scene.render(painter)], "paints on nothing");
  using active = new QPainter(image);
  scene.render(active);
  for (const section of [-1, 0, 5000]) {
    assertRefuses(
      [() => header.setSectionResizeMode(section, "Fixed")],
      "Argument 1",
    );
  }
  for (const descriptor of [-1, 0, 5000, far]) {
    assertRefuses(
      [() => socket.setSocketDescriptor(descriptor)],
      "not the descriptor of a socket",
    );
  }
  assertRefuses(
    [() => new (objectClass("QStackedLayout"))(layout)],
    "no place for a layout",
  );
  assertRefuses([() => buffer.seek(far)], "no room for so many bytes");
  assertEquals(buffer.seek(100), true);
  assertRefuses([() => array.insert(far, new QCborValue(1))], "Argument 1");
  const dtls = new (objectClass("QDtls"))("SslClientMode");
  const udp = new (objectClass("QUdpSocket"))();
  assertRefuses([() => dtls.handleTimeout(udp)], "No handshake");
  // Laid out without beginLayout(), there is nothing; it crashed before.
  using text = new QTextLayout("text");
  using line = text.createLine();
  text.endLayout();
  assertEquals(line.isValid(), true);
});

Deno.test("a widget's picture has at least one pixel, and no widget is the default of an action in it", async () => {
  await using _app = new QApplication(offscreen);
  const box = new (objectClass("QTabWidget"))();
  new (objectClass("QGroupBox"))(box);
  for (const [width, height] of [[13, 0], [0, 13]]) {
    assertRefuses(
      [() => box.grab({ x: 0, y: 1, width, height })],
      "at least one pixel",
    );
  }
  const action = new (objectClass("QWidgetAction"))(box);
  assertRefuses([() => action.setDefaultWidget(box)], "into itself");
});
