/** createServer(): listening, serving, closing. CPython's test_server. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import type { Socket } from "node:net";
import {
  CancelledError,
  createTask,
  RuntimeError,
  sleep,
  timeout,
  TimeoutError,
} from "../../../src/asyncio/mod.ts";
import { Server } from "../../../net.ts";
import { capturing, type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  portOf,
  Recorder,
  rounds,
  until,
} from "./_support.ts";
import { freePort } from "./_ports.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  const here = "127.0.0.1";

  const factory = () => new Recorder();

  test("createServer() on port 0 says which port it is", async (loop) => {
    await using server = await loop.createServer(factory, here, 0);
    assertInstanceOf(server, Server);
    assertStrictEquals(server.getLoop(), loop);
    const [address] = server.sockets as Deno.NetAddr[];
    assertEquals(address!.hostname, here);
    assert(address!.port > 0);
    const [transport] = await loop.createConnection(
      factory,
      here,
      address!.port,
    );
    transport.close();
  });

  test("createServer() on two hosts listens on both", async (loop) => {
    await using server = await loop.createServer(factory, [here, "::1"], 0);
    const sockets = server.sockets as Deno.NetAddr[];
    assertEquals(sockets.map((each) => each.hostname), [here, "::1"]);
    for (const { hostname, port } of sockets) {
      const [transport] = await loop.createConnection(factory, hostname, port);
      transport.close();
    }
  });

  test("createServer() without a host listens on all addresses of both families", async (loop) => {
    const port = await freePort(loop);
    await using server = await loop.createServer(factory, null, port);
    assert(
      (server.sockets as Deno.NetAddr[]).every((each) => each.port === port),
    );
    for (const host of [here, "::1", "localhost", null]) {
      const [transport] = await loop.createConnection(factory, host, port);
      transport.close();
    }
  });

  test("createServer() on an address of another machine throws AddrNotAvailable", async (loop) => {
    const error = await thrownBy(loop.createServer(factory, "192.0.2.1", 0));
    assertInstanceOf(error, Deno.errors.AddrNotAvailable);
    assertEquals(error.message, "listen on 192.0.2.1: address not available");
    assertEquals((error as Error & { code: string }).code, "EADDRNOTAVAIL");
  });

  test("createServer() on a port in use throws AddrInUse with the address", async (loop) => {
    await using server = await loop.createServer(factory, here, 0);
    const port = portOf(server);
    const error = await assertRejects(
      () => Promise.resolve(loop.createServer(factory, ["::1", here], port)),
      Deno.errors.AddrInUse,
    );
    assertStringIncludes((error as Error).message, `${here}:${port}`);
    assertEquals((error as { code?: string }).code, "EADDRINUSE");
    // The other address, which was free, is free again.
    await using other = await loop.createServer(factory, "::1", port);
    assertEquals(portOf(other), port);
  });

  test("createServer() with reusePort shares a port", async (loop) => {
    const options = { reusePort: true };
    await using one = await loop.createServer(factory, here, 0, options);
    await using two = await loop.createServer(
      factory,
      here,
      portOf(one),
      options,
    );
    assertEquals(portOf(two), portOf(one));
  });

  test("a port can be used again at once after a server that had connections", async (loop) => {
    const p = await pair(new Recorder(), new Recorder());
    await p[Symbol.asyncDispose]();
    await using again = await loop.createServer(factory, here, p.port);
    assertEquals(portOf(again), p.port);
  });

  test("close() refuses new connections and keeps the old ones", async (loop) => {
    await using p = await pair(new Recorder(), new Recorder());
    p.server.close();
    p.server.close();
    assertEquals(p.server.sockets, []);
    assertEquals(p.server.isServing(), false);
    await assertRejects(
      () => Promise.resolve(loop.createConnection(factory, here, p.port)),
      Deno.errors.ConnectionRefused,
    );
    p.transport.write(bytes("still"));
    await until(() => p.peer.size === 5);
  });

  test("waitClosed() waits for close() and for the last connection", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    let over = 0;
    const waits = [1, 2].map(() =>
      createTask(async () => {
        await p.server.waitClosed();
        over++;
      })
    );
    await rounds(3);
    assertEquals(over, 0);
    p.server.close();
    await rounds(3);
    assertEquals(over, 0);
    p.transport.close();
    await Promise.all(waits);
    assertEquals(p.peer.events, ["made", "eof", "lost"]);
    await p.server.waitClosed();
  });

  test("waitClosed() of a server that is not closed can be cancelled", async (loop) => {
    await using server = await loop.createServer(factory, here, 0);
    await assertRejects(
      () => Promise.resolve(timeout(5, () => server.waitClosed())),
      TimeoutError,
    );
    server.close();
    await server.waitClosed();
  });

  test("closeClients() sends what waits, abortClients() drops it", async () => {
    for (const abort of [false, true]) {
      await using p = await pair(new Recorder(), new Recorder());
      p.transport.pauseReading();
      p.peerTransport.write(new Uint8Array(32 << 20));
      p.server.close();
      if (abort) p.server.abortClients();
      else p.server.closeClients();
      await rounds(2);
      assertEquals(p.peer.error, abort ? null : undefined);
      p.transport.resumeReading();
      await p.server.waitClosed();
      await p.client.lost();
      assertEquals(p.client.size === 32 << 20, !abort);
    }
  });

  test("serveForever() that is cancelled closes the server and its connections", async (loop) => {
    const peer = new Recorder();
    const server = await loop.createServer(() => peer, here, 0, {
      startServing: false,
    });
    assertEquals(server.isServing(), false);
    const task = createTask(server.serveForever());
    await rounds(2);
    assert(server.isServing());
    const port = portOf(server);
    await assertRejects(
      () => Promise.resolve(server.serveForever()),
      RuntimeError,
    );
    const [, client] = await loop.createConnection(factory, here, port);
    await until(() => peer.events.length === 1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(peer.events, ["made", "lost"]);
    await client.lost();
    assertEquals(server.isServing(), false);
    for (const start of [server.serveForever(), server.startServing()]) {
      await assertRejects(() => Promise.resolve(start), RuntimeError, "closed");
    }
  });

  test("close() ends serveForever()", async (loop) => {
    const server = await loop.createServer(factory, here, 0);
    const task = createTask(server.serveForever());
    await rounds(2);
    server.close();
    await assertRejects(() => task, CancelledError);
  });

  test("connections that come before startServing() are served afterwards", async (loop) => {
    const peer = new Recorder();
    await using server = await loop.createServer(() => peer, here, 0, {
      startServing: false,
    });
    const [transport] = await loop.createConnection(
      factory,
      here,
      portOf(server),
    );
    transport.write(bytes("early"));
    await sleep(10);
    assertEquals(peer.events, []);
    await server.startServing();
    await server.startServing();
    await until(() => peer.size === 5);
    assertEquals(peer.events, ["made", "data"]);
    transport.close();
  });

  test(
    "a protocol factory that throws is reported and the server goes on",
    async (loop, errors) => {
      const failure = new Error("factory");
      let calls = 0;
      await using server = await loop.createServer(
        () => {
          if (calls++ === 0) throw failure;
          return new Recorder();
        },
        here,
        0,
      );
      const port = portOf(server);
      const [, client] = await loop.createConnection(factory, here, port);
      await client.lost();
      assertStrictEquals(errors.splice(0)[0]!.exception, failure);
      const [transport] = await loop.createConnection(factory, here, port);
      await until(() => calls === 2);
      transport.close();
    },
  );

  Deno.test(`${name}: the loop that is closed with connections closes them and says nothing`, async () => {
    const warned = await capturing("error", async () => {
      const loop = newLoop();
      const [client, peer] = [new Recorder(), new Recorder()];
      const sockets = await loop.runUntilComplete(async () => {
        const { transport, peerTransport } = await pair(client, peer);
        peerTransport.pauseReading();
        transport.write(new Uint8Array(8 << 20));
        return [transport, peerTransport].map((each) =>
          each.getExtraInfo("socket") as Socket
        );
      });
      loop.close();
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert(sockets.every((socket) => socket.destroyed));
      assertEquals(client.events, ["made", "pause"]);
      assertEquals(peer.events, ["made"]);
    });
    assertEquals(warned, "");
  });

  test("a burst of 200 connections is served", async (loop) => {
    let lost = 0;
    await using server = await loop.createServer(
      () => ({ connectionLost: () => lost++ }),
      here,
      0,
    );
    const port = portOf(server);
    const connections = await Promise.all(
      Array.from(
        { length: 200 },
        () => createTask(loop.createConnection(factory, here, port)),
      ),
    );
    for (const [transport] of connections) transport.close();
    await until(() => lost === 200);
    assertGreaterOrEqual(lost, 200);
  });
}
