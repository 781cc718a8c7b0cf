import {
  assertEquals,
  assertGreater,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** A window with a picture in it, red above and blue below. */
function showPicture(xvfb: Xvfb, title: string): Deno.ChildProcess {
  return new Deno.Command("display", {
    args: [
      "-title",
      title,
      "-geometry",
      "+100+50",
      "-size",
      "200x120",
      "gradient:#ff0000-#0000ff",
    ],
    env: { ...xvfb.env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
}

Deno.test("Xvfb gives a screen of the size asked for", async () => {
  await using xvfb = await Xvfb.start({ width: 320, height: 200 });
  assertMatch(xvfb.display, /^:\d+$/);
  const picture = await new Desktop(xvfb).screenshot();
  assertEquals([picture.width, picture.height], [320, 200]);
  assertEquals(picture.colours(), 1);
});

Deno.test("Xvfb runs several times side by side", async () => {
  await using first = await Xvfb.start();
  await using second = await Xvfb.start();
  assertEquals(first.display === second.display, false);
});

Deno.test("Desktop finds, sees and closes a window", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  const title = "A picture (1+1)";
  const viewer = showPicture(xvfb, title);
  const window = await desktop.waitForWindow({ title });
  assertEquals(await desktop.findWindows({ title: "A picture" }), []);

  const { x, y, width, height } = await desktop.geometry(window);
  assertEquals([x, y, width, height], [100, 50, 200, 120]);
  // The viewer paints its frame first, its picture later.
  const picture = await waitFor("the picture", async () => {
    const seen = await desktop.settledScreenshot(window);
    return seen.pixel(10, 0) === 0xff0000 ? seen : undefined;
  });
  assertEquals([picture.width, picture.height], [200, 120]);
  assertEquals(picture.pixel(10, 119), 0x0000ff);

  const screen = await desktop.screenshot();
  assertEquals([screen.width, screen.height], [1024, 768]);
  assertGreater(screen.colours(), 50);

  desktop.close(window);
  await desktop.waitForNoWindow({ title });
  await viewer.status;
});

Deno.test("Desktop clicks and types in a window", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  const viewer = showPicture(xvfb, "picture");
  const window = await desktop.waitForWindow({ title: "picture" });
  await desktop.settledScreenshot(window);
  // A click opens the viewer's menu; "q" ends the viewer.
  await desktop.click(window, 100, 60);
  await desktop.waitForWindow({ title: "Commands" });
  await desktop.click(window, 5, 5);
  await desktop.waitForNoWindow({ title: "Commands" });
  await desktop.focus(window);
  await desktop.type("q");
  await viewer.status;
});

Deno.test("Desktop gives up waiting for a window that never comes", async () => {
  await using xvfb = await Xvfb.start();
  await assertRejects(
    () => new Desktop(xvfb).waitForWindow({ title: "none" }, { timeout: 100 }),
    Error,
    "Timed out",
  );
});
