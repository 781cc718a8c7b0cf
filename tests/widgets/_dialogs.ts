/** What the tests of dialogs share. */

import { assert } from "@std/assert";
import {
  type QApplication,
  QDialog,
  type QObject,
  QPushButton,
  QWidget,
  run,
} from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

/** Runs `body` in an event loop, beside a window that keeps the program alive. */
export function inLoop(
  body: (app: QApplication, window: QWidget) => Promise<void>,
): Promise<void> {
  return onWidgets(async (app) => {
    const window = new QWidget();
    window.show();
    await run(() => body(app, window), { keepRunning: false });
  });
}

/** The dialog that is open. */
export async function opened<T extends QDialog = QDialog>(
  app: QApplication,
): Promise<T> {
  const dialog = await waitFor(
    "a dialog",
    () => app.activeModalWidget() ?? undefined,
    { interval: 1 },
  );
  assert(dialog instanceof QDialog);
  return dialog as T;
}

/** All buttons of a dialog, by their texts without mnemonics. */
export function button(dialog: QObject, text: string): QPushButton {
  const search = (object: QObject): QPushButton | undefined => {
    for (const child of object.children()) {
      if (
        child instanceof QPushButton && child.text.replace("&", "") === text
      ) return child;
      const found = search(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = search(dialog);
  assert(found !== undefined, `a button ${text}`);
  return found;
}
