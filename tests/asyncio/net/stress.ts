/** Streams whose reads are cancelled again and again. */

import { assertEquals } from "@std/assert";
import { CancelledError, createTask, sleep } from "../../../src/asyncio/mod.ts";
import type { NewLoop } from "../suites/_support.ts";
import { type Around, declare, pattern } from "./_support.ts";
import { connect } from "./_streams.ts";
import { clientTls, serverTls } from "./_tls.ts";

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
}

/** Cancels reads at random; compares what the others give with what was sent. */
async function stress(cancels: number, isTls: boolean): Promise<void> {
  const tls = { client: clientTls(), server: serverTls() };
  await using c = await connect(undefined, isTls ? tls : undefined);
  const data = pattern(65_521);
  const [reader] = c.near;
  const [, writer] = c.far;
  let seed = 99;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
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
