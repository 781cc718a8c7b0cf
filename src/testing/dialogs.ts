/**
 * Answering dialogs.
 *
 * @module
 */

import type { QtAbstractClass } from "../qt/objects/qt_class.ts";
import type { QObject } from "../qt/objects/qobject.ts";
import { qtClass } from "../qt/objects/qt_class.ts";
import type {
  QDialog,
  QFileDialog,
  QInputDialog,
  QMessageBox,
} from "../qt/generated/widgets/classes.js";
import type { QCoreApplication } from "../qt/app/application.ts";
import type { Query, Target, Text } from "./query.ts";
import { poll } from "./waiting.ts";

/**
 * How to answer a dialog:
 *
 * - a text: presses the button of that text;
 * - null: presses Escape;
 * - `{ value }`: what the user enters into a `QInputDialog`;
 * - `{ file }`: the path that the user chooses in a `QFileDialog`, or several;
 * - a function: does with the dialog what it likes.
 */
export type DialogAnswer =
  | Text
  | null
  | { readonly value: string | number }
  | { readonly file: string | readonly string[] }
  | ((dialog: QDialog) => unknown);

/** What it needs of a test's context. */
interface DialogActions {
  readonly app: QCoreApplication;
  describe(): string;
  press(target: Target, keys: string): Promise<void>;
  click(target: Target): Promise<void>;
  find(query: Query): QObject;
  findAll(type: Any, query: Query): QObject[];
  settle(): Promise<void>;
}

const INPUT = {
  TextInput: "setTextValue",
  IntInput: "setIntValue",
  DoubleInput: "setDoubleValue",
} as const;

/** Answers the modal dialog that is open, or opens soon. */
export async function answerDialog(
  t: DialogActions,
  answer: DialogAnswer,
  timeout: number,
): Promise<string> {
  const dialog = await poll(
    () => t.app.invoke("activeModalWidget") as QDialog | null ?? undefined,
    timeout,
    {
      what: () => "a modal dialog",
      seen: () => `none has opened. There is:\n${t.describe()}`,
    },
  );
  const said = textOf(dialog);
  if (typeof answer === "function") {
    await answer(dialog);
  } else if (answer === null) {
    await t.press(dialog, "Escape");
  } else if (typeof answer === "string" || answer instanceof RegExp) {
    await t.click({ name: answer, role: "PushButton", within: dialog });
  } else if ("file" in answer) {
    await chooseFile(t, dialog, answer.file);
  } else {
    await enter(t, dialog, answer.value);
  }
  return said;
}

function textOf(dialog: QDialog): string {
  if (is<QMessageBox>(dialog, "QMessageBox")) return dialog.text;
  return dialog.windowTitle;
}

async function enter(
  t: DialogActions,
  dialog: QDialog,
  value: string | number,
): Promise<void> {
  if (!is<QInputDialog>(dialog, "QInputDialog")) {
    throw new TypeError(
      `Cannot enter ${
        JSON.stringify(value)
      }: expected a QInputDialog, got ${dialog.className}; answer with a function`,
    );
  }
  // What is shown says which kind it is.
  const [spin] = t.findAll(qtClass("QAbstractSpinBox") as Any, {
    within: dialog,
  });
  const mode: keyof typeof INPUT = spin === undefined
    ? "TextInput"
    : spin.inherits("QDoubleSpinBox")
    ? "DoubleInput"
    : "IntInput";
  const fits = mode === "TextInput" ? String(value) : Number(value);
  dialog.invoke(INPUT[mode], fits);
  accept(dialog);
  await t.settle();
}

type Any = QtAbstractClass<QObject>;

async function chooseFile(
  t: DialogActions,
  dialog: QDialog,
  file: string | readonly string[],
): Promise<void> {
  if (!is<QFileDialog>(dialog, "QFileDialog")) {
    throw new TypeError(
      `Cannot choose a file: expected a QFileDialog, got ${dialog.className}`,
    );
  }
  const names = typeof file === "string"
    ? file
    : file.map((one) => `"${one}"`).join(" ");
  const edit = t.find({ objectName: "fileNameEdit", within: dialog });
  edit.setProperty("text", names);
  accept(dialog);
  await t.settle();
}

/** It may open another dialog, which says what is wrong. */
function accept(dialog: QDialog): void {
  dialog.invokeAsync("accept").catch(() => {});
}

function is<D extends QDialog>(dialog: QDialog, name: string): dialog is D {
  return dialog.inherits(name);
}
