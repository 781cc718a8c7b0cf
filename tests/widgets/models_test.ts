/** Models and what shows them, validators, effects, documents: classes that need more than their constructor. */

import { assertEquals } from "@std/assert";
import {
  QCompleter,
  QDataWidgetMapper,
  QGraphicsOpacityEffect,
  QGraphicsScene,
  QGraphicsView,
  QIntValidator,
  QLabel,
  QLineEdit,
  QSaveFile,
  QSortFilterProxyModel,
  QStandardItemModel,
  QStringListModel,
  QTableView,
  QTextDocument,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";

function fruits(): QStandardItemModel {
  const model = new QStandardItemModel();
  model.setHorizontalHeaderLabels(["Name", "Colour"]);
  model.appendRow(["pear", "green"]);
  model.appendRow(["apple", "red"]);
  model.appendRow(["plum", "blue"]);
  return model;
}

Deno.test("a table shows a model that a proxy sorts and filters", () =>
  onWidgets(() => {
    const proxy = new QSortFilterProxyModel({ sourceModel: fruits() });
    const table = new QTableView({ sortingEnabled: true });
    table.setModel(proxy);
    assertEquals(table.model(), proxy);
    table.horizontalHeader().stretchLastSection = true;
    table.sortByColumn(0, "AscendingOrder");
    const first = () => proxy.data(proxy.index(0, 0));
    assertEquals([proxy.rowCount(), first()], [3, "apple"]);
    proxy.setFilterFixedString("pl");
    assertEquals(proxy.rowCount(), 2);
    proxy.setFilterFixedString("plum");
    table.selectRow(0);
    assertEquals([first(), table.selectedRows()], ["plum", [0]]);
  }));

Deno.test("a mapper shows a row in line edits", () =>
  onWidgets(() => {
    const [name, colour] = [new QLineEdit(), new QLineEdit()];
    const model = fruits();
    const mapper = new QDataWidgetMapper();
    mapper.setModel(model);
    mapper.addMapping(name, 0);
    mapper.addMapping(colour, 1);
    mapper.toFirst();
    assertEquals([name.text, colour.text], ["pear", "green"]);
    mapper.toNext();
    colour.text = "yellow";
    mapper.submit();
    assertEquals(model.itemText(1, 1), "yellow");
  }));

Deno.test("a validator and a completer help a line edit", () =>
  onWidgets(() => {
    const line = new QLineEdit();
    line.setValidator(new QIntValidator({ bottom: 1, top: 50 }, line));
    line.keyClicks("a4b2");
    assertEquals([line.text, line.acceptableInput], ["42", true]);
    const completer = new QCompleter({}, line);
    completer.setModel(new QStringListModel({}, completer));
    line.setCompleter(completer);
  }));

Deno.test("a scene, an effect and a document", () =>
  onWidgets(() => {
    const scene = new QGraphicsScene();
    const text = scene.addText("Hello");
    text.rotation = 45;
    const view = new QGraphicsView();
    view.setScene(scene);
    assertEquals([view.scene(), text.toPlainText()], [scene, "Hello"]);
    const label = new QLabel();
    label.setGraphicsEffect(new QGraphicsOpacityEffect({ opacity: 0.5 }));
    const document = new QTextDocument();
    document.setMarkdown("# Title");
    assertEquals(document.toPlainText(), "Title");
  }));

Deno.test("a file is written as a whole, or not at all", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await onWidgets(() => {
      const WRITE_ONLY = 2;
      const file = new QSaveFile();
      file.setFileName(`${folder}/text`);
      assertEquals(file.open(WRITE_ONLY), true);
      file.write("Hällo");
      assertEquals(
        Deno.readDirSync(folder).some(({ name }) => name === "text"),
        false,
      );
      assertEquals(file.commit(), true);
    });
    assertEquals(await Deno.readTextFile(`${folder}/text`), "Hällo");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
