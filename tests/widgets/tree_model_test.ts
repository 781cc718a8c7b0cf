/** examples/tree_model.ts: a tree is edited, and the model has what is shown. */

import { assertEquals } from "@std/assert";
import { outline, type Row, sample } from "../../examples/tree_model.ts";
import { qtTest } from "../../testing.ts";
import { keepPicture } from "../_support/gallery.ts";

const texts = (row: Row): unknown => [row.cells[0], ...row.rows.map(texts)];

Deno.test(
  "examples/tree_model.ts shows a tree that can be edited",
  qtTest(async (t) => {
    const root = sample();
    const view = outline(root);
    view.resize(320, 220);
    view.show();
    const model = view.model()!;
    const cells = () =>
      t.elements({ role: "TreeItem" }).map(({ name }) => name);
    assertEquals(cells().slice(0, 4), ["Widgets", "12", "Painting", "5"]);
    assertEquals(cells().length, 14);
    assertEquals(model.headerData(1, "Horizontal"), "Pages");

    const edit = async (text: string) => {
      await t.press("F2");
      for (const key of text) await t.press(key);
      await t.press("Return");
    };
    view.setCurrentIndex(model.index(1, 0));
    await edit("models");
    assertEquals(root.rows[1]!.cells, ["models", "9"]);

    await t.press(view, "Ins");
    view.setCurrentIndex(model.index(2, 0));
    await edit("new");
    await t.press(view, "Ctrl+Ins");
    view.setCurrentIndex(model.index(0, 0, model.index(2, 0)));
    await edit("below");
    assertEquals(texts(root), [
      "Title",
      ["Widgets", ["Painting"], ["Layouts"]],
      ["models", ["Trees", ["Editing"]]],
      ["new", ["below"]],
      ["Index"],
    ]);
    await keepPicture("tree_model", t.screenshot(view));

    const kept = model.index(0, 0, model.index(1, 0));
    view.setCurrentIndex(model.index(0, 0));
    await t.press(view, "Del");
    assertEquals(texts(root), [
      "Title",
      ["models", ["Trees", ["Editing"]]],
      ["new", ["below"]],
      ["Index"],
    ]);
    assertEquals(kept.data(), "Trees");
    assertEquals(kept.parent().row, 0);
  }),
);
