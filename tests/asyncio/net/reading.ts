/** Reading: pauses, other protocols, buffers of their own. CPython's test_selector_events. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertInstanceOf,
  assertStrictEquals,
  assertStringIncludes,
} from "@std/assert";
import { RuntimeError, sleep } from "../../../src/asyncio/mod.ts";
import type { Transport } from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  pattern,
  Recorder,
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

  test("what came before the socket was destroyed is delivered before the loss", async () => {
    const buffer = new Uint8Array(1);
    let seen = 0;
    const lost = Promise.withResolvers<unknown>();
    let transport: Transport | undefined;
    const peer = {
      connectionMade: (made: Transport) => void (transport = made),
      getBuffer: () => buffer,
      bufferUpdated() {
        seen++;
        // Without an error: nothing else tells of the loss.
        const socket = transport!.getExtraInfo("socket") as {
          destroy(): void;
        };
        if (seen === 1) socket.destroy();
      },
      connectionLost: (error: unknown) => lost.resolve(error),
    };
    await using p = await pair(new Recorder(), peer);
    p.transport.write(new Uint8Array(10_000));
    assertEquals(await lost.promise, null);
    assertEquals(seen, 10_000);
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
}
