/**
 * What compiles with `.ui` files, trees of widgets and bindings, and what must not. Nothing here runs: `deno check` is
 * the test, and a line after `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  bind,
  build,
  loadUi,
  type Observable,
  property,
  QFormLayout,
  QGridLayout,
  QHBoxLayout,
  QLabel,
  QLineEdit,
  QMainWindow,
  QPushButton,
  type QSlider,
  QSpinBox,
  QTabWidget,
  QTimer,
  QVBoxLayout,
  QWidget,
  type State,
  state,
  stretch,
} from "../../widgets.ts";
import { at, child, row, tab } from "../../builder.ts";
import { is, type Same } from "./_same.ts";

/** Files of Qt Designer's. */
export function uiFiles(bytes: Uint8Array): void {
  const window = loadUi("<ui/>");
  is<Same<typeof window, QWidget>>();
  loadUi(bytes, window);
  const ok = child(window, QPushButton, "ok");
  is<Same<typeof ok, QPushButton>>();
  // @ts-expect-error -- the content of a file, not where it is
  loadUi(new URL("file:///form.ui"));
  // @ts-expect-error -- the parent of a widget is a widget
  loadUi("<ui/>", new QTimer());
  // @ts-expect-error -- a class, not its name
  child(window, "QPushButton", "ok");
  // @ts-expect-error -- a QPushButton is no label
  const label: QLabel = child(window, QPushButton, "ok");
  void label;
}

/** A tree of widgets. */
export function trees(): void {
  const window = build(
    QMainWindow,
    { windowTitle: "x" },
    build(
      QWidget,
      {},
      build(
        QVBoxLayout,
        {},
        build(QFormLayout, {}, row("Name:", build(QLineEdit))),
        build(QGridLayout, {}, at(0, 0, new QLabel(), { rowSpan: 2 })),
        build(QHBoxLayout, {}, stretch(), stretch(2, new QLabel())),
        build(QTabWidget, {}, tab("One", new QWidget())),
        build(QPushButton, {
          text: "OK",
          clicked: (checked) => {
            is<Same<typeof checked, boolean>>();
          },
        }),
      ),
    ),
    (window) => window.menuBar().addMenu("File"),
  );
  is<Same<typeof window, QMainWindow>>();
  // @ts-expect-error -- there is no such property
  build(QLabel, { txt: "x" });
  // @ts-expect-error -- not a string
  build(QLabel, { text: 1 });
  // @ts-expect-error -- it brings a boolean
  build(QPushButton, { clicked: (checked: string) => checked });
  // @ts-expect-error -- a text is no child
  build(QWidget, {}, "text");
  // @ts-expect-error -- a column has no cells
  build(QVBoxLayout, {}, at(0, 0, new QLabel()));
  // @ts-expect-error -- a form has no space to give
  build(QFormLayout, {}, stretch());
  // @ts-expect-error -- nor has a grid rows with labels
  build(QGridLayout, {}, row("Name:", new QLineEdit()));
  // @ts-expect-error -- tabs show widgets
  build(QTabWidget, {}, tab("One", new QVBoxLayout()));
  // @ts-expect-error -- there is no such option
  at(0, 0, new QLabel(), { span: 2 });
}

/** Values that are watched, and what follows them. */
export function bindings(slider: QSlider, label: QLabel): void {
  const count = state(1);
  is<Same<typeof count, State<number>>>();
  const text = count.map((n) => `${n}`);
  is<Same<typeof text, Observable<string>>>();
  const watch: Disposable = text.watch((value) => {
    is<Same<typeof value, string>>();
  });
  const volume = property(slider, "value");
  is<Same<typeof volume, State<number>>>();
  bind(slider, "value", count);
  bind(label, "text", text);
  build(QSpinBox, { value: count, suffix: state(" pt") });
  // @ts-expect-error -- not a number
  count.value = "1";
  // @ts-expect-error -- what follows another value cannot be set
  text.value = "1";
  // @ts-expect-error -- there is no such property
  property(slider, "valeu");
  // @ts-expect-error -- a signal is no property
  property(slider, "valueChanged");
  // @ts-expect-error -- nor is a method
  property(slider, "setValue");
  // @ts-expect-error -- a number for a string
  bind(label, "text", count);
  // @ts-expect-error -- there is no such property
  bind(label, "txt", text);
  // @ts-expect-error -- a number for a string
  build(QLabel, { text: count });
  void watch;
}
