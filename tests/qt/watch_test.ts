/** Programs under `deno run --watch`: Deno starts the next version in the same process, with Qt as the last one left it. */

import { assert, assertEquals } from "@std/assert";
import { Desktop } from "../_support/desktop.ts";
import { Watched } from "../_support/watched.ts";
import { Xvfb } from "../_support/xvfb.ts";
import { testSituations } from "./_watch_situations.ts";

const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

testSituations("--watch");

Deno.test("deno run --watch shows the new window, and the old one is gone, on a display", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using watched = await Watched.start(
    `
    import { QApplication, QLabel, QMessageBox, run } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication([]);
    const label = new QLabel({
      text: "This is version VERSION",
      windowTitle: "Version VERSION",
      minimumSize: { width: 240, height: 80 },
      styleSheet: "font-size: 18px; background: white",
    });
    label.show();
    void QMessageBox;
    console.log(app.platformName);
    await run();`,
    "--watch",
    xvfb,
  );
  for (let version = 0; version < 5; version++) {
    await watched.expectLine("xcb");
    const window = await desktop.waitForWindow({ title: `Version ${version}` });
    const windows = await desktop.findWindows({ windowClass: "program" });
    assertEquals(windows, [window]);
    if (version === 4) {
      const picture = await desktop.settledScreenshot(window);
      assert(picture.colours() > 2);
      if (PICTURES !== undefined) {
        const screen = await desktop.screenshot();
        await Deno.writeFile(`${PICTURES}/watch.png`, screen.png);
      }
    }
    await watched.save();
  }
});
