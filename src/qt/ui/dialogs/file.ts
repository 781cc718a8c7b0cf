/**
 * Awaiting the choice of a file or folder.
 *
 * @module
 */

import { type DialogOptions, present } from "./dialog.ts";
import type {
  QFileDialogAcceptMode,
  QFileDialogFileMode,
} from "../../generated/widgets/qfiledialog.d.ts";
import { QFileDialog } from "../../generated/widgets/classes.js";

/** Options of the dialogs that choose a folder, and of all others that choose files. */
export interface FolderDialogOptions extends DialogOptions {
  /** The path of the folder that is shown first. By default the current folder. */
  readonly directory?: string;
  /**
   * Whether the system's own dialog is shown where it has one, rather than Qt's.
   *
   * @default {true}
   */
  readonly native?: boolean;
}

/** Options of the dialogs that choose files. */
export interface FileDialogOptions extends FolderDialogOptions {
  /** The kinds of files that the user can choose between, as Qt writes them: `"Pictures (*.png *.jpg)"`. */
  readonly nameFilters?: readonly string[];
}

/** Options of {@linkcode getSaveFileName}. */
export interface SaveFileOptions extends FileDialogOptions {
  /** The name that is suggested. */
  readonly fileName?: string;
  /** What is added to a name without an ending: `"png"`. */
  readonly defaultSuffix?: string;
}

/**
 * Asks for a file that exists, as
 * [QFileDialog::getOpenFileName](https://doc.qt.io/qt-6/qfiledialog.html#getOpenFileName). Everything else goes on
 * meanwhile, and a task that waits for the answer can be cancelled there.
 *
 * The dialog needs no permission of Deno's: Qt reads the folders. Reading the file does.
 *
 * @returns The file's path, or null if the dialog was dismissed (Cancel, Escape, its window closed). Rejects with the
 * reason of the `AbortSignal`, or with a {@linkcode DestroyedObjectError} if the parent is destroyed first.
 *
 * @example
 * ```ts
 * import { getOpenFileName, QApplication, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => app.activeModalWidget()!.close(), 50); // in place of a user
 *   const path = await getOpenFileName({
 *     title: "Open a picture",
 *     nameFilters: ["Pictures (*.png *.jpg)", "All files (*)"],
 *   });
 *   assertEquals(path, null);
 * }, { keepRunning: false });
 * ```
 */
export async function getOpenFileName(
  options: FileDialogOptions = {},
): Promise<string | null> {
  const files = await choose("AcceptOpen", "ExistingFile", options);
  return files?.[0] ?? null;
}

/**
 * Asks for one or more files that exist; see {@linkcode getOpenFileName}.
 *
 * @returns The files' paths, at least one, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getOpenFileNames, QApplication, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => app.activeModalWidget()!.close(), 50); // in place of a user
 *   const paths = await getOpenFileNames({ nameFilters: ["Texts (*.txt)"] });
 *   for (const path of paths ?? []) console.log(await Deno.readTextFile(path));
 *   assertEquals(paths, null);
 * }, { keepRunning: false });
 * ```
 */
export async function getOpenFileNames(
  options: FileDialogOptions = {},
): Promise<string[] | null> {
  return await choose("AcceptOpen", "ExistingFiles", options);
}

/**
 * Asks for the name of a file to write; see {@linkcode getOpenFileName}. If there is a file of that name, the dialog
 * asks whether to replace it.
 *
 * @returns The file's path, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getSaveFileName, QApplication, QFileDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QFileDialog).accept(), 50); // in place of a user
 *   const path = await getSaveFileName({
 *     directory: "/tmp",
 *     fileName: "no such notes",
 *     defaultSuffix: "txt",
 *   });
 *   assertEquals(path, "/tmp/no such notes.txt");
 * }, { keepRunning: false });
 * ```
 */
export async function getSaveFileName(
  options: SaveFileOptions = {},
): Promise<string | null> {
  const files = await choose("AcceptSave", "AnyFile", options);
  return files?.[0] ?? null;
}

/**
 * Asks for a folder that exists; see {@linkcode getOpenFileName}.
 *
 * @returns The folder's path, or null if the dialog was dismissed.
 *
 * @example
 * ```ts
 * import { getExistingDirectory, QApplication, QFileDialog, run } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * await run(async () => {
 *   setTimeout(() => (app.activeModalWidget() as QFileDialog).accept(), 50); // in place of a user
 *   assertEquals(await getExistingDirectory({ directory: "/tmp" }), "/tmp");
 * }, { keepRunning: false });
 * ```
 */
export async function getExistingDirectory(
  options: FolderDialogOptions = {},
): Promise<string | null> {
  const files = await choose("AcceptOpen", "Directory", options);
  return files?.[0] ?? null;
}

async function choose(
  acceptMode: QFileDialogAcceptMode,
  fileMode: QFileDialogFileMode,
  options: SaveFileOptions,
): Promise<string[] | null> {
  const { native = true, directory, nameFilters, fileName, defaultSuffix } =
    options;
  const flags: string[] = [];
  if (!native) flags.push("DontUseNativeDialog");
  if (fileMode === "Directory") flags.push("ShowDirsOnly");
  return await present(
    new QFileDialog({ acceptMode, fileMode }, options.parent),
    options,
    (dialog) => {
      if (flags.length > 0) {
        dialog.options = flags.join("|") as "DontUseNativeDialog";
      }
      if (nameFilters !== undefined) dialog.setNameFilters(nameFilters);
      if (defaultSuffix !== undefined) dialog.defaultSuffix = defaultSuffix;
      if (directory !== undefined) dialog.setDirectory(directory);
      if (fileName !== undefined) dialog.selectFile(fileName);
    },
    (dialog, code) => code === 0 ? null : dialog.selectedFiles(),
  );
}
