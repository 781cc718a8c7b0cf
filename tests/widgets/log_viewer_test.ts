/** examples/log_viewer.ts: 100 000 lines, and a window that answers meanwhile. */

import { assert, assertEquals } from "@std/assert";
import { DEMONSTRATION, LINES, LogViewer } from "../../examples/log_viewer.ts";
import { qtTest } from "../../testing.ts";
import { QPushButton, QTimer } from "../../widgets.ts";
import { Desktop } from "../_support/desktop.ts";
import { Program } from "../_support/program.ts";
import { Xvfb } from "../_support/xvfb.ts";

Deno.test(
  "examples/log_viewer.ts shows 100 000 lines while the window goes on",
  qtTest(async (t) => {
    const viewer = new LogViewer(DEMONSTRATION);
    viewer.window.show();
    let ticks = 0;
    const timer = new QTimer({ interval: 5, timeout: () => void ticks++ });
    timer.start();
    await viewer.start();
    assertEquals(viewer.status, "100 000 lines; ended: exit code 0");
    assertEquals(viewer.view.blockCount, LINES);
    assert(ticks > 3, `${ticks} ticks`);

    assertEquals(t.find(QPushButton, { objectName: "stop" }).text, "Run again");
    await t.press("search", "Return");
    assertEquals(viewer.status, "100 000 lines; ended: exit code 0");
    await t.type("search", "request 4711");
    viewer.view.verticalScrollBar().value = 0;
    await t.press("search", "Return");
    assertEquals(
      viewer.status,
      "100 000 lines; no “request 4711” further down",
    );
  }),
);

Deno.test(
  "examples/log_viewer.ts ends its program by Stop, and shows what it wrote",
  qtTest(async (t) => {
    const viewer = new LogViewer([
      "sh",
      "-c",
      "echo to; echo err >&2; sleep 60",
    ]);
    viewer.window.show();
    const task = viewer.start();
    await t.until(() => viewer.view.blockCount === 2);
    await t.click("Stop");
    await task.catch(() => {});
    assert(/^2 lines; (ended: SIGTERM|stopped)$/.test(viewer.status));
    assertEquals(viewer.view.plainText.split("\n").sort(), ["err", "to"]);
  }),
);

Deno.test(
  "examples/log_viewer.ts says that there is no such program",
  qtTest(async () => {
    const viewer = new LogViewer(["no-such-program"]);
    await viewer.start();
    assert(viewer.status.includes("NotFound"), viewer.status);
  }),
);

Deno.test("examples/log_viewer.ts fills its window, and ends when that is closed", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using program = Program.start("examples/log_viewer.ts", {
    permissions: ["--allow-ffi", "--allow-run"],
    env: xvfb.env,
    // More than the window shows; the first test has all.
    args: DEMONSTRATION.map((part) => part.replace(`${LINES}`, "5000")),
  });
  const window = await desktop.waitForWindow({ title: "Output of awk" });
  const picture = await desktop.settledScreenshot(window);
  assert(picture.colours() > 2);
  const folder = Deno.env.get("QTASYNCIO_TEST_PICTURES");
  if (folder !== undefined) {
    await Deno.writeFile(`${folder}/log_viewer.png`, picture.png);
  }
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});
