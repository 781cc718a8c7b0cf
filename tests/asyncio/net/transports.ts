/** Transports and protocols: CPython's test_transports, test_protocols, test_events and uvloop's test_tcp. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { RuntimeError, sleep } from "../../../src/asyncio/mod.ts";
import { Protocol, type Transport } from "../../../net.ts";
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

  test("setWriteBufferLimits() derives one mark from the other and refuses the wrong order", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const { transport } = p;
    assertEquals(transport.getWriteBufferLimits(), [16_384, 65_536]);
    transport.setWriteBufferLimits({ high: 400 });
    assertEquals(transport.getWriteBufferLimits(), [100, 400]);
    transport.setWriteBufferLimits({ low: 100 });
    assertEquals(transport.getWriteBufferLimits(), [100, 400]);
    transport.setWriteBufferLimits();
    assertEquals(transport.getWriteBufferLimits(), [16_384, 65_536]);
    transport.setWriteBufferLimits({ high: 0 });
    assertEquals(transport.getWriteBufferLimits(), [0, 0]);
    assertThrows(
      () => transport.setWriteBufferLimits({ high: 1, low: 2 }),
      RangeError,
      "high (1) must be >= low (2) must be >= 0",
    );
    assertThrows(() => transport.setWriteBufferLimits({ low: -1 }), RangeError);
    assertThrows(
      () => transport.setWriteBufferLimits({ high: NaN }),
      RangeError,
    );
  });

  test("pauseWriting() and resumeWriting() come once per crossing", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    const piece = new Uint8Array(8192);
    for (let i = 0; i < 2000; i++) p.transport.write(piece);
    assertEquals(p.client.events, ["made", "pause"]);
    assertGreaterOrEqual(p.transport.getWriteBufferSize(), 65_536);
    p.peerTransport.resumeReading();
    await until(() => p.peer.size === 2000 * 8192);
    await until(() => p.client.events.length === 3);
    assertEquals(p.client.events, ["made", "pause", "resume"]);
    assertEquals(p.transport.getWriteBufferSize(), 0);
  });

  test("setWriteBufferLimits() pauses and resumes at once", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const { transport, client } = p;
    p.peerTransport.pauseReading();
    transport.setWriteBufferLimits({ high: 1 << 30 });
    for (let i = 0; i < 512; i++) transport.write(new Uint8Array(65_536));
    assertEquals(client.events, ["made"]);
    transport.setWriteBufferLimits({ high: 1000 });
    assertEquals(client.events, ["made", "pause"]);
    transport.setWriteBufferLimits({ high: 1 << 30, low: 1 << 29 });
    await rounds(2);
    assertEquals(client.events, ["made", "pause", "resume"]);
    transport.setWriteBufferLimits({ high: 1000 });
    p.peerTransport.resumeReading();
    await until(() => client.events.length === 5);
    assertEquals(client.events.slice(3), ["pause", "resume"]);
  });

  test("setWriteBufferLimits() after writeEof() pauses, and resumes when all is sent", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const { transport, client, peer } = p;
    peer.keepOpen = true;
    p.peerTransport.pauseReading();
    transport.setWriteBufferLimits({ high: 1 << 30 });
    transport.write(new Uint8Array(32 << 20));
    transport.writeEof();
    transport.setWriteBufferLimits({ high: 0 });
    assertEquals(client.events, ["made", "pause"]);
    p.peerTransport.resumeReading();
    await until(() => client.events.length === 3 && peer.events.length === 3);
    assertEquals(client.events, ["made", "pause", "resume"]);
    assertEquals(peer.events, ["made", "data", "eof"]);
    assertEquals(peer.size, 32 << 20);
  });

  test("abort() in pauseWriting() is followed by connectionLost() and no resumeWriting()", async () => {
    class Aborting extends Recorder {
      override pauseWriting(): void {
        super.pauseWriting();
        this.transport.abort();
      }
    }
    await using p = await pair(new Aborting(), new Recorder());
    p.peerTransport.pauseReading();
    p.transport.write(new Uint8Array(32 << 20));
    await p.client.lost();
    await sleep(10);
    assertEquals(p.client.events, ["made", "pause", "lost"]);
    assertEquals(p.transport.getWriteBufferSize(), 0);
  });

  test("close() in resumeWriting() loses the connection once", async () => {
    class Closing extends Recorder {
      override resumeWriting(): void {
        super.resumeWriting();
        this.transport.close();
      }
    }
    await using p = await pair(new Closing(), new Recorder());
    for (let i = 0; i < 512; i++) p.transport.write(new Uint8Array(65_536));
    await p.client.lost();
    await p.peer.lost();
    await sleep(5);
    assertEquals(p.client.events, ["made", "pause", "resume", "lost"]);
    assertEquals(p.peer.size, 512 * 65_536);
  });

  test(
    "an error in pauseWriting() or resumeWriting() is reported and nothing else stops",
    async (_loop, errors) => {
      const client = new Recorder();
      client.pauseWriting = () => {
        throw new Error("pause");
      };
      client.resumeWriting = () => {
        throw new Error("resume");
      };
      await using p = await pair(client, new Recorder());
      for (let i = 0; i < 512; i++) p.transport.write(new Uint8Array(65_536));
      await until(() => errors.length === 2);
      assertEquals(errors.splice(0).map((each) => each.message), [
        "protocol.pauseWriting() failed",
        "protocol.resumeWriting() failed",
      ]);
      await until(() => p.peer.size === 512 * 65_536);
      assertEquals(p.transport.isClosing(), false);
    },
  );

  test("write() of nothing sends nothing", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.transport.write(new Uint8Array(0));
    p.transport.writelines([]);
    p.transport.write(bytes("x"));
    await until(() => p.peer.size > 0);
    assertEquals(p.peer.text, "x");
  });

  test("write() refuses what is not bytes and says what came", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    for (const value of [5, "text", null, undefined, {}, [1]]) {
      const error = assertThrows(
        () => p.transport.write(value as never),
        TypeError,
      );
      assertStringIncludes((error as Error).message, typeof value);
    }
    assertThrows(() => p.transport.writelines([bytes("a"), 5 as never]));
    await sleep(5);
    assertEquals(p.peer.size, 0);
  });

  test("write() after writeEof() throws RuntimeError", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    assert(p.transport.canWriteEof());
    p.transport.writeEof();
    p.transport.writeEof();
    const error = assertThrows(
      () => p.transport.write(bytes("x")),
      RuntimeError,
    );
    assertEquals(
      (error as Error).message,
      "Cannot call write() after writeEof()",
    );
  });

  test("writelines() sends arrays of all kinds as one stream", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const view = new DataView(bytes("xxdefxx").buffer, 2, 3);
    p.transport.writelines([
      bytes("abc"),
      view,
      bytes("ghi").buffer,
      bytes("__jkl").subarray(2),
    ]);
    await until(() => p.peer.size === 12);
    assertEquals(p.peer.text, "abcdefghijkl");
  });

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

  test("pauseReading() and resumeReading() are idempotent and do nothing when closing", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    const { transport } = p;
    assert(transport.isReading());
    transport.resumeReading();
    transport.pauseReading();
    transport.pauseReading();
    assertEquals(transport.isReading(), false);
    transport.resumeReading();
    transport.resumeReading();
    assert(transport.isReading());
    transport.close();
    assertEquals(transport.isReading(), false);
    transport.pauseReading();
    transport.resumeReading();
    await p.client.lost();
    transport.pauseReading();
    transport.resumeReading();
  });

  test("nothing is delivered while reading is paused, and all of it afterwards, the end last", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    const data = pattern(300_000);
    p.transport.write(data);
    p.transport.writeEof();
    await sleep(20);
    assertEquals(p.peer.events, ["made"]);
    p.peerTransport.resumeReading();
    await p.peer.lost();
    assertEquals(p.peer.data, data);
    assertEquals(p.peer.events, ["made", "data", "eof", "lost"]);
  });

  test("pauseReading() in dataReceived() stops before the next chunk", async () => {
    class OneByOne extends Recorder {
      inside = 0;
      override dataReceived(data: Uint8Array): void {
        assert(this.transport.isReading());
        super.dataReceived(data);
        this.transport.pauseReading();
        setTimeout(() => this.transport.resumeReading(), 1);
      }
    }
    await using p = await pair(new Recorder(), new OneByOne());
    const data = pattern(1_000_000);
    p.transport.write(data);
    p.transport.close();
    await p.peer.lost();
    assertEquals(p.peer.data, data);
    assertEquals(p.peer.events.at(-2), "eof");
  });

  test("a protocol that pauses in connectionMade() gets nothing until it resumes", async () => {
    class Paused extends Recorder {
      override connectionMade(transport: Transport): void {
        super.connectionMade(transport);
        transport.pauseReading();
      }
    }
    await using p = await pair(new Recorder(), new Paused());
    p.transport.write(bytes("early"));
    await sleep(10);
    assertEquals(p.peer.size, 0);
    p.peerTransport.resumeReading();
    await until(() => p.peer.size === 5);
  });

  test("a flood does not fill the memory of a paused reader", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.peerTransport.pauseReading();
    const piece = new Uint8Array(1 << 20);
    for (let i = 0; i < 64; i++) p.transport.write(piece);
    await sleep(50);
    const socket = p.peerTransport.getExtraInfo("socket") as {
      bytesRead: number;
    };
    assert(socket.bytesRead <= 1 << 20, `read ${socket.bytesRead} bytes`);
    assertGreaterOrEqual(p.transport.getWriteBufferSize(), 32 << 20);
  });

  test("setProtocol() gives what follows to another protocol", async () => {
    await using p = await pair(new Recorder(), new Recorder());
    p.transport.write(bytes("one"));
    await until(() => p.peer.size === 3);
    const second = new Recorder();
    p.peerTransport.setProtocol(second);
    assertStrictEquals(p.peerTransport.getProtocol(), second);
    p.transport.write(bytes("two"));
    p.transport.close();
    await second.lost();
    assertEquals(second.events, ["data", "eof", "lost"]);
    assertEquals(second.text, "two");
    assertEquals(p.peer.events, ["made", "data"]);
  });

  test("a buffered protocol receives 4 MiB in its own memory", async () => {
    const memory = new Uint8Array(4 << 20);
    let size = 0;
    const hints = new Set<number>();
    const peer = {
      getBuffer(hint: number): Uint8Array {
        hints.add(hint);
        return memory.subarray(size, size + 50_000);
      },
      bufferUpdated(count: number): void {
        size += count;
      },
      dataReceived(): void {
        throw new Error("not for a buffered protocol");
      },
    };
    await using p = await pair(new Recorder(), peer);
    const data = pattern(4 << 20);
    p.transport.write(data);
    await until(() => size === data.length);
    assertEquals(memory, data);
    assertEquals([...hints], [-1]);
  });

  test("setProtocol() from a plain to a buffered protocol and back keeps every byte", async () => {
    const seen: string[] = [];
    const memory = new Uint8Array(2);
    const plain = {
      dataReceived(data: Uint8Array): void {
        seen.push(`plain ${text(data)}`);
        p.peerTransport.setProtocol(buffered);
      },
    };
    const buffered = {
      getBuffer: () => memory,
      bufferUpdated(count: number): void {
        seen.push(`buffered ${text(memory.subarray(0, count))}`);
        if (seen.length === 3) p.peerTransport.setProtocol(plain);
      },
    };
    await using p = await pair(new Recorder(), plain);
    p.transport.write(bytes("ab"));
    await until(() => seen.length === 1);
    p.transport.write(bytes("cdefgh"));
    await until(() => seen.length === 4);
    assertEquals(seen, ["plain ab", "buffered cd", "buffered ef", "plain gh"]);
  });

  for (const buffer of [new Uint8Array(0), undefined, "text"]) {
    test(
      `getBuffer() that returns ${buffer?.constructor.name} is fatal`,
      async (_loop, errors) => {
        const peer = Object.assign(new Recorder(), {
          getBuffer: () => buffer as never,
          bufferUpdated: () => {},
        });
        await using p = await pair(new Recorder(), peer);
        p.transport.write(bytes("x"));
        await peer.lost();
        assertInstanceOf(peer.error, RuntimeError);
        assertStringIncludes(peer.error.message, "empty buffer");
        const [context] = errors.splice(0);
        assertEquals(
          context!.message,
          "Fatal error: protocol.getBuffer() call failed.",
        );
        await p.client.lost();
      },
    );
  }

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
