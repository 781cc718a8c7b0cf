/** Trees that cannot be, and sizes and rows that nothing has: errors, where Qt would crash or hang. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  DestroyedObjectError,
  type DynamicObject,
  QObject,
  type QtClass,
  qtClass,
} from "../../mod.ts";
import {
  QDialog,
  QFormLayout,
  QGraphicsScene,
  QGraphicsTextItem,
  QGraphicsView,
  QGridLayout,
  QHBoxLayout,
  QLabel,
  type QLayout,
  type QLayoutProperties,
  QStackedLayout,
  QTableWidget,
  QTreeWidget,
  QVBoxLayout,
  QWidget,
} from "../../widgets.ts";
import { onWidgets, whileExec } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

/** Each puts `inner` into an object that it makes, and answers that object. */
const CONTAINERS: Record<
  string,
  (outer: DynamicObject, inner: QWidget) => void
> = {
  QTabWidget: (outer, inner) => outer.addTab(inner, "x"),
  QMainWindow: (outer, inner) => outer.setCentralWidget(inner),
  QScrollArea: (outer, inner) => outer.setWidget(inner),
  QSplitter: (outer, inner) => outer.addWidget(inner),
  QStackedWidget: (outer, inner) => outer.addWidget(inner),
  QToolBar: (outer, inner) => outer.addWidget(inner),
  QStatusBar: (outer, inner) => outer.addWidget(inner),
  QDockWidget: (outer, inner) => outer.setWidget(inner),
  QMdiArea: (outer, inner) => outer.addSubWindow(inner),
  QMdiSubWindow: (outer, inner) => outer.setWidget(inner),
};
for (const [name, put] of Object.entries(CONTAINERS)) {
  Deno.test(`a ${name} is refused in itself and in its descendants`, () =>
    onWidgets(() => {
      const outer = new (qtClass<DynamicObject>(name))();
      assertThrows(
        () => put(outer, outer as unknown as QWidget),
        RangeError,
        "itself",
      );
      const above = new QWidget();
      const between = new QWidget({}, above);
      outer.setParent(between);
      for (const ancestor of [above, between]) {
        assertThrows(
          () => put(outer, ancestor),
          RangeError,
          "itself",
        );
      }
      put(outer, new QLabel());
    }));
}

const LAYOUTS: readonly QtClass<QLayout, QLayoutProperties, QWidget>[] = [
  QVBoxLayout,
  QHBoxLayout,
  QGridLayout,
  QFormLayout,
  QStackedLayout,
];

function add(layout: QObject, what: QObject): void {
  const dynamic = layout as DynamicObject;
  const name = what.inherits("QLayout") ? "addLayout" : "addWidget";
  if (layout instanceof QFormLayout) dynamic.addRow("x", what);
  else if (layout instanceof QGridLayout) dynamic[name](what, 0, 0);
  else dynamic[name](what);
}

for (const Layout of LAYOUTS) {
  Deno.test(`a ${Layout.name} is refused in itself, and its widget in it`, () =>
    onWidgets(() => {
      const widget = new QWidget();
      const layout = new Layout({}, widget);
      assertThrows(
        () => add(layout, widget),
        RangeError,
        "another object than itself or its ancestor",
      );
      if (Layout !== QStackedLayout) {
        assertThrows(
          () => add(layout, layout),
          RangeError,
          "another object than itself or its ancestor",
        );
        const inner = new QVBoxLayout();
        add(layout, inner);
        assertThrows(
          () => add(inner, layout),
          RangeError,
          "another object than itself or its ancestor",
        );
        assertThrows(
          () => add(inner, widget),
          RangeError,
          "another object than itself or its ancestor",
        );
      }
      // One that has no widget yet may get one that is in it.
      const loose = new QVBoxLayout();
      const label = new QLabel();
      add(loose, label);
      assertThrows(
        () => label.setLayout(loose),
        RangeError,
        "another object than itself or its ancestor",
      );
    }));
}

Deno.test("a layout is in one place, and only Qt gives it a parent", () =>
  onWidgets(() => {
    const [first, second] = [new QWidget(), new QWidget()];
    const layout = new QVBoxLayout({}, first);
    assertThrows(() => second.setLayout(layout), RangeError, "in a QWidget");
    assertThrows(
      () => first.setLayout(new QVBoxLayout()),
      RangeError,
      "it has a QVBoxLayout already",
    );
    assertThrows(
      () => new QHBoxLayout().addLayout(layout),
      RangeError,
      "in a QWidget already",
    );
    for (const parent of [second, null, new QObject()]) {
      assertThrows(() => layout.setParent(parent), TypeError, "of a layout");
    }
    layout.setParent(first);
    assertEquals(first.layout(), layout);
    first.setLayout(layout);
  }));

