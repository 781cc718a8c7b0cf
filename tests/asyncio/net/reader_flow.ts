/** StreamReader: how it holds its transport back, and what it is for the web. */

import { feedOf } from "../../../src/asyncio/io/streams/reader.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { RuntimeError } from "../../../src/asyncio/mod.ts";
import { StreamReader } from "../../../net.ts";
import type { NewLoop } from "../suites/_support.ts";
import { type Around, declare, rounds, text } from "./_support.ts";
import { fed, feed, waiting } from "./_readers.ts";

/** Notes how often it is paused and resumed. */
class Valve {
  readonly events: string[] = [];
  pauseReading(): void {
    this.events.push("pause");
  }
  resumeReading(): void {
    this.events.push("resume");
  }
  close(): void {
    this.events.push("close");
  }
}

function valved(limit: number): [StreamReader, Valve] {
  const reader = new StreamReader({ limit });
  const valve = new Valve();
  feedOf(reader).source = valve;
  return [reader, valve];
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(
  name: string,
  newLoop: NewLoop,
  around?: Around,
): void {
  const test = declare(name, newLoop, around);

  test("a reader pauses its transport above twice the limit and resumes it at the limit", async () => {
    const [reader, valve] = valved(10);
    reader.feedData(new Uint8Array(20));
    assertEquals(valve.events, []);
    reader.feedData(new Uint8Array(1));
    reader.feedData(new Uint8Array(50));
    assertEquals(valve.events, ["pause"]);
    await reader.read(60);
    assertEquals(valve.events, ["pause"]);
    await reader.read(1);
    assertEquals(valve.events, ["pause", "resume"]);
  });

  test("a read that needs more than there may be resumes the transport", async () => {
    const [reader, valve] = valved(10);
    reader.feedData(new Uint8Array(30));
    const [task] = await waiting(reader.readexactly(100));
    assertEquals(valve.events, ["pause", "resume"]);
    reader.feedData(new Uint8Array(69));
    await rounds(1);
    assertEquals(task.done(), false);
    reader.feedData(new Uint8Array(30));
    assertEquals((await task).length, 100);
    reader.feedData(new Uint8Array(1));
    await reader.read(1000);
    assertEquals(
      valve.events.filter((each) => each === "pause").length,
      valve.events.filter((each) => each === "resume").length,
    );
  });

  test("a read that was cancelled lets a full reader pause its transport", async () => {
    const [reader, valve] = valved(10);
    const [task] = await waiting(reader.readexactly(100));
    reader.feedData(new Uint8Array(50));
    task.cancel();
    await rounds(1);
    reader.feedData(new Uint8Array(1));
    assertEquals(valve.events, ["pause"]);
    assertEquals((await reader.readexactly(51)).length, 51);
    assertEquals(valve.events, ["pause", "resume"]);
  });

  test("readable gives the bytes to the web and locks the reader meanwhile", async () => {
    const reader = fed("first ");
    const web = reader.readable.getReader();
    await assertRejects(() => Promise.resolve(reader.read(1)), RuntimeError);
    assertEquals(text((await web.read()).value!), "first ");
    const pending = web.read();
    web.releaseLock();
    await assertRejects(() => pending, TypeError);
    feed(reader, "second", null);
    assertEquals(text(await reader.readexactly(6)), "second");
    assertEquals((await reader.readable.getReader().read()).done, true);
  });

  test("readable passes errors and cancellation on", async () => {
    const [reader, valve] = valved(10);
    await reader.readable.cancel();
    assertEquals(valve.events, ["close"]);
    const failing = new StreamReader();
    const pending = new Response(failing.readable).text();
    failing.setException(new Error("broken"));
    await assertRejects(() => pending, Error, "broken");
  });
}
