/** callSoon(), callLater() and callAt(). CPython's test_base_events and test_events. */

import { sequenceOf } from "../../../src/asyncio/core/handle.ts";
import { assertEquals, assertGreaterOrEqual, assertThrows } from "@std/assert";
import { sleep } from "../../../src/asyncio/mod.ts";
import { type NewLoop, oneRound, withLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("callSoon() passes its arguments and keeps the order (test_call_soon)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: unknown[] = [];
      for (let i = 0; i < 100; i++) {
        loop.callSoon((...args: number[]) => seen.push(args), i, -i);
      }
      await oneRound(loop);
      assertEquals(seen, Array.from({ length: 100 }, (_, i) => [i, -i]));
    }));

  for (const bad of [42, "text", null, undefined]) {
    test(`callSoon(${bad}) is a TypeError (test_call_soon_non_callable)`, () =>
      withLoop(newLoop, async (loop) => {
        const callback = bad as unknown as () => void;
        const message = "a callable object was expected";
        assertThrows(() => loop.callSoon(callback), TypeError, message);
        assertThrows(() => loop.callLater(1, callback), TypeError, message);
        assertThrows(() => loop.callAt(1, callback), TypeError, message);
      }));
  }

  test("callSoonThreadsafe() queues as callSoon() does (test_call_soon_threadsafe_same_thread)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callSoonThreadsafe(() => seen.push("hello"));
      loop.callSoon(() => seen.push("world"));
      await oneRound(loop);
      assertEquals(seen, ["hello", "world"]);
    }));

  test("callLater() is never early (test_call_later)", () =>
    withLoop(newLoop, async (loop) => {
      const early: number[] = [];
      let left = 200;
      for (let i = 0; i < 200; i++) {
        const delay = (i * 7 % 200) / 10;
        const due = performance.now() + delay;
        loop.callLater(delay, () => {
          if (performance.now() < due) early.push(due);
          if (--left === 0) loop.stop();
        });
      }
      await loop.runForever();
      assertEquals(early, []);
    }));

  test("callLater() takes negative delays for the past (test_call_later_negative_delays)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callLater(-1000, () => seen.push("a"));
      loop.callLater(-2000, () => seen.push("b"));
      await oneRound(loop);
      assertEquals(seen, ["b", "a"]);
    }));

  test("callAt() keeps the order of equal moments", () =>
    withLoop(newLoop, async (loop) => {
      const seen: number[] = [];
      const when = loop.time() + 2;
      for (let i = 0; i < 50; i++) loop.callAt(when, () => seen.push(i));
      loop.callAt(when, () => loop.stop());
      await loop.runForever();
      assertEquals(seen, Array.from({ length: 50 }, (_, i) => i));
    }));

  for (const bad of [null, undefined, "1", {}]) {
    test(`callLater(${JSON.stringify(bad)}) is a TypeError (test_call_later None)`, () =>
      withLoop(newLoop, async (loop) => {
        const delay = bad as unknown as number;
        assertThrows(() => loop.callLater(delay, () => {}), TypeError, "delay");
        assertThrows(() => loop.callAt(delay, () => {}), TypeError, "when");
      }));
  }

  test("callLater(NaN) is a RangeError", () =>
    withLoop(newLoop, async (loop) => {
      assertThrows(() => loop.callLater(NaN, () => {}), RangeError, "NaN");
      assertThrows(() => loop.callAt(NaN, () => {}), RangeError, "NaN");
      assertThrows(() => sleep(NaN), RangeError, "NaN");
    }));

  test("callLater(Infinity) never comes and does not hinder", () =>
    withLoop(newLoop, async (loop) => {
      let calls = 0;
      loop.callLater(Infinity, () => calls++);
      loop.callLater(1, () => loop.stop());
      await loop.runForever();
      assertEquals(calls, 0);
    }));

  test("a cancelled timer does not run (test_call_later cancel)", () =>
    withLoop(newLoop, async (loop) => {
      let calls = 0;
      loop.callLater(1, () => calls++).cancel();
      const kept = loop.callLater(1, () => calls++);
      loop.callLater(1, () => loop.stop());
      await loop.runForever();
      assertEquals(calls, 1);
      kept.cancel();
    }));

  test("many cancelled timers are purged (test__run_once_cancelled_event_cleanup)", () =>
    withLoop(newLoop, async (loop) => {
      const handles = Array.from(
        { length: 1000 },
        (_, i) => loop.callLater(1e6 + i, () => {}),
      );
      for (const handle of handles.slice(400)) handle.cancel();
      await oneRound(loop);
      // A purged handle is no longer the heap's; the others still are.
      assertEquals(
        handles.filter((handle) => sequenceOf(handle) >= 0).length,
        400,
      );
    }));

  test("few cancelled timers are dropped from the top only", () =>
    withLoop(newLoop, async (loop) => {
      const handles = Array.from(
        { length: 50 },
        (_, i) => loop.callLater(1e6 + i, () => {}),
      );
      for (const i of [0, 1, 10, 11]) handles[i]!.cancel();
      await oneRound(loop);
      assertEquals(
        handles.filter((handle) => sequenceOf(handle) >= 0).length,
        48,
      );
    }));

  test("time() is monotonic", () =>
    withLoop(newLoop, async (loop) => {
      const first = loop.time();
      await loop.runUntilComplete(sleep(3));
      assertGreaterOrEqual(loop.time(), first + 3);
    }));
}
