/** Writing: marks, pauses, and what can be written. CPython's test_selector_events. */

import {
  assert,
  assertEquals,
  assertGreaterOrEqual,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { RuntimeError, sleep } from "../../../src/asyncio/mod.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  bytes,
  declare,
  pair,
  Recorder,
  rounds,
  until,
} from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

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
      "high >= low >= 0, got high 1 and low 2",
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
}
