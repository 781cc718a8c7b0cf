/** Datagrams: CPython's test_events (create_datagram_endpoint) and uvloop's test_udp. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import dgram from "node:dgram";
import {
  type BaseEventLoop,
  CancelledError,
  createTask,
  setEventLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import {
  type DatagramOptions,
  DatagramProtocol,
  type DatagramProtocolLike,
  type DatagramTransport,
} from "../../../net.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  rounds,
  text,
  until,
} from "./_support.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 };

/** A protocol that notes what it is told. */
class Receiver implements DatagramProtocolLike {
  readonly events: string[] = [];
  readonly datagrams: Uint8Array[] = [];
  readonly addresses: Deno.NetAddr[] = [];
  readonly errors: Error[] = [];
  transport!: DatagramTransport;

  connectionMade(transport: DatagramTransport): void {
    this.transport = transport;
    this.events.push("made");
  }
  datagramReceived(data: Uint8Array, address: Deno.NetAddr): void {
    this.datagrams.push(data);
    this.addresses.push(address);
  }
  errorReceived(error: Error): void {
    this.errors.push(error);
    this.events.push("error");
  }
  pauseWriting(): void {
    this.events.push("pause");
  }
  resumeWriting(): void {
    this.events.push("resume");
  }
  connectionLost(error: Error | null): void {
    this.events.push(error === null ? "lost" : `lost ${error.name}`);
  }

  lost(): Promise<void> {
    return until(() => this.events.at(-1)?.startsWith("lost"));
  }
}

/** Sends back what it receives, in capitals. */
class Echo extends Receiver {
  override datagramReceived(data: Uint8Array, address: Deno.NetAddr): void {
    super.datagramReceived(data, address);
    this.transport.sendto(bytes(text(data).toUpperCase()), address);
  }
}

function sockname(transport: DatagramTransport): Deno.NetAddr {
  return transport.getExtraInfo("sockname") as Deno.NetAddr;
}

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
      "high (1) must be >= low (2) must be >= 0",
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

  test("a port in use is AddrInUse, unless reusePort is set (test_create_datagram_endpoint_reuse_port)", async (loop) => {
    const [transport] = await loop.createDatagramEndpoint(() => ({}), {
      localAddr: LOCAL,
      reusePort: true,
    });
    const localAddr = sockname(transport);
    const error = await thrownBy(
      loop.createDatagramEndpoint(() => ({}), { localAddr }),
    );
    assertInstanceOf(error, Deno.errors.AddrInUse);
    assertStringIncludes(error.message, `127.0.0.1:${localAddr.port}`);
    const [other] = await loop.createDatagramEndpoint(() => ({}), {
      localAddr,
      reusePort: true,
    });
    other.close();
    transport.close();
    const unknown = { hostname: "203.0.113.1", port: 0 };
    await assertRejects(
      async () =>
        await loop.createDatagramEndpoint(() => ({}), { localAddr: unknown }),
      Deno.errors.AddrNotAvailable,
      "203.0.113.1",
    );
  });

  test("options that do not fit are refused (test_create_datagram_endpoint_noaddrs)", async (loop) => {
    const wrong: [unknown, ErrorConstructor, string][] = [
      [{}, TypeError, "unexpected address family"],
      [{ family: 5 }, RangeError, "family"],
      [{ localAddr: "text" }, TypeError, "localAddr"],
      [{ localAddr: null }, TypeError, "localAddr"],
      [{ localAddr: ["127.0.0.1", 0] }, TypeError, "localAddr"],
      [{ remoteAddr: { hostname: "::1" } }, TypeError, "remoteAddr.port"],
      [{ remoteAddr: { hostname: 1, port: 1 } }, TypeError, "hostname"],
      [{ localAddr: { hostname: "::1", port: -1 } }, RangeError, "port"],
      [
        { localAddr: { hostname: "::1" }, remoteAddr: { ...LOCAL, port: 1 } },
        TypeError,
        "can not get address information",
      ],
      [{ sock: {} }, TypeError, "sock must be"],
      [{ sock: dgram.createSocket("udp4"), family: 4 }, TypeError, "family"],
    ];
    for (const [options, ErrorClass, message] of wrong) {
      await assertRejects(
        async () =>
          await loop.createDatagramEndpoint(() => ({}), options as never),
        ErrorClass as never,
        message,
      );
    }
    await assertRejects(
      async () =>
        await loop.createDatagramEndpoint(5 as never, { localAddr: LOCAL }),
      TypeError,
      "factory",
    );
    await assertRejects(
      async () =>
        await loop.createDatagramEndpoint(() => ({}), {
          localAddr: { hostname: "no-such-host.invalid" },
        }),
      Deno.errors.NotFound,
      "no-such-host.invalid",
    );
  });

  test("a socket that is bound already is taken over (test_create_datagram_endpoint_sock)", async (loop) => {
    const sock = dgram.createSocket("udp4");
    await new Promise<void>((resolve) => sock.bind(0, "127.0.0.1", resolve));
    const [transport, echo] = await loop.createDatagramEndpoint(
      () => new Echo(),
      { sock },
    );
    assertEquals(transport.getExtraInfo("socket"), sock);
    const [client, receiver] = await loop.createDatagramEndpoint(
      () => new Receiver(),
      { remoteAddr: sockname(transport) },
    );
    client.sendto(bytes("x"));
    await until(() => receiver.datagrams.length === 1);
    client.close();
    transport.close();
    await echo.lost();
  });

  test("cancelling createDatagramEndpoint() closes the socket", async (loop) => {
    for (let count = 0; count < 6; count++) {
      const protocol = new Receiver();
      const task = createTask(
        loop.createDatagramEndpoint(() => protocol, { localAddr: LOCAL }),
      );
      await rounds(count);
      await sleep(count / 2);
      task.cancel();
      try {
        const [transport] = await task;
        transport.close();
      } catch (error) {
        assertInstanceOf(error, CancelledError);
      }
      await rounds(3);
      assert(["", "made,lost"].includes(protocol.events.join()));
    }
  });

  Deno.test(`${name}: what comes while the loop is stopped is kept up to a limit and dropped above`, async () => {
    const loop = newLoop();
    setEventLoop(loop);
    const protocol = new Receiver();
    const sender = dgram.createSocket("udp4");
    try {
      const port = await loop.runUntilComplete(async () => {
        const [transport] = await loop.createDatagramEndpoint(() => protocol, {
          localAddr: LOCAL,
        });
        return sockname(transport).port;
      });
      for (let i = 0; i < 100; i++) {
        await new Promise((sent) =>
          sender.send(pattern(10_000), port, "127.0.0.1", sent)
        );
        // The kernel keeps about ten.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      assertEquals(protocol.datagrams.length, 0);
      await loop.runUntilComplete(async () => {
        await sleep(20);
        protocol.transport.close();
        await protocol.lost();
      });
      assert(protocol.datagrams.length < 100);
      assert(protocol.datagrams.every((each) => each.length === 10_000));
    } finally {
      sender.close();
      setEventLoop(null);
      loop.close();
    }
  });

  Deno.test(`${name}: the datagram sockets of a loop are closed with it`, async () => {
    const loop = newLoop();
    setEventLoop(loop);
    const protocol = new Receiver();
    await loop.runUntilComplete(async () => {
      await loop.createDatagramEndpoint(() => protocol, { localAddr: LOCAL });
    });
    setEventLoop(null);
    loop.close();
    assertEquals(protocol.events, ["made"]);
  });
}
