/** Streams and protocols over Qt's devices. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  createTask,
  getRunningLoop,
  QBuffer,
  QFile,
  QObject,
  QProcess,
  run,
  RuntimeError,
  sleep,
} from "../../mod.ts";
import { IncompleteReadError, type Transport } from "../../net.ts";
import { connectDevice, openDevice } from "../../network.ts";
import { pattern, Recorder, until } from "../asyncio/net/_support.ts";
import { onCore } from "../_support/probe.ts";
import { test } from "./_io.ts";
import { device, socket } from "./_devices.ts";

const READ_ONLY = 1;

const WRITE_ONLY = 2;

const decoder = new TextDecoder();

test("openDevice() reads the lines of a buffer to its end", async () => {
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
});

test("openDevice() of a large file takes no more than the limit allows until it is read", async () => {
  const path = Deno.makeTempFileSync();
  const size = 3_000_000;
  const content = new Uint8Array(size).map((_, i) => i * 7 + (i >> 8));
  Deno.writeFileSync(path, content);
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
  Deno.removeSync(path);
});

test("what is written to a device is there when the writer is closed", async () => {
  const path = Deno.makeTempFileSync();
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
  const lines = Deno.readTextFileSync(path).split("\n");
  assertEquals([lines.length, lines[999]], [1001, "line 999"]);
  Deno.removeSync(path);
});

test("readexactly() and read() of a buffer return what they should", async () => {
  const [reader, writer] = openDevice(device("0123456789", READ_ONLY));
  assertEquals(decoder.decode(await reader.readexactly(4)), "0123");
  assertEquals(decoder.decode(await reader.readexactly(6)), "456789");
  await using _ = writer;
  const empty = device("");
  const [waiting, other] = openDevice(empty);
  await using _other = other;
  assertEquals((await waiting.read()).length, 0);
});

test("a device that is closed or destroyed elsewhere ends its reader", async () => {
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
});

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

test("connectDevice() tells a protocol of a device's data and end, and pauses", async () => {
  const buffer = device("0123456789", READ_ONLY);
  const [transport, protocol] = await connectDevice(
    () => new Recorder(),
    buffer,
  );
  assertEquals(transport.getExtraInfo("device"), buffer);
  assertEquals(transport.getExtraInfo("peername", "none"), "none");
  await until(() => protocol.events.includes("eof"));
  assertEquals(protocol.events, ["made", "data", "eof"]);
  assertEquals(protocol.text, "0123456789");
  transport.close();
  await protocol.lost();
});

test("an error of a protocol over a device is reported, and the device closed", async () => {
  const buffer = device("data", READ_ONLY);
  const seen: unknown[] = [];
  const loop = getRunningLoop();
  loop.setExceptionHandler((_loop, context) => seen.push(context.message));
  const lost = loop.createFuture<unknown>();
  const wrong = new Error("wrong");
  await connectDevice(() => ({
    dataReceived() {
      throw wrong;
    },
    connectionLost: (error) => lost.setResult(error),
  }), buffer);
  assertEquals(await lost, wrong);
  assertEquals(seen, ["Fatal error: protocol.dataReceived() call failed."]);
  assertEquals(buffer.isOpen(), false);
});

test("a device has one transport at a time, and must be a device", async () => {
  const buffer = device("data");
  const [, writer] = openDevice(buffer);
  assertThrows(() => openDevice(buffer), RuntimeError, "already");
  await assertRejects(
    async () => await connectDevice(() => ({}), buffer),
    RuntimeError,
  );
  writer.close();
  await writer.waitClosed();
  buffer.open(READ_ONLY);
  const [reader, again] = openDevice(buffer);
  assertEquals(decoder.decode(await reader.read()), "data");
  again.close();
  for (const wrong of [null, {}, 5, "path", new QObject()] as QFile[]) {
    assertThrows(() => openDevice(wrong), TypeError, "QIODevice");
    await assertRejects(
      async () => await connectDevice(() => ({}), wrong),
      TypeError,
      "QIODevice",
    );
  }
  await assertRejects(
    async () => await connectDevice(5 as never, buffer),
    TypeError,
    "factory",
  );
});

Deno.test("a loop that is closed with devices open closes them", async () => {
  await onCore(async () => {
    const process = new QProcess();
    const [tcp, peer] = await run(async () => {
      const [tcp, peer] = await socket();
      openDevice(tcp)[1].write(pattern(10_000_000));
      process.start("sleep", ["1000"]);
      openDevice(process);
      const transport = openDevice(device("much"))[1].transport as Transport;
      transport.pauseReading();
      await sleep(5);
      return [tcp, peer] as const;
    }, { keepRunning: false }) ?? [];
    assertEquals([tcp!.isOpen(), process.isOpen()], [false, false]);
    assertEquals(process.state(), "NotRunning");
    peer!.close();
  });
});
