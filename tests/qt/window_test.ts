/** The minimal example as its users meet it: a real window, a real mouse. */

import { join } from "node:path";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** Where to keep the pictures, if anybody wants to look at them. */
const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

Deno.test("examples/minimal.ts answers a click a second later, and ends when its window is closed", async () => {
  await using xvfb = await Xvfb.start();
  await using program = Program.start("examples/minimal.ts", { env: xvfb.env });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ pid: program.pid });
  const { width, height } = await desktop.geometry(window);

  const before = await desktop.settledScreenshot(window);
  await desktop.click(
    window,
    Math.round(width / 2),
    Math.round(height * 3 / 4),
  );
  await desktop.moveMouse(window, 2, 2);
  const atOnce = await desktop.settledScreenshot(window);
  // The label is in the upper half; the button may have got the focus meanwhile.
  const label = (picture: typeof before) => {
    const pixels: number[] = [];
    for (let y = 0; y < picture.height / 2; y++) {
      for (let x = 0; x < picture.width; x++) pixels.push(picture.pixel(x, y));
    }
    return pixels.join();
  };
  const after = await waitFor("the question", async () => {
    const picture = await desktop.settledScreenshot(window);
    return label(picture) === label(before) ? undefined : picture;
  });
  if (PICTURES !== undefined) {
    for (const [name, picture] of Object.entries({ before, atOnce, after })) {
      await Deno.writeFile(join(PICTURES, `${name}.png`), picture.png);
    }
  }
  assertNotEquals(label(after), label(before));
  assert(
    after.width >= before.width && before.colours() > 2 && atOnce.colours() > 2,
  );

  desktop.close(window);
  const { code, stderr } = await program.finished();
  // Qt says where it keeps what belongs to the session if the machine does not.
  const said = stderr.filter((line) => !line.includes("XDG_RUNTIME_DIR"));
  assertEquals([code, said], [0, []]);
});

Deno.test("closing the window during the wait ends the program at once", async () => {
  await using xvfb = await Xvfb.start();
  await using program = Program.start("examples/minimal.ts", { env: xvfb.env });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ pid: program.pid });
  await desktop.settledScreenshot(window);
  const { width, height } = await desktop.geometry(window);
  await desktop.click(
    window,
    Math.round(width / 2),
    Math.round(height * 3 / 4),
  );
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});
