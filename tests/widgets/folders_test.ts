/** The example that measures folders. */

import { assert, assertEquals } from "@std/assert";
import { folderSizes } from "../../examples/folders.ts";
import { qtTest } from "../../testing.ts";

Deno.test(
  "examples/folders.ts lists each folder with its files",
  qtTest(async (t) => {
    const at = await Deno.makeTempDir();
    await Deno.mkdir(`${at}/letters/old`, { recursive: true });
    await Deno.writeTextFile(`${at}/letters/old/a.txt`, "a".repeat(3000));
    folderSizes(at).show();
    await t.click("Analyse");
    await t.until(() => t.find("1 folders"));
    const cells = t.elements({ role: "Cell" }).map(({ name }) => name);
    assertEquals(cells, ["letters", "1", "3"]);
    await Deno.remove(at, { recursive: true });
  }),
);

Deno.test(
  "examples/folders.ts can be cancelled, also among folders with few files",
  qtTest(async (t) => {
    const at = await Deno.makeTempDir();
    const count = 500;
    for (let i = 0; i < count; i++) {
      Deno.mkdirSync(`${at}/${i}`);
      Deno.writeTextFileSync(`${at}/${i}/a.txt`, "a");
    }
    folderSizes(at).show();
    await t.click("Analyse");
    await t.click("Cancel");
    await t.until(() => t.find(/^CancelledError/));
    const { length } = t.elements({ role: "Cell" });
    assert(length < 3 * count, `${length} cells`);
    await Deno.remove(at, { recursive: true });
  }),
);
