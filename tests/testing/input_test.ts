/** What the actions of a test do to widgets: events as those of a user. */

import { assertEquals, assertRejects } from "@std/assert";
import { build } from "../../builder.ts";
import { column } from "./_column.ts";
import { qtTest } from "../../testing.ts";
import {
  QDialog,
  QLabel,
  QLineEdit,
  QListWidget,
  QMainWindow,
  QMenu,
  QPlainTextEdit,
  QPushButton,
  QScrollArea,
  QShortcut,
  QSlider,
  QVBoxLayout,
  QWidget,
} from "../../widgets.ts";

Deno.test(
  "click() presses and releases a button, with the place and the keys",
  qtTest(async (t) => {
    const seen: unknown[] = [];
    const label = new QLabel({
      text: "here",
      minimumSize: { width: 80, height: 40 },
    });
    column(label);
    for (
      const type of [
        "MouseButtonPress",
        "MouseButtonRelease",
        "MouseButtonDblClick",
      ] as const
    ) {
      label.onEvent(
        type,
        ({ button, modifiers, position }) =>
          void seen.push([type, button, modifiers, position.x, position.y]),
      );
    }
    await t.click("here", {
      button: "right",
      modifiers: ["Ctrl", "Shift"],
      position: { x: 3, y: 5 },
    });
    const keys = "ShiftModifier|ControlModifier";
    assertEquals(seen, [
      ["MouseButtonPress", "RightButton", keys, 3, 5],
      ["MouseButtonRelease", "RightButton", keys, 3, 5],
    ]);
    seen.length = 0;
    await t.click(label);
    await t.click(label);
    assertEquals(
      seen.map((one) => (one as string[])[0]),
      [
        "MouseButtonPress",
        "MouseButtonRelease",
        "MouseButtonPress",
        "MouseButtonRelease",
      ],
    );
    seen.length = 0;
    await t.doubleClick(label);
    assertEquals(seen.map((one) => (one as string[])[0]), [
      "MouseButtonPress",
      "MouseButtonRelease",
      "MouseButtonDblClick",
      "MouseButtonRelease",
    ]);
  }),
);

Deno.test(
  "click() gives focus as the user's click does",
  qtTest(async (t) => {
    const [first, second] = [
      new QLineEdit({ objectName: "first" }),
      new QLineEdit({ objectName: "second" }),
    ];
    column(first, second);
    await t.click("second");
    assertEquals([first.focus, second.focus], [false, true]);
    await t.press("Shift+Tab");
    assertEquals(first.focus, true);
  }),
);

Deno.test(
  "type() types into what it gives the keyboard, and can replace",
  qtTest(async (t) => {
    const edit = new QLineEdit({ text: "old" });
    const text = new QPlainTextEdit({ objectName: "long" });
    column(edit, text);
    await t.type(edit, "Grüße, Ada 😀!", { replace: true });
    assertEquals(edit.text, "Grüße, Ada 😀!");
    await t.type(edit, "", { replace: true });
    assertEquals(edit.text, "");
    await t.type("long", "one\ntwo");
    assertEquals(text.plainText, "one\ntwo");
  }),
);

Deno.test(
  "press() triggers shortcuts, of several keys too, and standard keys",
  qtTest(async (t) => {
    const seen: string[] = [];
    const main = build(
      QMainWindow,
      { windowTitle: "Main" },
      new QLineEdit({ text: "abc" }),
    );
    const save = main.menuBar()!.addMenu("File")!.addAction("Save")!;
    save.shortcut = "Ctrl+S";
    save.triggered.connect(() => seen.push("save"));
    const chord = new QShortcut({ key: "Ctrl+K, Ctrl+C" }, main);
    chord.activated.connect(() => seen.push("chord"));
    main.show();
    await t.press("Ctrl+S");
    await t.press("Ctrl+K, Ctrl+C");
    assertEquals(seen, ["save", "chord"]);
    const edit = t.find(QLineEdit);
    await t.press(edit, "End");
    await t.press("Backspace");
    assertEquals(edit.text, "ab");
    await assertRejects(
      () => t.press("Ctrl+Nonsense"),
      TypeError,
      'No such keys: "Ctrl+Nonsense"',
    );
  }),
);

