/** Streams over Qt's devices. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  createTask,
  QBuffer,
  QFile,
  run,
  RuntimeError,
  sleep,
} from "../../mod.ts";
import { IncompleteReadError } from "../../net.ts";
import { openDevice } from "../../network.ts";
import { onCore } from "../_support/probe.ts";

const READ_ONLY = 1;
const WRITE_ONLY = 2;
const READ_WRITE = 3;

const decoder = new TextDecoder();

function device(content: string, mode = READ_WRITE): QBuffer {
  const buffer = new QBuffer();
  buffer.open(READ_WRITE);
  buffer.write(content);
  buffer.close();
  buffer.open(mode);
  return buffer;
}

Deno.test("openDevice() reads the lines of a buffer to its end", () =>
  onCore(() =>
    run(async () => {
      const buffer = device("one\ntwo\nthree", READ_ONLY);
      const [reader, writer] = openDevice(buffer);
      const lines: string[] = [];
      for await (const line of reader.lines()) lines.push(line);
      assertEquals(lines, ["one", "two", "three"]);
      assert(reader.atEof());
      assertThrows(
        () => writer.write("x"),
        RuntimeError,
        "not open for writing",
      );
      await using _ = writer;
    }, { keepRunning: false })
  ));

Deno.test("openDevice() of a large file takes no more than the limit allows until it is read", () =>
  onCore(async () => {
    const path = Deno.makeTempFileSync();
    const size = 3_000_000;
    const content = new Uint8Array(size).map((_, i) => i * 7 + (i >> 8));
    Deno.writeFileSync(path, content);
    await run(async () => {
      const file = new QFile();
      file.setFileName(path);
      file.open(READ_ONLY);
      const [reader, writer] = openDevice(file, { limit: 10_000 });
      await sleep(20);
      assert(Number(file.bytesAvailable()) > size - 400_000);
      const parts: Uint8Array[] = [];
      for (let got = 0; got < size;) {
        const part = await reader.read(100_000);
        parts.push(part);
        got += part.length;
      }
      assertEquals((await reader.read()).length, 0);
      assertEquals(await new Blob(parts as BlobPart[]).bytes(), content);
      writer.close();
      await writer.waitClosed();
      assertEquals(file.isOpen(), false);
    }, { keepRunning: false });
    Deno.removeSync(path);
  }));

Deno.test("what is written to a device is there when the writer is closed", () =>
  onCore(async () => {
    const path = Deno.makeTempFileSync();
    await run(async () => {
      const file = new QFile();
      file.setFileName(path);
      file.open(WRITE_ONLY);
      const [reader, writer] = openDevice(file);
      for (let i = 0; i < 1000; i++) {
        writer.write(`line ${i}\n`);
        await writer.drain();
      }
      assertEquals(reader.atEof(), false);
      await writer[Symbol.asyncDispose]();
      assertEquals(file.isOpen(), false);
    }, { keepRunning: false });
    const lines = Deno.readTextFileSync(path).split("\n");
    assertEquals([lines.length, lines[999]], [1001, "line 999"]);
    Deno.removeSync(path);
  }));

Deno.test("readexactly() and read() of a buffer return what they should", () =>
  onCore(() =>
    run(async () => {
      const [reader, writer] = openDevice(device("0123456789", READ_ONLY));
      assertEquals(decoder.decode(await reader.readexactly(4)), "0123");
      assertEquals(decoder.decode(await reader.readexactly(6)), "456789");
      await using _ = writer;
      const empty = device("");
      const [waiting, other] = openDevice(empty);
      await using _other = other;
      assertEquals((await waiting.read()).length, 0);
    }, { keepRunning: false })
  ));

Deno.test("a device that is closed or destroyed elsewhere ends its reader", () =>
  onCore(() =>
    run(async () => {
      const closed = device("rest");
      const [first, firstWriter] = openDevice(closed);
      const reading = createTask(first.read());
      closed.close();
      await reading;
      await firstWriter.waitClosed();
      const gone = device("rest", READ_ONLY);
      const [second, secondWriter] = openDevice(gone);
      gone.deleteLater();
      await second.read();
      await secondWriter.waitClosed();
      secondWriter.write("dropped");
    }, { keepRunning: false })
  ));

Deno.test("openDevice() refuses a device that is not open, and a program without a loop", () =>
  onCore(async () => {
    const buffer = new QBuffer();
    assertThrows(() => openDevice(buffer), RuntimeError);
    await run(async () => {
      await sleep(0);
      const error = assertThrows(() => openDevice(buffer), RuntimeError);
      assertStringIncludes(error.message, "call open() first");
      buffer.open(READ_ONLY);
      assertThrows(() => openDevice(buffer, { limit: 0 }), RangeError);
      const [reader, writer] = openDevice(buffer);
      assertThrows(() => writer.writeEof(), Deno.errors.NotSupported);
      assertEquals(writer.canWriteEof(), false);
      writer.close();
      await writer.waitClosed();
      await assertRejects(
        async () => await reader.readexactly(1),
        IncompleteReadError,
      );
    }, { keepRunning: false });
  }));
