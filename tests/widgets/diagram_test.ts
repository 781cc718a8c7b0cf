/** examples/diagram.ts: items are dragged, lines follow, and all of it is undone. */

import { assertEquals } from "@std/assert";
import { Box, Connection, diagram } from "../../examples/diagram.ts";
import { qtTest } from "../../testing.ts";
import { QGraphicsView, QPointF, QToolButton } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test(
  "examples/diagram.ts drags items, which lines follow, and undoes each step",
  qtTest(async (t) => {
    const window = diagram();
    window.show();
    const view = t.find(QGraphicsView);
    const scene = view.scene()!;
    const items = () => scene.items();
    for (let i = 0; i < 3; i++) await t.press("Ctrl+N");
    const boxes = items().filter((item) => item instanceof Box).reverse();
    const [line] = items().filter((item) => item instanceof Connection)
      .reverse();
    assertEquals([items().length, boxes.length], [5, 3]);

    const [first, second] = boxes;
    const { x, y } = first!.pos();
    const at = view.mapFromScene(first!.pos());
    const viewport = view.viewport()!;
    await t.drag(viewport, viewport, {
      position: at,
      to: { x: at.x + 160, y: at.y - 10 },
    });
    assertEquals(first!.pos(), new QPointF(x + 160, y - 10));
    const ends = () => {
      const { x1, y1, x2, y2 } = line!.line();
      return [x1, y1, x2, y2];
    };
    const to = second!.pos();
    assertEquals(ends(), [x + 160, y - 10, to.x, to.y]);
    await keepPicture("diagram", t.screenshot(window));

    await t.click("Undo the move");
    assertEquals(ends(), [x, y, to.x, to.y]);
    for (let i = 0; i < 3; i++) await t.press("Ctrl+Z");
    assertEquals(items().length, 0);
    assertEquals(t.find(QToolButton, "Undo").enabled, false);
    for (let i = 0; i < 4; i++) await t.press("Ctrl+Shift+Z");
    assertEquals(ends(), [x + 160, y - 10, to.x, to.y]);
  }),
);
