/** The clipboard: within a program, and between two. */

import { assertEquals } from "@std/assert";
import { once, run } from "../../widgets.ts";
import { withCode } from "../_support/code.ts";
import { onWidgets } from "../_support/probe.ts";
import { Xvfb } from "../_support/xvfb.ts";

Deno.test("the clipboard keeps a text, says when it changes, and can be emptied", () =>
  onWidgets((app) =>
    run(async () => {
      const clipboard = app.clipboard();
      assertEquals(clipboard, app.clipboard());
      const changed = once(clipboard.dataChanged);
      clipboard.setText("a 😀");
      await changed;
      assertEquals(clipboard.text(), "a 😀");
      clipboard.clear();
      assertEquals(clipboard.text(), "");
    }, { keepRunning: false })
  ));

Deno.test("one program's clipboard is another one's", async () => {
  await using xvfb = await Xvfb.start();
  const options = { env: xvfb.env };
  const program = (does: string) => `
    import { QApplication, QWidget, run } from "@qtasyncio/qtasyncio/widgets";
    await using app = new QApplication();
    new QWidget().show();
    ${does}
    await run();`;
  await withCode(
    program(
      'app.clipboard().setText("from elsewhere"); console.log("copied");',
    ),
    options,
    async (owner) => {
      await owner.waitForLine("copied");
      await withCode(
        program("console.log(`pasted ${app.clipboard().text()}`);"),
        options,
        async (other) =>
          assertEquals(
            await other.waitForLine("pasted"),
            "pasted from elsewhere",
          ),
      );
    },
  );
});
