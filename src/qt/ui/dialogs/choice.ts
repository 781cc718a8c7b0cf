/**
 * Awaiting the choice of a colour or a font.
 *
 * @module
 */

import { type DialogOptions, present } from "./dialog.ts";
import type { QFont } from "../../generated/gui/qfont.d.ts";
import type { ColorLike, QColor } from "../../calls/values.ts";
import { QColorDialog, QFontDialog } from "../../generated/widgets/classes.js";

/** Options of {@linkcode getColor}. */
export interface ColorDialogOptions extends DialogOptions {
  /**
   * The colour that is chosen first, or its name.
   *
   * @default {"white"}
   */
  readonly initial?: ColorLike | string;
  /**
   * Whether the user can choose how transparent it is.
   *
   * @default {false}
   */
  readonly alpha?: boolean;
  /**
   * Whether the system's own dialog is shown where it has one, rather than Qt's.
   *
   * @default {true}
   */
  readonly native?: boolean;
}

/** Options of {@linkcode getFont}. */
export interface FontDialogOptions extends DialogOptions {
  /** The font that is chosen first, or its family. By default the application's. */
  readonly initial?: QFont | string;
  /**
   * Whether the system's own dialog is shown where it has one, rather than Qt's.
   *
   * @default {true}
   */
  readonly native?: boolean;
}

/**
 * Asks for a colour, as [QColorDialog::getColor](https://doc.qt.io/qt-6/qcolordialog.html#getColor). Everything else
 * goes on meanwhile, and a task that waits for the answer can be cancelled there.
 *
 * @returns The colour, or null if the dialog was dismissed (Cancel, Escape, its window closed). Rejects with the reason
 * of the `AbortSignal`, or with a {@linkcode DestroyedObjectError} if the parent is destroyed first.
 *
 * @example
 * ```ts
 * import { getColor, QApplication, QColorDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QColorDialog).accept(), 50); // in place of a user
 *   const color = await getColor({ initial: "tomato" });
 *   assertEquals([color?.red, color?.green, color?.blue], [255, 99, 71]);
 * }, { keepRunning: false });
 * ```
 */
export async function getColor(
  options: ColorDialogOptions = {},
): Promise<QColor | null> {
  const { initial = "white", alpha = false, native = true } = options;
  const flags: string[] = [];
  if (alpha) flags.push("ShowAlphaChannel");
  if (!native) flags.push("DontUseNativeDialog");
  return await present(
    new QColorDialog({}, options.parent),
    options,
    (dialog) => {
      if (flags.length > 0) {
        dialog.options = flags.join("|") as "ShowAlphaChannel";
      }
      dialog.currentColor = initial;
    },
    (dialog, code) => code === 0 ? null : dialog.currentColor,
  );
}

/**
 * Asks for a font, as [QFontDialog::getFont](https://doc.qt.io/qt-6/qfontdialog.html#getFont). Everything else goes on
 * meanwhile, and a task that waits for the answer can be cancelled there.
 *
 * @returns The font, for the `font` of a widget; or null if the dialog was dismissed (Cancel, Escape, its window
 * closed). Rejects with the reason of the `AbortSignal`, or with a {@linkcode DestroyedObjectError} if the parent is
 * destroyed first.
 *
 * @example
 * ```ts
 * import { getFont, QApplication, QFontDialog, QLabel, run } from "@qtasyncio/qtasyncio/widgets";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QFontDialog).accept(), 50); // in place of a user
 *   const font = await getFont();
 *   const label = new QLabel({ text: "The answer is 42." });
 *   if (font !== null) label.font = font;
 * }, { keepRunning: false });
 * ```
 */
export async function getFont(
  options: FontDialogOptions = {},
): Promise<QFont | null> {
  const { initial, native = true } = options;
  return await present(
    new QFontDialog({}, options.parent),
    options,
    (dialog) => {
      if (!native) dialog.options = "DontUseNativeDialog";
      if (initial !== undefined) dialog.currentFont = initial;
    },
    (dialog, code) => code === 0 ? null : dialog.currentFont,
  );
}
