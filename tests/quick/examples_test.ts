/** The examples in QML: on a real display with a real mouse, and offscreen. */

import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { openClock, show } from "../../examples/qml_clock.ts";
import { openTodos } from "../../examples/todo_qml.ts";
import { QGuiApplication } from "../../quick.ts";
import { qtTest } from "../../testing.ts";
import { Desktop } from "../_support/desktop.ts";
import { Picture } from "../_support/png.ts";
import { Program, type ProgramResult } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** Where to keep the pictures, if anybody wants to look at them. */
const PICTURES = Deno.env.get("QTASYNCIO_TEST_PICTURES");

async function keep(name: string, picture: Picture): Promise<void> {
  if (PICTURES === undefined) return;
  await Deno.writeFile(join(PICTURES, `${name}.png`), picture.png);
}

function assertEndedWell({ code, stderr }: ProgramResult): void {
  // Qt and Mesa say what they miss on a machine without a graphics card or a session.
  const said = stderr.filter((line) => /QML|Error|rror:/.test(line));
  assertEquals([code, said], [0, []]);
}

Deno.test("examples/qml_clock.ts ticks, stops at a click, and ends when its window is closed", async () => {
  await using xvfb = await Xvfb.start();
  await using program = Program.start("examples/qml_clock.ts", {
    env: xvfb.env,
  });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ title: "Clock" });
  const changes = async () => {
    const before = await desktop.screenshot(window);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const after = await desktop.screenshot(window);
    return after.colours() > 8 && before.differences(after) > 20;
  };
  await waitFor("a clock that ticks", async () => await changes() || undefined);
  await keep("qml_clock", await desktop.screenshot(window));

  const { width, height } = await desktop.geometry(window);
  await desktop.click(window, Math.round(width / 2), height - 44);
  await desktop.moveMouse(window, 2, 2);
  await waitFor(
    "a clock that stands",
    async () => !(await changes()) || undefined,
  );
  desktop.close(window);
  assertEndedWell(await program.finished());
});

Deno.test("examples/todo_qml.ts adds, checks and removes, and ends when its window is closed", async () => {
  await using xvfb = await Xvfb.start();
  await using program = Program.start("examples/todo_qml.ts", {
    env: xvfb.env,
  });
  const desktop = new Desktop(xvfb);
  const window = await desktop.waitForWindow({ title: "To do" });
  const before = await desktop.settledScreenshot(window);
  /** Waits until the lower part, where the rows and the status are, looks different. */
  const settled = (than: Picture) =>
    waitFor("a change", async () => {
      const now = await desktop.settledScreenshot(window);
      return now.differences(than) > 20 ? now : undefined;
    });

  await desktop.focus(window);
  await desktop.click(window, 150, 36);
  await desktop.type("Buy milk");
  await desktop.press("Return");
  const added = await settled(before);
  await desktop.click(window, 36, 170);
  const checked = await settled(added);
  await keep("todo_qml", checked);
  await desktop.click(window, 368, 74);
  const removed = await settled(checked);
  // The field has the keyboard again.
  await desktop.type("Feed the cat");
  await desktop.press("Return");
  await settled(removed);
  desktop.close(window);
  assertEndedWell(await program.finished());
});

const withoutWidgets = { application: QGuiApplication };

Deno.test(
  "the clock's hands and text follow the time without a display",
  qtTest(withoutWidgets, async (t) => {
    const clock = await openClock();
    show(clock, new Date(2026, 0, 1, 3, 30, 15));
    assertEquals(clock.text, "03:30:15");
    assertEquals([clock.seconds, Math.round(clock.hours * 96)], [0.25, 28]);
    await t.until(async () =>
      (await Picture.decode(t.screenshot({ name: "Clock" }))).colours() > 8
    );
    await t.press("Space");
    assert(!clock.running);
  }),
);

Deno.test(
  "what is typed becomes a row, and the status follows, without a display",
  qtTest(withoutWidgets, async (t) => {
    const { todos, window } = await openTodos([{ title: "a", done: false }]);
    t.find("1 thing to do");
    await t.press("A");
    await t.press("B");
    await t.press("Return");
    assertEquals(todos.toArray().map((todo) => todo.title), ["a", "ab"]);
    t.find("2 things to do");
    await t.press("Space");
    await t.press("Return");
    todos.remove(0, 2);
    t.find("All done");
    assert(window.close());
  }),
);
