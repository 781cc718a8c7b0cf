import { assert, assertEquals, assertThrows } from "@std/assert";
import { QApplication, QRectF, QSize } from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { Picture } from "../_support/png.ts";
import { objectClass, valueClass } from "./_classes.ts";
import { reported } from "./_reported.ts";

// deno-lint-ignore no-explicit-any -- types of overrides are tested in tests/types
type Any = any;

const QAbstractItemModel = objectClass("QAbstractItemModel");
const QAbstractListModel = objectClass("QAbstractListModel");
const QGraphicsItem = valueClass("QGraphicsItem");
const QGraphicsScene = objectClass("QGraphicsScene");
const QGraphicsTextItem = objectClass("QGraphicsTextItem");
const QGraphicsView = objectClass("QGraphicsView");
const QIODevice = objectClass("QIODevice");
const QLayout = objectClass("QLayout");
const QLineEdit = objectClass("QLineEdit");
const QListView = objectClass("QListView");
const QListWidget = objectClass("QListWidget");
const QListWidgetItem = valueClass("QListWidgetItem");
const QMessageBox = objectClass("QMessageBox");
const QObject = objectClass("QObject");
const QPainter = valueClass("QPainter");
const QPlainTextEdit = objectClass("QPlainTextEdit");
const QProxyStyle = objectClass("QProxyStyle");
const QPushButton = objectClass("QPushButton");
const QSortFilterProxyModel = objectClass("QSortFilterProxyModel");
const QStandardItem = valueClass("QStandardItem");
const QStandardItemModel = objectClass("QStandardItemModel");
const QStyledItemDelegate = objectClass("QStyledItemDelegate");
const QSyntaxHighlighter = objectClass("QSyntaxHighlighter");
const QTextCharFormat = valueClass("QTextCharFormat");
const QTreeView = objectClass("QTreeView");
const QUndoCommand = valueClass("QUndoCommand");
const QUndoStack = objectClass("QUndoStack");
const QValidator = objectClass("QValidator");
const QWidget = objectClass("QWidget");

const offscreen = ["-platform", "offscreen"];

function pictureOf(widget: Any): Promise<Picture> {
  return Picture.decode(widget.grab());
}

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

Deno.test("a list model in TypeScript is shown, and tells of its changes", async () => {
  await using _app = new QApplication(offscreen);
  class Numbers extends QAbstractListModel {
    count = 3;
    rowCount(parent: Any) {
      return parent?.isValid() ? 0 : this.count;
    }
    data(index: Any, role: number) {
      return role === 0 ? index.row * 2 : null;
    }
    flags(index: Any) {
      return super.flags(index);
    }
    add() {
      (this as Any).beginInsertRows(
        new QStandardItemModel().index(0, 0),
        this.count,
        this.count,
      );
      this.count++;
      (this as Any).endInsertRows();
    }
  }
  const model = new Numbers() as Any;
  const view = new QListView();
  view.setModel(model);
  let inserted = 0;
  model.rowsInserted.connect(() => inserted++);
  assertEquals(model.index(2, 0).data(), 4);
  model.add();
  assertEquals(inserted, 1);
  assertEquals(model.index(3, 0).data(), 6);
  assertEquals(model.flags(model.index(0, 0)).includes("ItemIsEnabled"), true);
  assertEquals((await pictureOf(view)).width > 0, true);
});

Deno.test("a tree model makes its own indexes", async () => {
  await using _app = new QApplication(offscreen);
  class Tree extends QAbstractItemModel {
    index(row: number, column: number, parent: Any) {
      const above = parent?.isValid() ? Number(parent.internalId()) : 0;
      return (this as Any).createIndex(row, column, above * 10 + row + 1);
    }
    parent(index: Any) {
      const above = Math.floor(Number(index.internalId()) / 10);
      return above === 0
        ? (this as Any).createIndex(-1, -1)
        : (this as Any).createIndex(above % 10 - 1, 0, above);
    }
    rowCount(parent: Any) {
      return !parent.isValid() ? 2 : parent.internalId() < 10 ? 3 : 0;
    }
    columnCount() {
      return 1;
    }
    data(index: Any, role: number) {
      return role === 0 ? `node ${index.internalId()}` : null;
    }
  }
  const tree = new Tree() as Any;
  const view = new QTreeView();
  view.setModel(tree);
  view.expandAll();
  view.grab();
  const below = tree.index(2, 0, tree.index(1, 0, null));
  assertEquals(below.data(), "node 23");
  assertEquals(below.parent().row, 1);
  class Standard extends QStandardItemModel {
    make() {
      return (this as Any).createIndex(0, 0, 12345);
    }
    columnCount() {
      return 1;
    }
  }
  assertThrows(() => new Standard().make(), Error, "makes its own indexes");
});

