import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  once,
  QApplication,
  QCoreApplication,
  type QObject,
  QStandardItemModel,
  run,
} from "../../widgets.ts";
import { DestroyedObjectError } from "../../src/qt/calls/errors.ts";
import { objectClass, valueClass } from "./_classes.ts";

const QComboBox = objectClass("QComboBox");
const QFont = valueClass("QFont");
const QLabel = objectClass("QLabel");
const QListWidget = objectClass("QListWidget");
const QMenu = objectClass("QMenu");
const QMessageBox = objectClass("QMessageBox");
const QPushButton = objectClass("QPushButton");
const QSettings = objectClass("QSettings");
const QSplitter = objectClass("QSplitter");
const QStandardItem = valueClass("QStandardItem");
const QTableWidget = objectClass("QTableWidget");
const QTableWidgetItem = valueClass("QTableWidgetItem");
const QTextCursor = valueClass("QTextCursor");
const QTextDocument = objectClass("QTextDocument");
const QTextEdit = objectClass("QTextEdit");
const QToolBar = objectClass("QToolBar");
const QTreeWidget = objectClass("QTreeWidget");
const QTreeWidgetItem = valueClass("QTreeWidgetItem");
const QWidget = objectClass("QWidget");

const offscreen = ["-platform", "offscreen"];

Deno.test("QObject takes the arguments of C++'s constructors, and properties after them", async () => {
  await using _app = new QApplication(offscreen);
  const parent = new QWidget({});
  const button = new QPushButton("Text", parent);
  assertEquals(button.text, "Text");
  assert(button.parent() === parent);
  const other = new QPushButton("Other", parent, { enabled: false });
  assertEquals([other.text, other.enabled], ["Other", false]);
  const label = new QLabel(parent);
  assert(label.parent() === parent);
  assertEquals(new QLabel("a", { wordWrap: true }).wordWrap, true);
  assertThrows(
    () => new QPushButton(1, 2),
    TypeError,
    "QPushButton.constructor",
  );
  class Mine extends QPushButton {}
  const mine = new Mine("Mine");
  assert(mine instanceof Mine);
  assertEquals(mine.text, "Mine");
});

Deno.test("a property comes first, then a slot, then the method of the headers", async () => {
  await using _app = new QApplication(offscreen);
  const widget = new QWidget({ windowTitle: "w" });
  assertEquals(widget.windowTitle, "w");
  widget.resize(120, 80);
  assertEquals([widget.width, widget.height], [120, 80]);
  widget.move({ x: 3, y: 4 });
  assertEquals(widget.pos.x, 3);
  // One form of it is a slot, the other is not.
  widget.setFocus();
  widget.setFocus("TabFocusReason");
  widget.update();
  widget.update(0, 0, 10, 10);
  assertEquals(widget.parentWidget(), null);
  // Of the second base class.
  assertEquals(widget.logicalDpiX() > 0, true);
});

Deno.test("invoke() and invokeAsync() reach the methods of the headers, too", async () => {
  await using _app = new QApplication(offscreen);
  const list = new QListWidget({});
  list.invoke("addItem", "one"); // several forms, none of them a slot
  assertEquals(list.invoke("count"), 1);
  assertEquals(await list.invokeAsync("row", list.item(0)), 0);
  const menu = new QMenu({});
  menu.addAction("one");
  await run(async () => {
    const chosen = menu.invokeAsync("exec");
    if (!menu.visible) await once(menu.aboutToShow);
    menu.close();
    assertEquals(await chosen, null);
  }, { keepRunning: false });
  assertThrows(
    () => list.invoke("count", 1, 2, 3),
    TypeError,
    "QListWidget.count",
  );
  assertThrows(
    () => list.invoke("noMethod"),
    TypeError,
    "QListWidget has no method 'noMethod'",
  );
  // Qt has made it private in this class.
  const splitter = new QSplitter({});
  assertThrows(() => splitter.invoke("setLayout", null), TypeError);
});

Deno.test("QTextCursor edits a document, whose blocks end with it", async () => {
  await using _app = new QApplication(offscreen);
  const edit = new QTextEdit({});
  using cursor = new QTextCursor(edit.document);
  cursor.insertText("one\ntwo");
  assertEquals(edit.plainText, "one\ntwo");
  cursor.movePosition("Start");
  cursor.movePosition("EndOfBlock", "KeepAnchor");
  assertEquals(cursor.selectedText(), "one");
  using format = cursor.charFormat();
  format.setFontWeight(700);
  cursor.mergeCharFormat(format);
  assertEquals(cursor.charFormat().fontWeight(), 700);

  const document = new QTextDocument("text");
  const block = document.begin();
  assertEquals(block.text(), "text");
  const other = new QTextCursor(document);
  document.deleteLater();
  await run(async () => {
    document.deleteLater();
    await once(document.destroyed);
  }, { keepRunning: false });
  assertThrows(() => block.text(), DestroyedObjectError, "QTextBlock");
  assertThrows(() => other.insertText("x"), DestroyedObjectError);
});

Deno.test("QStandardItemModel has items that are the same whenever they come", async () => {
  await using _app = new QApplication(offscreen);
  const model = new QStandardItemModel({}) as unknown as
    & ReturnType<
      typeof objectClass
    >["prototype"]
    & QObject
    & Record<string, (...args: unknown[]) => unknown>;
  const item = new QStandardItem("first");
  model.appendRow!(item);
  model.appendRow!([new QStandardItem("second"), new QStandardItem("b")]);
  assert(model.item!(0, 0) === item);
  assertEquals(model.rowCount!(), 2);
  assertEquals(item.text(), "first");
  item.setData(42, 257);
  assertEquals(item.data(257), 42);
  const taken = model.takeItem!(0) as typeof item;
  assert(taken === item);
  assertEquals(taken.text(), "first");
  taken.dispose();
  assertThrows(() => item.text(), DestroyedObjectError);
  assertEquals(model.item!(0, 0), null);
});

