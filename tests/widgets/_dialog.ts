/** An application whose tests run while a modal dialog is open, whose own loop then runs inside Qt's. */

import { EventLoop } from "../../mod.ts";
import { QApplication } from "../../widgets.ts";

export { withDialog } from "../_support/dialog.ts";

let application: QApplication;

Deno.test.beforeAll(() => {
  application = new QApplication(["-platform", "offscreen"]);
  application.quitOnLastWindowClosed = false;
});

Deno.test.afterAll(() => application[Symbol.asyncDispose]());

/** A loop of the application. */
export const newLoop = (): EventLoop => new EventLoop(application);
