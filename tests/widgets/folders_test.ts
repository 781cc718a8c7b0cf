/** The example that measures folders: tested in fifteen lines. */

import { assertEquals } from "@std/assert";
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
