/** Values are what Qt means by them: lists of widgets, names of enumerations, pictures, texts of errors. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { QTimeLine, run, sleep } from "../../mod.ts";
import {
  QAbstractItemDelegateEndEditHint,
  QSystemTrayIconMessageIcon,
} from "../../enums.ts";
import {
  QAction,
  QLabel,
  QMainWindow,
  QStyledItemDelegate,
  QSystemTrayIcon,
  QTabBar,
  QWidget,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";

Deno.test("topLevelWidgets() is a list of widgets", () =>
  onWidgets((app) => {
    const window = new QWidget({ windowTitle: "first" });
    const titles: string[] = app.topLevelWidgets().map((one) =>
      one.windowTitle
    );
    assertEquals(titles, ["first"]);
    assertEquals(app.topLevelWidgets(), [window]);
  }));

Deno.test("enumerations that Qt's meta-objects do not name have names all the same", () =>
  onWidgets(() => {
    const line = new QTimeLine();
    const states: string[] = [];
    line.stateChanged.connect((state) => states.push(state));
    line.start();
    assertEquals(states, ["Running"]);
    line.direction = "Backward";
    assertEquals(line.direction, "Backward");
    line.direction = 0;
    assertEquals(line.direction, "Forward");
    const bar = new QTabBar();
    bar.selectionBehaviorOnRemove = "SelectPreviousTab";
    assertEquals(bar.selectionBehaviorOnRemove, "SelectPreviousTab");
    const tray = new QSystemTrayIcon();
    tray.showMessage("Title", "Text", "Information");
    tray.showMessage("Title", "Text", QSystemTrayIconMessageIcon.Warning);
    const hints: string[] = [];
    const delegate = new QStyledItemDelegate();
    delegate.closeEditor.connect((_editor, hint) => hints.push(hint));
    assertEquals(QAbstractItemDelegateEndEditHint.EditNextItem, 1);
    for (const wrong of ["Sideways", "", 7, -1, 5000, 2 ** 31, 0.5, null]) {
      assertThrows(
        () => line.direction = wrong as never,
        TypeError,
        "QTimeLine.direction: expected QTimeLine::Direction (Forward, Backward), got",
      );
    }
  }));

Deno.test("an error lists names with a character that is no ASCII", () =>
  onWidgets(() => {
    const error = assertThrows(
      () => new QWidget().keyClick("Alt+Y" as never),
      TypeError,
    );
    assert(error.message.includes('Key_Ampersand, …), got "Alt+Y"'));
  }));

Deno.test("keyClick() holds modifier keys down", () =>
  onWidgets(async (app) => {
    app.quitOnLastWindowClosed = false;
    const window = new QMainWindow();
    let hits = 0;
    window.addAction(
      new QAction({ shortcut: "Ctrl+K", triggered: () => hits++ }, window),
    );
    const keys: unknown[] = [];
    using _watch = window.onEvent("KeyRelease", ({ key, modifiers }) => {
      keys.push([key, modifiers]);
    });
    window.show();
    await run(async () => {
      window.activateWindow();
      await sleep(1);
      window.keyClick("Key_K", "ControlModifier|ShiftModifier");
      window.keyClick("Key_K");
    }, { keepRunning: false });
    assertEquals(keys, [
      ["Key_K", "ShiftModifier|ControlModifier"],
      ["Key_K", "NoModifier"],
    ]);
  }));

Deno.test("a picture is taken as the bytes of a file", () =>
  onWidgets(() => {
    const painted = new QLabel({ text: "x" });
    painted.setFixedSize(30, 20);
    const png = painted.grab();
    const label = new QLabel();
    label.setPixmap(png);
    assertEquals([label.sizeHint.width, label.sizeHint.height], [30, 20]);
    new QAction({ icon: png });
    for (const wrong of [new Uint8Array([1, 2, 3]), new Uint8Array()]) {
      assertThrows(
        () => label.setPixmap(wrong),
        TypeError,
        "expected QPixmap, got Uint8Array",
      );
    }
  }));

Deno.test("the types of methods say where null is taken", () =>
  onWidgets(() => {
    const label = new QLabel();
    assertThrows(
      // @ts-expect-error -- no null
      () => label.setMovie(null),
      TypeError,
      "Argument 1 of QLabel.setMovie(QMovie*): expected QMovie*, got null",
    );
    assertThrows(
      // @ts-expect-error -- no null
      () => new QMainWindow().setCentralWidget(null),
      TypeError,
      "got null",
    );
    label.setGraphicsEffect(null);
    label.setParent(null);
  }));
