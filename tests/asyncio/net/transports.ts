/** What a protocol is told, and how a transport ends. CPython's test_selector_events. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { sleep } from "../../../src/asyncio/mod.ts";
import { Protocol } from "../../../net.ts";
import { capturing, type NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  pattern,
  Recorder,
  rounds,
  text,
  until,
} from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("a protocol is told in order: made, data, eof, lost", async () => {
    const peer = new Recorder();
    await using p = await pair(new Recorder(), peer);
    p.transport.write(bytes("hello"));
    await until(() => peer.size === 5);
    p.transport.close();
    await peer.lost();
    await p.client.lost();
    assertEquals(peer.events, ["made", "data", "eof", "lost"]);
    assertEquals(p.client.events, ["made", "lost"]);
    assertEquals(peer.error, null);
  });

  test("connectionMade() is called before createConnection() returns", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    assertEquals(p.client.events, ["made"]);
    assertStrictEquals(p.client.transport, p.transport);
  });

  test("close() called twice in dataReceived() loses the connection once", async () => {
    class Twice extends Recorder {
      override dataReceived(): void {
        this.transport.close();
        this.transport.close();
      }
    }
    await using p = await pair(new Recorder(), new Twice());
    p.transport.write(bytes("x"));
    await p.peer.lost();
    await p.client.lost();
    await sleep(5);
    assertEquals(p.peer.events, ["made", "lost"]);
    assertEquals(p.client.events, ["made", "eof", "lost"]);
  });

  test(
    "connectionMade() that throws is reported, closes its connection, and the server goes on",
    async (loop, errors) => {
      const failing = new Recorder();
      failing.connectionMade = () => {
        throw new Error("no");
      };
      let first = true;
      const good = new Recorder();
      await using server = await loop.createServer(
        () => first ? (first = false, failing) : good,
        "127.0.0.1",
        0,
      );
      const { port } = server.sockets[0] as Deno.NetAddr;
      const [, one] = await loop.createConnection(
        () => new Recorder(),
        "127.0.0.1",
        port,
      );
      await one.lost();
      const [two] = await loop.createConnection(
        () => new Recorder(),
        "127.0.0.1",
        port,
      );
      await until(() => good.events.length === 1);
      two.close();
      const [context] = errors.splice(0);
      assertEquals(
        context!.message,
        "Fatal error: protocol.connectionMade() call failed.",
      );
      assertStrictEquals(context!.protocol, failing);
      assertEquals(failing.events, ["lost Error"]);
    },
  );

  test("writeEof() ends one direction: the peer's answer still comes", async () => {
    class Answer extends Recorder {
      override eofReceived(): boolean {
        super.eofReceived();
        this.transport.write(bytes(`got ${this.size}`));
        return true;
      }
    }
    await using p = await pair(new Recorder(), new Answer());
    p.transport.write(pattern(100_000));
    p.transport.writeEof();
    await until(() => p.client.size > 0);
    assertEquals(p.client.text, "got 100000");
    assertEquals(p.peerTransport.isClosing(), false);
  });

  test("both ends of a half-closed connection stay open until close()", async () => {
    const [client, peer] = [new Recorder(), new Recorder()];
    client.keepOpen = peer.keepOpen = true;
    await using p = await pair(client, peer);
    p.transport.writeEof();
    p.peerTransport.writeEof();
    await until(() => client.events.length === 2 && peer.events.length === 2);
    await sleep(10);
    assertEquals(client.events, ["made", "eof"]);
    assertEquals(p.transport.isClosing(), false);
    p.transport.close();
    p.peerTransport.abort();
    await rounds(1);
    assertEquals(client.events, ["made", "eof", "lost"]);
    assertEquals(peer.events, ["made", "eof", "lost"]);
  });

  test("eofReceived() that returns nothing closes the transport after what it wrote", async () => {
    class Late extends Recorder {
      override eofReceived(): boolean {
        this.transport.write(pattern(2_000_000));
        return false;
      }
    }
    const client = new Recorder();
    client.keepOpen = true;
    await using p = await pair(client, new Late());
    p.transport.writeEof();
    await p.peer.lost();
    await until(() => client.events.includes("eof"));
    assertEquals(client.size, 2_000_000);
    assertEquals(p.peer.events.at(-1), "lost");
    assertEquals(p.peer.events.includes("resume"), false);
  });

  test("getExtraInfo() knows the addresses, also after the end", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const { transport, peerTransport } = p;
    const name = { transport: "tcp", hostname: "127.0.0.1", port: p.port };
    assertEquals(transport.getExtraInfo("peername"), name);
    assertEquals(peerTransport.getExtraInfo("sockname"), name);
    assertEquals(
      transport.getExtraInfo("sockname"),
      peerTransport.getExtraInfo("peername"),
    );
    assert(transport.getExtraInfo("socket"));
    assertEquals(transport.getExtraInfo("nothing"), null);
    assertEquals(transport.getExtraInfo("nothing", 7), 7);
    assertEquals(transport.getExtraInfo("toString", 7), 7);
    transport.abort();
    await p.client.lost();
    assertEquals(transport.getExtraInfo("peername"), name);
  });

  for (const method of ["dataReceived", "eofReceived"] as const) {
    test(
      `${method}() that throws is reported and loses the connection with that error`,
      async (_loop, errors) => {
        const failure = new Error("mine");
        const peer = new Recorder();
        peer[method] = () => {
          throw failure;
        };
        await using p = await pair(new Recorder(), peer);
        p.transport.write(bytes("x"));
        if (method === "eofReceived") p.transport.writeEof();
        await peer.lost();
        assertStrictEquals(peer.error, failure);
        const [context] = errors.splice(0);
        assertEquals(
          context!.message,
          `Fatal error: protocol.${method}() call failed.`,
        );
        assertStrictEquals(context!.exception, failure);
        assertStrictEquals(context!.transport, p.peerTransport);
        await p.client.lost();
      },
    );
  }

  test(
    "an error of connectionLost() goes to the exception handler",
    async (_loop, errors) => {
      const client = new Recorder();
      client.connectionLost = () => {
        throw new Error("lost");
      };
      await using p = await pair(client, new Recorder());
      p.transport.close();
      await until(() => errors.length > 0);
      assertStringIncludes(errors.splice(0)[0]!.message, "connectionLost()");
    },
  );

  test("close() sends 50 MiB before it ends", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const piece = pattern(1 << 20);
    for (let i = 0; i < 50; i++) p.transport.write(piece);
    p.transport.close();
    assert(p.transport.isClosing());
    await p.peer.lost();
    await p.client.lost();
    assertEquals(p.peer.size, 50 << 20);
    assertEquals(p.client.error, null);
    assertEquals(p.peer.data.subarray(49 << 20), piece);
  });

  test("abort() drops what waits and loses the connection in the next round", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    for (let i = 0; i < 50; i++) p.transport.write(new Uint8Array(1 << 20));
    p.transport.abort();
    p.transport.abort();
    assertEquals(p.client.events, ["made", "pause"]);
    await rounds(1);
    assertEquals(p.client.events, ["made", "pause", "lost"]);
    assertEquals(p.client.error, null);
    await p.peer.lost();
    assert(p.peer.size < 50 << 20);
  });

  test("close() with nothing to send loses the connection in the next round", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.transport.close();
    assertEquals(p.client.events, ["made"]);
    await rounds(1);
    assertEquals(p.client.events, ["made", "lost"]);
  });

  test("abort() after close() ends a connection whose peer does not read", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    for (let i = 0; i < 50; i++) p.transport.write(new Uint8Array(1 << 20));
    p.transport.close();
    await sleep(10);
    assertEquals(p.client.error, undefined);
    p.transport.abort();
    await rounds(1);
    assertEquals(p.client.error, null);
  });

  test("no data is received after close()", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    p.transport.write(new Uint8Array(8 << 20));
    p.transport.close();
    p.peerTransport.write(bytes("late"));
    p.peerTransport.resumeReading();
    await p.client.lost();
    assertEquals(p.client.size, 0);
  });

  test("a reset by the peer loses the connection with ConnectionReset and is not reported", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const socket = p.transport.getExtraInfo("socket") as {
      resetAndDestroy(): void;
    };
    socket.resetAndDestroy();
    await p.peer.lost();
    assertInstanceOf(p.peer.error, Deno.errors.ConnectionReset);
    assertEquals((p.peer.error as { code?: string }).code, "ECONNRESET");
    assertStringIncludes(
      (p.peer.error as Error).message,
      "connection reset by peer",
    );
    assertEquals(p.peer.events, ["made", "lost ConnectionReset"]);
  });

  test("what came before a reset is delivered before connectionLost()", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.transport.write(bytes("last words"));
    const socket = p.transport.getExtraInfo("socket") as {
      resetAndDestroy(): void;
    };
    // Both events reach a loop that is busy.
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(() => {
      socket.resetAndDestroy();
      setTimeout(resolve, 5);
    }, 5);
    let isOver = false;
    promise.then(() => isOver = true);
    while (!isOver) await sleep(0);
    await p.peer.lost();
    assertEquals(p.peer.text, "last words");
    assertEquals(p.peer.events, ["made", "data", "lost ConnectionReset"]);
  });

  test("write() to a peer that is gone is dropped and warned of once", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.abort();
    const warned = await capturing("warn", async () => {
      while (p.client.error === undefined) {
        p.transport.write(bytes("x"));
        await sleep(1);
      }
      for (let i = 0; i < 20; i++) p.transport.write(bytes("x"));
    });
    assertEquals(warned, "socket.send() raised exception.");
  });

  test("callbacks run in the context in which the connection was made", async (loop) => {
    const { AsyncLocalStorage } = await import("node:async_hooks");
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    class Client extends Protocol {
      override connectionMade(): void {
        seen.push(storage.getStore());
      }
      override dataReceived(): void {
        seen.push(storage.getStore());
      }
      override connectionLost(): void {
        seen.push(storage.getStore());
      }
    }
    const peer = new Recorder();
    await using server = await storage.run(
      "server",
      () => loop.createServer(() => peer, "127.0.0.1", 0),
    );
    const { port } = server.sockets[0] as Deno.NetAddr;
    await storage.run("client", async () => {
      await loop.createConnection(() => new Client(), "127.0.0.1", port);
    });
    await until(() => peer.transport);
    peer.transport.write(bytes("x"));
    peer.transport.close();
    await until(() => seen.length === 3);
    assertEquals(seen, ["client", "client", "client"]);
  });

  test("an object with a few methods is a protocol, and one without any", async () => {
    let seen = "";
    await using p = await pair({}, {
      dataReceived: (data: Uint8Array) => seen += text(data),
    });
    p.transport.write(bytes("short"));
    await until(() => seen === "short");
    p.transport.close();
  });
}
