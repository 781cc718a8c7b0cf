/**
 * What compiles with typed classes, and what must not. Nothing here runs: `deno check` is the test, and a line after
 * `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  type DynamicObject,
  type QAbstractButton,
  QColor,
  type QColorDialog,
  QFrame,
  QLabel,
  QMainWindow,
  QMenu,
  QMessageBox,
  type QObject,
  QPushButton,
  QSize,
  QSlider,
  qtClass,
  QTimer,
  QVBoxLayout,
  QWidget,
} from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

/** Properties. */
export function properties(): void {
  const label = new QLabel();
  label.text = "x";
  is<Same<typeof label.text, string>>();
  label.maximumSize = new QSize(1, 2);
  label.maximumSize = { width: 1, height: 2 };
  label.alignment = "AlignLeft|AlignTop";
  label.alignment = 0x84;
  // @ts-expect-error -- there is no such property
  label.txt = "x";
  // @ts-expect-error -- not a string
  label.text = 1;
  // @ts-expect-error -- has no flag of that name
  label.alignment = "Left";
  // @ts-expect-error -- cannot be written
  label.hasSelectedText = true;
  // @ts-expect-error -- lacks its height
  label.maximumSize = { width: 1 };
}

/** Enumerations. */
export function enumerations(): void {
  const slider = new QSlider();
  slider.orientation = "Vertical";
  slider.orientation = 1;
  is<Same<QSlider["orientation"], "Horizontal" | "Vertical">>();
  // @ts-expect-error -- an enumeration has no such name
  slider.orientation = "Diagonal";
  // @ts-expect-error -- nor one in other letters
  slider.orientation = "vertical";
  const frame = new QFrame();
  frame.frameShape = "StyledPanel";
  // @ts-expect-error -- a name of another enumeration
  frame.frameShape = "Raised";
  const box = new QMessageBox();
  box.setDefaultButton("Ok");
  // @ts-expect-error -- an enumeration that Qt has declared as flags alone
  box.setDefaultButton("Okay");
}

/** Methods. */
export function methods(): void {
  const label = new QLabel();
  label.setNum(1.5);
  label.setFixedSize(1, 2);
  const box = new QVBoxLayout({}, label);
  box.addWidget(label);
  box.addWidget(label, 1, "AlignLeft");
  // @ts-expect-error -- expects a number
  label.setNum("1");
  // @ts-expect-error -- expects two
  label.setFixedSize(1);
  // @ts-expect-error -- a layout is no widget
  box.addWidget(box);
  // @ts-expect-error -- there is no such method
  label.setTxt("x");

  const window = new QMainWindow();
  const menu = window.menuBar().addMenu("File");
  is<Same<typeof menu, QMenu>>();
  menu.addAction("Quit").triggered.connect(() => window.close());
  const png: Uint8Array = window.grab();
  void png;
}

/** Calls that open an event loop are asynchronous. */
export async function dialogs(): Promise<void> {
  const menu = new QMenu();
  const chosen = await menu.exec({ x: 0, y: 0 });
  chosen?.setChecked(true);
  // @ts-expect-error -- a promise has no such member
  menu.exec({ x: 0, y: 0 }).setChecked(true);
}

/** Signals. */
export function signals(): void {
  const button = new QPushButton();
  button.clicked.connect((checked) => {
    is<Same<typeof checked, boolean>>();
  });
  button.clicked.connect(() => {});
  button.clicked.connect(async (checked: boolean) => {
    await Promise.resolve(checked);
  });
  const slider = new QSlider();
  slider.rangeChanged.connect((min, max) => {
    is<Same<typeof min, number>>();
    is<Same<typeof max, number>>();
  });
  // @ts-expect-error -- it brings a boolean
  button.clicked.connect((checked: string) => checked);
  // @ts-expect-error -- it brings one argument
  button.clicked.connect((checked: boolean, more: number) => [checked, more]);
  // @ts-expect-error -- there is no such signal
  button.clickd.connect(() => {});
  // @ts-expect-error -- a signal cannot be replaced
  button.clicked = () => {};
}

/** What a new object starts with. */
export function constructors(): void {
  new QPushButton({
    text: "OK",
    checkable: true,
    clicked: (checked) => {
      is<Same<typeof checked, boolean>>();
    },
  });
  new QLabel({ text: "x", alignment: "AlignRight", objectName: "name" });
  new QTimer({ interval: 20, timeout: () => {} });
  new QLabel({}, new QWidget());
  new QLabel({}, null);
  // @ts-expect-error -- there is no such property
  new QLabel({ txt: "x" });
  // @ts-expect-error -- not a string
  new QLabel({ text: 1 });
  // @ts-expect-error -- cannot be written
  new QLabel({ hasSelectedText: true });
  // @ts-expect-error -- it brings a boolean
  new QPushButton({ clicked: (checked: string) => checked });
  // @ts-expect-error -- the parent of a widget is a widget
  new QLabel({}, new QTimer());
  new QLabel(new QWidget());
  new QLabel("x", new QWidget(), { alignment: "AlignRight" });
  new QLabel("x", { alignment: "AlignRight" });
  // @ts-expect-error -- the parent of a widget is a widget
  new QLabel("x", new QTimer());
}

/** Classes extend each other as in Qt. */
export function inheritance(object: QObject): void {
  const frame: QFrame = new QLabel();
  const widget: QWidget = frame;
  const parent: QObject = widget;
  // @ts-expect-error -- not every widget is a frame
  const wrong: QFrame = new QWidget();
  // @ts-expect-error -- not every object is a widget
  const worse: QWidget = parent;
  if (object instanceof QLabel) is<Same<typeof object, QLabel>>();
  const button: QAbstractButton = new QPushButton();
  void [wrong, worse, button];
}

/** A class of one's own. */
export class Counter extends QLabel {
  #count = 0;

  /** Counts one up. */
  increment(): void {
    this.#count += 1;
    this.text = `${this.#count}`;
    // @ts-expect-error -- not a string
    this.text = this.#count;
  }
}

/** Its objects are those of its base. */
export function subclasses(): void {
  const counter = new Counter({ text: "0" });
  counter.increment();
  const label: QLabel = counter;
  void label;
}

/** Values that Qt converts. */
export function conversions(label: QLabel, dialog: QColorDialog): void {
  label.font = "Sans,12";
  label.windowIcon = "icon.png";
  // @ts-expect-error -- a palette is nothing that a string would describe
  label.palette = "dark";
  dialog.currentColor = "tomato";
  dialog.currentColor = new QColor(255, 99, 71);
  // @ts-expect-error -- a color without numbers
  dialog.currentColor = { red: "255" };
  const read: QColor | null = dialog.currentColor;
  void read;
}

/** A class without types is not checked. */
export function untyped(): void {
  const Foreign = qtClass("Foreign");
  const object: DynamicObject = new Foreign({ anything: 1 });
  object.whatever.connect(() => {});
  object.goes(1, 2, 3);
}
