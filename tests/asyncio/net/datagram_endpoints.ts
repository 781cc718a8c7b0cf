/** createDatagramEndpoint(): its options, and the end. CPython's test_base_events. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import dgram from "node:dgram";
import {
  CancelledError,
  createTask,
  setEventLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, thrownBy } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pattern,
  rounds,
  until,
} from "./_support.ts";
import { Echo, LOCAL, Receiver, sockname } from "./_datagrams.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop, around?: Around): void {
  const test = declare(name, newLoop, around);

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
        "cannot get address information",
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
