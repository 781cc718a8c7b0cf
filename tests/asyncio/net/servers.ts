/** Connecting and serving: CPython's test_events, test_base_events and test_server, uvloop's test_tcp and test_unix. */

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
  type BaseEventLoop,
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
  descriptorOf,
  pair,
  portOf,
  Recorder,
  rounds,
  until,
} from "./_support.ts";

/** Returns a closed port. */
async function freePort(loop: BaseEventLoop): Promise<number> {
  const server = await loop.createServer(() => ({}), "127.0.0.1", 0);
  const port = portOf(server);
  server.close();
  await server.waitClosed();
  return port;
}

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

  test("createConnection() of a factory that throws closes the socket and throws the same", async (loop) => {
    const peer = new Recorder();
    await using server = await loop.createServer(() => peer, here, 0);
    const failure = new Error("factory");
    assertStrictEquals(
      await thrownBy(
        loop.createConnection(
          () => {
            throw failure;
          },
          here,
          portOf(server),
        ),
      ),
      failure,
    );
    await peer.lost();
  });

  test("createConnection() connects from localAddr", async (loop) => {
    const peer = new Recorder();
    await using server = await loop.createServer(() => peer, here, 0);
    const port = await freePort(loop);
    const [transport] = await loop.createConnection(
      factory,
      here,
      portOf(server),
      { localAddr: { hostname: "127.0.0.3", port } },
    );
    await until(() => peer.transport);
    assertEquals(peer.transport.getExtraInfo("peername"), {
      transport: "tcp",
      hostname: "127.0.0.3",
      port,
    });
    transport.abort();
    const error = await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(factory, here, portOf(server), {
            localAddr: { hostname: "::1" },
          }),
        ),
      Deno.errors.AddrNotAvailable,
    );
    assertStringIncludes((error as Error).message, "localAddr");
  });

  test("createConnection() to a closed port throws ConnectionRefused with its code", async (loop) => {
    const port = await freePort(loop);
    const error = await assertRejects(
      () => Promise.resolve(loop.createConnection(factory, here, port)),
      Deno.errors.ConnectionRefused,
    ) as Error & { code?: string };
    assertEquals(
      error.message,
      `connect to ${here}:${port}: connection refused`,
    );
    assertEquals(error.code, "ECONNREFUSED");
    assert(error.cause);
  });

  test("createConnection() names all addresses that refused, or throws all errors", async (loop) => {
    const port = await freePort(loop);
    const connect = (allErrors: boolean) =>
      loop.createConnection(factory, null, port, { allErrors });
    const error = await thrownBy(connect(false)) as Error;
    assertInstanceOf(error, Deno.errors.ConnectionRefused);
    assertEquals(
      error.message,
      `connect to localhost:${port} (127.0.0.1, ::1): connection refused`,
    );
    const all = await thrownBy(connect(true));
    assertInstanceOf(all, AggregateError);
    assertEquals(
      all.errors.map((each) => each.message),
      [`127.0.0.1:${port}`, `[::1]:${port}`].map((address) =>
        `connect to ${address}: connection refused`
      ),
    );
  });

  test("createConnection() to an unknown host throws NotFound", async (loop) => {
    const error = await assertRejects(
      () =>
        Promise.resolve(
          loop.createConnection(factory, "no-such-host.invalid", 80),
        ),
      Deno.errors.NotFound,
    );
    assertStringIncludes((error as Error).message, "no-such-host.invalid");
  });

  for (const happyEyeballsDelay of [null, 0, 250]) {
    test(`createConnection() with happyEyeballsDelay ${happyEyeballsDelay} connects to the address that answers`, async (loop) => {
      const peer = new Recorder();
      await using server = await loop.createServer(() => peer, "::1", 0);
      const [transport] = await loop.createConnection(
        factory,
        null,
        portOf(server),
        { happyEyeballsDelay },
      );
      assertEquals(
        (transport.getExtraInfo("peername") as Deno.NetAddr).hostname,
        "::1",
      );
      transport.close();
      await peer.lost();
    });
  }

  test("createConnection() and createServer() refuse arguments that do not fit", async (loop) => {
    // deno-lint-ignore no-explicit-any -- these are wrong
    const any = loop as any;
    const cases: [() => PromiseLike<unknown>, typeof Error, string][] = [
      [() => any.createConnection(factory, null, null), TypeError, "sock"],
      [
        () => any.createConnection(factory, here, 80, { sock: { fd: 0 } }),
        TypeError,
        "together with sock",
      ],
      [() => any.createConnection(5, here, 80), TypeError, "factory"],
      [() => any.createConnection(factory, 5, 80), TypeError, "host"],
      [() => any.createConnection(factory, here, "80"), TypeError, "port"],
      [() => any.createConnection(factory, here, 65_536), RangeError, "65536"],
      [() => any.createConnection(factory, here, -1), RangeError, "-1"],
      [
        () => any.createConnection(factory, here, 80, { family: 5 }),
        RangeError,
        "family",
      ],
      [
        () =>
          any.createConnection(factory, here, 80, { localAddr: ["::1", 0] }),
        TypeError,
        "localAddr must be { hostname, port }",
      ],
      [
        () =>
          any.createConnection(factory, here, 80, { happyEyeballsDelay: -1 }),
        RangeError,
        "happyEyeballsDelay",
      ],
      [
        () => any.createConnection(factory, here, 80, { interleave: "a" }),
        RangeError,
        "interleave",
      ],
      [
        () => any.createUnixConnection(factory, "/tmp/a\0b"),
        TypeError,
        "path",
      ],
      [
        () => any.createUnixServer(factory, `/tmp/${"x".repeat(103)}`),
        RangeError,
        "107 bytes at most",
      ],
      [
        () => any.createConnection(factory, null, null, { sock: 5 }),
        TypeError,
        "sock",
      ],
      [() => any.createServer(factory, here, null), TypeError, "port"],
      [() => any.createServer(factory, [], 0), TypeError, "empty"],
      [
        () => any.createServer(factory, here, 0, { sock: { fd: 0 } }),
        TypeError,
        "together with sock",
      ],
      [
        () => any.createServer(factory, here, 0, { backlog: -1 }),
        RangeError,
        "backlog",
      ],
      [
        () => any.createServer(factory, here, 0, { reuseAddress: false }),
        TypeError,
        "reuseAddress",
      ],
      [() => any.createUnixServer(factory, ""), TypeError, "path"],
      [() => any.createUnixConnection(factory, null), TypeError, "path"],
    ];
    for (const [make, ErrorClass, part] of cases) {
      const error = await thrownBy(make()) as Error;
      assertInstanceOf(error, ErrorClass, String(error));
      assertStringIncludes(error.message, part);
    }
  });

  test("a regular file is refused as sock", async (loop) => {
    using file = Deno.openSync(new URL(import.meta.url));
    void file;
    const fd = descriptorOf("servers.ts");
    const error = await thrownBy(
      loop.connectAcceptedSocket(factory, { fd }),
    ) as Error;
    assertInstanceOf(error, TypeError);
    assertStringIncludes(error.message, `descriptor ${fd}`);
  });

  test("cancelling createConnection() at any moment leaves no connection", async (loop) => {
    const peers: Recorder[] = [];
    await using server = await loop.createServer(
      () => {
        const peer = new Recorder();
        peers.push(peer);
        return peer;
      },
      here,
      0,
    );
    for (let i = 0; i < 60; i++) {
      const client = new Recorder();
      const task = createTask(
        loop.createConnection(() => client, here, portOf(server)),
      );
      if (i % 3 === 0) await sleep(i / 60);
      else await rounds(i % 7);
      task.cancel();
      try {
        const [transport] = await task;
        transport.abort();
        await client.lost();
        assertEquals(client.events, ["made", "lost"]);
      } catch (error) {
        assertInstanceOf(error, CancelledError);
        await sleep(1);
        const { events } = client;
        assert(
          events.length === 0 || events.join() === "made,lost",
          `${events}`,
        );
      }
    }
    await until(() => peers.every((peer) => peer.error !== undefined));
  });

  test("cancelling a look-up drops it", async (loop) => {
    const task = createTask(loop.createConnection(factory, "localhost", 1));
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    // The platform's thread goes on with it.
    await loop.getaddrinfo("localhost", 1);
    await sleep(50);
  });

  test("createUnixServer() and createUnixConnection() talk over a path", async (loop) => {
    const path = `${Deno.makeTempDirSync()}/socket`;
    const peer = new Recorder();
    const server = await loop.createUnixServer(() => peer, path);
    assertEquals(server.sockets, [{ transport: "unix", path }]);
    const [transport, client] = await loop.createUnixConnection(
      () => new Recorder(),
      new URL(`file://${path}`),
    );
    assertEquals(transport.getExtraInfo("peername"), {
      transport: "unix",
      path,
    });
    transport.write(bytes("over unix"));
    await until(() => peer.size === 9);
    await server[Symbol.asyncDispose]();
    await client.lost();
    assertEquals([...Deno.readDirSync(path.slice(0, -7))], []);
    await assertRejects(
      () => Promise.resolve(loop.createUnixConnection(factory, path)),
      Deno.errors.NotFound,
    );
  });

  test("createUnixServer() replaces a socket and keeps any other file", async (loop) => {
    const path = `${Deno.makeTempDirSync()}/socket`;
    const stale = await loop.createUnixServer(factory, path, {
      cleanupSocket: false,
    });
    stale.close();
    assert(Deno.lstatSync(path).isSocket);
    await assertRejects(
      () => Promise.resolve(loop.createUnixConnection(factory, path)),
      Deno.errors.ConnectionRefused,
    );
    const server = await loop.createUnixServer(factory, path);
    server.close();
    await assertRejects(
      () => Promise.resolve(loop.createUnixConnection(factory, path)),
      Deno.errors.NotFound,
    );
    Deno.writeTextFileSync(path, "precious");
    const error = await thrownBy(
      loop.createUnixServer(factory, path),
    ) as Error;
    assertInstanceOf(error, Deno.errors.AddrInUse);
    assertStringIncludes(error.message, path);
    assertEquals(Deno.readTextFileSync(path), "precious");
  });

  test("a unix server leaves the file of another that has taken its path", async (loop) => {
    const path = `${Deno.makeTempDirSync()}/socket`;
    const peer = new Recorder();
    const old = await loop.createUnixServer(factory, path);
    await using server = await loop.createUnixServer(() => peer, path);
    old.close();
    const [transport] = await loop.createUnixConnection(factory, path);
    transport.close();
    await peer.lost();
    assertEquals(server.isServing(), true);
  });

  test("a unix socket can have an abstract name", async (loop) => {
    const path = `\0test ${crypto.randomUUID()}`;
    const peer = new Recorder();
    await using server = await loop.createUnixServer(() => peer, path);
    assertEquals(server.sockets, [{ transport: "unix", path }]);
    const [transport] = await loop.createUnixConnection(factory, path);
    transport.write(bytes("x"));
    await until(() => peer.size === 1);
    transport.close();
  });

  test("connectAcceptedSocket() makes a transport of a socket of node:net", async (loop) => {
    const net = await import("node:net");
    const accepted = loop.createFuture<Socket>();
    const server = net.createServer((socket) => accepted.setResult(socket));
    await new Promise<void>((resolve) => server.listen(0, here, resolve));
    const { port } = server.address() as { port: number };
    const [transport, client] = await loop.createConnection(
      () => new Recorder(),
      here,
      port,
    );
    const [other, peer] = await loop.connectAcceptedSocket(
      () => new Recorder(),
      await accepted,
    );
    other.write(bytes("accepted"));
    await until(() => client.size === 8);
    transport.close();
    await peer.lost();
    assertEquals(peer.events, ["made", "eof", "lost"]);
    server.close();
  });

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

  test("getaddrinfo() answers for addresses without a look-up, and for names", async (loop) => {
    const [four] = await loop.getaddrinfo(here, 80);
    assertEquals(four, {
      family: 4,
      type: "stream",
      proto: "tcp",
      canonname: "",
      address: { transport: "tcp", hostname: here, port: 80 },
    });
    const [six] = await loop.getaddrinfo("::1", 53, { type: "datagram" });
    assertEquals(six!.family, 6);
    assertEquals(six!.address, {
      transport: "udp",
      hostname: "::1",
      port: 53,
    });
    const hosts = async (
      ...args: Parameters<BaseEventLoop["getaddrinfo"]>
    ): Promise<string[]> =>
      (await loop.getaddrinfo(...args)).map((each) => each.address.hostname);
    assertEquals(await hosts(null, 1), [here, "::1"]);
    assertEquals(await hosts(null, 1, { flags: ["passive"] }), [
      "0.0.0.0",
      "::",
    ]);
    assert((await hosts("localhost", 1)).includes(here));
    assertEquals(await hosts("localhost", 1, { family: 4 }), [here]);
    await assertRejects(
      () => hosts("localhost", 1, { flags: ["numerichost"] }),
      Deno.errors.NotFound,
    );
    await assertRejects(
      () => hosts(here, 1, { family: 6 }),
      Deno.errors.NotFound,
    );
    const [named] = await loop.getaddrinfo("localhost", 1, {
      flags: ["canonname"],
    });
    assertEquals(named!.canonname, "localhost");
  });

  test("getnameinfo() names a host and a service", async (loop) => {
    const address = { hostname: here, port: 80 };
    const [host] = await loop.getnameinfo(address);
    assertEquals(host, "localhost");
    assertEquals(
      await loop.getnameinfo(address, ["numerichost", "numericserv"]),
      [here, "80"],
    );
    await assertRejects(
      () =>
        Promise.resolve(
          loop.getnameinfo({ hostname: "localhost", port: 80 }),
        ),
      TypeError,
    );
  });
}
