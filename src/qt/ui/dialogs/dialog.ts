/**
 * Showing a dialog and awaiting its end: what the functions of `dialogs_*.ts` have in common.
 *
 * @module
 */

import type { InstalledEventFilter } from "../../events/event.ts";
import { stateOf } from "../../objects/qobject.ts";
import { once } from "../../signals/once.ts";
import type { QDialog, QWidget } from "../../generated/widgets/classes.js";

/** Options of every dialog. */
export interface DialogOptions {
  /**
   * The widget whose window the dialog belongs to: it is placed over that window and blocks it alone. Without one, the
   * dialog blocks all windows of the application.
   */
  readonly parent?: QWidget | null;
  /** What the dialog's frame says. By default what Qt says. */
  readonly title?: string;
  /** Closes the dialog when this is aborted; the promise then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * @internal Shows a dialog until it is finished, for whatever reason, and destroys it.
 *
 * @param prepare Called with the dialog before it is shown.
 * @param read Called with the dialog and the code that it finished with, 0 if it was dismissed.
 */
export async function present<D extends QDialog, T>(
  dialog: D,
  { title, parent, signal }: DialogOptions,
  prepare: (dialog: D) => void,
  read: (dialog: D, code: number) => T,
): Promise<T> {
  let running: Promise<unknown> | undefined;
  let hidden: InstalledEventFilter | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;
  try {
    signal?.throwIfAborted();
    prepare(dialog);
    if (title !== undefined) dialog.windowTitle = title;
    dialog.windowModality = parent ? "WindowModal" : "ApplicationModal";
    // The program goes on with the answer: it does not end because no other window is open.
    dialog.setAttribute("WA_QuitOnClose", false);
    const finished = once(dialog.finished, signal ? { signal } : {});
    // Hiding dismisses it. Qt also hides a finished dialog, just before it emits `finished`.
    hidden = dialog.onEvent("Hide", ({ spontaneous }) => {
      if (!spontaneous) late ??= setTimeout(() => dismiss(dialog), 0);
    });
    // No loop of its own where one runs already: loops end in the order of their beginning only.
    if (stateOf(dialog).bridge.calls.execStarted) dialog.show();
    else running = dialog.exec().catch(() => {});
    const [code] = await finished;
    return read(dialog, code);
  } finally {
    hidden?.[Symbol.dispose]();
    clearTimeout(late);
    if (running !== undefined) await end(dialog, running);
    if (!dialog.isDestroyed) dialog.hide();
    dialog.deleteLater();
  }
}

function dismiss(dialog: QDialog): void {
  if (!dialog.isDestroyed) dialog.reject();
}

/** Ends a dialog's own loop, also one that has yet to begin. */
async function end(dialog: QDialog, running: Promise<unknown>): Promise<void> {
  let over = false;
  const watched = running.then(() => over = true);
  while (!over && !dialog.isDestroyed && !dialog.visible) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  if (!dialog.isDestroyed) dialog.hide();
  await watched;
}
