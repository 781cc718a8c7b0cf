/** examples/scribble.ts: the mouse draws, and the picture is saved. */

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { Board, scribble } from "../../examples/scribble.ts";
import { qtTest } from "../../testing.ts";
import { QColor, type QColorDialog, QImage, QSpinBox } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

const WHITE = new QColor(255, 255, 255);
const BLUE = new QColor(0x33, 0x66, 0x99);
const RED = new QColor(200, 30, 30);

Deno.test(
  "examples/scribble.ts draws with the mouse, in a width and a colour, and saves a PNG file",
  qtTest(async (t) => {
    const folder = await Deno.makeTempDir();
    const window = scribble();
    window.show();
    const board = t.find(Board);
    const line = (from: [number, number], to: [number, number]) =>
      t.drag(board, board, {
        position: { x: from[0], y: from[1] },
        to: { x: to[0], y: to[1] },
      });
    await line([20, 40], [200, 40]);
    assertEquals(board.image.pixelColor(100, 40), BLUE);
    assertEquals(board.image.pixelColor(100, 48), WHITE);

    t.find(QSpinBox).value = 20;
    await t.click("Colour …");
    await t.answer((dialog) => {
      const colors = dialog as QColorDialog;
      colors.currentColor = RED;
      colors.accept();
    });
    await t.until(() => board.penColor.red === 200);
    await line([60, 100], [300, 200]);
    assertEquals(board.image.pixelColor(180, 150), RED);
    assertEquals(board.image.pixelColor(180, 156), RED);

    window.resize(600, 500);
    await t.until(() => board.image.width() >= 600);
    assertEquals(board.image.pixelColor(100, 40), BLUE);
    const path = join(folder, "drawing.png");
    await t.click("Save …");
    await t.answer({ file: path });
    await t.until(() => Deno.stat(path).then(() => true));
    assertEquals(new QImage(path).pixelColor(180, 150), RED);

    await keepPicture("scribble", t.screenshot(window));
    await t.click("Clear");
    assertEquals(board.image.pixelColor(180, 150), WHITE);
    await Deno.remove(folder, { recursive: true });
  }),
);
