/** What `t.find()`, `t.element()` and their like find, and what they say when they do not. */

import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { build } from "../../builder.ts";
import { column } from "./_column.ts";
import { qtTest, type QtTestContext } from "../../testing.ts";
import {
  QCheckBox,
  QComboBox,
  QDialog,
  QGroupBox,
  QLabel,
  QLineEdit,
  QMainWindow,
  QMenu,
  QPushButton,
  QSpinBox,
  QStandardItemModel,
  QTableView,
  QTabWidget,
  QVBoxLayout,
} from "../../widgets.ts";

Deno.test(
  "find() goes by the text, the class, the objectName, the role and the placeholder",
  qtTest((t) => {
    const save = new QPushButton({ text: "&Save", objectName: "go" });
    const name = new QLineEdit({ placeholderText: "Name" });
    const agree = new QCheckBox({ text: "I agree", checked: true });
    const label = new QLabel({ text: "Save", objectName: "label" });
    const root = column(save, name, agree, label);
    assertEquals(t.find(QPushButton), save);
    assertEquals(t.find(QPushButton, "Save"), save);
    assertEquals(t.find("go"), save);
    assertEquals(t.find({ role: "PushButton" }), save);
    assertEquals(t.find({ name: /^Sav/, type: QPushButton }), save);
    assertEquals(t.find("Name"), name);
    assertEquals(t.find({ role: "CheckBox", within: root }), agree);
    assertEquals(t.findAll("Save"), [save, label]);
    assertEquals(t.findAll(QSpinBox), []);
    name.text = "Ada";
    assertEquals(t.find("Ada"), name);
    const element = t.element(agree);
    assertEquals(
      [element.role, element.name, element.checked, element.enabled],
      ["CheckBox", "I agree", true, true],
    );
    assertEquals(t.element(save).checked, null);
  }),
);

Deno.test(
  "an error of find() lists what is there",
  qtTest((t) => {
    column(
      new QPushButton({ text: "Save" }),
      new QLineEdit({ text: "x", objectName: "path", enabled: false }),
    );
    const none = assertThrows(() => t.find("Sve"), Error);
    assertStringIncludes(
      none.message,
      'No element matches "Sve". There is:\n  Client "Window" (QWidget)\n',
    );
    assertStringIncludes(none.message, '    Button "Save" (QPushButton');
    assertStringIncludes(
      none.message,
      'EditableText "x" (QLineEdit #path, disabled)',
    );
    column(new QPushButton({ text: "Save" }));
    const two = assertThrows(() => t.find(QPushButton, "Save"), Error);
    assertStringIncludes(
      two.message,
      '2 elements match { text: "Save", type: QPushButton }, expected one:\n  Button "Save"',
    );
  }),
);

Deno.test(
  "find() sees what is shown, and says so of what is hidden",
  qtTest((t) => {
    const button = new QPushButton({ text: "Later" });
    const error = assertThrows(() => t.find("Later"), Error);
    assertStringIncludes(error.message, "One that is hidden does");
    assertStringIncludes(error.message, "no window is shown");
    assertEquals(t.find({ text: "Later", hidden: true }), button);
    button.show();
    assertEquals(t.find("Later"), button);
  }),
);

Deno.test(
  "a control hides what it consists of, and a group does not",
  qtTest((t) => {
    const box = new QComboBox();
    box.addItems(["Red", "Green"]);
    const button = new QPushButton({ text: "Red" });
    const group = build(
      QGroupBox,
      { title: "Red" },
      build(QVBoxLayout, {}, button),
    );
    box.editable = true;
    column(box, group);
    assertEquals(t.findAll("Red"), [box, group, button]);
    assertEquals(t.findAll(QLineEdit), [t.find(QLineEdit)]);
  }),
);

Deno.test(
  "parts that are no objects are found as elements",
  qtTest((t) => {
    const model = new QStandardItemModel();
    model.setHorizontalHeaderLabels(["Folder", "Size"]);
    model.appendRow(["docs", "17"]);
    model.appendRow(["src", "4"]);
    const view = build(QTableView, {});
    view.setModel(model);
    const tabs = new QTabWidget();
    tabs.addTab(view, "Sizes");
    tabs.addTab(new QLabel({ text: "hidden page" }), "More");
    column(tabs);
    assertEquals(t.element("docs").role, "Cell");
    assertEquals(
      t.element({ role: "ColumnHeader", name: "Size" }).object,
      null,
    );
    assertEquals(
      t.elements({ role: "Cell", within: view }).map(({ name }) => name),
      ["docs", "17", "src", "4"],
    );
    assertEquals(t.elements({ role: "PageTab" }).map(({ name }) => name), [
      "Sizes",
      "More",
    ]);
    assertEquals(t.findAll("hidden page"), []);
    const error = assertThrows(() => t.find("docs"), Error);
    assertStringIncludes(error.message, "is a part of");
  }),
);

Deno.test(
  "of a large table, the cells that are shown are found, quickly",
  qtTest((t) => {
    const model = new QStandardItemModel();
    for (let row = 0; row < 5000; row++) model.appendRow([`row ${row}`]);
    const view = build(QTableView, { size: { width: 300, height: 200 } });
    view.setModel(model);
    view.show();
    assertEquals(t.element("row 0").name, "row 0");
    assert(t.elements({ role: "Cell" }).length < 50);
    view.scrollToBottom();
    assertEquals(t.element("row 4999").role, "Cell");
    assertEquals(t.elements("row 0"), []);
  }),
);

Deno.test(
  "dialogs, popups and menu bars are searched as well",
  qtTest(async (t) => {
    const main = build(QMainWindow, { windowTitle: "Main" });
    const menu = main.menuBar()!.addMenu("&File")!;
    const seen: string[] = [];
    menu.addAction("&Open …")!.triggered.connect(() => seen.push("open"));
    main.show();
    assertEquals(t.element("File").role, "MenuItem");
    await t.click("File");
    assert(t.find(QMenu).visible);
    await t.click("Open …");
    assertEquals(seen, ["open"]);
    const dialog = build(
      QDialog,
      { windowTitle: "Ask", modal: true },
      build(QVBoxLayout, {}, new QPushButton({ text: "Fine" })),
    );
    dialog.show();
    assertEquals(
      t.find({ role: "PushButton", within: dialog }),
      t.find("Fine"),
    );
    dialog.close();
  }),
);

function misuse(t: QtTestContext): void {
  // @ts-expect-error: a class or a query
  t.find(42);
}

Deno.test(
  "a query of a wrong type is refused",
  qtTest((t) => {
    assertThrows(() => misuse(t));
  }),
);
