/** Datagrams that are sent and received. CPython's test_events and test_selector_events. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { type BaseEventLoop, sleep } from "../../../src/asyncio/mod.ts";
import {
  type DatagramOptions,
  DatagramProtocol,
  type DatagramTransport,
} from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  text,
  until,
} from "./_support.ts";
import { Echo, LOCAL, Receiver, sockname } from "./_datagrams.ts";

/** Opens two sockets of one host. */
async function pair(
  loop: BaseEventLoop,
  server: Receiver,
  client: Receiver,
  options: DatagramOptions = { localAddr: LOCAL },
): Promise<[DatagramTransport, DatagramTransport, Deno.NetAddr]> {
  const [first] = await loop.createDatagramEndpoint(() => server, options);
  const [second] = await loop.createDatagramEndpoint(() => client, options);
  return [first, second, sockname(first)];
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop, around?: Around): void {
  const test = declare(name, newLoop, around);

  for (const hostname of ["127.0.0.1", "::1"]) {
    test(`datagrams are echoed by ${hostname} (test_create_datagram_endpoint)`, async (loop) => {
      const echo = new Echo();
      const client = new Receiver();
      const [server, transport, address] = await pair(loop, echo, client, {
        localAddr: { hostname },
      });
      assertEquals(echo.events, ["made"]);
      assertEquals(address.transport, "udp");
      assertEquals(address.hostname, hostname);
      assertEquals(transport.getExtraInfo("peername"), null);
      transport.sendto(bytes("one"), address);
      await until(() => client.datagrams.length === 1);
      assertEquals(text(client.datagrams[0]!), "ONE");
      assertEquals(client.addresses, [address]);
      assertEquals(echo.addresses, [sockname(transport)]);
      transport.close();
      server.close();
      await client.lost();
      await echo.lost();
      assertEquals(client.events, ["made", "lost"]);
      assertEquals(transport.getExtraInfo("sockname"), echo.addresses[0]);
    });
  }

  test("an address that is resolved by name is found", async (loop) => {
    const echo = new Echo();
    const [server] = await loop.createDatagramEndpoint(() => echo, {
      localAddr: { hostname: "localhost" },
      family: 4,
    });
    const client = new Receiver();
    const [transport] = await loop.createDatagramEndpoint(() => client, {
      remoteAddr: { hostname: "localhost", port: sockname(server).port },
      family: 4,
    });
    transport.sendto(bytes("x"));
    await until(() => client.datagrams.length === 1);
    transport.close();
    server.close();
    await echo.lost();
    await client.lost();
  });

  test("with remoteAddr, sendto() needs no address and takes no other (test_sendto_connected_addr)", async (loop) => {
    const echo = new Echo();
    const [server] = await loop.createDatagramEndpoint(() => echo, {
      localAddr: LOCAL,
    });
    const client = new Receiver();
    const [transport] = await loop.createDatagramEndpoint(() => client, {
      localAddr: LOCAL,
      remoteAddr: sockname(server),
    });
    assertEquals(transport.getExtraInfo("peername"), sockname(server));
    transport.sendto(bytes("a"));
    transport.sendto(bytes("b"), sockname(server));
    transport.sendto(bytes("c"), null);
    await until(() => client.datagrams.length === 3);
    assertEquals(client.datagrams.map(text), ["A", "B", "C"]);
    const { port } = sockname(server);
    for (
      const wrong of [{ hostname: "127.0.0.1", port: port - 1 }, {
        hostname: "127.0.0.2",
        port,
      }]
    ) {
      assertThrows(
        () => transport.sendto(bytes("d"), wrong),
        TypeError,
        `Invalid address: must be null or 127.0.0.1:${port}`,
      );
    }
    transport.close();
    server.close();
    await echo.lost();
  });

  test("sendto() without an address, or with a wrong one, is a TypeError", async (loop) => {
    const [transport] = await loop.createDatagramEndpoint(
      () => new DatagramProtocol(),
      { family: 4 },
    );
    assertThrows(() => transport.sendto(bytes("x")), TypeError, "address");
    for (const wrong of [5, "text", null, [1]]) {
      assertThrows(
        () => transport.sendto(wrong as never, LOCAL),
        TypeError,
        "data must be bytes",
      );
    }
    for (const wrong of [{}, { hostname: 5, port: 1 }, { hostname: "" }]) {
      assertThrows(
        () => transport.sendto(bytes("x"), wrong as never),
        TypeError,
        "address.hostname",
      );
    }
    assertThrows(
      () => transport.sendto(bytes("x"), { hostname: "::1", port: 70_000 }),
      RangeError,
      "address.port",
    );
    transport.close();
  });

  test("after close() nothing is received, and connectionLost() is called once", async (loop) => {
    const echo = new Echo();
    const client = new Receiver();
    const [server, transport, address] = await pair(loop, echo, client);
    transport.sendto(bytes("x"), address);
    await until(() => client.datagrams.length === 1);
    server.sendto(bytes("late"), sockname(transport));
    transport.close();
    transport.close();
    transport.abort();
    assert(transport.isClosing());
    await client.lost();
    await sleep(5);
    assertEquals(client.events, ["made", "lost"]);
    assertEquals(client.datagrams.length, 1);
    server.abort();
    await echo.lost();
  });

  test("what was given to sendto() before close() is sent", async (loop) => {
    const server = new Receiver();
    const client = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    for (let i = 0; i < 20; i++) transport.sendto(pattern(1000), address);
    transport.close();
    await client.lost();
    await until(() => server.datagrams.length === 20);
    listening.close();
    await server.lost();
  });

  test("sendto() after close() is dropped, with one warning", async (loop) => {
    const [transport, protocol] = await loop.createDatagramEndpoint(
      () => new Receiver(),
      { localAddr: LOCAL },
    );
    transport.close();
    const warnings: unknown[] = [];
    const { warn } = console;
    console.warn = (message) => warnings.push(message);
    try {
      for (let i = 0; i < 8; i++) transport.sendto(bytes("x"), LOCAL);
    } finally {
      console.warn = warn;
    }
    assertEquals(warnings, ["socket.send() raised exception."]);
    await protocol.lost();
    assertEquals(protocol.events, ["made", "lost"]);
  });

  test("a datagram that is too long is told by errorReceived() (test_sendto_error_received)", async (loop) => {
    const client = new Receiver();
    const server = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    transport.sendto(new Uint8Array(65_508), address);
    await until(() => client.errors.length === 1);
    const [error] = client.errors as [Error & { code: string }];
    assertEquals(error.code, "EMSGSIZE");
    assertStringIncludes(error.message, `send to 127.0.0.1:${address.port}`);
    transport.sendto(new Uint8Array(65_507), address);
    await until(() => server.datagrams.length === 1);
    assertEquals(server.datagrams[0]!.length, 65_507);
    transport.sendto(new Uint8Array(65_508), address);
    transport.close();
    await client.lost();
    assertEquals(client.events, ["made", "error", "error", "lost"]);
    listening.close();
    await server.lost();
  });

  test("what cannot be sent to an address (a broadcast, no such host, port 0, another family) is told by errorReceived()", async (loop) => {
    const [transport, protocol] = await loop.createDatagramEndpoint(
      () => new Receiver(),
      { family: 4 },
    );
    transport.sendto(bytes("x"), { hostname: "255.255.255.255", port: 9 });
    await until(() => protocol.errors.length === 1);
    assertInstanceOf(protocol.errors[0], Deno.errors.PermissionDenied);
    assertStringIncludes(protocol.errors[0].message, "allowBroadcast");
    transport.sendto(bytes("x"), { hostname: "no-such-host.invalid", port: 9 });
    await until(() => protocol.errors.length === 2);
    assertInstanceOf(protocol.errors[1], Deno.errors.NotFound);
    // What follows is sent nevertheless.
    transport.sendto(bytes("x"), { hostname: "127.0.0.1", port: 0 });
    transport.sendto(bytes("x"), { hostname: "::1", port: 9 });
    await until(() => protocol.errors.length === 4);
    assertStringIncludes(protocol.errors[2]!.message, "ort");
    assertStringIncludes(protocol.errors[3]!.message, "send to [::1]:9");
    assertStringIncludes(protocol.errors[3]!.message, "IPv4");
    transport.close();
    await protocol.lost();
  });

  test("empty datagrams are sent and received (3.13)", async (loop) => {
    const server = new Receiver();
    const client = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    transport.sendto(new Uint8Array(0), address);
    transport.sendto(bytes("x"), address);
    await until(() => server.datagrams.length === 2);
    assertEquals(server.datagrams.map((each) => each.length), [0, 1]);
    transport.close();
    listening.close();
    await server.lost();
    await client.lost();
  });

  test("datagrams are sent in the order in which they were given", async (loop) => {
    const server = new Receiver();
    const client = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    for (let i = 0; i < 50; i++) transport.sendto(Uint8Array.of(i), address);
    await until(() => server.datagrams.length === 50);
    assertEquals(
      server.datagrams.map(([first]) => first),
      Array.from({ length: 50 }, (_, i) => i),
    );
    transport.close();
    listening.close();
    await server.lost();
  });

  test("datagrams keep no more memory than they have bytes", async (loop) => {
    const server = new Receiver();
    const client = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    transport.sendto(bytes("short"), address);
    await until(() => server.datagrams.length === 1);
    assert(server.datagrams[0]!.buffer.byteLength < 1000);
    transport.close();
    listening.close();
    await server.lost();
  });

  test("writing is paused above the high water mark and resumed below the low one", async (loop) => {
    const client = new Receiver();
    const server = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    assertEquals(transport.getWriteBufferLimits(), [16_384, 65_536]);
    transport.setWriteBufferLimits({ high: 2000, low: 1000 });
    for (let i = 0; i < 5; i++) transport.sendto(pattern(600), address);
    assertEquals(client.events, ["made", "pause"]);
    assert(transport.getWriteBufferSize() >= 3000);
    await until(() => client.events.includes("resume"));
    assertEquals(client.events, ["made", "pause", "resume"]);
    await until(() => transport.getWriteBufferSize() === 0);
    assertThrows(
      () => transport.setWriteBufferLimits({ high: 1, low: 2 }),
      RangeError,
      "high >= low >= 0, got high 1 and low 2",
    );
    transport.close();
    listening.close();
    await server.lost();
  });

  test("abort() drops what waits to be told, and calls connectionLost() once", async (loop) => {
    const client = new Receiver();
    const server = new Receiver();
    const [listening, transport, address] = await pair(loop, server, client);
    for (let i = 0; i < 100; i++) transport.sendto(pattern(10_000), address);
    transport.abort();
    await client.lost();
    assertEquals(client.events.filter((each) => each === "lost").length, 1);
    assertEquals(client.events.at(-1), "lost");
    listening.close();
    await server.lost();
  });

  test(
    "an error of a protocol's method is reported, and the transport goes on",
    async (loop, errors) => {
      const client = new Receiver();
      let count = 0;
      const [server] = await loop.createDatagramEndpoint(() => ({
        datagramReceived() {
          if (++count === 1) throw new Error("datagram");
        },
        connectionLost() {
          throw new Error("lost");
        },
      }), { localAddr: LOCAL });
      const [transport] = await loop.createDatagramEndpoint(() => client, {
        remoteAddr: sockname(server),
      });
      transport.sendto(bytes("x"));
      transport.sendto(bytes("y"));
      await until(() => count === 2);
      transport.close();
      server.close();
      await until(() => errors.length === 2);
      assertEquals(
        errors.splice(0).map((each) => (each.exception as Error).message),
        ["datagram", "lost"],
      );
    },
  );

  test("setProtocol() in the middle gives the new one what follows", async (loop) => {
    const first = new Receiver();
    const second = new Receiver();
    const client = new Receiver();
    const [server, transport, address] = await pair(loop, first, client);
    transport.sendto(bytes("1"), address);
    await until(() => first.datagrams.length === 1);
    server.setProtocol(second);
    assertEquals(server.getProtocol(), second);
    transport.sendto(bytes("2"), address);
    await until(() => second.datagrams.length === 1);
    assertEquals(second.events, []);
    transport.close();
    server.close();
    await second.lost();
  });
}
