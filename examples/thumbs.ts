/** Shows the pictures in a folder, made small by Workers: `deno run -A examples/thumbs.ts [FOLDER]` */
import * as qt from "../widgets.ts";

/** Makes a picture small. Runs in a Worker: it uses nothing from around it. */
async function thumbnail(path: string, width: number): Promise<Uint8Array> {
  const type = path.endsWith(".png") ? "image/png" : "image/jpeg";
  const file = new Blob([await Deno.readFile(path)], { type });
  const small = await createImageBitmap(file, { resizeWidth: width });
  const canvas = new OffscreenCanvas(small.width, small.height);
  canvas.getContext("bitmaprenderer")!.transferFromImageBitmap(small);
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

/** The window. */
export function thumbnails(folder: string): qt.QWidget {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => /\.(png|jpg)$/.test(name)).sort();
  const [status, done] = [qt.state(`${names.length} pictures`), qt.state(0)];
  const list = qt.build(qt.QListWidget, {
    viewMode: "IconMode",
    resizeMode: "Adjust",
    iconSize: { width: 120, height: 120 },
    gridSize: { width: 150, height: 150 },
    wordWrap: true,
  });
  const items = names.map((name) => new qt.QListWidgetItem(name, list));

  async function show(name: string, item: qt.QListWidgetItem) {
    try {
      const picture = new qt.QPixmap();
      picture.loadFromData(
        await qt.toWorker(thumbnail, `${folder}/${name}`, 120),
      );
      item.setIcon(new qt.QIcon(picture));
    } catch (error) {
      if (error instanceof qt.CancelledError) throw error;
      item.setText(`${name}: cannot be read`);
      item.setToolTip(`${error}`);
    }
    done.value++;
  }

  async function load() {
    [done.value, status.value] = [0, "Working …"];
    try {
      await qt.gather(names.map((name, row) => show(name, items[row]!)));
      status.value = "Done";
    } catch (error) {
      status.value = "Cancelled";
      throw error;
    }
  }

  let task: qt.Task<void> | undefined;
  const start = () => task = qt.createTask(load);
  const buttons = qt.build(
    qt.QHBoxLayout,
    {},
    qt.build(qt.QPushButton, { text: "&Load", clicked: start }),
    qt.build(qt.QPushButton, {
      text: "&Cancel",
      clicked: () => task?.cancel(),
    }),
    qt.build(qt.QProgressBar, { maximum: names.length, value: done }),
    qt.build(qt.QLabel, { text: status }),
  );
  return qt.build(
    qt.QWidget,
    { windowTitle: "Thumbnails", size: { width: 660, height: 420 } },
    qt.build(qt.QVBoxLayout, {}, list, buttons),
  );
}

if (import.meta.main) {
  await using _app = new qt.QApplication();
  thumbnails(Deno.args[0] ?? ".").show();
  await qt.run();
}
