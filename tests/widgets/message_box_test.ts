/** showMessage(). */

import { assertEquals, assertRejects } from "@std/assert";
import {
  type MessageButton,
  type QMessageBox,
  showMessage,
} from "../../widgets.ts";
import { button, inLoop, opened } from "./_dialogs.ts";

const HARMLESS: readonly [readonly MessageButton[], MessageButton | null][] = [
  [["Ok"], "Ok"],
  [["Ok", "Cancel"], "Cancel"],
  [["Yes", "No"], "No"],
  [["Yes", "No", "Cancel"], "Cancel"],
  [["Retry", "Close"], "Close"],
  [["Yes", "YesToAll", "No", "NoToAll"], null],
  [["Retry", "Ignore"], null],
];

Deno.test("showMessage() resolves to the button that was clicked", () =>
  inLoop(async (app, parent) => {
    const answer = showMessage({
      parent,
      title: "Notes",
      icon: "Warning",
      text: "The document has been modified.",
      informativeText: "Do you want to save your changes?",
      detailedText: "3 lines",
      buttons: ["Save", "Discard", "Cancel"],
      defaultButton: "Save",
    });
    const box = await opened<QMessageBox>(app);
    assertEquals(
      [box.windowTitle, box.icon, box.text, box.detailedText, box.parent()],
      [
        "Notes",
        "Warning",
        "The document has been modified.",
        "3 lines",
        parent,
      ],
    );
    button(box, "Save").click();
    const name: "Save" | "Discard" | "Cancel" | null = await answer;
    assertEquals(name, "Save");
  }));

for (const [buttons, expected] of HARMLESS) {
  Deno.test(`showMessage() with ${buttons.join(", ")} takes Escape and closing for ${expected}`, () =>
    inLoop(async (app) => {
      const escaped = showMessage({ text: "?", buttons });
      (await opened(app)).keyClick("Key_Escape");
      assertEquals(await escaped, expected);
      const closed = showMessage({ text: "?", buttons });
      (await opened(app)).close();
      assertEquals(await closed, expected);
    }));
}

Deno.test("showMessage() rejects without buttons", () =>
  inLoop(async () => {
    await assertRejects(
      () => showMessage({ text: "?", buttons: [] }),
      TypeError,
      "expected at least one",
    );
  }));

Deno.test("a window asks by showMessage() whether to close", () =>
  inLoop(async (app, window) => {
    window.onEvent("Close", async (event) => {
      const answer = await showMessage({
        text: "Really?",
        buttons: ["Yes", "No"],
        parent: window,
      });
      if (answer !== "Yes") event.ignore();
    });
    const refused = window.invokeAsync("close");
    (await opened(app)).keyClick("Key_Escape");
    assertEquals([await refused, window.visible], [false, true]);
    const closed = window.invokeAsync("close");
    button(await opened(app), "Yes").click();
    assertEquals([await closed, window.visible], [true, false]);
  }));
