/** Lets Qt come round in programs that have no `run()`. */

import type { QApplication } from "../../widgets.ts";

/** Lets Qt do what it has put off, the end of the objects included. */
export async function settle(app: QApplication): Promise<void> {
  const exit = app.exec();
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  app.exit(0);
  await exit;
}
