/** examples/stars.ts: a delegate paints stars, and its editor changes them. */

import { assertEquals, assertNotEquals } from "@std/assert";
import { ratings, StarEditor } from "../../examples/stars.ts";
import { qtTest } from "../../testing.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test(
  "examples/stars.ts paints stars, and edits them by mouse and keys",
  qtTest(async (t) => {
    const table = ratings({ "Nocturne": 4, "The Bells": 2, "Journey": 5 });
    table.show();
    const model = table.model()!;
    const stars = () => [0, 1, 2].map((row) => model.index(row, 1).data());
    assertEquals(stars(), [4, 2, 5]);
    await keepPicture("stars", t.screenshot(table));

    const before = String(t.screenshot(table));
    table.editItem(table.item(1, 1)!);
    await t.click(t.find(StarEditor), { position: { x: 50, y: 10 } });
    assertEquals(stars(), [4, 3, 5]);
    await t.until(() => t.findAll(StarEditor).length === 0);
    assertNotEquals(String(t.screenshot(table)), before);

    table.setCurrentCell(0, 1);
    await t.press(table, "F2");
    await t.press("Left, Left");
    await t.press("Right, Right, Right, Right");
    assertEquals(t.find(StarEditor).count, 5);
    await t.press("Return");
    await t.until(() => t.findAll(StarEditor).length === 0);
    assertEquals(stars(), [5, 3, 5]);
  }),
);
