/** Qt's local sockets as streams, transports and servers. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertThrows,
} from "@std/assert";
import {
  createTask,
  getRunningLoop,
  QTemporaryFile,
  sleep,
  timeout,
  TimeoutError,
} from "../../mod.ts";
import { openUnixConnection, startUnixServer } from "../../net.ts";
import {
  createLocalConnection,
  createLocalServer,
  openLocalConnection,
  QLocalSocket,
  startLocalServer,
} from "../../network.ts";
import {
  bytes,
  pattern,
  Recorder,
  text,
  until,
} from "../asyncio/net/_support.ts";
import { test } from "./_io.ts";
import { freshPath, leaveSocket, startEcho } from "./_local_sockets.ts";

test("a local server answers by a name, a path, a URL and an abstract name", async () => {
  const file = new QTemporaryFile();
  const folder = file.fileTemplate().replace(/\/[^/]*$/, "");
  file.deleteLater();
  const name = `qtasyncio-${Deno.pid}`;
  const path = freshPath();
  const cases = [
    [name, name, `${folder}/${name}`],
    [path, path, path],
    [new URL(`file://${path}`), path, path],
    [`\0${name}`, `\0${name}`, `\0${name}`],
  ] as const;
  for (const [server, client, address] of cases) {
    await using listening = await startEcho(server as string);
    assertEquals(listening.sockets, [{ transport: "unix", path: address }]);
    const [reader, writer] = await openLocalConnection(client);
    await using _ = writer;
    writer.write("hello\n");
    assertEquals(text(await reader.readline()), "hello\n");
    assertEquals(writer.getExtraInfo("peername"), {
      transport: "unix",
      path: address,
    });
    assertInstanceOf(writer.getExtraInfo("device"), QLocalSocket);
  }
  assertThrows(() => Deno.lstatSync(path), Deno.errors.NotFound);
});

test("local sockets and those of Deno talk to each other", async () => {
  const data = pattern(3_000_000);
  const path = freshPath();
  const listener = Deno.listen({ transport: "unix", path });
  const [[reader, writer], peer] = await Promise.all([
    openLocalConnection(path),
    listener.accept(),
  ]);
  const echoed = peer.readable.pipeTo(peer.writable);
  writer.write(data);
  assertEquals(await reader.readexactly(data.length), data);
  writer.close();
  await writer.waitClosed();
  await echoed;
  listener.close();

  await using _server = await startLocalServer(async (reader, writer) => {
    writer.write(await reader.readexactly(data.length));
    writer.close();
  }, path);
  const [theirs, ours] = await openUnixConnection(path);
  ours.write(data);
  assertEquals(await theirs.read(), data);
  ours.close();
});

test("an abstract name is the same for createUnixServer() and a local socket", async () => {
  const name = `\0qtasyncio abstract ${Deno.pid}`;
  await using _server = await startUnixServer((_reader, writer) => {
    writer.write("hello");
    writer.close();
  }, name);
  const [reader, writer] = await openLocalConnection(name);
  await using _ = writer;
  assertEquals(text(await reader.read()), "hello");
});

test("drain() waits while the other end of a local socket does not read, and nothing is lost", async () => {
  const data = pattern(5_000_000);
  const received = getRunningLoop().createFuture<Uint8Array>();
  const go = getRunningLoop().createFuture<void>();
  const path = freshPath();
  let held: QLocalSocket | undefined;
  await using server = await startLocalServer(
    async (reader, writer) => {
      held = writer.getExtraInfo("device") as QLocalSocket;
      await go;
      received.setResult(await reader.readexactly(data.length));
      writer.close();
    },
    path,
    { limit: 10_000 },
  );
  const [reader, writer] = await openLocalConnection(path);
  writer.write(data);
  await until(() => held !== undefined);
  await assertRejects(() => timeout(50, () => writer.drain()), TimeoutError);
  // What is not read stays with the sender.
  assert(Number(held!.bytesAvailable()) <= 65_536);
  assert(writer.transport.getWriteBufferSize() > 4_000_000);
  go.setResult();
  await writer.drain();
  assertEquals(await received, data);
  assertEquals(await reader.read(), new Uint8Array(0));
  await writer.waitClosed();
  server.close();
});

test("close() of a local connection sends what was written", async () => {
  const data = pattern(2_000_000);
  const received = getRunningLoop().createFuture<Uint8Array>();
  const path = freshPath();
  await using _server = await startLocalServer(async (reader, writer) => {
    await sleep(20);
    received.setResult(await reader.read());
    writer.close();
  }, path);
  const [, writer] = await openLocalConnection(path);
  writer.write(data);
  writer.close();
  await writer.waitClosed();
  assertEquals(await received, data);
});

test("a protocol over a local socket is told of made, data, the end and the loss, in order", async () => {
  const path = freshPath();
  const server = new Recorder();
  await using listening = await createLocalServer(() => server, path);
  const [transport, client] = await createLocalConnection(
    () => new Recorder(),
    path,
  );
  await until(() => server.transport);
  transport.pauseReading();
  server.transport.write(bytes("one"));
  await sleep(20);
  assertEquals(client.events, ["made"]);
  assertEquals(transport.isReading(), false);
  transport.resumeReading();
  await until(() => client.text === "one");
  server.transport.write(bytes("two"));
  server.transport.close();
  await client.lost();
  await server.lost();
  assertEquals(client.events, ["made", "data", "eof", "lost"]);
  assertEquals(client.text, "onetwo");
  assertEquals(server.events, ["made", "lost"]);
  listening.close();
});

test("a peer that goes with much unsent is a reset for the one that has written", async () => {
  const path = freshPath();
  const server = new Recorder();
  await using _listening = await createLocalServer(() => server, path);
  const [transport, client] = await createLocalConnection(
    () => new Recorder(),
    path,
  );
  await until(() => server.transport);
  server.transport.pauseReading();
  transport.write(pattern(4_000_000));
  assertEquals(client.events, ["made", "pause"]);
  server.transport.abort();
  await client.lost();
  assertInstanceOf(client.error, Deno.errors.ConnectionReset);
  transport.write(bytes("dropped"));
  assertEquals(transport.getWriteBufferSize(), 0);
});

test("a local server is closed while connections go on, and awaits their end", async () => {
  const path = freshPath();
  const server = await startEcho(path);
  const [reader, writer] = await openLocalConnection(path);
  writer.write("one\n");
  assertEquals(text(await reader.readline()), "one\n");
  server.close();
  assertThrows(() => Deno.lstatSync(path), Deno.errors.NotFound);
  const closed = createTask(server.waitClosed());
  writer.write("two\n");
  assertEquals(text(await reader.readline()), "two\n");
  assertEquals(closed.done(), false);
  server.closeClients();
  await closed;
  assertEquals((await reader.read()).length, 0);
  writer.close();
});

test("a local server that is not serving yet keeps connections waiting", async () => {
  const path = freshPath();
  await using server = await createLocalServer(() => new Recorder(), path, {
    startServing: false,
    backlog: 5,
  });
  const [transport, client] = await createLocalConnection(
    () => new Recorder(),
    path,
  );
  await sleep(10);
  assertEquals([server.isServing(), client.events], [false, ["made"]]);
  await server.startServing();
  const forever = createTask(server.serveForever());
  await sleep(10);
  forever.cancel();
  await assertRejects(() => Promise.resolve(forever));
  await client.lost();
  assertEquals(transport.isClosing(), true);
});

test("listening replaces the file of a server that is gone, and no other file", async () => {
  const path = freshPath();
  leaveSocket(path);
  const server = await createLocalServer(() => ({}), path);
  const second = createLocalServer(() => ({}), path);
  const error = await assertRejects(
    async () => await second,
    Deno.errors.AddrInUse,
    path,
  );
  assertEquals((error as { code?: string }).code, "EADDRINUSE");
  // Another file takes its place.
  Deno.removeSync(path);
  Deno.writeTextFileSync(path, "kept");
  server.close();
  await server.waitClosed();
  assertEquals(Deno.readTextFileSync(path), "kept");
  for (const socketOptions of [undefined, "UserAccessOption"] as const) {
    await assertRejects(
      async () => await createLocalServer(() => ({}), path, { socketOptions }),
      Deno.errors.AddrInUse,
    );
  }
  assertEquals(Deno.readTextFileSync(path), "kept");
  Deno.removeSync(path);
});

test("socketOptions says who may connect", async () => {
  const path = freshPath();
  await using _server = await createLocalServer(() => ({}), path, {
    socketOptions: "UserAccessOption",
  });
  assertEquals(Deno.lstatSync(path).mode! & 0o777, 0o700);
});
