/** Signals that TypeScript emits. */

import { assertEquals, assertThrows } from "@std/assert";
import { DestroyedObjectError } from "../../mod.ts";
import {
  QAbstractListModel,
  QLabel,
  QListView,
  type QModelIndex,
  QPushButton,
  QSlider,
  QTimer,
} from "../../widgets.ts";
import { qtTest } from "../../testing.ts";
import { onWidgets } from "../_support/probe.ts";

class Texts extends QAbstractListModel {
  readonly texts = ["a"];
  override rowCount(): number {
    return this.texts.length;
  }
  override data(index: QModelIndex, role?: number): unknown {
    return role === 0 ? this.texts[index.row] : null;
  }
}

Deno.test("emit() calls what is connected, in TypeScript and in Qt", () =>
  onWidgets(() => {
    const slider = new QSlider();
    const seen: unknown[] = [];
    slider.valueChanged.connect((value) => seen.push(value));
    slider.valueChanged.emit(7);
    assertEquals([seen, slider.value], [[7], 0]);

    const timer = new QTimer();
    timer.timeout.connect(() => seen.push("timeout"));
    timer.timeout.emit();
    const button = new QPushButton();
    button.clicked.connect((checked) => seen.push(checked));
    button.clicked.emit(true);
    assertEquals(seen, [7, "timeout", true]);

    // A view's slot in C++ hears of it, and reads the model.
    const model = new Texts();
    const view = new QListView();
    view.setModel(model);
    view.show();
    const before = view.grab();
    model.texts[0] = "other";
    model.dataChanged.emit(model.index(0, 0), model.index(0, 0), [0]);
    assertEquals(String(view.grab()) === String(before), false);
  }));

Deno.test(
  "emit() refuses arguments of other types, and a destroyed sender",
  qtTest(async (t) => {
    const slider = new QSlider();
    assertThrows(
      // @ts-expect-error -- it passes a number
      () => slider.valueChanged.emit("x"),
      TypeError,
      "QSlider.valueChanged",
    );
    // @ts-expect-error -- it passes an argument
    assertThrows(() => slider.valueChanged.emit(), TypeError);
    const { linkActivated } = new QLabel();
    linkActivated.emit("https://example.com");
    const gone = new QSlider();
    const { sliderMoved } = gone;
    gone.deleteLater();
    await t.until(() => gone.isDestroyed);
    assertThrows(() => sliderMoved.emit(1), DestroyedObjectError);
  }),
);
