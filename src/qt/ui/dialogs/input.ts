/**
 * Awaiting a text, a number or the choice of an item.
 *
 * @module
 */

import { type DialogOptions, present } from "./dialog.ts";
import type { QInputDialog as Dialog } from "../../generated/widgets/qinputdialog.d.ts";
import type { QLineEditEchoMode } from "../../generated/widgets/qlineedit.d.ts";
import { QInputDialog } from "../../generated/widgets/classes.js";

/** Options of every dialog that asks for a value. */
export interface InputOptions extends DialogOptions {
  /** What is asked for. */
  readonly label: string;
}

/** Options of {@linkcode getText}. */
export interface TextOptions extends InputOptions {
  /**
   * What stands there at first.
   *
   * @default {""}
   */
  readonly value?: string;
  /**
   * How the text is shown; `"Password"` hides it.
   *
   * @default {"Normal"}
   */
  readonly echoMode?: QLineEditEchoMode;
  /**
   * Whether the text may have several lines.
   *
   * @default {false}
   */
  readonly multiLine?: boolean;
}

/** Options of {@linkcode getInt}. */
export interface IntOptions extends InputOptions {
  /**
   * What stands there at first.
   *
   * @default {0}
   */
  readonly value?: number;
  /**
   * The least; at least -2 147 483 648.
   *
   * @default {-2_147_483_647}
   */
  readonly minimum?: number;
  /**
   * The most; at most 2 147 483 647.
   *
   * @default {2_147_483_647}
   */
  readonly maximum?: number;
  /**
   * What the arrows add.
   *
   * @default {1}
   */
  readonly step?: number;
}

/** Options of {@linkcode getDouble}. */
export interface DoubleOptions extends InputOptions {
  /**
   * What stands there at first.
   *
   * @default {0}
   */
  readonly value?: number;
  /**
   * The least.
   *
   * @default {-2_147_483_647}
   */
  readonly minimum?: number;
  /**
   * The most.
   *
   * @default {2_147_483_647}
   */
  readonly maximum?: number;
  /**
   * What the arrows add.
   *
   * @default {1}
   */
  readonly step?: number;
  /**
   * How many digits follow the point.
   *
   * @default {1}
   */
  readonly decimals?: number;
}

/** Options of {@linkcode getItem}. */
export interface ItemOptions extends InputOptions {
  /** What the user can choose between. */
  readonly items: readonly string[];
  /** The item that is chosen at first. By default the first. */
  readonly value?: string;
  /**
   * Whether the user can write something else.
   *
   * @default {false}
   */
  readonly editable?: boolean;
}

/** QInputDialog::InputMode. */
const MODE = { text: 0, int: 1, double: 2 } as const;
/** What Qt's own functions take for no limit. */
const LIMIT = 2_147_483_647;

/**
 * Asks for a text, as [QInputDialog::getText](https://doc.qt.io/qt-6/qinputdialog.html#getText). Everything else goes
 * on meanwhile, and a task that waits for the answer can be cancelled there.
 *
 * @returns The text, which may be empty; or null if the dialog was dismissed (Cancel, Escape, its window closed).
 * Rejects with the reason of the `AbortSignal`, or with a {@linkcode DestroyedObjectError} if the parent is destroyed
 * first.
 *
 * @example
 * ```ts
 * import { getText, QApplication, QInputDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QInputDialog).accept(), 50); // in place of a user
 *   assertEquals(await getText({ label: "Your name:", value: "Ada" }), "Ada");
 * }, { keepRunning: false });
 * ```
 */
export async function getText(options: TextOptions): Promise<string | null> {
  const { value = "", echoMode = "Normal", multiLine = false } = options;
  return await ask(options, MODE.text, (dialog) => {
    dialog.setMultiLine(multiLine);
    dialog.setTextEchoMode(echoMode);
    dialog.setTextValue(value);
  }, (dialog) => dialog.textValue());
}

/**
 * Asks for a whole number, as [QInputDialog::getInt](https://doc.qt.io/qt-6/qinputdialog.html#getInt); see
 * {@linkcode getText}.
 *
 * @returns The number, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getInt, QApplication, QInputDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QInputDialog).accept(), 50); // in place of a user
 *   assertEquals(await getInt({ label: "Copies:", value: 200, maximum: 99 }), 99);
 * }, { keepRunning: false });
 * ```
 */
export async function getInt(options: IntOptions): Promise<number | null> {
  const { value = 0, minimum = -LIMIT, maximum = LIMIT, step = 1 } = options;
  return await ask(options, MODE.int, (dialog) => {
    dialog.setIntRange(minimum, maximum);
    dialog.setIntStep(step);
    dialog.setIntValue(value);
  }, (dialog) => dialog.intValue());
}

/**
 * Asks for a number, as [QInputDialog::getDouble](https://doc.qt.io/qt-6/qinputdialog.html#getDouble); see
 * {@linkcode getText}.
 *
 * @returns The number, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getDouble, QApplication, QInputDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QInputDialog).accept(), 50); // in place of a user
 *   assertEquals(await getDouble({ label: "Litres:", value: 0.333, decimals: 2 }), 0.33);
 * }, { keepRunning: false });
 * ```
 */
export async function getDouble(
  options: DoubleOptions,
): Promise<number | null> {
  const { value = 0, minimum = -LIMIT, maximum = LIMIT, step = 1 } = options;
  return await ask(options, MODE.double, (dialog) => {
    dialog.setDoubleDecimals(options.decimals ?? 1);
    dialog.setDoubleRange(minimum, maximum);
    dialog.setDoubleStep(step);
    dialog.setDoubleValue(value);
  }, (dialog) => dialog.doubleValue());
}

/**
 * Asks for one of several texts, as [QInputDialog::getItem](https://doc.qt.io/qt-6/qinputdialog.html#getItem); see
 * {@linkcode getText}.
 *
 * @returns The item, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getItem, QApplication, QInputDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QInputDialog).accept(), 50); // in place of a user
 *   const season = await getItem({
 *     label: "Season:",
 *     items: ["spring", "summer", "autumn", "winter"],
 *     value: "autumn",
 *   });
 *   assertEquals(season, "autumn");
 * }, { keepRunning: false });
 * ```
 */
export async function getItem(options: ItemOptions): Promise<string | null> {
  const { items, value = items[0] ?? "", editable = false } = options;
  return await ask(options, MODE.text, (dialog) => {
    dialog.setComboBoxItems(items);
    dialog.setComboBoxEditable(editable);
    dialog.setTextValue(value);
  }, (dialog) => dialog.textValue());
}

function ask<T>(
  options: InputOptions,
  mode: number,
  prepare: (dialog: Dialog) => void,
  read: (dialog: Dialog) => T,
): Promise<T | null> {
  return present(
    new QInputDialog({}, options.parent),
    options,
    (dialog) => {
      dialog.setInputMode(mode);
      dialog.setLabelText(options.label);
      prepare(dialog);
    },
    (dialog, code) => code === 0 ? null : read(dialog),
  );
}
