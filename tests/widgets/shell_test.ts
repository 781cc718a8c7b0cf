/** examples/shell.ts: lines go to a program and come back. */

import { assertEquals } from "@std/assert";
import { Shell } from "../../examples/shell.ts";
import { qtTest } from "../../testing.ts";
import { QLineEdit } from "../../widgets.ts";
import { keepPicture } from "../_support/gallery.ts";

Deno.test(
  "examples/shell.ts talks with a program until it ends",
  qtTest(async (t) => {
    const program =
      "while read -r sum; do echo $(($sum)); done; echo Tschüß; exit 3";
    const shell = new Shell(["sh", "-c", program]);
    shell.show();
    const { finished } = shell.process;
    await t.type(t.find(QLineEdit), "6 * 7\n");
    await t.until(() => shell.text === "> 6 * 7\n42\n");
    await t.type(t.find(QLineEdit), "2 - 100\n");
    await t.until(() => shell.text.endsWith("\n-98\n"));
    const end = t.expectSignal(finished);
    await t.click("End");
    assertEquals(await end, [3, "NormalExit"]);
    await t.until(() => shell.text.endsWith("Tschüß\n(ended with 3)\n"));
    await keepPicture("shell", t.screenshot(shell));
  }),
);

Deno.test(
  "examples/shell.ts says that there is no such program",
  qtTest(async (t) => {
    const shell = new Shell(["no-such-program"]);
    await t.until(() => shell.text.includes("No such file"));
  }),
);
