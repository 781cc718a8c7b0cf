/** Connections of streams: openConnection() and startServer(). CPython's test_streams. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  currentTask,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "../../../src/asyncio/mod.ts";
import {
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
  type StreamReader,
  type StreamWriter,
} from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  portOf,
  text,
} from "./_support.ts";
import { connect } from "./_streams.ts";

async function echo(reader: StreamReader, writer: StreamWriter): Promise<void> {
  await using _ = writer;
  for (;;) {
    const data = await reader.read(65_536);
    if (data.length === 0) return;
    writer.write(data);
    await writer.drain();
  }
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("openConnection() to a server that answers lines (test_open_connection)", async () => {
    await using server = await startServer(
      async (reader, writer) => {
        await using _ = writer;
        for await (const line of reader.lines()) {
          writer.write(`${line.toUpperCase()}\r\n`);
        }
      },
      "127.0.0.1",
      0,
    );
    const [reader, writer] = await openConnection("127.0.0.1", portOf(server));
    writer.write("hello\n");
    writer.writelines(["wor", bytes("ld"), "\n"]);
    await writer.drain();
    assertEquals(text(await reader.readline()), "HELLO\r\n");
    assertEquals(text(await reader.readline()), "WORLD\r\n");
    assert(writer.canWriteEof());
    writer.writeEof();
    assertEquals((await reader.read()).length, 0);
    assertEquals(writer.isClosing(), false);
    writer.close();
    assert(writer.isClosing());
    await writer.waitClosed();
    await writer.waitClosed();
  });

  test("streams over a unix path (test_open_unix_connection)", async (loop) => {
    const path = `${Deno.makeTempDirSync()}/socket`;
    await using server = await startUnixServer(echo, path);
    const [reader, writer] = await openUnixConnection(path);
    await using _ = writer;
    writer.write("over unix\n");
    assertEquals(text(await reader.readline()), "over unix\n");
    assertStrictEquals(writer.getLoop(), loop);
    assertEquals(
      (writer.getExtraInfo("peername") as Deno.UnixAddr).path,
      path,
    );
    server.close();
  });

  test("openConnection() to a closed port throws (test_open_connection_error)", async () => {
    const server = await startServer(echo, "127.0.0.1", 0);
    const port = portOf(server);
    await server[Symbol.asyncDispose]();
    const error = await assertRejects(
      () => Promise.resolve(openConnection("127.0.0.1", port)),
      Deno.errors.ConnectionRefused,
    );
    assertEquals((error as { code?: string }).code, "ECONNREFUSED");
  });

  test("startServer() takes plain functions, async ones and generators (test_start_server)", async () => {
    const callbacks = [
      (_reader: StreamReader, writer: StreamWriter): void => {
        writer.write("plain");
        writer.close();
      },
      async (_reader: StreamReader, writer: StreamWriter): Promise<void> => {
        await sleep(1);
        writer.write(currentTask() === null ? "no task" : "async");
        writer.close();
      },
      function* (_reader: StreamReader, writer: StreamWriter) {
        yield sleep(1);
        writer.write("generator");
        writer.close();
      },
    ];
    const answers: string[] = [];
    for (const callback of callbacks) {
      await using server = await startServer(callback, "127.0.0.1", 0);
      const [reader, writer] = await openConnection(
        "127.0.0.1",
        portOf(server),
      );
      answers.push(text(await reader.read()));
      writer.close();
    }
    assertEquals(answers, ["plain", "async", "generator"]);
  });

  test("startServer() and openConnection() refuse what does not fit", async () => {
    await assertRejects(
      () => Promise.resolve(startServer(5 as never, "127.0.0.1", 0)),
      TypeError,
      "callback",
    );
    for (const limit of [0, -5]) {
      await assertRejects(
        () => Promise.resolve(startServer(echo, "127.0.0.1", 0, { limit })),
        RangeError,
        "limit",
      );
      await assertRejects(
        () => Promise.resolve(openConnection("127.0.0.1", 1, { limit })),
        RangeError,
        "limit",
      );
    }
  });

  test("a callback that is cancelled closes its connection without a report (test_unhandled_cancel)", async () => {
    await using server = await startServer(
      async () => {
        currentTask()!.cancel();
        await sleep(0);
      },
      "127.0.0.1",
      0,
    );
    const [reader, writer] = await openConnection("127.0.0.1", portOf(server));
    assertEquals((await reader.read()).length, 0);
    writer.close();
  });

  test("more than the limit is read exactly, slow readers hold the peer back", async () => {
    await using c = await connect();
    const data = pattern(200 * 1024);
    c.near[1].write(data);
    assertEquals(await c.far[0].readexactly(data.length), data);
    const [, writer] = c.near;
    let sent = 0;
    const task = createTask(async () => {
      for (;;) {
        writer.write(new Uint8Array(65_536));
        await writer.drain();
        sent += 65_536;
      }
    });
    let before: number;
    do {
      before = sent;
      await sleep(50);
    } while (sent > before);
    assert(sent < 32 << 20);
    task.cancel();
    await assertRejects(() => task, CancelledError);
  });

  test("what reads have returned stays as it is, whatever is read afterwards", async () => {
    await using c = await connect();
    const [reader] = c.near;
    const [, writer] = c.far;
    const data = pattern(1_000_000);
    writer.write(data);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (let i = 0; size < data.length; i++) {
      const left = data.length - size;
      const count = Math.min([10, 40_000, 150_000][i % 3]!, left);
      const piece = i % 2 === 0
        ? await reader.readexactly(count)
        : await reader.read(count);
      pieces.push(piece);
      size += piece.length;
    }
    assertEquals(pieces.reduce((sum, { length }) => sum + length, 0), size);
    assertEquals(await new Blob(pieces as BlobPart[]).bytes(), data);
  });

  test("reader.readable piped to a file gives all bytes, and the rest can be read", async () => {
    await using c = await connect();
    const path = Deno.makeTempFileSync();
    const data = pattern(3_000_000);
    c.near[1].write(data);
    c.near[1].close();
    const file = await Deno.open(path, { write: true });
    await c.far[0].readable.pipeTo(file.writable);
    assertEquals(await Deno.readFile(path), data);
    assert(c.far[0].atEof());
    await Deno.remove(path);
  });

  test("writer.writable takes a web stream with back-pressure", async () => {
    await using c = await connect();
    const data = pattern(3_000_000);
    const piping = new Blob([data]).stream().pipeTo(c.near[1].writable);
    const received = await c.far[0].read();
    await piping;
    assertEquals(received, data);
    c.far[1].write("answer");
    c.far[1].close();
    assertEquals(text(await c.near[0].read()), "answer");
  });

  test("aborting writer.writable drops the connection", async () => {
    await using c = await connect();
    await c.near[1].writable.abort();
    await c.near[1].waitClosed();
  });

  test("a time-out around a read keeps the connection and every byte", async () => {
    await using c = await connect();
    const [reader] = c.near;
    await assertRejects(
      () => Promise.resolve(timeout(3, () => reader.readexactly(10))),
      TimeoutError,
    );
    c.far[1].write("01234");
    await assertRejects(
      () => Promise.resolve(timeout(3, () => reader.readexactly(10))),
      TimeoutError,
    );
    c.far[1].write("56789");
    assertEquals(text(await reader.readexactly(10)), "0123456789");
  });

  test("reads raced against timers lose no byte", async () => {
    await using c = await connect();
    const data = pattern(400_000);
    const sending = createTask(async () => {
      for (let i = 0; i < data.length; i += 1000) {
        c.far[1].write(data.slice(i, i + 1000));
        if (i % 5000 === 0) await sleep(0.2);
      }
      c.far[1].close();
    });
    const pieces: Uint8Array[] = [];
    let size = 0;
    while (size < data.length) {
      try {
        const piece = await timeout(0.1, () => c.near[0].read(700));
        pieces.push(piece);
        size += piece.length;
      } catch (error) {
        assertInstanceOf(error, TimeoutError);
      }
    }
    await sending;
    assertEquals(
      new Uint8Array(await new Blob(pieces as never).arrayBuffer()),
      data,
    );
  });

  test("a connection cannot be opened twice by one coroutine", async () => {
    await using server = await startServer(echo, "127.0.0.1", 0);
    const opening = openConnection("127.0.0.1", portOf(server));
    const [, writer] = await opening;
    await using _ = writer;
    await assertRejects(() => Promise.resolve(opening), RuntimeError);
  });

  test("50 clients at once get their own answers", async () => {
    await using server = await startServer(echo, "127.0.0.1", 0);
    const port = portOf(server);
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        createTask(async () => {
          const [reader, writer] = await openConnection("127.0.0.1", port);
          await using _ = writer;
          for (let j = 0; j < 20; j++) {
            writer.write(`client ${i} line ${j}\n`);
            const line = text(await reader.readline());
            assertStringIncludes(line, `client ${i} line ${j}\n`);
          }
        })),
    );
  });
}
