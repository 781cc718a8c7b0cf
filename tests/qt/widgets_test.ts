/** Widgets, layouts and .ui files, on the offscreen platform. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertNotEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { type DynamicObject, QObject, qtClass, run, sleep } from "../../mod.ts";
import { loadUi, type QWidget as Widget } from "../../widgets.ts";
import { createWindow } from "../../examples/minimal.ts";
import { macrotask, onWidgets, whileExec } from "../_support/probe.ts";
import { Picture } from "../_support/png.ts";
import { waitFor } from "../_support/wait.ts";

const QLabel = qtClass("QLabel");
const QPushButton = qtClass("QPushButton");
const QWidget = qtClass("QWidget");

const FORM = `<ui version="4.0"><widget class="QWidget" name="Form">
  <property name="windowTitle"><string>Grüße</string></property>
  <layout class="QVBoxLayout" name="column">
    <item><widget class="QLineEdit" name="name"><property name="text"><string>Ada</string></property></widget></item>
    <item><widget class="QPushButton" name="ok"><property name="text"><string>OK</string></property></widget></item>
  </layout>
</widget></ui>`;

Deno.test("every class that Qt Designer knows can be created, shown and destroyed", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      app.quitOnLastWindowClosed = false;
      const loader = new (qtClass("QUiLoader"))();
      const names: string[] = loader.availableWidgets();
      assert(names.length > 40, `${names.length}`);
      for (const name of names) {
        const widget = new (qtClass(name))({ objectName: name });
        assertInstanceOf(widget, QWidget, name);
        assertEquals(widget.objectName, name);
        assert(widget.inherits("QWidget"), name);
        const child = new (qtClass(name))({}, widget);
        assertStrictEquals(child.parent(), widget, name);
        widget.deleteLater();
        await waitFor(name, () =>
          widget.isDestroyed && child.isDestroyed || undefined, {
          interval: 1,
        });
      }
    })
  ));

for (
  const name of [
    "QMessageBox",
    "QFileDialog",
    "QColorDialog",
    "QFontDialog",
    "QInputDialog",
    "QProgressDialog",
    "QErrorMessage",
  ]
) {
  Deno.test(`${name} can be created, shown and closed`, () =>
    onWidgets((app) =>
      whileExec(app, async () => {
        app.quitOnLastWindowClosed = false;
        const dialog = new (qtClass(name))();
        dialog.show();
        await macrotask();
        assert(dialog.visible);
        dialog.close();
        await waitFor("its end", () => !dialog.visible || undefined, {
          interval: 1,
        });
      })
    ));
}

Deno.test("layouts place widgets", () =>
  onWidgets(() => {
    for (
      const [name, place] of Object.entries({
        QVBoxLayout: (layout, widget) =>
          layout.addWidget(widget, 1, "AlignCenter"),
        QHBoxLayout: (layout, widget) => layout.addWidget(widget),
        QGridLayout: (layout, widget, i) =>
          layout.addWidget(widget, i, i, 1, 2),
        QFormLayout: (layout, widget, i) => layout.addRow(`row ${i}`, widget),
        QStackedLayout: (layout, widget) => layout.addWidget(widget),
      } as Record<
        string,
        (layout: DynamicObject, widget: DynamicObject, i: number) => unknown
      >)
    ) {
      const window = new QWidget();
      const layout = new (qtClass(name))({}, window);
      assertStrictEquals(window.layout(), layout, name);
      const labels = [0, 1, 2].map((i) => new QLabel({ text: `${i}` }));
      labels.forEach((label, i) => place(layout, label, i));
      for (const label of labels) {
        assertStrictEquals(label.parent(), window, name);
      }
      assert(layout.count() >= 3, name);
    }
  }));

Deno.test("a widget's parent is a widget", () =>
  onWidgets(() => {
    const plain = new QObject();
    for (const name of ["QLabel", "QMessageBox"]) {
      assertThrows(() => new (qtClass(name))({}, plain), TypeError, name, name);
    }
    const label = new QLabel();
    assertThrows(
      () => label.setParent(plain),
      TypeError,
      "Cannot set the parent of a widget: expected a widget, got a QObject",
    );
    assertStrictEquals(label.parent(), null);
    const window = new QWidget();
    label.setParent(window);
    assertStrictEquals(label.parent(), window);
    label.setParent(null);
    assertStrictEquals(label.parent(), null);
    assertThrows(
      () => window.setLayout(label),
      TypeError,
      "expected QLayout*, got QLabel",
    );
  }));

Deno.test("a layout takes another one as its child", () =>
  onWidgets(() => {
    const window = new QWidget();
    const first = new (qtClass("QVBoxLayout"))({}, window);
    const second = new (qtClass("QHBoxLayout"))();
    assertStrictEquals(window.layout(), first);
    first.addLayout(second);
    assertStrictEquals(second.parent(), first);
  }));

Deno.test("loadUi() builds what a .ui file describes, from text and from bytes", () =>
  onWidgets(() => {
    for (const ui of [FORM, new TextEncoder().encode(FORM)]) {
      const form: Widget = loadUi(ui);
      assertEquals([form.className, form.objectName, form.windowTitle], [
        "QWidget",
        "Form",
        "Grüße",
      ]);
      assertEquals(form.findChild("name")?.property("text"), "Ada");
      let clicks = 0;
      const ok = form.findChild("ok") as DynamicObject;
      ok.clicked.connect(() => clicks++);
      ok.click();
      assertEquals(clicks, 1);
    }
    const window = new (qtClass<Widget>("QWidget"))();
    assertStrictEquals(loadUi(FORM, window).parent(), window);
  }));

Deno.test("loadUi() refuses what is no .ui file", () =>
  onWidgets(() => {
    for (
      const broken of ["", "nonsense", "<ui version='4.0'><widget", "<html/>"]
    ) {
      assertThrows(
        () => loadUi(broken),
        TypeError,
        "Cannot load the .ui file",
        broken,
      );
    }
    assertThrows(
      () => loadUi(5 as unknown as string),
      TypeError,
      "expected QByteArray, got 5",
    );
    assertThrows(
      // @ts-expect-error -- the parent of a widget is a widget
      () => loadUi(FORM, new QObject()),
      TypeError,
      "expected QWidget*, got QObject",
    );
  }));

Deno.test("grab() is a picture of the widget as it is drawn now", () =>
  onWidgets(async () => {
    const label = new QLabel({ text: "The answer is 42." });
    label.resize(200, 50);
    const first = await Picture.decode(label.grab());
    assertEquals([first.width, first.height], [200, 50]);
    assert(first.colours() > 2);
    assertEquals((await Picture.decode(label.grab())).differences(first), 0);
    label.text = "Another one";
    assertNotEquals((await Picture.decode(label.grab())).differences(first), 0);
  }));

Deno.test("closing the last window ends exec() and run()", () =>
  onWidgets(async (app) => {
    const windows = [new QWidget(), new QWidget()];
    let lastClosed = 0;
    app.lastWindowClosed.connect(() => lastClosed++);
    for (const window of windows) window.show();
    const seen: string[] = [];
    setTimeout(() => {
      windows[0]!.close();
      seen.push("first");
      setTimeout(() => {
        seen.push("second");
        windows[1]!.close();
      }, 5);
    }, 1);
    assertEquals(await app.exec(), 0);
    assertEquals([seen, lastClosed], [["first", "second"], 1]);
    windows[0]!.show();
    setTimeout(() => windows[0]!.close(), 1);
    await run(() => sleep(60_000));
  }));

Deno.test("quitOnLastWindowClosed can be switched off", () =>
  onWidgets(async (app) => {
    app.quitOnLastWindowClosed = false;
    const window = new QWidget();
    window.show();
    await run(async () => {
      window.close();
      await sleep(5);
      assertFalse(window.visible);
      window.show();
      window.close();
      await sleep(5);
    }, { keepRunning: false });
  }));

Deno.test("main windows, menus, tool bars, tabs, lists and boxes take their parts", () =>
  onWidgets(() => {
    const window = new (qtClass("QMainWindow"))();
    const label = new QLabel({ text: "centre" });
    window.setCentralWidget(label);
    assertStrictEquals(window.centralWidget(), label);
    const menu = window.menuBar().addMenu("File");
    let triggered = 0;
    const action = menu.addAction("Open");
    action.triggered.connect(() => triggered++);
    action.trigger();
    assertEquals([triggered, action.text], [1, "Open"]);
    window.addToolBar("Tools").addAction("Cut");
    window.statusBar().showMessage("ready");
    const dock = new (qtClass("QDockWidget"))();
    dock.setWidget(new QLabel());
    window.addDockWidget("LeftDockWidgetArea", dock);
    const tabs = new (qtClass("QTabWidget"))();
    assertEquals([
      tabs.addTab(new QLabel(), "one"),
      tabs.addTab(new QLabel(), "two"),
      tabs.count,
    ], [0, 1, 2]);
    const box = new (qtClass("QComboBox"))();
    box.addItems(["a", "b"]);
    box.addItem("c", { data: 1 });
    assertEquals([box.count, box.itemText(2)], [3, "c"]);
    const list = new (qtClass("QListWidget"))();
    list.addItems(["x", "y"]);
    assertEquals([list.count, list.itemText(1)], [2, "y"]);
  }));

Deno.test("keys and clicks reach widgets by their slots", () =>
  onWidgets(() => {
    const order: unknown[] = [];
    const button = new QPushButton({ checkable: true });
    button.pressed.connect(() => order.push("pressed"));
    button.toggled.connect((on: boolean) => order.push(on));
    button.clicked.connect((on: boolean) => order.push("clicked", on));
    button.click();
    assertEquals(order, ["pressed", true, "clicked", true]);
    const edit = new (qtClass("QLineEdit"))();
    edit.textChanged.connect((text: string) => order.push(text));
    edit.text = "Ada";
    edit.clear();
    assertEquals(order.slice(4), ["Ada", ""]);
  }));

Deno.test("the minimal example's window has its label over its button", () =>
  onWidgets(() => {
    const window = createWindow();
    const label = window.findChild("label") as DynamicObject;
    const button = window.findChild("button") as DynamicObject;
    assertEquals(label.text, "The answer is 42.");
    assertEquals(button.text, "What is the question?");
    window.show();
    assert(label.y < button.y);
    window.close();
  }));

Deno.test("the button of the minimal example changes the label a second after the click", () =>
  onWidgets(async (app) => {
    const window = createWindow();
    window.show();
    const label = window.findChild("label") as DynamicObject;
    await run(async () => {
      (window.findChild("button") as DynamicObject).click();
      await sleep(500);
      assertEquals(label.text, "The answer is 42.");
      while (label.text === "The answer is 42.") await sleep(10);
      assertEquals(label.text, "What do you get if you multiply six by nine?");
      app.quit();
    });
  }));
