/** The example that measures folders: tested in fifteen lines. */

import { assertEquals } from "@std/assert";
import { folderSizes } from "../../examples/folders.ts";
import {
  QApplication,
  QPushButton,
  QTableView,
  type QWidget,
  run,
} from "../../widgets.ts";
import { waitFor } from "../_support/wait.ts";

type Found<T> = abstract new (...args: never[]) => T;

function find<T>(window: QWidget, type: Found<T>): T {
  return window.children().find((one) => one instanceof type) as T;
}

Deno.test("examples/folders.ts lists each folder with its files", async () => {
  const at = await Deno.makeTempDir();
  await Deno.mkdir(`${at}/letters/old`, { recursive: true });
  await Deno.writeTextFile(`${at}/letters/old/a.txt`, "a".repeat(3000));
  await using _app = new QApplication(["-platform", "offscreen"]);
  const window = folderSizes(at);
  await run(async () => {
    const model = find(window, QTableView).model()!;
    find(window, QPushButton).click();
    await waitFor("a row", () => model.rowCount() || undefined);
    const texts = [0, 1, 2].map((c) => model.data(model.index(0, c)));
    assertEquals(texts, ["letters", 1, 3]);
  }, { keepRunning: false });
  await Deno.remove(at, { recursive: true });
});
