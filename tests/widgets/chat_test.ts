/** examples/chat.ts: a server, windows, a client that does not read, and a server that comes back. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { ChatServer, ChatWindow } from "../../examples/chat.ts";
import { openConnection, type Server } from "../../net.ts";
import { qtTest } from "../../testing.ts";
import { createTask } from "../../widgets.ts";

function portOf(server: Server): number {
  return (server.sockets[0] as Deno.NetAddr).port;
}

function linesOf({ list }: ChatWindow): string[] {
  return Array.from(
    Array(list.count).keys(),
    (row) => String(list.model()!.index(row, 0).data()),
  );
}

Deno.test(
  "examples/chat.ts tells all windows what one says, and connects again",
  qtTest(async (t) => {
    const chat = new ChatServer();
    const server = await chat.listen(0);
    const port = portOf(server);
    const [ada, bob] = ["Ada", "Bob"].map((name) =>
      new ChatWindow(name, "127.0.0.1", port)
    ) as [ChatWindow, ChatWindow];
    const tasks = [];
    for (const each of [ada, bob]) {
      each.window.show();
      const count = chat.size;
      tasks.push(createTask(() => each.talk()));
      await t.until(() => chat.size > count);
    }
    await t.type(ada.field, "Hello, Bob\n");
    await t.until(() => bob.list.count === 2);
    await t.type(bob.field, "Hello, Ada\n");
    await t.until(() => ada.list.count === 4);
    assertEquals(linesOf(ada), [
      "Ada has come",
      "Bob has come",
      "Ada: Hello, Bob",
      "Bob: Hello, Ada",
    ]);
    const folder = Deno.env.get("QTASYNCIO_TEST_PICTURES");
    if (folder !== undefined) {
      Deno.writeFileSync(`${folder}/chat.png`, ada.window.grab());
    }
    await server[Symbol.asyncDispose]();
    await t.until(() => ada.status.value.includes("trying again"));
    const again = await chat.listen(port);
    await t.until(() => chat.size === 2);
    assertStringIncludes(ada.status.value, "connected");
    for (const task of tasks) task.cancel();
    await t.until(() => chat.size === 0);
    await again[Symbol.asyncDispose]();
  }),
);

Deno.test(
  "examples/chat.ts drops a client that does not read",
  qtTest(async (t) => {
    const chat = new ChatServer();
    await using server = await chat.listen(0);
    const connect = async (name: string) => {
      const streams = await openConnection("127.0.0.1", portOf(server));
      streams[1].write(`${name}\n`);
      return streams;
    };
    const [, lazy] = await connect("lazy");
    (lazy.transport as unknown as { pauseReading(): void }).pauseReading();
    const [reader, writer] = await connect("busy");
    await t.until(() => chat.size === 2);
    const line = "x".repeat(60_000);
    let left = false;
    let received = 0;
    const reading = createTask(async () => {
      for await (const each of reader.lines()) {
        if (each === "lazy has left") left = true;
        else received++;
      }
    });
    while (!left) {
      const before = received;
      writer.write(`${line}\n`);
      await writer.drain();
      // So that this client does read, however busy the machine is.
      await t.until(() => received > before || left);
    }
    assertEquals(chat.size, 1);
    writer.close();
    lazy.transport.abort();
    await reading;
  }),
);
