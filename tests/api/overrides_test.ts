/** Classes of programs that override virtual functions of Qt's: widgets, delegates, items, devices. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { QApplication, QRectF, QSize } from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { objectClass, valueClass } from "./_classes.ts";
import {
  type Any,
  offscreen,
  pictureOf,
  QGraphicsItem,
  QGraphicsScene,
  QStandardItemModel,
  QWidget,
} from "./_overrides.ts";

const QGraphicsTextItem = objectClass("QGraphicsTextItem");

const QGraphicsView = objectClass("QGraphicsView");

const QIODevice = objectClass("QIODevice");

const QLayout = objectClass("QLayout");

const QLineEdit = objectClass("QLineEdit");

const QListWidget = objectClass("QListWidget");

const QListWidgetItem = valueClass("QListWidgetItem");

const QObject = objectClass("QObject");

const QPainter = valueClass("QPainter");

const QPlainTextEdit = objectClass("QPlainTextEdit");

const QProxyStyle = objectClass("QProxyStyle");

const QPushButton = objectClass("QPushButton");

const QStandardItem = valueClass("QStandardItem");

const QStyledItemDelegate = objectClass("QStyledItemDelegate");

const QSyntaxHighlighter = objectClass("QSyntaxHighlighter");

const QTextCharFormat = valueClass("QTextCharFormat");

const QUndoCommand = valueClass("QUndoCommand");

const QUndoStack = objectClass("QUndoStack");

const QValidator = objectClass("QValidator");

Deno.test("paintEvent draws what is seen, and gets a QPaintEvent that is over when it returns", async () => {
  await using _app = new QApplication(offscreen);
  let kept: Any;
  class Canvas extends QWidget {
    paintEvent(event: Any) {
      kept = event;
      assertEquals(String(event), "QPaintEvent()");
      assertEquals(event.rect().width, 40);
      using painter = new QPainter(this);
      painter.fillRect(0, 0, 20, 30, "red");
    }
  }
  const canvas = new Canvas() as Any;
  canvas.resize(40, 30);
  const picture = await pictureOf(canvas);
  assertEquals(picture.pixel(5, 5), 0xff0000);
  assert(picture.pixel(30, 5) !== 0xff0000);
  assertThrows(() => kept.rect(), DestroyedObjectError);
});

Deno.test("super calls the function of Qt's class, by method and by property", async () => {
  await using _app = new QApplication(offscreen);
  const types: string[] = [];
  class Button extends QPushButton {
    get sizeHint() {
      const { width, height } = super.sizeHint;
      return new QSize(width + 100, height);
    }
    event(event: Any) {
      types.push(event.type());
      return super.event(event);
    }
    setVisible(visible: boolean) {
      types.push(`visible ${visible}`);
      super.setVisible(visible);
    }
  }
  const plain = new QPushButton({ text: "x" });
  const button = new Button({ text: "x" }) as Any;
  button.adjustSize();
  assertEquals(button.size.width, plain.sizeHint.width + 100);
  button.show();
  assert(button.visible);
  assert(types.includes("visible true") && types.includes("Show"));
});

Deno.test("eventFilter and key events come with their classes", async () => {
  await using _app = new QApplication(offscreen);
  const seen: string[] = [];
  class Edit extends QLineEdit {
    keyPressEvent(event: Any) {
      seen.push(`${event} ${event.text()}`);
      if (event.text() !== "x") super.keyPressEvent(event);
    }
  }
  class Filter extends QObject {
    eventFilter(watched: Any, event: Any) {
      if (event.type() === "Resize") seen.push(`${watched.className} Resize`);
      return super.eventFilter(watched, event);
    }
  }
  const edit = new Edit() as Any;
  const filter = new Filter();
  edit.installEventFilter(filter);
  edit.resize(77, 20);
  edit.keyClicks("axb");
  assertEquals(edit.text, "ab");
  assert(seen.includes("QKeyEvent() x"));
  edit.show();
  assert(seen.includes("QLineEdit Resize"));
});

Deno.test("a delegate, a highlighter and a validator", async () => {
  await using _app = new QApplication(offscreen);
  const options = new Set<string>();
  class Delegate extends QStyledItemDelegate {
    paint(painter: Any, option: Any, index: Any) {
      options.add(`${painter} ${option}`);
      super.paint(painter, option, index);
    }
    sizeHint() {
      return new QSize(50, 40);
    }
    initStyleOption(option: Any, index: Any) {
      super.initStyleOption(option, index);
      option.text = `<${option.text}>`;
      options.add(option.text);
    }
  }
  const list = new QListWidget();
  list.addItems(["a"]);
  list.setItemDelegate(new Delegate());
  list.resize(100, 100);
  list.grab();
  assert(options.has("QPainter() QStyleOptionViewItem()"));
  assert(options.has("<a>"));
  assertEquals(list.sizeHintForRow(0), 40);

  const blocks: string[] = [];
  class Highlighter extends QSyntaxHighlighter {
    highlightBlock(text: string) {
      blocks.push(text);
      const format = new QTextCharFormat();
      format.setForeground("red");
      (this as Any).setFormat(0, text.length, format);
    }
  }
  const edit = new QPlainTextEdit();
  const highlighter = new Highlighter(edit.document()) as Any;
  edit.setPlainText("one\ntwo");
  highlighter.rehighlight();
  assert(blocks.includes("one") && blocks.includes("two"));

  class Letters extends QValidator {
    validate(input: string, pos: number) {
      return input.startsWith("a")
        ? "Acceptable"
        : ["Acceptable", `a${input}`, pos + 1];
    }
  }
  const line = new QLineEdit();
  line.setValidator(new Letters());
  line.keyClicks("bc");
  assertEquals(line.text, "abc");
});

Deno.test("graphics items paint, also where QGraphicsItem is the second base", async () => {
  await using _app = new QApplication(offscreen);
  const seen = new Set<string>();
  class Item extends QGraphicsItem {
    boundingRect() {
      return new QRectF(0, 0, 50, 50);
    }
    paint(painter: Any, option: Any) {
      seen.add(String(option));
      painter.fillRect(0, 0, 50, 50, "blue");
    }
    itemChange(change: string, value: unknown) {
      seen.add(change);
      return super.itemChange(change, value);
    }
  }
  class Text extends QGraphicsTextItem {
    paint(painter: Any, option: Any, widget: Any) {
      seen.add("text");
      super.paint(painter, option, widget);
    }
  }
  const scene = new QGraphicsScene();
  const item = new Item() as Any;
  scene.addItem(item);
  item.setFlag("ItemSendsGeometryChanges");
  item.setPos(1, 1);
  const text = new Text() as Any;
  text.setPlainText("text");
  scene.addItem(text);
  const view = new QGraphicsView();
  view.setScene(scene);
  view.resize(120, 120);
  view.grab();
  for (
    const what of ["QStyleOptionGraphicsItem()", "ItemPositionChange", "text"]
  ) {
    assert(seen.has(what), what);
  }
  assert(scene.items().includes(item));
  scene.clear();
  assertThrows(() => item.pos(), DestroyedObjectError);
});

Deno.test("items, commands, layouts, styles and devices of one's own", async () => {
  await using _app = new QApplication(offscreen);
  class Item extends QListWidgetItem {
    data(role: number) {
      return role === 0 ? "mine" : super.data(role);
    }
  }
  const list = new QListWidget();
  const item = new Item("text") as Any;
  list.addItem(item);
  assert(list.item(0) === item);
  assertEquals(item.text(), "mine");
  class Standard extends QStandardItem {
    data(role: number) {
      return role === 0 ? "standard" : super.data(role);
    }
  }
  const model = new QStandardItemModel();
  model.appendRow(new Standard());
  assertEquals(model.index(0, 0).data(), "standard");

  const done: string[] = [];
  class Command extends QUndoCommand {
    undo() {
      done.push("undo");
    }
    redo() {
      done.push("redo");
    }
  }
  const stack = new QUndoStack();
  stack.push(new Command("x"));
  stack.undo();
  assertEquals(done, ["redo", "undo"]);

  class Row extends QLayout {
    items: Any[] = [];
    addItem(item: Any) {
      this.items.push(item);
    }
    count() {
      return this.items?.length ?? 0;
    }
    itemAt(at: number) {
      return this.items?.[at] ?? null;
    }
    takeAt(at: number) {
      return this.items?.splice(at, 1)[0] ?? null;
    }
    get sizeHint() {
      return new QSize(77, 33);
    }
  }
  const widget = new QWidget();
  const row = new Row() as Any;
  widget.setLayout(row);
  row.addWidget(new QPushButton({ text: "x" }));
  assertEquals(row.count(), 1);
  assertEquals(widget.sizeHint.width, 77);

  let drawn = "";
  class Style extends QProxyStyle {
    drawControl(element: string, option: Any, painter: Any, widget: Any) {
      if (element === "CE_PushButtonLabel") drawn = `${option} ${option.text}`;
      super.drawControl(element, option, painter, widget);
    }
  }
  const button = new QPushButton({ text: "hi" });
  const style = new Style();
  button.setStyle(style);
  button.grab();
  assertEquals(drawn, "QStyleOptionButton() hi");

  class Device extends QIODevice {
    got: number[] = [];
    left = new TextEncoder().encode("hello");
    readData(most: number) {
      const part = this.left.subarray(0, most);
      this.left = this.left.subarray(part.length);
      return part.length > 0 ? part : null;
    }
    writeData(bytes: Uint8Array) {
      this.got.push(...bytes);
      return bytes.length;
    }
  }
  const device = new Device() as Any;
  device.open("ReadWrite|Unbuffered");
  assertEquals(new TextDecoder().decode(device.readAll()), "hello");
  device.write("abc");
  assertEquals(device.got, [97, 98, 99]);
});
