/** examples/drag_pictures.ts: pictures are dragged from one shelf to the other, and back. */

import { assert, assertEquals } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { keepPicture } from "../_support/gallery.ts";
import type { Picture } from "../_support/png.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

Deno.test("examples/drag_pictures.ts moves pictures both ways", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using program = Program.start("examples/drag_pictures.ts", {
    env: xvfb.env,
  });
  const window = await desktop.waitForWindow({ title: "Drag pictures" });
  const first = await desktop.settledScreenshot(window);
  // The window's margin is 9 or so; the pictures are 60 wide.
  const [red, blue] = [[69, 59], [9 + 200 + 6 + 60, 149]] as const;
  const at = (picture: Picture, [x, y]: readonly [number, number]) =>
    picture.pixel(x, y);
  const [redness, blueness] = [at(first, red), at(first, blue)];
  assert(redness !== blueness);

  /** Drags what is at a place, until its colour is at another. */
  const move = async (
    from: readonly [number, number],
    to: readonly [number, number],
    colour: number,
  ) => {
    await desktop.drag(window, from, to);
    return await waitFor("the picture at its new place", async () => {
      const now = await desktop.settledScreenshot(window);
      return at(now, to) === colour && at(now, from) !== colour
        ? now
        : undefined;
    });
  };
  const there = [300, 60] as const;
  await keepPicture("drag_pictures", (await move(red, there, redness)).png);
  await move(blue, [60, 170], blueness);
  const last = await move(there, red, redness);
  assertEquals(at(last, [60, 170]), blueness);
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});