Deno.test("a view is refused in its own scene, and a graphics item in itself", () =>
  onWidgets(() => {
    const [view, scene] = [new QGraphicsView(), new QGraphicsScene()];
    view.setScene(scene);
    assertThrows(
      () => scene.addWidget(view),
      RangeError,
      "it shows that scene itself",
    );
    const frame = new QWidget();
    view.setParent(frame);
    assertThrows(
      () => scene.addWidget(frame),
      RangeError,
      "it shows that scene itself",
    );
    const other = new QGraphicsView();
    scene.addWidget(other);
    assertThrows(
      () => other.setScene(scene),
      RangeError,
      "it is in that scene itself",
    );
    const [a, b] = [new QGraphicsTextItem(), new QGraphicsTextItem()];
    b.setProperty("parent", a);
    assertThrows(
      () => a.setProperty("parent", b),
      RangeError,
      "itself or its descendant",
    );
  }));

Deno.test("rows, columns and sizes beyond what there can be are a RangeError", () =>
  onWidgets(() => {
    const grid = new QGridLayout();
    const table = new QTableWidget({ rowCount: 2, columnCount: 2 });
    const tree = new QTreeWidget();
    const widget = new QWidget();
    const huge = 2 ** 31 - 1;
    const faults = [
      () => grid.setRowStretch(huge, 1),
      () => grid.setRowStretch(-1, 1),
      () => grid.setColumnStretch(-(2 ** 31), 1),
      () => grid.addWidget(widget, 2e9, 0),
      () => grid.addWidget(widget, -7, 0),
      () => grid.addWidget(widget, 0, 0, -2, 1),
      () => grid.addLayout(new QVBoxLayout(), 0, 2e9),
      () => table.rowCount = huge,
      () => table.columnCount = huge,
      () => table.removeRow(-1),
      () => table.insertRow(5),
      () => tree.columnCount = huge,
      () => widget.minimumWidth = huge,
      () => widget.resize(huge, 1),
      () => widget.size = { width: 40_000, height: 1 },
      () => widget.setFixedSize(huge, huge),
    ];
    for (const fault of faults) {
      assertThrows(fault, RangeError, undefined, `${fault}`);
    }
    table.rowCount = table.columnCount = 10_000;
    assertThrows(() => table.rowCount = 1 << 23, RangeError, "cells");
    new QLabel({}, widget).resize(100_000, 1);
  }));

Deno.test("a graphics object is not the parent of the item or the scene that holds it", () =>
  onWidgets(() => {
    const outer = new QGraphicsTextItem();
    const inner = new (qtClass("QGraphicsProxyWidget"))({}, outer);
    assertThrows(
      () => outer.setParent(inner),
      TypeError,
      "another object than itself or its descendant",
    );
    outer.setParent(new QObject());
    const scene = new QGraphicsScene();
    const widget = new QWidget();
    const child = new QWidget({}, widget);
    scene.addWidget(widget);
    for (const parent of [widget, child]) {
      assertThrows(
        () => scene.setParent(parent),
        TypeError,
        "another object than itself or its descendant",
      );
    }
    const above = new QWidget();
    scene.setParent(new QObject({}, above));
    assertThrows(() => scene.addWidget(above), RangeError, "above it");
  }));

Deno.test("methods that Qt makes private in a class are not offered there", () =>
  onWidgets(() => {
    for (const name of ["QListWidget", "QTableWidget", "QTreeWidget"]) {
      const view = new (qtClass<DynamicObject>(name))();
      const model = new (qtClass("QStringListModel"))();
      const message = `${name} has no method 'setModel'`;
      assertThrows(() => view.setModel(model), TypeError, message);
      assertThrows(() => view.invoke("setModel", model), TypeError, message);
    }
    const model = new (qtClass("QStringListModel"))();
    for (const name of ["columnCount", "hasChildren"]) {
      assertThrows(() => model.invoke(name), TypeError, "has no method");
    }
    assertEquals(model.parent(), null);
    assertThrows(
      () => new (qtClass("QSaveFile"))().invoke("close"),
      TypeError,
      "has no method 'close'",
    );
  }));

Deno.test("an event loop that runs ends before it, or its parent, is destroyed", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      const QEventLoop = qtClass("QEventLoop");
      for (const kind of ["loop", "parent", "grandparent"]) {
        const grandparent = new QObject();
        const parent = new QObject({}, grandparent);
        const loop = new QEventLoop({}, parent);
        const doomed = { loop, parent, grandparent }[kind]!;
        const end = loop.exec();
        await waitFor("the loop", () => loop.isRunning() || undefined);
        doomed.deleteLater();
        doomed.deleteLater();
        assertEquals(await end, 0);
        await waitFor("the end", () => loop.isDestroyed || undefined);
        assertEquals(doomed.isDestroyed, true);
        assertThrows(() => loop.invokeAsync("exec"), DestroyedObjectError);
      }
    })
  ));

Deno.test("an object that a value of Qt's outlives is null there", () =>
  onWidgets((app) =>
    whileExec(app, async () => {
      const keeper = new QObject();
      const lost = new QDialog();
      keeper.setDynamicProperty("one", lost);
      keeper.setDynamicProperty("some", [lost, { deep: [lost] }]);
      assertEquals(keeper.dynamicProperty("one"), lost);
      lost.deleteLater();
      await waitFor("the end", () => lost.isDestroyed || undefined);
      assertEquals(keeper.dynamicProperty("one"), null);
      assertEquals(keeper.dynamicProperty("some"), [null, { deep: [null] }]);
    })
  ));
