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
  getRunningLoop,
  QBuffer,
  QFile,
  QObject,
  QProcess,
  qtClass,
  run,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "../../mod.ts";
import { IncompleteReadError, type Transport } from "../../net.ts";
import { connectDevice, openDevice, type QTcpSocket } from "../../network.ts";
import { pattern, Recorder, text, until } from "../asyncio/net/_support.ts";
import { onCore } from "../_support/probe.ts";
import { test } from "./_io.ts";

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

/** A socket of Qt's that is being connected, and its peer. */
async function socket(): Promise<
  [QTcpSocket & { connectToHost(host: string, port: number): void }, Deno.Conn]
> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  // Only the tests' library creates it: programs have Deno's own.
  const socket = new (qtClass("QTcpSocket"))() as unknown as QTcpSocket & {
    connectToHost(host: string, port: number): void;
  };
  const { port } = listener.addr as Deno.NetAddr;
  socket.connectToHost("127.0.0.1", port);
  const peer = await listener.accept();
  listener.close();
  return [socket, peer];
}

test("openDevice() of a QTcpSocket carries data both ways, also what is written before it is connected", async () => {
  const [device, peer] = await socket();
  const [reader, writer] = openDevice(device);
  const data = pattern(2_000_000);
  const echoed = peer.readable.pipeTo(peer.writable);
  writer.write(data);
  assertEquals(await reader.readexactly(data.length), data);
  writer.close();
  await writer.waitClosed();
  await echoed;
  device.deleteLater();
});

test("a QTcpSocket that is not read makes its peer wait", async () => {
  const [device, peer] = await socket();
  const [transport, protocol] = await connectDevice(
    () => new Recorder(),
    device,
  );
  transport.pauseReading();
  const data = pattern(16_000_000);
  const sending = createTask(async () => {
    for (let sent = 0; sent < data.length;) {
      sent += await peer.write(data.subarray(sent));
    }
    peer.close();
  });
  await sleep(50);
  assertEquals([sending.done(), protocol.events], [false, ["made"]]);
  assert(Number(device.bytesAvailable()) <= 65_536);
  transport.resumeReading();
  await protocol.lost();
  await sending;
  assertEquals(protocol.data, data);
  assertEquals(protocol.events, ["made", "data", "eof", "lost"]);
  device.deleteLater();
});

test("a QTcpSocket pauses its protocol's writing while the peer does not read", async () => {
  const [device, peer] = await socket();
  const [transport, protocol] = await connectDevice(
    () => new Recorder(),
    device,
  );
  const data = pattern(16_000_000);
  transport.write(data);
  await sleep(20);
  assertEquals(protocol.events, ["made", "pause"]);
  transport.close();
  assertEquals(transport.isClosing(), true);
  let got = 0;
  for await (const part of peer.readable) {
    assertEquals(part[0], data[got]);
    got += part.length;
  }
  assertEquals(got, data.length);
  await protocol.lost();
  assertEquals(protocol.events, ["made", "pause", "lost"]);
  device.deleteLater();
});

test("a peer that goes ends a transport that is closing and has not sent all", async () => {
  const [device, peer] = await socket();
  const [transport, protocol] = await connectDevice(
    () => new Recorder(),
    device,
  );
  transport.write(new Uint8Array(16_000_000));
  transport.close();
  await sleep(10);
  peer.close();
  await protocol.lost();
  assert(protocol.error instanceof Deno.errors.ConnectionReset);
  assertEquals(transport.getWriteBufferSize(), 0);
  device.deleteLater();
});

test("a device that is destroyed while it is read and written ends its streams", async () => {
  const [device, peer] = await socket();
  const [reader, writer] = openDevice(device);
  writer.write(new Uint8Array(16_000_000));
  const reading = createTask(reader.read());
  const draining = createTask(writer.drain());
  await sleep(10);
  device.deleteLater();
  assertEquals((await reading).length, 0);
  await draining;
  await writer.waitClosed();
  writer.write("dropped");
  writer.close();
  assertEquals(writer.transport.getWriteBufferSize(), 0);
  peer.close();
});

test("a connection that is refused is an error of the streams", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const device = new (qtClass("QTcpSocket"))();
  device.connectToHost("127.0.0.1", port);
  const [reader, writer] = openDevice(device as unknown as QTcpSocket);
  const seen: unknown[] = [];
  getRunningLoop().setExceptionHandler((_loop, { exception }) =>
    seen.push(exception)
  );
  const error = await assertRejects(
    async () => await reader.read(),
    Deno.errors.ConnectionRefused,
  );
  assertEquals(seen, [error]);
  await assertRejects(async () => await writer.waitClosed());
  device.deleteLater();
});

function start(program: string, ...args: string[]): QProcess {
  const process = new QProcess();
  process.start(program, args);
  return process;
}

test("openDevice() of a QProcess: its input can end alone, its output ends with it", async () => {
  const process = start("sort");
  const [reader, writer] = openDevice(process);
  assertEquals(writer.canWriteEof(), true);
  writer.write("b\na\n");
  writer.writeEof();
  assertThrows(() => writer.write("c\n"), RuntimeError, "writeEof");
  assertEquals(text(await reader.read()), "a\nb\n");
  await writer.waitClosed();
  assertEquals([process.state(), process.exitCode()], [0, 0]);
  process.deleteLater();
});

test("a QProcess that writes much is read in order, and one that ends early breaks the pipe", async () => {
  const process = start("sh", "-c", "head -c 1000 >/dev/null; seq 30000");
  const [reader, writer] = openDevice(process, { limit: 1000 });
  writer.write(pattern(1_000_000));
  let expected = 1;
  for await (const line of reader.lines()) {
    assertEquals(line, String(expected++));
  }
  assertEquals(expected, 30_001);
  await assertRejects(
    async () => await writer.waitClosed(),
    Deno.errors.BrokenPipe,
  );
  process.deleteLater();
});

test("drain() waits for a QProcess that does not read, and closing the writer ends it", async () => {
  const process = start("sleep", "1000");
  const [, writer] = openDevice(process);
  writer.write(pattern(1_000_000));
  await assertRejects(() => timeout(30, () => writer.drain()), TimeoutError);
  writer.transport.abort();
  await writer.waitClosed();
  assertEquals(process.state(), 0);
  process.deleteLater();
});

test("a QProcess that cannot be started, or has ended, says so to its streams", async () => {
  const nowhere = start("/nowhere/at-all");
  // Qt finds it out at once or a little later.
  if (nowhere.isOpen()) {
    getRunningLoop().setExceptionHandler(() => {});
    const [reader, writer] = openDevice(nowhere);
    await assertRejects(
      async () => await reader.read(),
      Deno.errors.NotFound,
    );
    await assertRejects(async () => await writer.waitClosed());
  }
  nowhere.deleteLater();
  const ended = start("echo", "hello");
  await until(() => ended.state() === 0);
  assertEquals(ended.isOpen(), true);
  const [reader, writer] = openDevice(ended);
  assertEquals(text(await reader.read()), "hello\n");
  await writer.waitClosed();
  ended.deleteLater();
});

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
    assertEquals(process.state(), 0);
    peer!.close();
  });
});
