/** examples/folders.ts: counts, filters, cancels and saves. */

import { assertEquals } from "@std/assert";
import { folderSizes } from "../../examples/folders.ts";
import { qtTest } from "../../testing.ts";

Deno.test(
  "examples/folders.ts counts the files of each folder, filters and saves",
  qtTest(async (t) => {
    const folder = await Deno.makeTempDir();
    for (const [name, count] of [["apples", 2], ["pears", 1]] as const) {
      await Deno.mkdir(`${folder}/${name}/deep`, { recursive: true });
      for (let i = 0; i < count; i++) {
        await Deno.writeFile(
          `${folder}/${name}/deep/${i}`,
          new Uint8Array(3000),
        );
      }
    }
    folderSizes(folder).show();
    await t.click("Analyse");
    await t.until(() => t.find("2 folders"));
    await t.type("Filter", "app");
    assertEquals(t.elements({ role: "Cell" }).map(({ name }) => name), [
      "apples",
      "2",
      "6",
    ]);
    await t.click("Save …");
    await t.answer({ file: `${folder}/sizes.csv` });
    await t.until(() => t.find(/^Saved/));
    assertEquals(
      await Deno.readTextFile(`${folder}/sizes.csv`),
      "apples,2,6\n",
    );
    await Deno.remove(folder, { recursive: true });
  }),
);

Deno.test(
  "examples/folders.ts can be cancelled, and says what it cannot read",
  qtTest(async (t) => {
    folderSizes("/usr").show();
    await t.click("Analyse");
    await t.until(() => t.find(/^Reading/));
    await t.click("Cancel");
    await t.until(() => t.find(/Cancelled/));
    await t.type("/usr", "/nowhere at all", { replace: true });
    await t.click("Analyse");
    await t.until(() => t.find(/ENOENT/));
  }),
);
