/** The order in which things run: the golden programs. */

import { assertEquals } from "@std/assert";
import {
  createTask,
  gather,
  getRunningLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, oneRound, onLoop, withLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("sleep(0) lets tasks take turns (O1)", async () => {
    const seen: string[] = [];
    const body = (letter: string) => async () => {
      for (let i = 0; i < 3; i++) {
        seen.push(`${letter}${i}`);
        await sleep(0);
      }
    };
    await onLoop(newLoop, () => gather([body("a"), body("b")]));
    assertEquals(seen, ["a0", "b0", "a1", "b1", "a2", "b2"]);
  });

  test("setResult() runs callbacks and awaits in the order they were added (O3)", async () => {
    const seen: string[] = [];
    await onLoop(newLoop, async () => {
      const loop = getRunningLoop();
      const future = loop.createFuture<void>();
      future.addDoneCallback(() => seen.push("cb1"));
      createTask(async () => {
        await future;
        seen.push("task woke");
      });
      await sleep(0);
      future.addDoneCallback(() => seen.push("cb2"));
      future.setResult();
      loop.callSoon(() => seen.push("soon"));
      await sleep(0);
      seen.push("main");
    });
    assertEquals(seen, ["cb1", "task woke", "cb2", "soon", "main"]);
  });

  test("callSoon() from a callback waits for the next round (test__run_once_schedule_handle)", async () => {
    await withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callSoon(() => {
        seen.push("a");
        loop.callSoon(() => seen.push("nested"));
      });
      loop.callSoon(() => seen.push("b"));
      await oneRound(loop);
      assertEquals(seen, ["a", "b"]);
      await oneRound(loop);
      assertEquals(seen, ["a", "b", "nested"]);
    });
  });

  test("a round puts due timers behind what is ready", async () => {
    await withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callLater(0, () => seen.push("A"));
      loop.callSoon(() => seen.push("B"));
      loop.callAt(loop.time() - 10, () => seen.push("C"));
      loop.callSoon(() => seen.push("D"));
      loop.callLater(1, () => loop.stop());
      await loop.runForever();
      // The deadline of C is before that of A, as asyncio has it as well.
      assertEquals(seen, ["B", "D", "C", "A"]);
    });
  });
}
