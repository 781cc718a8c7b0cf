/** The example with the progress bar, as its users meet it: a real window, a real mouse. */

import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { createWindow } from "../../examples/executor_progress.ts";
import { QLabel, QPushButton, run } from "../../widgets.ts";
import { child } from "../../builder.ts";
import { Desktop } from "../_support/desktop.ts";
import type { Picture } from "../_support/png.ts";
import { onWidgets } from "../_support/probe.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** Where to keep the pictures, if anybody wants to look at them. */
const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

/** How much of the bar is in the colour of the part that is done. */
function filled(before: Picture, now: Picture): number {
  // Above the text on it.
  const y = Math.round(now.height * 0.54);
  let differing = 0;
  for (let x = 0; x < now.width; x++) {
    if (before.pixel(x, y) !== now.pixel(x, y)) differing++;
  }
  return differing / now.width;
}

async function save(name: string, picture: Picture): Promise<void> {
  if (PICTURES === undefined) return;
  await Deno.writeFile(join(PICTURES, `${name}.png`), picture.png);
}

Deno.test("examples/executor_progress.ts shows progress, cancels, and counts", async () => {
  await using xvfb = await Xvfb.start();
  // Nothing but the permission to load Qt.
  await using program = Program.start("examples/executor_progress.ts", {
    env: xvfb.env,
    args: ["8000000"],
  });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ pid: program.pid });
  const { width, height } = await desktop.geometry(window);
  const press = async (share: number) => {
    await desktop.click(
      window,
      Math.round(width * share),
      Math.round(height * 0.82),
    );
    await desktop.moveMouse(window, 2, 2);
  };

  const before = await desktop.settledScreenshot(window);
  await save("executor_before", before);
  await press(0.25);
  const begun = await waitFor("a bar that grows", async () => {
    const picture = await desktop.screenshot(window);
    return filled(before, picture) > 0.1 ? picture : undefined;
  });
  const grown = await waitFor("a bar that grows on", async () => {
    const picture = await desktop.screenshot(window);
    return filled(before, picture) > filled(before, begun) + 0.05
      ? picture
      : undefined;
  });
  await save("executor_running", grown);

  await press(0.75);
  assertEquals(await program.waitForLine("Cancelled"), "Cancelled.");
  const cancelled = await desktop.settledScreenshot(window);
  await save("executor_cancelled", cancelled);
  assert(filled(before, cancelled) < 0.95);

  // Once more, to the end.
  await press(0.25);
  assertEquals(
    await program.waitForLine("There are"),
    "There are 539,777.",
  );
  const done = await desktop.settledScreenshot(window);
  await save("executor_done", done);
  assert(filled(before, done) > filled(before, grown));

  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});

Deno.test("closing the window while the Worker counts ends the program", async () => {
  await using xvfb = await Xvfb.start();
  await using program = Program.start("examples/executor_progress.ts", {
    env: xvfb.env,
    args: ["400000000"],
  });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ pid: program.pid });
  const { width, height } = await desktop.geometry(window);
  await desktop.settledScreenshot(window);
  await desktop.click(
    window,
    Math.round(width * 0.25),
    Math.round(height * 0.82),
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  desktop.close(window);
  assertEquals((await program.finished()).code, 0);
});

Deno.test("examples/executor_progress.ts is driven by the keyboard, without a display", () =>
  onWidgets(() =>
    run(async () => {
      const window = createWindow(50_000);
      const start = child(window, QPushButton, "start");
      const cancel = child(window, QPushButton, "cancel");
      const label = child(window, QLabel, "label");
      window.show();
      window.activateWindow();
      start.setFocus();
      await waitFor("the focus", () => start.focus || undefined);
      assertEquals(label.text, "How many primes are below 50,000?");
      start.keyClick("Key_Space");
      // The button that has the focus is disabled: the other one gets it.
      await waitFor("the other button", () => cancel.focus || undefined);
      cancel.keyClick("Key_Space");
      await waitFor(
        "the end",
        () => label.text === "Cancelled." || undefined,
      );
      assert(start.focus);
      start.keyClick("Key_Space");
      await waitFor(
        "the answer",
        () => label.text === "There are 5,133." || undefined,
      );
    }, { keepRunning: false })
  ));
