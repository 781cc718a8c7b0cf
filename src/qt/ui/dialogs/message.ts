/**
 * Awaiting the answer to a message.
 *
 * @module
 */

import { type DialogOptions, present } from "./dialog.ts";
import type { QtEvent } from "../../events/event.ts";
import { QMessageBoxStandardButton } from "../../generated/widgets/enums.ts";
import type { QMessageBoxIcon } from "../../generated/widgets/qmessagebox.d.ts";
import { QMessageBox } from "../../generated/widgets/classes.js";

/** A button of a message: Qt gives it its text, in the user's language, and its place. */
export type MessageButton =
  | "Ok"
  | "Save"
  | "SaveAll"
  | "Open"
  | "Yes"
  | "YesToAll"
  | "No"
  | "NoToAll"
  | "Abort"
  | "Retry"
  | "Ignore"
  | "Close"
  | "Cancel"
  | "Discard"
  | "Help"
  | "Apply"
  | "Reset"
  | "RestoreDefaults";

/**
 * Options of {@linkcode showMessage}.
 *
 * @typeParam B The buttons.
 */
export interface MessageOptions<B extends MessageButton = MessageButton>
  extends DialogOptions {
  /** What it says, in one sentence. */
  readonly text: string;
  /** What there is to say beside that. */
  readonly informativeText?: string;
  /** What the user sees after a click on "Show Details…". */
  readonly detailedText?: string;
  /**
   * What it looks like.
   *
   * @default {"NoIcon"}
   */
  readonly icon?: QMessageBoxIcon;
  /**
   * What the user can answer, at least one; Qt puts them into the order that users of the system expect.
   *
   * @default {["Ok"]}
   */
  readonly buttons?: readonly B[];
  /** The button that Return presses. By default Qt chooses. */
  readonly defaultButton?: NoInfer<B>;
}

/**
 * Says something, or asks a question, and waits for the answer, as
 * [QMessageBox](https://doc.qt.io/qt-6/qmessagebox.html). Everything else goes on meanwhile.
 *
 * Escape, and closing the dialog's window, are the answer that does no harm, as in Qt: `"Cancel"` if that is one of the
 * buttons, or the only button, or the only one that refuses (`"Close"`, `"Abort"`), or the only one that says no
 * (`"No"`, `"NoToAll"`). If there is none of that kind, they answer null. A task that waits for the answer can be
 * cancelled there; the dialog closes then.
 *
 * @typeParam B The buttons.
 * @returns The name of the button, or null. Rejects with the reason of the `AbortSignal`, or with a
 * {@linkcode DestroyedObjectError} if the parent is destroyed first.
 * @throws {TypeError} (as a rejection) If there are no buttons, or an option does not fit.
 *
 * @example
 * ```ts
 * import { QApplication, run, showMessage } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => app.activeModalWidget()!.close(), 50); // in place of a user
 *   const answer = await showMessage({
 *     icon: "Question",
 *     text: "Save the document?",
 *     buttons: ["Save", "Discard", "Cancel"],
 *   });
 *   assertEquals(answer, "Cancel");
 * }, { keepRunning: false });
 * ```
 */
export async function showMessage<const B extends MessageButton = "Ok">(
  options: MessageOptions<B>,
): Promise<B | null> {
  const { text, informativeText, detailedText, icon, defaultButton } = options;
  const buttons: readonly B[] = options.buttons ?? ["Ok" as B];
  if (buttons.length === 0) {
    throw new TypeError(
      "Cannot show a message: expected at least one button, got none; leave 'buttons' out for an OK button",
    );
  }
  const escape = harmless(buttons);
  return await present(
    new QMessageBox({}, options.parent),
    options,
    (box) => {
      box.text = text;
      box.standardButtons = buttons.join("|") as B;
      if (informativeText !== undefined) box.informativeText = informativeText;
      if (detailedText !== undefined) box.detailedText = detailedText;
      if (icon !== undefined) box.icon = icon;
      if (defaultButton !== undefined) {
        box.setDefaultButton(QMessageBoxStandardButton[defaultButton]);
      }
      // Qt ignores both where it finds no harmless answer, and names it late where it finds one.
      const dismiss = (event: QtEvent) => {
        event.accept();
        box.done(escape === null ? 0 : QMessageBoxStandardButton[escape]);
      };
      box.onEvent("Close", dismiss);
      box.onEvent("KeyPress", (event) => {
        if (event.key === "Key_Escape") dismiss(event);
      });
    },
    (_, code) =>
      buttons.find((name) => QMessageBoxStandardButton[name] === code) ?? null,
  );
}

/** The button that Qt takes Escape for: the rules of `QMessageBox::setEscapeButton()`. */
function harmless<B extends MessageButton>(buttons: readonly B[]): B | null {
  const only = (...names: MessageButton[]) => {
    const found = buttons.filter((name) => names.includes(name));
    return found.length === 1 ? found[0]! : null;
  };
  if (buttons.length === 1) return buttons[0]!;
  return only("Cancel") ?? only("Close", "Abort") ?? only("No", "NoToAll");
}
