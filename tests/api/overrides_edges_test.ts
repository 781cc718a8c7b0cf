/** Overrides at the edges: other threads, results that do not fit, the end of the application, `super` of every kind. */

import { assert, assertEquals } from "@std/assert";
import { QObject, QRectF, QSize } from "../../widgets.ts";
import { onWidgets, openTesting, Probe } from "../_support/probe.ts";
import { objectClass, valueClass } from "./_classes.ts";
import { reported } from "./_reported.ts";

// deno-lint-ignore no-explicit-any -- types of overrides are tested in tests/types
type Any = any;

const QGraphicsItem = valueClass("QGraphicsItem");
const QGraphicsRectItem = valueClass("QGraphicsRectItem");
const QGraphicsScene = objectClass("QGraphicsScene");
const QGraphicsView = objectClass("QGraphicsView");
const QLineEdit = objectClass("QLineEdit");
const QListView = objectClass("QListView");
const QStandardItem = valueClass("QStandardItem");
const QStandardItemModel = objectClass("QStandardItemModel");
const QStyledItemDelegate = objectClass("QStyledItemDelegate");
const QValidator = objectClass("QValidator");
const QWidget = objectClass("QWidget");

Deno.test("on another thread Qt's own function answers", () =>
  onWidgets(() => {
    openTesting();
    const probe = new Probe();
    class Seven extends QStandardItemModel {
      rowCount() {
        return 7;
      }
    }
    const model = new Seven() as Any;
    assertEquals(probe.rowCount(model, false), 7);
    assertEquals(probe.rowCount(model, true), 0);
    assertEquals(probe.rowCount(model, false), 7);
  }));

Deno.test("a tuple without values is reported, and a shorter one leaves Qt's arguments as they are", () =>
  onWidgets(async () => {
    let result: unknown[] = [];
    class Letters extends QValidator {
      validate() {
        return result;
      }
    }
    const line = new QLineEdit();
    line.setValidator(new Letters());
    const messages = await reported(() => line.keyClicks("a"));
    assert(messages[0]!.includes("Letters.validate returned"), messages[0]);
    result = ["Acceptable"];
    line.keyClicks("b");
    assert(line.text.endsWith("b"), line.text);
  }));

Deno.test("super calls Qt's own function, whatever it takes and returns", () =>
  onWidgets(() => {
    const seen: Record<string, unknown> = {};
    class Model extends QStandardItemModel {
      data(index: Any, role: number) {
        return seen.data = super.data(index, role);
      }
      flags(index: Any) {
        return seen.flags = super.flags(index);
      }
      roleNames() {
        return seen.roleNames = super.roleNames();
      }
      mimeTypes() {
        return seen.mimeTypes = super.mimeTypes();
      }
      sort(column: number, order: Any) {
        seen.sort = order;
        super.sort(column, order);
      }
    }
    const model = new Model() as Any;
    for (const text of ["b", "a"]) model.appendRow(new QStandardItem(text));
    class Delegate extends QStyledItemDelegate {
      createEditor(parent: Any, option: Any, index: Any) {
        return seen.editor = super.createEditor(parent, option, index);
      }
      displayText(value: unknown, locale: Any) {
        return seen.text = super.displayText(value, locale);
      }
      sizeHint(option: Any, index: Any) {
        return seen.hint = super.sizeHint(option, index);
      }
    }
    const view = new QListView();
    view.setModel(model);
    view.setItemDelegate(new Delegate());
    view.show();
    view.grab();
    model.sort(0, "AscendingOrder");
    view.edit(view.model().index(0, 0));
    assertEquals(model.item(0).text(), "a");
    assertEquals(seen.sort, "AscendingOrder");
    assert(String(seen.flags).includes("ItemIsEnabled"), String(seen.flags));
    assert(seen.hint instanceof QSize);
    assert(["a", "b"].includes(seen.text as string));
    assert(seen.editor instanceof QObject);
    assert("roleNames" in seen || model.roleNames().size > 0);
    assert((model.mimeTypes() as string[]).length > 0);

    class Rect extends QGraphicsRectItem {
      shape() {
        return seen.shape = super.shape();
      }
      itemChange(change: Any, value: unknown) {
        seen.change = change;
        return super.itemChange(change, value);
      }
      boundingRect() {
        return seen.bounds = super.boundingRect();
      }
    }
    const scene = new QGraphicsScene();
    const rect = new Rect(0, 0, 5, 5) as Any;
    rect.setFlag("ItemSendsGeometryChanges");
    scene.addItem(rect);
    rect.setPos(3, 3);
    assertEquals(rect.pos().x, 3);
    assertEquals(seen.change, "ItemPositionHasChanged");
    assertEquals(scene.items({ x: 4, y: 4 }).length, 1);
    assert(
      seen.bounds instanceof QRectF && (seen.shape as Any).elementCount() > 0,
    );
  }));

Deno.test("what ends with the application ends, and nothing asks JavaScript then", async () => {
  const seen: string[] = [];
  let isOver = false;
  const note = (name: string) => {
    seen.push(name);
    assert(!isOver, `${name} was asked for after the end`);
  };
  await onWidgets(() => {
    class Model extends QStandardItemModel {
      rowCount(...args: Any[]) {
        note("rowCount");
        return super.rowCount(...args);
      }
    }
    class Item extends QGraphicsItem {
      boundingRect() {
        note("boundingRect");
        return new QRectF(0, 0, 9, 9);
      }
      paint() {
        note("paint");
      }
      itemChange(change: Any, value: unknown) {
        note("itemChange");
        return super.itemChange(change, value);
      }
    }
    class Widget extends QWidget {
      event(event: Any) {
        note("event");
        return super.event(event);
      }
      hideEvent() {
        note("hideEvent");
        // The last of its children goes in the midst of it.
        for (const child of (this as Any).children()) child.deleteLater();
      }
    }
    const scene = new QGraphicsScene();
    for (let i = 0; i < 9; i++) scene.addItem(new Item());
    const widget = new Widget() as Any;
    const model = new Model() as Any;
    model.appendRow(new QStandardItem("a"));
    const list = new QListView({}, widget);
    list.setModel(model);
    const view = new QGraphicsView({}, widget);
    view.setScene(scene);
    widget.show();
    widget.grab();
  });
  isOver = true;
  for (
    const name of ["rowCount", "boundingRect", "paint", "itemChange", "event"]
  ) {
    assert(seen.includes(name), name);
  }
});
