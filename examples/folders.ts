/** Says how large the folders in a folder are: `deno run -A examples/folders.ts [FOLDER]` */
import * as qt from "../widgets.ts";

/** Counts the files in a folder and in those in it, and adds up their sizes. */
async function measure(folder: string, sum = { files: 0, bytes: 0 }) {
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    await qt.sleep(0); // cancelled here
    if (isDirectory) await measure(`${folder}/${name}`, sum);
    if (isFile) sum.bytes += (await Deno.stat(`${folder}/${name}`)).size;
    if (isFile) sum.files++;
  }
  return sum;
}

/** The window. */
export function folderSizes(start: string): qt.QWidget {
  const [path, status, percent] = [qt.state(start), qt.state(""), qt.state(0)];
  const model = new qt.QStandardItemModel();
  model.setHorizontalHeaderLabels(["Folder", "Files", "KiB"]);
  const rows = new qt.QSortFilterProxyModel({ sourceModel: model });
  const table = new qt.QTableView();
  table.setModel(rows);
  table.sortingEnabled = true;
  async function analyse() {
    model.removeRows(0, model.rowCount());
    status.value = "Reading …";
    try {
      const entries = await Array.fromAsync(Deno.readDir(path.value));
      const folders = entries.filter((entry) => entry.isDirectory);
      for (const [row, { name }] of folders.entries()) {
        const { files, bytes } = await measure(`${path.value}/${name}`);
        model.appendRow([name, "", ""]);
        model.setData(model.index(row, 1), files);
        model.setData(model.index(row, 2), Math.round(bytes / 1024));
        percent.value = Math.round((row + 1) / folders.length * 100);
      }
      status.value = `${folders.length} folders`;
    } catch (error) {
      status.value = `${error}`;
    }
  }
  let task: qt.Task<void> | undefined;
  const begin = () => task = qt.createTask(analyse);
  const folder = qt.build(qt.QLineEdit, { text: path, returnPressed: begin });
  const go = qt.build(qt.QPushButton, { text: "&Analyse", clicked: begin });
  const stop = qt.build(qt.QPushButton, { text: "&Cancel" });
  stop.clicked.connect(() => task?.cancel());
  const filter = qt.build(qt.QLineEdit, { placeholderText: "Filter" });
  filter.textChanged.connect((text) => rows.setFilterFixedString(text));
  const bar = qt.build(qt.QProgressBar, { value: percent });
  const label = qt.build(qt.QLabel, { text: status.map(String) });
  const top = qt.build(qt.QHBoxLayout, {}, folder, go, stop);
  const layout = qt.build(qt.QVBoxLayout, {}, top, filter, table, bar, label);
  return qt.build(qt.QWidget, { windowTitle: "Folder sizes" }, layout);
}

if (import.meta.main) {
  await using _app = new qt.QApplication();
  folderSizes(Deno.args[0] ?? ".").show();
  await qt.run();
}
