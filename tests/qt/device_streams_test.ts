/** Streams over sockets and programs of Qt's. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createTask,
  getRunningLoop,
  qtClass,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "../../mod.ts";
import { connectDevice, openDevice, type QTcpSocket } from "../../network.ts";
import { pattern, Recorder, text, until } from "../asyncio/net/_support.ts";
import { test } from "./_io.ts";
import { socket, start } from "./_devices.ts";

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

test("openDevice() of a QProcess: its input can end alone, its output ends with it", async () => {
  const process = start("sort");
  const [reader, writer] = openDevice(process);
  assertEquals(writer.canWriteEof(), true);
  writer.write("b\na\n");
  writer.writeEof();
  assertThrows(() => writer.write("c\n"), RuntimeError, "writeEof");
  assertEquals(text(await reader.read()), "a\nb\n");
  await writer.waitClosed();
  assertEquals(process.state(), "NotRunning");
  assertEquals(process.exitCode(), 0);
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
  assertEquals(process.state(), "NotRunning");
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
  await until(() => ended.state() === "NotRunning");
  assertEquals(ended.isOpen(), true);
  const [reader, writer] = openDevice(ended);
  assertEquals(text(await reader.read()), "hello\n");
  await writer.waitClosed();
  ended.deleteLater();
});
