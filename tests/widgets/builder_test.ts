/** Trees of widgets by build(), and properties bound to values. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  bind,
  build,
  property,
  QAction,
  QColor,
  QGridLayout,
  QHBoxLayout,
  QLabel,
  QLineEdit,
  QMainWindow,
  type QObject,
  QPushButton,
  QScrollArea,
  QSize,
  QSlider,
  QSpinBox,
  QSplitter,
  QTabWidget,
  QVBoxLayout,
  QWidget,
  run,
  state,
  stretch,
} from "../../widgets.ts";
import { at, child, tab } from "../../builder.ts";
import { onWidgets } from "../_support/probe.ts";
import { until } from "../_support/wait.ts";

Deno.test("build() puts each child where its parent has its place for it", () =>
  onWidgets(() => {
    const inner = build(QLabel, { text: "inner" });
    const action = build(QAction, { text: "Quit" });
    const splitter = build(QSplitter, {}, build(QLabel), build(QLabel));
    const tabs = build(QTabWidget, {}, tab("One", build(QLabel)));
    const layout = build(
      QVBoxLayout,
      {},
      build(QHBoxLayout, {}, inner, stretch()),
      build(QScrollArea, { widgetResizable: true }, build(QLabel)),
      splitter,
      stretch(2, tabs),
      build(QGridLayout, {}, at(0, 1, build(QLabel), { columnSpan: 2 })),
    );
    const central = build(QWidget, {}, layout);
    const window = build(QMainWindow, { windowTitle: "All" }, central, action);
    assertEquals(window.centralWidget(), central);
    assertEquals(central.layout(), layout);
    assertEquals([layout.count(), splitter.children().length >= 2], [5, true]);
    assertEquals(tabs.count, 1);
    assertEquals(inner.parent(), central);
    assertEquals(action.parent(), window);
  }));

Deno.test("build() connects signals, calls functions with the object, and passes over undefined", () =>
  onWidgets(() => {
    let clicks = 0;
    let given: QObject | undefined;
    const button = build(
      QPushButton,
      { text: "OK", clicked: () => clicks++ },
      (button) => given = button,
    );
    button.click();
    assertEquals([clicks, given], [1, button]);
  }));

Deno.test("build() says what has no place", () =>
  onWidgets(() => {
    assertThrows(
      () => build(QGridLayout, {}, build(QVBoxLayout)),
      TypeError,
      "Cannot add QVBoxLayout: QGridLayout takes widgets",
    );
    assertThrows(
      () => build(QMainWindow, {}, build(QWidget), build(QLabel)),
      TypeError,
      "Cannot add QLabel: QMainWindow already has a central widget",
    );
    assertThrows(
      // @ts-expect-error -- there is no such property
      () => build(QLabel, { txt: "x" }),
      TypeError,
      "did you mean 'text'?",
    );
    // @ts-expect-error -- a cell of a grid, in a box
    const wrong = () => build(QVBoxLayout, {}, at(0, 0, build(QLabel)));
    assertThrows(wrong, TypeError);
    // @ts-expect-error -- a number, bound to a text
    assertThrows(() => build(QLineEdit, { text: state(1) }), TypeError);
  }));

Deno.test("child() finds a widget with its type, or says what there is", () =>
  onWidgets(() => {
    const window = build(
      QWidget,
      { objectName: "window" },
      build(QLineEdit, { objectName: "name" }),
    );
    const edit: QLineEdit = child(window, QLineEdit, "name");
    assertEquals(edit.objectName, "name");
    assertThrows(
      () => child(window, QLabel, "name"),
      TypeError,
      'Cannot find QLabel "name" in QWidget("window"): the object of that name is a QLineEdit',
    );
    assertThrows(
      () => child(window, QLabel, "nobody"),
      TypeError,
      'Cannot find QLabel "nobody" in',
    );
  }));

Deno.test("bind() goes both ways between a state and several properties", () =>
  onWidgets(() => {
    const name = state("Ada");
    const [a, b] = [build(QLineEdit, { text: name }), new QLineEdit()];
    bind(b, "text", name);
    assertEquals([a.text, b.text], ["Ada", "Ada"]);
    a.text = "Grace";
    assertEquals([name.value, b.text], ["Grace", "Grace"]);
    name.value = "Barbara";
    assertEquals([a.text, b.text], ["Barbara", "Barbara"]);
  }));

Deno.test("bind() gives the value that the property has made of it", () =>
  onWidgets(() => {
    const volume = state(150);
    const slider = build(QSlider, { maximum: 99, value: volume });
    const spin = build(QSpinBox, { maximum: 1000, value: volume });
    assertEquals([slider.value, volume.value, spin.value], [99, 99, 99]);
    volume.value = 200;
    assertEquals([slider.value, volume.value, spin.value], [99, 99, 99]);
    spin.value = 7;
    assertEquals([slider.value, volume.value], [7, 7]);
  }));

Deno.test("bind() takes values that are objects", () =>
  onWidgets(() => {
    const size = state(new QSize(300, 200));
    const window = new QWidget();
    bind(window, "minimumSize", size.map((value) => value));
    size.value = new QSize(310, 210);
    assertEquals({ ...window.minimumSize }, { width: 310, height: 210 });
    const color = state(new QColor(1, 2, 3));
    assertThrows(
      () => bind(window, "palette", color as never),
      TypeError,
      "QWidget.palette: expected QPalette, got QColor",
    );
  }));

Deno.test("bind() lets a property without NOTIFY follow a state, one way", () =>
  onWidgets(() => {
    const name = state("Ada");
    const label = new QLabel();
    bind(label, "text", name);
    const built = build(QLabel, { text: name });
    const greeting = new QLabel();
    bind(greeting, "text", name.map((name) => `Hello ${name}`));
    assertEquals([label.text, built.text], ["Ada", "Ada"]);
    name.value = "Grace";
    assertEquals(
      [label.text, built.text, greeting.text],
      ["Grace", "Grace", "Hello Grace"],
    );
    label.text = "x";
    assertEquals(name.value, "Grace");
    assertThrows(
      () => property(label, "text"),
      TypeError,
      "Cannot watch QLabel.text: Qt emits no signal when it changes",
    );
    assertThrows(
      () => property(label, "txt" as "text"),
      TypeError,
      "did you mean 'text'?",
    );
  }));

Deno.test("a binding ends when it is disposed of", () =>
  onWidgets(() => {
    const name = state("Ada");
    const edit = new QLineEdit();
    {
      using _binding = bind(edit, "text", name);
      assertEquals(edit.text, "Ada");
    }
    edit.text = "x";
    assertEquals(name.value, "Ada");
    name.value = "y";
    assertEquals(edit.text, "x");
    assertEquals(edit.textChanged.connectionCount, 0);
  }));

Deno.test("a binding ends with either object", () =>
  onWidgets(() =>
    run(async () => {
      const name = state("Ada");
      const edit = build(QLineEdit, { text: name });
      const other = new QLineEdit();
      bind(other, "text", property(edit, "text"));
      edit.deleteLater();
      await until("its end", () => edit.isDestroyed);
      name.value = "Grace";
      other.text = "x";
      assertEquals([name.value, other.text], ["Grace", "x"]);

      const source = new QLineEdit();
      const text = property(source, "text");
      const follower = build(QLineEdit, { text });
      follower.deleteLater();
      await until("its end", () => follower.isDestroyed);
      assertEquals(source.textChanged.connectionCount, 0);
      source.text = "goes on";
    }, { keepRunning: false })
  ));

Deno.test("a state tells its watchers of changes alone, and an error is thrown where they are made", () => {
  const seen: number[] = [];
  const count = state(1);
  const watch = count.watch((n) => {
    seen.push(n);
    if (n === 3) throw new RangeError("three");
  });
  count.value = 1;
  count.value = 2;
  assertThrows(() => count.value = 3, RangeError, "three");
  watch[Symbol.dispose]();
  count.value = 4;
  assertEquals(seen, [1, 2, 3]);
});
