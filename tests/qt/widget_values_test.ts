/** Values of widgets' properties, on the offscreen platform. */

import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import {
  QColor,
  type QObject,
  QRect,
  QSize,
  qtClass,
  QtOpaque,
} from "../../mod.ts";

import { onWidgets, Probe } from "../_support/probe.ts";

const QLabel = qtClass("QLabel");

Deno.test("enumerations, flags, sizes, colours and fonts of widgets are values", () =>
  onWidgets(() => {
    const slider = new (qtClass("QSlider"))({ orientation: "Horizontal" });
    assertEquals(slider.orientation, "Horizontal");
    assertThrows(
      () => slider.orientation = "Diagonal",
      TypeError,
      "Qt::Orientation (Horizontal, Vertical)",
    );
    const label = new QLabel({ alignment: "AlignRight|AlignTop" });
    assertEquals(new Set(label.alignment.split("|")).has("AlignTop"), true);
    label.size = { width: 120, height: 40 };
    assertEquals(label.size, new QSize(120, 40));
    label.geometry = new QRect(1, 2, 30, 40);
    assertEquals(label.geometry, new QRect(1, 2, 30, 40));
    const font = label.font;
    assertInstanceOf(font, QtOpaque);
    assertEquals(font.typeName, "QFont");
    const other = new QLabel();
    other.font = font;
    other.font = "Serif,20";
    assertInstanceOf(other.font, QtOpaque);
    assertThrows(
      () => other.font = 5,
      TypeError,
      "expected QFont, got 5",
    );
    const dialog = new (qtClass("QColorDialog"))();
    for (const colour of [new QColor(1, 2, 3), new QColor(255, 99, 71, 255)]) {
      dialog.currentColor = colour;
      assertEquals(dialog.currentColor, colour);
    }
    dialog.options = "ShowAlphaChannel";
    dialog.currentColor = new QColor(1, 2, 3, 4);
    assertEquals(dialog.currentColor, new QColor(1, 2, 3, 4));
    dialog.currentColor = "tomato";
    assertEquals(dialog.currentColor, new QColor(255, 99, 71));
    dialog.currentColor = "#80010203";
    assertEquals(dialog.currentColor, new QColor(1, 2, 3, 128));
    assertThrows(
      () => dialog.currentColor = "no colour",
      TypeError,
      'expected QColor, got "no colour"',
    );
    assertThrows(
      () => dialog.currentColor = new QColor(300, 0, 0),
      TypeError,
      "channels that are integers from 0 to 255, got 300",
    );
    assertThrows(
      () => dialog.currentColor = new QColor(0, 0, NaN),
      TypeError,
      "got NaN",
    );
  }));

Deno.test("setProperty() takes null for an invalid colour", () =>
  onWidgets(() => {
    const dialog = new (qtClass("QColorDialog"))();
    dialog.currentColor = new QColor(1, 2, 3);
    dialog.currentColor = null;
    // The dialog makes black of it.
    assertEquals(dialog.currentColor, new QColor(0, 0, 0));
  }));

Deno.test("a QVariant takes colours", () =>
  onWidgets(() => {
    const probe = new Probe();
    for (const colour of [new QColor(9, 8, 7, 6), new QColor(0, 0, 0, 0)]) {
      assertEquals(probe.echo(colour), colour);
    }
  }));

Deno.test("an argument that is undefined is one that is left out", () =>
  onWidgets(() => {
    const layout = new (qtClass("QVBoxLayout"))();
    layout.addWidget(new QLabel(), undefined, undefined);
    layout.addWidget(new QLabel(), undefined, "AlignRight");
    assertEquals(layout.count(), 2);
    const label = new QLabel({ text: "x", toolTip: undefined });
    assertEquals(label.toolTip, "");
    assertThrows(() => label.text = undefined, TypeError, "null");
  }));

Deno.test("of flags with several names the first is read", () =>
  onWidgets(() => {
    const label = new QLabel();
    for (
      const alignment of ["AlignRight|AlignTop", "AlignRight", "AlignCenter", 0]
    ) {
      label.alignment = alignment;
      assertEquals(label.alignment, alignment);
    }
  }));

Deno.test("enumerations that Qt has declared as flags alone are strings as well", () =>
  onWidgets(() => {
    const box = new (qtClass("QMessageBox"))({ standardButtons: "Ok|Cancel" });
    assertEquals(box.standardButtons, "Ok|Cancel");
    box.setDefaultButton("Cancel");
    assertThrows(() => box.setDefaultButton("Cancle"), TypeError, "NoButton");
  }));

Deno.test("a colour may be a plain object", () =>
  onWidgets(() => {
    const dialog = new (qtClass("QColorDialog"))();
    dialog.currentColor = { red: 255, green: 99, blue: 71 };
    assertEquals(dialog.currentColor, new QColor(255, 99, 71));
    dialog.options = "ShowAlphaChannel";
    dialog.currentColor = { red: 1, green: 2, blue: 3, alpha: 4 };
    assertEquals(dialog.currentColor, new QColor(1, 2, 3, 4));
    for (
      const wrong of [{ red: 1 }, { red: 256, green: 0, blue: 0 }, {
        red: 1,
        green: 2,
        blue: 3,
        alpa: 4,
      }]
    ) {
      assertThrows(() => dialog.currentColor = wrong, TypeError, "QColor");
    }
  }));

Deno.test("a misspelt property is an error, but for classes with fields of their own", () =>
  onWidgets(() => {
    const label = new QLabel({ text: "x" });
    assertThrows(() => label.txt = "y", TypeError, "txt");
    class Counter extends (QLabel as unknown as typeof QObject) {
      count = 1;
    }
    const counter = new Counter();
    counter.count++;
    assertEquals(counter.count, 2);
  }));
