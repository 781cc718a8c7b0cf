/** Streams whose reads are cancelled again and again, and connections whose ends do anything at any moment. */

import { assertEquals } from "@std/assert";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import type { NewLoop } from "../suites/_support.ts";
import {
  type Around,
  declare,
  pair,
  pattern,
  Recorder,
  rounds,
  until,
} from "./_support.ts";
import { connect } from "./_streams.ts";
import { clientTls, serverTls, tlsPair } from "./_tls.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  // Without draining, a turn runs one handle: fewer will do there.
  const cancels = name === "portable" ? 500 : 10_000;
  test(`${cancels} random cancels lose no byte`, () => stress(cancels, false));
  test(`${cancels} random cancels lose no byte over TLS`, () =>
    stress(cancels, true));

  const programs = name === "portable" ? 20 : 100;
  for (const isTls of [false, true]) {
    test(`${programs} random programs of two ends keep every rule${isTls ? ", over TLS, too" : ""}`, () =>
      twoEnds(programs, isTls));
  }
}

/** Numbers that look random. */
function numbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
}

const DATA = pattern(1 << 20);

/** An end that checks what it is told, and when. */
class End extends Recorder {
  written = 0;
  isPaused = false;
  isClosed = false;
  readonly faults: string[] = [];

  override dataReceived(data: Uint8Array): void {
    if (this.isClosed || this.isPaused) this.faults.push("data too late");
    for (const [i, byte] of data.entries()) {
      if (byte === DATA[(this.size + i) % DATA.length]) continue;
      this.faults.push(`wrong byte ${this.size + i}`);
      break;
    }
    this.size += data.length;
    if (this.events.at(-1) !== "data") this.events.push("data");
  }

  write(size: number): void {
    const start = this.written % DATA.length;
    const piece = DATA.subarray(start, start + size);
    if (this.transport.isClosing()) return;
    this.written += piece.length;
    this.transport.write(piece);
  }

  /** What an end must have been told when all is over. */
  check(): void {
    const { events } = this;
    const flow = events.filter((each) => /pause|resume/.test(each));
    const isOrdered = events[0] === "made" &&
      events.findIndex((each) => each.startsWith("lost")) ===
        events.length - 1 &&
      events.lastIndexOf("data") <= (events.indexOf("eof") + 1 || Infinity) &&
      flow.every((each, i) => each === (i % 2 === 0 ? "pause" : "resume"));
    if (!isOrdered) this.faults.push(events.join());
    assertEquals(this.faults, []);
    assertEquals(this.transport.getWriteBufferSize(), 0);
  }
}

/** Two ends write, pause, end and close at random. */
async function twoEnds(programs: number, isTls: boolean): Promise<void> {
  const random = numbers(7);
  for (let i = 0; i < programs; i++) {
    const [client, peer] = [new End(), new End()];
    client.keepOpen = peer.keepOpen = !isTls;
    await using _ = isTls
      ? await tlsPair(client, peer)
      : await pair(client, peer);
    let isWhole = true;
    for (let left = random(25); left > 0; left--) {
      const end = random(2) === 0 ? client : peer;
      const { transport } = end;
      const choice = random(12);
      if (choice < 4) end.write([1, 100, 5000, 400_000][choice]!);
      else if (choice === 4) {
        transport.pauseReading();
        end.isPaused = !transport.isClosing();
      } else if (choice <= 6) {
        end.isPaused = false;
        transport.resumeReading();
      } else if (choice === 7) {
        transport.setWriteBufferLimits({
          high: [0, 1000, 1 << 20][random(3)]!,
        });
      } else if (choice === 8 && random(3) === 0) {
        end.isClosed = true;
        isWhole = false;
        if (random(2) === 0) transport.close();
        else transport.abort();
      } else if (random(3) === 0) await sleep(random(3));
      else await rounds(random(4));
    }
    for (const end of [client, peer]) {
      end.isPaused = false;
      end.transport.resumeReading();
    }
    if (isWhole) {
      await until(() =>
        client.size === peer.written && peer.size === client.written
      );
    }
    for (const end of [client, peer]) {
      end.isClosed = true;
      end.transport.close();
    }
    await client.lost();
    await peer.lost();
    client.check();
    peer.check();
  }
}

/** Cancels reads at random; compares what the others give with what was sent. */
async function stress(cancels: number, isTls: boolean): Promise<void> {
  const tls = { client: clientTls(), server: serverTls() };
  await using c = await connect(undefined, isTls ? tls : undefined);
  const data = pattern(65_521);
  const [reader] = c.near;
  const [, writer] = c.far;
  const random = numbers(99);
  let sent = 0;
  let over = false;
  const sending = createTask(async () => {
    while (!over) {
      const size = 1 + random(150);
      const start = sent % data.length;
      const piece = data.slice(start, start + size);
      writer.write(piece);
      sent += piece.length;
      await writer.drain();
      if (random(2) === 0) await sleep(0);
    }
    writer.close();
  });
  let read = 0;
  let cancelled = 0;
  const check = (piece: Uint8Array): void => {
    for (const byte of piece) {
      if (byte !== data[read % data.length]) throw new Error(`at ${read}`);
      read++;
    }
  };
  while (cancelled < cancels) {
    const count = 1 + random(200);
    const task = createTask(
      random(2) === 0 ? reader.read(count) : reader.readexactly(count),
    );
    const turns = random(4);
    for (let i = 0; i < turns; i++) await sleep(0);
    if (!task.done()) task.cancel();
    try {
      check(await task);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      cancelled++;
    }
  }
  over = true;
  // The sender may wait until the rest is read.
  check(await reader.read());
  await sending;
  assertEquals(read, sent);
}
