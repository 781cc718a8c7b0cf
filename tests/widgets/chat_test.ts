/** examples/chat.ts: a server, windows, a client that does not read, and a server that comes back. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { ChatServer, ChatWindow } from "../../examples/chat.ts";
import { openConnection, type Server } from "../../net.ts";
import { createTask, run } from "../../widgets.ts";
import { onWidgets } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

function portOf(server: Server): number {
  return (server.sockets[0] as Deno.NetAddr).port;
}

function linesOf({ list }: ChatWindow): string[] {
  return Array.from(
    Array(list.count).keys(),
    (row) => String(list.model()!.index(row, 0).data()),
  );
}

function say(chat: ChatWindow, line: string): void {
  chat.field.text = line;
  chat.field.keyClick("Key_Return");
}

Deno.test("examples/chat.ts tells all windows what one says, and connects again", () =>
  onWidgets(() =>
    run(async () => {
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
        await waitFor("it", () => chat.size > count || undefined);
      }
      say(ada, "Hello, Bob");
      await waitFor("the line", () => bob.list.count === 2 || undefined);
      say(bob, "Hello, Ada");
      await waitFor("the line", () => ada.list.count === 4 || undefined);
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
      await waitFor(
        "the end",
        () => ada.status.value.includes("trying again") || undefined,
      );
      const again = await chat.listen(port);
      await waitFor("both", () => chat.size === 2 || undefined);
      assertStringIncludes(ada.status.value, "connected");
      for (const task of tasks) task.cancel();
      await waitFor("their end", () => chat.size === 0 || undefined);
      await again[Symbol.asyncDispose]();
    }, { keepRunning: false })
  ));

Deno.test("examples/chat.ts drops a client that does not read", () =>
  onWidgets(() =>
    run(async () => {
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
      await waitFor("both", () => chat.size === 2 || undefined);
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
        await waitFor("the line", () => received > before || left || undefined);
      }
      assertEquals(chat.size, 1);
      writer.close();
      lazy.transport.abort();
      await reading;
    }, { keepRunning: false })
  ));
