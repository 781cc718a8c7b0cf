/** What a person does with mouse, wheel and drag and drop, as events with their fields. */

import { assertEquals } from "@std/assert";
import { withCode } from "../_support/code.ts";
import { Desktop } from "../_support/desktop.ts";
import { Xvfb } from "../_support/xvfb.ts";

/** A line edit to drag from, one that refuses what is dragged, one to drop on, and room for the mouse below. */
const PROGRAM = `
import { QApplication, QLineEdit, QWidget, run } from "@qtasyncio/qtasyncio/widgets";

await using app = new QApplication();
const window = new QWidget({ windowTitle: "Input", mouseTracking: true });
const source = new QLineEdit({ text: "carry me", dragEnabled: true }, window);
source.geometry = { x: 0, y: 0, width: 200, height: 30 };
const refusing = new QLineEdit({}, window);
refusing.geometry = { x: 0, y: 60, width: 200, height: 30 };
const target = new QLineEdit({}, window);
target.geometry = { x: 0, y: 120, width: 200, height: 30 };
window.resize(300, 300);

function tell(type: string, ...fields: unknown[]) {
  console.log(type, ...fields.map((one) => JSON.stringify(one)));
}
for (
  const type of [
    "MouseButtonPress", "MouseButtonRelease", "MouseMove",
  ] as const
) {
  window.onEvent(type, ({ position, button, buttons, modifiers }) =>
    tell(type, [position.x, position.y], button, buttons, modifiers));
}
window.onEvent("Wheel", ({ angleDelta, position }) =>
  tell("Wheel", [angleDelta.x, angleDelta.y], [position.x, position.y]));
window.onEvent("Leave", () => tell("Leave"));
window.onEvent("Paint", ({ rect }) => tell("Paint", rect.width));
for (const type of ["DragEnter", "Drop"] as const) {
  target.onEvent(type, ({ text, formats, urls }) =>
    tell(type, text, formats.includes("text/plain"), urls));
}
refusing.onEvent("DragEnter", (event) => {
  event.ignore();
  tell("refused");
});
refusing.onEvent("Drop", () => tell("dropped all the same"));
refusing.textChanged.connect((text) => tell("text", text));
target.textChanged.connect((text) => tell("text", text));
window.show();
source.selectAll();
await run();
`;

Deno.test("mouse and wheel arrive as events, with where, which and what", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await withCode(PROGRAM, { env: xvfb.env }, async (program) => {
    const window = await desktop.waitForWindow({ title: "Input" });
    await program.waitForLine("Paint 300");
    await desktop.click(window, 20, 200);
    assertEquals(
      await program.waitForLine("MouseButtonPress"),
      'MouseButtonPress [20,200] "LeftButton" "LeftButton" "NoModifier"',
    );
    assertEquals(
      await program.waitForLine("MouseButtonRelease"),
      'MouseButtonRelease [20,200] "LeftButton" "NoButton" "NoModifier"',
    );
    await desktop.moveMouse(window, 33, 210);
    assertEquals(
      await program.waitForLine("MouseMove [33"),
      'MouseMove [33,210] "NoButton" "NoButton" "NoModifier"',
    );
    await desktop.scroll(window, 40, 220);
    assertEquals(
      await program.waitForLine("Wheel"),
      "Wheel [0,-120] [40,220]",
    );
    await desktop.moveMouse(window, 600, 600);
    await program.waitForLine("Leave");
    desktop.close(window);
    assertEquals((await program.finished()).code, 0);
  });
});

Deno.test("what is dropped arrives as an event, and may be refused", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await withCode(PROGRAM, { env: xvfb.env }, async (program) => {
    const window = await desktop.waitForWindow({ title: "Input" });
    await program.waitForLine("Paint 300");
    await desktop.drag(window, [20, 15], [60, 75]);
    await program.waitForLine("refused");
    // Qt's line edit has lost its selection; a click at the same place would be a double click.
    await desktop.focus(window);
    await desktop.press("ctrl+a");
    await desktop.drag(window, [45, 15], [60, 135]);
    assertEquals(
      await program.waitForLine("DragEnter"),
      'DragEnter "carry me" true []',
    );
    assertEquals(await program.waitForLine("Drop"), 'Drop "carry me" true []');
    await program.waitForLine('text "carry me"');
    assertEquals(program.stdout.filter((line) => /drop|text/.test(line)), [
      'text "carry me"',
    ]);
    desktop.close(window);
    assertEquals((await program.finished()).code, 0);
  });
});
