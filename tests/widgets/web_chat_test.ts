/** examples/web_chat.ts: two windows, a server that goes and comes back, and a question at the end. */

import { assertEquals } from "@std/assert";
import { type Chat, chat, serve } from "../../examples/web_chat.ts";
import { qtTest } from "../../testing.ts";
import { createTask, QLineEdit, QListWidget } from "../../widgets.ts";

Deno.test(
  "examples/web_chat.ts tells the other window, connects again, and asks before it leaves",
  qtTest(async (t) => {
    let server = serve(0);
    const { port } = server.addr;
    const [ada, bob] = ["Ada", "Bob"].map((name) =>
      chat(`ws://127.0.0.1:${port}`, name)
    ) as [Chat, Chat];
    const tasks = [ada, bob].map(({ window, talk }) => {
      window.show();
      return createTask(talk);
    });
    const said = (within: typeof ada.window) => {
      const list = t.find(QListWidget, { within });
      return Array.from({ length: list.count }, (_, i) => list.item(i)!.text());
    };
    const field = t.find(QLineEdit, { within: ada.window });
    await t.until(() => field.enabled);
    await t.until(() => t.find(QLineEdit, { within: bob.window }).enabled);
    await t.type(field, "Hello\n");
    await t.until(() => said(bob.window).length === 1);
    assertEquals(said(bob.window), ["Ada: Hello"]);
    assertEquals(field.text, "");
    const pictures = Deno.env.get("QTASYNCIO_TEST_PICTURES");
    if (pictures !== undefined) {
      Deno.writeFileSync(`${pictures}/web_chat.png`, ada.window.grab());
    }
    await server.shutdown();
    await t.until(() => !field.enabled);
    server = serve(port);
    await t.until(() => field.enabled);

    for (const answer of ["No", "Yes"] as const) {
      const closing = ada.window.invokeAsync("close");
      assertEquals(await t.answer(answer), "Leave the chat?");
      assertEquals(await closing, answer === "Yes");
    }
    for (const task of tasks) task.cancel();
    await server.shutdown();
  }),
);
