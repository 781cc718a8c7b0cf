/** A modal dialog that is open while something else runs. */

import { assertEquals } from "@std/assert";
import { type DynamicObject, qtClass } from "../../mod.ts";
import { waitFor } from "./wait.ts";

const QMessageBox = qtClass("QMessageBox");

/** Opens a dialog, runs `body`, and closes the dialog. */
export async function withDialog(body: () => Promise<void>): Promise<void> {
  const box: DynamicObject = new QMessageBox({ text: "Go on?", modal: true });
  const answer = box.exec();
  await waitFor("the dialog", () => box.visible || undefined, { interval: 1 });
  try {
    await body();
    assertEquals(box.visible, true);
  } finally {
    box.done(1);
    await answer;
  }
}
