/**
 * The minimal example without a user: clicks the button, waits for the answer, prints what the label
 * says before and after, and saves a picture of the window each time.
 *
 *     deno run --allow-ffi --allow-write tools/demonstration.ts [folder]
 *
 * @module
 */

import { join } from "node:path";
import { createWindow } from "../examples/minimal.ts";
import { QApplication, type QObject, run, sleep } from "../widgets.ts";

const LONGEST_WAIT = 10_000;

async function demonstrate(folder: string): Promise<void> {
  const window = createWindow();
  const label = window.findChild("label")!;
  const button = window.findChild("button")!;
  window.show();
  await sleep(100);

  const before = label.property("text");
  console.log(`The label says: ${before}`);
  save(window, join(folder, "minimal-before.png"));

  console.log(`Clicking the button: ${button.property("text")}`);
  button.invoke("click");
  for (let waited = 0; label.property("text") === before; waited += 50) {
    if (waited > LONGEST_WAIT) throw new Error("The label did not change");
    await sleep(50);
  }
  // The window has grown with the text: give it a moment to be drawn.
  await sleep(100);

  console.log(`The label says: ${label.property("text")}`);
  save(window, join(folder, "minimal-after.png"));
  window.close();
}

function save(window: QObject, path: string): void {
  Deno.writeFileSync(path, window.invoke("grab") as Uint8Array);
  console.log(`Saved a picture: ${path}`);
}

if (import.meta.main) {
  await using _app = new QApplication([]);
  await run(() => demonstrate(Deno.args[0] ?? "."), { keepRunning: false });
}
