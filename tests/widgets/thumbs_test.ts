/** The example that shows small pictures. */

import { assert, assertEquals } from "@std/assert";
import { thumbnails } from "../../examples/thumbs.ts";
import { qtTest } from "../../testing.ts";
import { QListWidget } from "../../widgets.ts";

const IMAGES = new URL("../../docs/images/", import.meta.url);

Deno.test(
  "examples/thumbs.ts shows each picture, and which one cannot be read",
  qtTest(async (t) => {
    const folder = await Deno.makeTempDir();
    for (const name of ["folders.png", "minimal.png", "todo_qml.png"]) {
      await Deno.copyFile(new URL(name, IMAGES), `${folder}/${name}`);
    }
    await Deno.writeTextFile(`${folder}/broken.png`, "no picture");
    const window = thumbnails(folder);
    window.show();
    const list = t.find(QListWidget);
    await t.click("Load");
    await t.until(() => t.find("Done"));
    const items = Array.from({ length: 4 }, (_, row) => list.item(row)!);
    assertEquals(items.map((item) => item.text()), [
      "broken.png: cannot be read",
      "folders.png",
      "minimal.png",
      "todo_qml.png",
    ]);
    assertEquals(items.map((item) => item.icon().isNull()), [
      true,
      false,
      false,
      false,
    ]);
    assert(items[0]!.toolTip() !== "");
    const pictures = Deno.env.get("QTASYNCIO_TEST_PICTURES");
    if (pictures !== undefined) {
      Deno.writeFileSync(`${pictures}/thumbs.png`, window.grab());
    }
    await Deno.remove(folder, { recursive: true });
  }),
);

Deno.test(
  "examples/thumbs.ts can be cancelled, and started again",
  qtTest(async (t) => {
    const folder = new URL("../../docs/images", import.meta.url).pathname;
    thumbnails(folder).show();
    await t.click("Load");
    await t.click("Cancel");
    await t.until(() => t.find("Cancelled"));
    await t.click("Load");
    await t.until(() => t.find("Done"));
  }),
);
