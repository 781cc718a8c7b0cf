/** examples/form_ui.ts: a form of Qt Designer's, and the same written with build(). */

import { assert, assertEquals } from "@std/assert";
import { Badge } from "../../examples/form_ui.ts";
import FORM from "../../examples/form.ui" with { type: "text" };
import {
  build,
  loadUi,
  type QColorDialog,
  QComboBox,
  QFormLayout,
  QHBoxLayout,
  QLabel,
  QLineEdit,
  QPushButton,
  QSize,
  QSlider,
  QSpinBox,
  QVBoxLayout,
  QWidget,
  stretch,
} from "../../widgets.ts";
import { row } from "../../builder.ts";
import { qtTest } from "../../testing.ts";
import { Desktop } from "../_support/desktop.ts";
import { Picture } from "../_support/png.ts";
import { onWidgets } from "../_support/probe.ts";
import { Program } from "../_support/program.ts";
import { waitFor } from "../_support/wait.ts";
import { Xvfb } from "../_support/xvfb.ts";

const FOLDER = Deno.env.get("QTASYNCIO_TEST_PICTURES");

Deno.test("a .ui file and the same tree by build() look the same", () =>
  onWidgets(async () => {
    const fromFile = loadUi(FORM) as QWidget;
    const built = build(
      QWidget,
      { objectName: "Card", windowTitle: "Name badge" },
      build(
        QVBoxLayout,
        {},
        build(
          QFormLayout,
          {},
          row(
            "&Name:",
            build(QLineEdit, { placeholderText: "As on the badge" }),
          ),
          row(
            "&Role:",
            build(
              QComboBox,
              {},
              (box) => box.addItems(["Visitor", "Speaker", "Organizer"]),
            ),
          ),
          row(
            "Size:",
            build(
              QHBoxLayout,
              {},
              build(QSlider, {
                minimum: 12,
                maximum: 48,
                orientation: "Horizontal",
              }),
              build(QSpinBox, { minimum: 12, maximum: 48, suffix: " pt" }),
            ),
          ),
        ),
        stretch(
          1,
          build(QLabel, {
            minimumSize: new QSize(400, 160),
            alignment: "AlignCenter",
            wordWrap: true,
          }),
        ),
        build(
          QHBoxLayout,
          {},
          build(QPushButton, { text: "&Colour…" }),
          stretch(),
          build(QPushButton, { text: "&Save…" }),
        ),
      ),
    );
    const pictures: Picture[] = [];
    for (const window of [fromFile, built]) {
      window.resize(440, 360);
      window.show();
      pictures.push(await Picture.decode(window.grab().slice()));
    }
    const [first, second] = pictures as [Picture, Picture];
    assert(first.colours() > 10);
    assertEquals(first.differences(second), 0);
  }));

Deno.test(
  "examples/form_ui.ts shows what is put in, chooses a colour, saves, and asks before it closes",
  qtTest(async (t) => {
    const folder = await Deno.makeTempDir({ prefix: "qtasyncio-test-" });
    try {
      const form = new Badge();
      const { window } = form;
      window.show();
      const badge = t.find(QLabel, { objectName: "badge" });
      await t.type("name", "Ada <3");
      t.find(QSlider).value = 40;
      assertEquals(t.find(QSpinBox, { objectName: "size" }).value, 40);
      assert(badge.text.includes("40pt"), badge.text);
      assert(badge.text.includes("Ada &lt;3"), badge.text);

      await t.click("color");
      await t.answer((dialog) => {
        const colors = dialog as QColorDialog;
        colors.currentColor = "#336699";
        colors.accept();
      });
      await t.until(() => badge.styleSheet.includes("#336699"));

      const cancelled = window.invokeAsync("close");
      await t.answer(null);
      assertEquals(await cancelled, false);

      await t.click("save");
      await t.answer({ file: `${folder}/ada.png` });
      await t.until(() => form.saved);
      const picture = await Deno.readFile(`${folder}/ada.png`);
      assert((await Picture.decode(picture)).width >= 400);
      await t.until(() => window.invokeAsync("close"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }),
);

Deno.test("examples/form_ui.ts is filled in by keyboard, asks before it closes, and ends when the badge is discarded", async () => {
  await using xvfb = await Xvfb.start();
  const desktop = new Desktop(xvfb);
  await using program = Program.start("examples/form_ui.ts", { env: xvfb.env });
  const window = await desktop.waitForWindow({ title: "Name badge" });
  const before = await desktop.settledScreenshot(window);
  await desktop.focus(window);
  await desktop.press("alt+n");
  await desktop.type("Ada Lovelace");
  await desktop.press("Tab", "Down");
  const after = await waitFor("the badge", async () => {
    const picture = await desktop.settledScreenshot(window);
    return before.differences(picture) > 1000 ? picture : undefined;
  });
  if (FOLDER !== undefined) {
    await Deno.writeFile(`${FOLDER}/form_ui.png`, after.png);
  }
  desktop.close(window);
  const question = await waitFor("the question", async () => {
    const windows = await desktop.findWindows({ pid: program.pid });
    return windows.find((one) => one !== window);
  });
  if (FOLDER !== undefined) {
    await desktop.settledScreenshot(question);
    const picture = await desktop.screenshot();
    await Deno.writeFile(`${FOLDER}/form_ui_question.png`, picture.png);
  }
  await desktop.focus(question);
  await desktop.press("Escape");
  await waitFor(
    "its end",
    async () =>
      (await desktop.findWindows({ pid: program.pid })).length === 1 ||
      undefined,
  );
  desktop.close(window);
  const again = await waitFor("the question again", async () => {
    const windows = await desktop.findWindows({ pid: program.pid });
    return windows.find((one) => one !== window);
  });
  await desktop.settledScreenshot(again);
  await desktop.focus(again);
  await desktop.press("Tab", "space");
  assertEquals((await program.finished()).code, 0);
});
