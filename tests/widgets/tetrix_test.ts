/** examples/tetrix.ts: pieces fall, turn and fill rows. */

import { assert, assertEquals } from "@std/assert";
import { Tetrix } from "../../examples/tetrix.ts";
import { qtTest, type QtTestContext } from "../../testing.ts";
import { keepPicture } from "../_support/gallery.ts";

/** A game without a clock, in which each piece is the next one of some. */
async function play(
  t: QtTestContext,
  pieces: number[],
): Promise<Tetrix> {
  let next = 0;
  const game = new Tetrix(() => pieces[next++ % pieces.length]!);
  game.show();
  await t.press(game, "P"); // the pieces fall when the test says so
  return game;
}

const filled = (game: Tetrix) =>
  game.cells.flatMap((row, y) =>
    row.flatMap((piece, x) => piece < 0 ? [] : [`${x},${y}`])
  );

Deno.test(
  "examples/tetrix.ts turns, moves and drops its pieces, and fills rows",
  qtTest(async (t) => {
    const squares = await play(t, [4]);
    await t.press(squares, "Left, Left, Left");
    await t.press(squares, "Space");
    assertEquals(filled(squares), ["1,18", "2,18", "1,19", "2,19"]);
    for (const keys of ["Left, Left", "Right, Right", "Right, Right"]) {
      await t.press(squares, keys);
      await t.press(squares, "Space");
    }
    assertEquals(filled(squares).length, 16);

    const bars = await play(t, [2, 2, 4]);
    // A bar that has turned lies; two of them and a square fill a row.
    await t.press(bars, "Up, Left, Left");
    await t.press(bars, "Left, Left, Space");
    await t.press(bars, "Up, Right, Right, Space");
    assert(bars.windowTitle.includes("rows: 0"), bars.windowTitle);
    await t.press(bars, "Right, Right, Right, Right");
    await t.press(bars, "Space");
    assert(bars.windowTitle.includes("rows: 1"), bars.windowTitle);
    assertEquals(filled(bars), ["8,19", "9,19"]);
  }),
);

Deno.test(
  "examples/tetrix.ts ends when there is no place, and falls by a timer",
  qtTest(async (t) => {
    const game = new Tetrix(() => 3);
    game.show();
    await t.until(async () => {
      await t.press(game, "Space");
      return game.windowTitle.includes("game over");
    });
    await t.press(game, "Left");
    await t.press(game, "Space");

    const picture = await play(t, [4, 2, 0, 5, 1, 3, 6]);
    for (
      const keys of ["Left, Left, Left", "Up, Left", "Right", "Right, Right"]
    ) {
      await t.press(picture, keys);
      await t.press(picture, "Space");
    }
    for (let i = 0; i < 4; i++) await t.press(picture, "Down");
    await keepPicture("tetrix", t.screenshot(picture));

    const before = t.screenshot(picture);
    await t.press(picture, "P");
    await t.until(() => String(t.screenshot(picture)) !== String(before));
  }),
);
