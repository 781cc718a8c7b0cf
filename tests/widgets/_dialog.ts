/** An application whose tests run while a modal dialog is open, whose own loop then runs inside Qt's. */

import { assertEquals } from "@std/assert";
import { type DynamicObject, EventLoop, qtClass } from "../../mod.ts";
import { QApplication } from "../../widgets.ts";
import { waitFor } from "../_support/wait.ts";

const QMessageBox = qtClass("QMessageBox");

let application: QApplication;

Deno.test.beforeAll(() => {
  application = new QApplication(["-platform", "offscreen"]);
  application.quitOnLastWindowClosed = false;
});

Deno.test.afterAll(() => application[Symbol.asyncDispose]());

/** A loop of the application. */
export const newLoop = (): EventLoop => new EventLoop(application);

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
