// deno-fmt-ignore-file
/** How many files the folders of a folder have, and how large they are: deno run -A examples/folders.ts [folder] @module */
import { readdir, stat } from "node:fs/promises";
import {
  build, CancelledError, createTask, getExistingDirectory, getSaveFileName, QApplication, QHBoxLayout, QLabel, QLineEdit, QMainWindow, QProgressBar,
  QPushButton, QSortFilterProxyModel, QStandardItemModel, QTableView, QVBoxLayout, QWidget, run, showMessage, sleep, state, type Task,
} from "../widgets.ts";
async function* sizes(folder: string): AsyncGenerator<number> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* sizes(`${folder}/${entry.name}`); else if (entry.isFile()) yield (await stat(`${folder}/${entry.name}`)).size;
  }
}
/** Makes the window. */
export function folderSizes(start = "."): QMainWindow {
  const [path, status, busy, percent] = [state(start), state("Choose a folder"), state(false), state(0)];
  let task: Task<void> | undefined;
  const model = new QStandardItemModel();
  model.setHorizontalHeaderLabels(["Folder", "Files", "kB"]);
  const sorted = new QSortFilterProxyModel({ filterCaseSensitivity: "CaseInsensitive", sourceModel: model });
  const view = build(QTableView, { sortingEnabled: true, alternatingRowColors: true, selectionBehavior: "SelectRows" });
  view.setModel(sorted);
  async function analyse(): Promise<void> {
    busy.value = true;
    try {
      model.removeRows(0, model.rowCount());
      const folders = (await readdir(path.value, { withFileTypes: true })).filter((entry) => entry.isDirectory());
      for (const [row, { name }] of folders.entries()) {
        status.value = `Reading ${name} …`;
        let [files, bytes] = [0, 0];
        for await (const size of sizes(`${path.value}/${name}`)) {
          [files, bytes] = [files + 1, bytes + size];
          if (files % 10 === 0) await sleep(0); // here the task can be cancelled
        }
        model.appendRow([name, "", ""]);
        [files, Math.ceil(bytes / 1024)].forEach((value, i) => model.setData(model.index(row, i + 1), value));
        percent.value = Math.round((row + 1) / folders.length * 100);
      }
      status.value = `${folders.length} folders`;
    } catch (error) { status.value = error instanceof CancelledError ? "Cancelled" : String(error); } finally { busy.value = false; }
  }
  const csv = () => Array.from({ length: sorted.rowCount() }, (_, row) => [0, 1, 2].map((column) => sorted.index(row, column).data()).join(",") + "\n").join("");
  async function save(): Promise<void> {
    const file = await getSaveFileName({ parent: window, fileName: "sizes.csv" });
    if (file !== null) await Deno.writeTextFile(file, csv()).then(() => status.value = `Saved ${file}`, (error) => showMessage({ parent: window, text: String(error) }));
  }
  const button = (text: string, clicked: () => unknown, enabled = busy.map((busy) => !busy)) => build(QPushButton, { text, clicked, enabled });
  const window = build(QMainWindow, { windowTitle: "Folder sizes", size: { width: 640, height: 400 } }, build(QWidget, {}, build(QVBoxLayout, {},
    build(QHBoxLayout, {}, build(QLineEdit, { text: path }),
      button("Choose …", async () => { path.value = await getExistingDirectory({ parent: window }) ?? path.value; }),
      button("Analyse", () => { task = createTask(analyse); }), button("Cancel", () => task?.cancel(), busy)),
    build(QLineEdit, { placeholderText: "Filter", clearButtonEnabled: true, textChanged: (text: string) => sorted.setFilterFixedString(text) }), view,
    build(QHBoxLayout, {}, build(QProgressBar, { value: percent }), build(QLabel, { text: status }),
      button("Copy", () => QApplication.instance()!.clipboard().setText(csv())), button("Save …", save)))));
  return window;
}
if (import.meta.main) {
  await using _app = new QApplication();
  folderSizes(Deno.args[0]).show();
  await run();
}
