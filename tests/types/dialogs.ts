/**
 * What compiles with dialogs, and what must not. Nothing here runs: `deno check` is the test, and a line after
 * `@ts-expect-error` that compiles is an error.
 *
 * @module
 */

import {
  getColor,
  getDouble,
  getExistingDirectory,
  getFont,
  getInt,
  getItem,
  getOpenFileName,
  getOpenFileNames,
  getSaveFileName,
  getText,
  type QColor,
  type QDialog,
  type QFont,
  type QLabel,
  QTimer,
  showMessage,
  showProgress,
} from "../../widgets.ts";
import { is, type Same } from "./_same.ts";

/** A message resolves to one of its own buttons. */
export async function messages(parent: QLabel): Promise<void> {
  const answer = await showMessage({
    parent,
    icon: "Question",
    text: "Save the document?",
    buttons: ["Save", "Discard", "Cancel"],
    defaultButton: "Save",
  });
  is<Same<typeof answer, "Save" | "Discard" | "Cancel" | null>>();
  const ok = await showMessage({ text: "Done." });
  is<Same<typeof ok, "Ok" | null>>();
  // @ts-expect-error -- this message has no such button
  if (answer === "Yes") return;
  // @ts-expect-error -- Qt has no such button
  await showMessage({ text: "x", buttons: ["Maybe"] });
  // @ts-expect-error -- one of the buttons that it has
  await showMessage({ text: "x", buttons: ["Yes"], defaultButton: "No" });
  // @ts-expect-error -- there is no such icon
  await showMessage({ text: "x", icon: "question" });
  // @ts-expect-error -- a message says something
  await showMessage({ buttons: ["Ok"] });
  // @ts-expect-error -- a dialog's parent is a widget
  await showMessage({ text: "x", parent: new QTimer() });
  // @ts-expect-error -- a promise is no answer
  void (showMessage({ text: "x" }) === "Ok");
}

/** Files and folders. */
export async function files(signal: AbortSignal): Promise<void> {
  const one = await getOpenFileName({ nameFilters: ["Pictures (*.png)"] });
  is<Same<typeof one, string | null>>();
  const several = await getOpenFileNames({ signal });
  is<Same<typeof several, string[] | null>>();
  const saved = await getSaveFileName({ fileName: "a.png" });
  is<Same<typeof saved, string | null>>();
  const folder = await getExistingDirectory({ directory: "/" });
  is<Same<typeof folder, string | null>>();
  // @ts-expect-error -- a list of them
  await getOpenFileName({ nameFilters: "Pictures (*.png)" });
  // @ts-expect-error -- a folder has no filters
  await getExistingDirectory({ nameFilters: [] });
  // @ts-expect-error -- dismissed, it is null
  const path: string = await getSaveFileName();
  void path;
}

/** Colours and fonts. */
export async function choices(label: QLabel): Promise<void> {
  const color = await getColor({ initial: "tomato", alpha: true });
  is<Same<typeof color, QColor | null>>();
  const font = await getFont({ initial: label.font });
  is<Same<typeof font, QFont | null>>();
  if (font !== null) label.font = font;
  // @ts-expect-error -- a colour or its name
  await getColor({ initial: 0xff6347 });
  // @ts-expect-error -- an icon is no font
  await getFont({ initial: label.windowIcon });
}

/** Texts, numbers, items. */
export async function input(): Promise<void> {
  const text = await getText({ label: "Name:", echoMode: "Password" });
  is<Same<typeof text, string | null>>();
  const int = await getInt({ label: "Age:", value: 1, maximum: 150 });
  is<Same<typeof int, number | null>>();
  const double = await getDouble({ label: "Share:", decimals: 2 });
  is<Same<typeof double, number | null>>();
  const item = await getItem({ label: "Season:", items: ["spring", "fall"] });
  is<Same<typeof item, string | null>>();
  // @ts-expect-error -- what is asked for?
  await getText({ value: "Ada" });
  // @ts-expect-error -- there is no such mode
  await getText({ label: "Name:", echoMode: "password" });
  // @ts-expect-error -- not a number
  await getInt({ label: "Age:", value: "1" });
  // @ts-expect-error -- whole numbers have none
  await getInt({ label: "Age:", decimals: 2 });
  // @ts-expect-error -- which items?
  await getItem({ label: "Season:" });
}

/** Progress. */
export async function progress(): Promise<void> {
  const result = await showProgress(
    { label: "Copying …", maximum: 3 },
    async (progress) => {
      progress.value = 1;
      progress.label = "b";
      is<Same<typeof progress.signal, AbortSignal>>();
      // @ts-expect-error -- not a number
      progress.value = "1";
      // @ts-expect-error -- it is Qt that tells
      progress.signal = new AbortController().signal;
      return await Promise.resolve(3);
    },
  );
  is<Same<typeof result, number | null>>();
  // @ts-expect-error -- what is shown meanwhile?
  await showProgress(async () => {});
  // @ts-expect-error -- nothing to do
  await showProgress({ label: "Copying …" });
}

/** A dialog of one's own. */
export async function own(dialog: QDialog): Promise<void> {
  const code = await dialog.exec();
  is<Same<typeof code, number>>();
  // @ts-expect-error -- a promise is no number
  const wrong: number = dialog.exec();
  void wrong;
}