Deno.test("QTableWidgetItem and QTreeWidgetItem belong to their views", async () => {
  await using _app = new QApplication(offscreen);
  const table = new QTableWidget(2, 3);
  const changed: unknown[] = [];
  table.itemChanged.connect((item: unknown) => changed.push(item));
  const item = new QTableWidgetItem("one");
  table.setItem(0, 0, item);
  assert(table.item(0, 0) === item);
  assertEquals(table.item(1, 1), null);
  changed.length = 0;
  item.setText("two");
  assertEquals(changed.length, 1);
  assertEquals(item.text(), "two");
  assertEquals(item.row(), 0);
  item.setFlags("ItemIsEnabled|ItemIsSelectable");
  assertEquals(item.flags(), "ItemIsSelectable|ItemIsEnabled");
  assertEquals(table.takeItem(0, 0) === item, true);
  item.dispose();

  const tree = new QTreeWidget({ columnCount: 2 });
  const top = new QTreeWidgetItem(["a", "b"]);
  tree.addTopLevelItem(top);
  const child = new QTreeWidgetItem(top, ["c"]);
  assert(top.child(0) === child);
  assert(child.parent() === top);
  assertEquals([top.text(1), child.text(0)], ["b", "c"]);
  assertEquals(tree.topLevelItem(0) === top, true);
  tree.deleteLater();
});

Deno.test("an item that Qt has deleted throws whenever it is used", async () => {
  await using _app = new QApplication(offscreen);
  const table = new QTableWidget(2, 2);
  const own = new QTableWidgetItem("own");
  table.setItem(0, 0, own);
  table.clear();
  assertThrows(() => own.text(), DestroyedObjectError);
  assertThrows(() => table.setItem(0, 0, own), DestroyedObjectError);

  const tree = new QTreeWidget({});
  tree.addTopLevelItem(new QTreeWidgetItem(["top"]));
  const child = new QTreeWidgetItem(tree.topLevelItem(0), ["child"]);
  const top = tree.takeTopLevelItem(0);
  assertEquals(child.text(0), "child");
  top.dispose();
  assertThrows(() => child.text(0), DestroyedObjectError);
  assertEquals(tree.topLevelItemCount, 0);

  const list = new QListWidget({});
  list.addItems(["a", "b"]);
  const first = list.item(0);
  assert(list.item(0) === first);
  list.clear();
  list.addItems(["c"]);
  assertThrows(() => first.text(), DestroyedObjectError);
  assertEquals(list.item(0).text(), "c");
});

Deno.test("static functions that open a loop are promises", async () => {
  await using app = new QApplication(offscreen);
  const { activeModalWidget } = objectClass("QApplication");
  const closed = Promise.withResolvers<string>();
  const timer = setInterval(() => {
    const box = activeModalWidget();
    if (box === null) return;
    clearInterval(timer);
    closed.resolve(box.text);
    box.button("No").click();
  }, 5);
  const answer = QMessageBox.question(null, "Title", "Is it so?");
  assert(answer instanceof Promise);
  assertEquals(await closed.promise, "Is it so?");
  assertEquals(await answer, "No");
  assertEquals(app.isDestroyed, false);
});

Deno.test("QSettings keeps values of all sorts", async () => {
  await using _app = new QCoreApplication();
  const path = await Deno.makeTempFile({ suffix: ".ini" });
  const settings = new QSettings(path, "IniFormat");
  settings.setValue("a/number", 3);
  settings.setValue("a/list", ["x", "y"]);
  settings.sync();
  assertEquals(settings.value("a/number"), 3);
  assertEquals(settings.value("a/none", "default"), "default");
  assertEquals(settings.allKeys(), ["a/list", "a/number"]);
  assertEquals(settings.contains("a/list"), true);
  settings.beginGroup("a");
  assertEquals(settings.value("list"), ["x", "y"]);
  await Deno.remove(path);
});

Deno.test("a property that holds a value class is an object of it", async () => {
  await using _app = new QApplication(offscreen);
  const widget = new QWidget({});
  widget.font = new QFont("DejaVu Sans", 20);
  assert(widget.font instanceof QFont);
  assertEquals(widget.font.pointSize(), 20);
  const copy = widget.font;
  copy.setBold(true);
  assertEquals(widget.font.bold(), false);
});

Deno.test("numbers in lists, maps and tuples come from calls without arguments", async () => {
  await using _app = new QApplication(offscreen);
  const splitter = new QSplitter();
  for (const _ of [1, 2]) splitter.addWidget(new QWidget());
  splitter.setSizes([30, 70]);
  const sizes = splitter.sizes() as number[];
  assertEquals(sizes.length, 2);
  assert(sizes.every(Number.isInteger), String(sizes));
  const names = new QStandardItemModel().roleNames() as Map<number, Uint8Array>;
  assertEquals(new TextDecoder().decode(names.get(0)), "display");
});

Deno.test("two strings are a text and a shortcut, or a text and data, not the path of an icon and a text", async () => {
  await using _app = new QApplication(offscreen);
  for (const widget of [new QMenu(), new QToolBar(), new QWidget()]) {
    const action = widget.addAction("&Open", "Ctrl+O");
    assertEquals([action.text, action.shortcut.toString()], [
      "&Open",
      "Ctrl+O",
    ]);
  }
  const box = new QComboBox();
  box.addItem("text", "data");
  assertEquals([box.itemText(0), box.itemData(0)], ["text", "data"]);
});
