/**
 * Trees of widgets, written as they look.
 *
 * @module
 */

import { bindProperty, Observable } from "./state.ts";
import { describeValue, isInstance } from "../../../asyncio/core/_util.ts";
import { QObject } from "../../objects/qobject.ts";
import type { QtAbstractClass, QtClass } from "../../objects/qt_class.ts";
import type { Alignment } from "../../generated/core/qt.d.ts";
import {
  type QBoxLayout,
  QDockWidget,
  QFormLayout,
  type QGridLayout,
  QLayout,
  QMainWindow,
  QScrollArea,
  QSplitter,
  QStackedWidget,
  type QTabWidget,
  QWidget,
} from "../../generated/widgets/classes.js";

/**
 * What {@linkcode build} makes an object with: values for its properties, functions for its signals, and for a
 * property also an {@linkcode Observable} to bind it to.
 *
 * @typeParam P The properties and signals of the class.
 */
export type BuildProperties<P> = {
  readonly [K in keyof P]: P[K] | Observable<Exclude<P[K], undefined>>;
};

/**
 * What stands in an object: another one, or a function that says where to put it ({@linkcode at}, {@linkcode row} …).
 *
 * @typeParam T The type of the object that it stands in.
 */
export type Child<T extends QObject> = QObject | ((parent: T) => void);

/**
 * Makes an object and what stands in it: widgets, layouts, any object of Qt's.
 *
 * The children are put where the class has its place for them:
 * - a layout, in a widget: the layout of the widget; in a box layout: the next in the row;
 * - a widget, in a layout: the next in the layout; in a `QMainWindow`: in its centre; in a `QScrollArea` or
 *   `QDockWidget`: the widget that it shows; in a `QSplitter` or `QStackedWidget`: the next one; in any other widget: its
 *   child, wherever its geometry says;
 * - any other object (an action, a timer, a model): a child, in Qt's sense;
 * - a function is called with the object: {@linkcode at} puts a widget into a grid, {@linkcode row} into a form,
 *   {@linkcode tab} into tabs, {@linkcode stretch} leaves space; and a function of your own does whatever there is no
 *   other word for.
 *
 * @typeParam T The type of the object.
 * @typeParam P What the class can start with.
 * @param type The class.
 * @param properties Values for properties, functions for signals, and what properties are bound to ({@linkcode bind}).
 * @param children What stands in it, in this order.
 * @returns The object.
 * @throws {TypeError} If a property or signal does not exist or does not fit, or the class has no place for a child.
 *
 * @example
 * ```ts
 * import { QApplication, QFormLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget } from "@qtasyncio/qtasyncio/widgets";
 * import { build, row, state, stretch } from "@qtasyncio/qtasyncio/builder";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const name = state("Ada");
 * const label = build(QLabel, { text: name.map((name) => `Hello ${name}`) });
 * const edit = build(QLineEdit, { text: name });
 * const window = build(QWidget, { windowTitle: "Greeting" },
 *   build(QVBoxLayout, {},
 *     build(QFormLayout, {},
 *       row("Name:", edit),
 *       row("Age:", build(QSpinBox, { maximum: 150 }))),
 *     label,
 *     stretch()));
 * window.show();
 * edit.text = "Grace";
 * assertEquals([name.value, label.text], ["Grace", "Hello Grace"]);
 * ```
 */
export function build<T extends QObject, P extends object>(
  type: QtClass<T, P, never>,
  properties: BuildProperties<P> = {} as BuildProperties<P>,
  ...children: readonly Child<T>[]
): T {
  if (typeof type !== "function") {
    throw new TypeError(
      `Cannot build an object: expected a class, got ${describeValue(type)}`,
    );
  }
  const values: Record<string, unknown> = {};
  const bindings: [string, Observable<unknown>][] = [];
  for (const [name, value] of Object.entries(properties)) {
    if (value instanceof Observable) bindings.push([name, value]);
    else if (value !== undefined) values[name] = value;
  }
  const object = new type(values as P);
  try {
    for (const [name, source] of bindings) bindProperty(object, name, source);
    for (const child of children) {
      if (typeof child === "function") child(object);
      else place(child, object);
    }
  } catch (error) {
    object.deleteLater();
    throw error;
  }
  return object;
}