Deno.test(
  "wheel() scrolls, and what is scrolled away is scrolled to before a click",
  qtTest(async (t) => {
    const clicks: number[] = [];
    const rows = Array.from(
      { length: 40 },
      (_, i) =>
        new QPushButton({
          text: `Row ${i}`,
          clicked: () => void clicks.push(i),
        }),
    );
    const area = build(
      QScrollArea,
      { size: { width: 200, height: 150 } },
      build(QWidget, {}, build(QVBoxLayout, {}, ...rows)),
    );
    area.show();
    await t.wheel(area, -45);
    const bar = area.verticalScrollBar()!;
    assertEquals(bar.value > 0, true);
    await t.click("Row 39");
    assertEquals(clicks, [39]);
  }),
);

Deno.test(
  "drag() moves a slider's handle, selects, and says that offscreen has no drag and drop",
  qtTest(async (t) => {
    const slider = new QSlider({
      orientation: "Horizontal",
      maximum: 100,
      minimumSize: { width: 300, height: 30 },
    });
    const edit = new QLineEdit({ text: "select me" });
    column(slider, edit);
    await t.drag(slider, slider, {
      position: { x: 6, y: 15 },
      to: { x: 290, y: 15 },
    });
    assertEquals(slider.value > 90, true);
    await t.drag(edit, edit, {
      position: { x: 4, y: 10 },
      to: { x: 200, y: 10 },
    });
    assertEquals(edit.selectedText, "select me");
    const list = build(QListWidget, {
      dragDropMode: "InternalMove",
      size: { width: 200, height: 200 },
    });
    for (const text of ["one", "two"]) list.addItem(text);
    list.show();
    await assertRejects(
      () => t.drag("one", "two"),
      Error,
      "offscreen has no drag and drop",
    );
  }),
);

Deno.test(
  "hover() moves the mouse there",
  qtTest(async (t) => {
    const button = new QPushButton({ text: "Over" });
    column(button, new QPushButton({ text: "Out" }));
    let enters = 0;
    using _filter = button.onEvent("Enter", () => void enters++);
    await t.hover("Over");
    await t.hover("Out");
    assertEquals(enters, 1);
  }),
);

Deno.test(
  "a context menu that blocks in exec() is clicked through",
  qtTest(async (t) => {
    const seen: string[] = [];
    const label = new QLabel({
      text: "right-click me",
      contextMenuPolicy: "CustomContextMenu",
    });
    label.customContextMenuRequested.connect(async (at) => {
      const menu = new QMenu({}, label);
      menu.addAction("Copy");
      const action = await menu.exec(label.mapToGlobal(at));
      seen.push((action as { text: string }).text);
    });
    column(label);
    await t.click("right-click me", { button: "right" });
    await t.click("Copy");
    await t.until(() => seen.length === 1);
    assertEquals(seen, ["Copy"]);
  }),
);

Deno.test(
  "actions wait until their target is there, is enabled and is not covered",
  qtTest(async (t) => {
    const clicks: string[] = [];
    const button = new QPushButton({
      text: "Go",
      enabled: false,
      clicked: () => void clicks.push("go"),
    });
    column(button);
    setTimeout(() => button.enabled = true, 30);
    await t.click("Go");
    assertEquals(clicks, ["go"]);
  }),
);

Deno.test(
  "an error of an action says what is in the way",
  qtTest(async (t) => {
    const soon = { timeout: 60 };
    const button = new QPushButton({ text: "Go", enabled: false });
    const root = column(button);
    await assertRejects(
      () => t.click("Go", soon),
      Error,
      'Waited 60 ms for something to click on: Button "Go" (QPushButton, disabled) is disabled',
    );
    button.enabled = true;
    const dialog = build(
      QDialog,
      { windowTitle: "In the way", modal: true },
      build(QVBoxLayout, {}, new QPushButton({ text: "OK" })),
    );
    dialog.show();
    await assertRejects(
      () => t.click("Go", soon),
      Error,
      'is covered by Dialog "In the way"',
    );
    await t.click("OK");
    dialog.close();
    await t.click("Go");
    root.hide();
    await assertRejects(() => t.click(button, soon), Error, "is hidden");
    await assertRejects(
      () => t.click("Nowhere", soon),
      Error,
      "No element matches",
    );
  }),
);