Deno.test("a proxy chooses and sorts rows; an index of another model is over with the call", async () => {
  await using _app = new QApplication(offscreen);
  const source = new QStandardItemModel();
  for (const text of ["x1", "y2", "x3"]) source.appendRow([text]);
  let kept: Any;
  class Proxy extends QSortFilterProxyModel {
    filterAcceptsRow(row: number) {
      return source.index(row, 0).data().startsWith("x");
    }
    lessThan(left: Any, right: Any) {
      kept = left;
      return left.data() > right.data();
    }
  }
  const proxy = new Proxy() as Any;
  proxy.setSourceModel(source);
  proxy.sort(0);
  assertEquals(proxy.rowCount(), 2);
  assertEquals(proxy.index(0, 0).data(), "x3");
  assertThrows(() => kept.data(), DestroyedObjectError, "override");
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

Deno.test("an override that throws, promises or returns nonsense is reported, and Qt goes on with its own", async () => {
  await using _app = new QApplication(offscreen);
  class Wrong extends QWidget {
    kind = "";
    get sizeHint(): unknown {
      if (this.kind === "throws") throw new Error("oops");
      return this.kind === "type" ? "large" : new QSize(1, 1);
    }
    paintEvent() {
      return Promise.resolve();
    }
    paintEvnt() {
      return 1;
    }
  }
  const wrong = new Wrong() as Any;
  wrong.resize(10, 10);
  assertEquals(wrong.paintEvnt(), 1);
  const messages = await reported(() => {
    for (const kind of ["throws", "type"]) {
      wrong.kind = kind;
      wrong.adjustSize();
    }
    wrong.grab();
  });
  const all = messages.join("\n");
  assert(all.includes("Wrong.sizeHint") && all.includes("oops"), all);
  assert(all.includes('returned "large": expected QSize'), all);
  assert(all.includes("Wrong.paintEvent returned a promise"), all);
});

Deno.test("an async override, and a class that lacks a function, are refused before anything is made", async () => {
  await using _app = new QApplication(offscreen);
  class Async extends QWidget {
    async paintEvent() {}
  }
  assertThrows(() => new Async(), TypeError, "cannot be async");
  class Model extends QAbstractListModel {
    rowCount() {
      return 0;
    }
  }
  assertThrows(() => new Model(), TypeError, "lacks the method data");
  assertThrows(() => new QAbstractListModel(), TypeError, "abstract");
  class Item extends QGraphicsItem {
    paint() {}
  }
  assertThrows(() => new Item(), TypeError, "lacks the method boundingRect");
});

Deno.test("overrides nest: painting another widget, and calling oneself without end", async () => {
  await using _app = new QApplication(offscreen);
  let paints = 0;
  class Nested extends QWidget {
    other: Any;
    paintEvent() {
      paints++;
      this.other?.grab();
    }
  }
  const outer = new Nested() as Any;
  outer.other = new Nested();
  outer.grab();
  assertEquals(paints, 2);
  class Endless extends QWidget {
    get sizeHint() {
      (this as Any).adjustSize();
      return new QSize(1, 1);
    }
  }
  const endless = new Endless() as Any;
  const messages = await reported(() => endless.adjustSize());
  assert(messages.join().includes("call stack"), messages[0]);
});

Deno.test("a dialog may open within an override", async () => {
  await using _app = new QApplication(offscreen);
  let shown: Promise<unknown> | undefined;
  class Asking extends QWidget {
    paintEvent() {
      if (shown !== undefined) return;
      const box = new QMessageBox({ text: "?" });
      shown = box.exec();
      const timer = setInterval(() => {
        if (!box.visible) return;
        clearInterval(timer);
        box.reject();
      }, 5);
    }
  }
  const asking = new Asking() as Any;
  asking.grab();
  await shown;
  asking.grab();
});

Deno.test("an object may end in its override; in its destructor Qt's functions run", async () => {
  const seen: string[] = [];
  {
    await using _app = new QApplication(offscreen);
    class Item extends QGraphicsItem {
      boundingRect() {
        return new QRectF(0, 0, 9, 9);
      }
      paint() {}
      advance(phase: number) {
        seen.push(`advance ${phase}`);
        (this as Any).dispose();
      }
    }
    const scene = new QGraphicsScene();
    const item = new Item() as Any;
    scene.addItem(item);
    scene.advance();
    assertThrows(() => item.pos(), DestroyedObjectError);
    class Widget extends QWidget {
      hideEvent() {
        seen.push("hide");
      }
      event(event: Any) {
        return super.event(event);
      }
    }
    const widget = new Widget() as Any;
    widget.show();
    widget.deleteLater();
    new Widget().show();
  }
  assertEquals(seen[0], "advance 0");
});

Deno.test("what an override has got cannot be given away", async () => {
  await using _app = new QApplication(offscreen);
  let refusal: unknown;
  class Posting extends QWidget {
    resizeEvent(event: Any) {
      try {
        objectClass("QCoreApplication").postEvent(this, event);
      } catch (error) {
        refusal = error;
      }
    }
  }
  const posting = new Posting() as Any;
  posting.resize(30, 30);
  posting.grab();
  assert(refusal instanceof TypeError, String(refusal));
});