function place(child: QObject, parent: QObject): void {
  if (!isInstance(child, QObject)) {
    throw new TypeError(
      `Cannot add a child to ${parent.className}: expected an object of Qt, or what row(), tab(), stretch() and the like return, got ${
        describeValue(child)
      }`,
    );
  }
  const isWidget = child instanceof QWidget;
  if (child instanceof QLayout) {
    if (parent instanceof QWidget && parent.layout() === null) {
      return parent.setLayout(child);
    }
    if (parent.inherits("QBoxLayout")) {
      return (parent as QBoxLayout).addLayout(child);
    }
  } else if (parent instanceof QFormLayout && isWidget) {
    return parent.addRow(child);
  } else if (parent instanceof QLayout) {
    if (isWidget) return parent.addWidget(child);
  } else if (!isWidget) {
    return child.setParent(parent);
  } else if (parent instanceof QMainWindow) {
    if (parent.centralWidget() === null) return parent.setCentralWidget(child);
  } else if (parent instanceof QScrollArea || parent instanceof QDockWidget) {
    return parent.setWidget(child);
  } else if (
    parent instanceof QSplitter || parent instanceof QStackedWidget
  ) {
    return void parent.addWidget(child);
  } else if (parent instanceof QWidget) {
    return child.setParent(parent);
  }
  const reason = parent instanceof QMainWindow
    ? "already has a central widget"
    : parent instanceof QLayout
    ? "takes widgets"
    : "already has a layout";
  throw new TypeError(
    `Cannot add ${child.className}: ${parent.className} ${reason}`,
  );
}

/** How much room a cell of a grid takes. */
export interface CellOptions {
  /**
   * How many rows it spans.
   *
   * @default {1}
   */
  readonly rowSpan?: number;
  /**
   * How many columns it spans.
   *
   * @default {1}
   */
  readonly columnSpan?: number;
  /** Where it stands in its cell. By default it fills it. */
  readonly alignment?: Alignment;
}

/**
 * Puts a widget or layout into a cell of a `QGridLayout`, for {@linkcode build}.
 *
 * @param row The row, from 0.
 * @param column The column, from 0.
 */
export function at(
  row: number,
  column: number,
  child: QWidget | QLayout,
  options: CellOptions = {},
): (grid: QGridLayout) => void {
  const { rowSpan = 1, columnSpan = 1, alignment = 0 } = options;
  return (grid) =>
    child instanceof QLayout
      ? grid.addLayout(child, row, column, rowSpan, columnSpan)
      : grid.addWidget(
        child as QWidget,
        row,
        column,
        rowSpan,
        columnSpan,
        alignment,
      );
}

/** Puts a widget or layout with its label into the next row of a `QFormLayout`, for {@linkcode build}. */
export function row(
  label: string,
  field: QWidget | QLayout,
): (form: QFormLayout) => void {
  return (form) =>
    field instanceof QLayout
      ? form.addRow(label, field)
      : form.addRow(label, field as QWidget);
}

/** Puts a widget into a `QTabWidget`, as its next page, for {@linkcode build}. */
export function tab(label: string, page: QWidget): (tabs: QTabWidget) => void {
  return (tabs) => void tabs.addTab(page, label);
}

/**
 * Leaves space in a box layout, or gives a widget or layout more of it than others, for {@linkcode build}.
 *
 * @param factor How large its share is, compared with the others'; by default 1 for a widget or layout. Space alone, by
 * default 0, takes what nothing else wants.
 * @param child What gets the space.
 */
export function stretch(
  factor?: number,
  child?: QWidget | QLayout,
): (box: QBoxLayout) => void {
  return (box) => {
    if (child === undefined) box.addStretch(factor ?? 0);
    else if (child instanceof QLayout) box.addLayout(child, factor ?? 1);
    else box.addWidget(child as QWidget, factor ?? 1);
  };
}

/**
 * The descendant of a name, of a class: a widget of a `.ui` file ({@linkcode loadUi}), with its type.
 *
 * @typeParam T The type of the object.
 * @param root Where to search.
 * @param type Its class, or one that this extends.
 * @param objectName Its name.
 * @throws {TypeError} If there is none of that name, or it is of another class.
 *
 * @example
 * ```ts
 * import { loadUi, QApplication, QPushButton } from "@qtasyncio/qtasyncio/widgets";
 * import { child } from "@qtasyncio/qtasyncio/builder";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const window = loadUi(`<ui version="4.0"><widget class="QWidget" name="Form">
 *   <widget class="QPushButton" name="ok"><property name="text"><string>OK</string></property></widget>
 * </widget></ui>`);
 * assertEquals(child(window, QPushButton, "ok").text, "OK");
 * ```
 */
export function child<T extends QObject>(
  root: QObject,
  // deno-lint-ignore no-explicit-any -- whatever it is made with
  type: QtClass<T, any, any> | QtAbstractClass<T>,
  objectName: string,
): T {
  const found: unknown = root.findChild(objectName);
  if (found instanceof (type as QtClass<T>)) return found;
  throw new TypeError(
    `Cannot find ${type.name} "${objectName}" in ${root}: ${
      found === null
        ? "no object in it has that objectName"
        : `the object of that name is a ${(found as QObject).className}`
    }`,
  );
}
