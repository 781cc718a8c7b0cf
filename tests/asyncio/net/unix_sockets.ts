/** Unix sockets, accepted sockets, and addresses. CPython's test_events and test_unix_events. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { Socket } from "node:net";
import type { BaseEventLoop } from "../../../src/asyncio/mod.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import { type Around, bytes, declare, Recorder, until } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  const here = "127.0.0.1";

  const factory = () => new Recorder();

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
