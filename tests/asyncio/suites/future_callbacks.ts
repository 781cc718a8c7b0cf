/** Callbacks of futures, and handles. CPython's test_futures and test_events. */

import { assert, assertEquals } from "@std/assert";
import type { Handle } from "../../../src/asyncio/mod.ts";
import { type NewLoop, oneRound, withLoop } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("Future.setResult() calls nothing at once (test_callbacks_invoked_on_set_result)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: unknown[] = [];
      const future = loop.createFuture<string>();
      future.addDoneCallback((done) => seen.push(42, done === future));
      future.addDoneCallback(() => seen.push(17));
      assertEquals(seen, []);
      future.setResult("foo");
      assertEquals(seen, []);
      await oneRound(loop);
      assertEquals(seen, [42, true, 17]);
      assertEquals(future.result(), "foo");
    }));

  test("Future.setException() and cancel() call the callbacks (test_callbacks_invoked_on_set_exception, _on_cancel)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const failed = loop.createFuture();
      failed.addDoneCallback(() => seen.push("failed"));
      failed.setException(new Error());
      failed.exception();
      const cancelled = loop.createFuture();
      cancelled.addDoneCallback(() => seen.push("cancelled"));
      cancelled.cancel();
      await oneRound(loop);
      assertEquals(seen, ["failed", "cancelled"]);
    }));

  test("Future.addDoneCallback() on a done future calls soon", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const future = loop.createFuture<void>();
      future.setResult();
      future.addDoneCallback(() => seen.push("called"));
      assertEquals(seen, []);
      await oneRound(loop);
      assertEquals(seen, ["called"]);
    }));

  test("Future.removeDoneCallback() removes all equal ones (test_remove_done_callback)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: number[] = [];
      const one = () => seen.push(1);
      const two = () => seen.push(2);
      const three = () => seen.push(3);
      const future = loop.createFuture<void>();
      for (const callback of [one, two, one, three, one]) {
        future.addDoneCallback(callback);
      }
      assertEquals(future.removeDoneCallback(one), 3);
      assertEquals(future.removeDoneCallback(one), 0);
      assertEquals(future.removeDoneCallback(three), 1);
      future.setResult();
      await oneRound(loop);
      assertEquals(seen, [2]);
      assertEquals(future.removeDoneCallback(two), 0);
    }));

  test("Future.removeDoneCallback() in a callback comes too late (test_remove_done_callbacks_list_mutation)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const future = loop.createFuture<void>();
      const second = () => seen.push("second");
      future.addDoneCallback(() => {
        seen.push(`first ${future.removeDoneCallback(second)}`);
      });
      future.addDoneCallback(second);
      future.setResult();
      await oneRound(loop);
      assertEquals(seen, ["first 0", "second"]);
    }));

  test("Future callbacks may be added while they run (test_schedule_callbacks_list_mutation)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const future = loop.createFuture<void>();
      future.addDoneCallback(() => {
        seen.push("first");
        future.addDoneCallback(() => seen.push("late"));
      });
      future.addDoneCallback(() => seen.push("second"));
      future.setResult();
      await oneRound(loop);
      await oneRound(loop);
      assertEquals(seen, ["first", "second", "late"]);
    }));

  test("Future.addDoneCallback() runs each callback in its context", () =>
    withLoop(newLoop, async (loop) => {
      const { AsyncLocalStorage } = await import("node:async_hooks");
      const variable = new AsyncLocalStorage<string>();
      const seen: unknown[] = [];
      const future = loop.createFuture<void>();
      variable.run(
        "one",
        () => future.addDoneCallback(() => seen.push(variable.getStore())),
      );
      variable.run(
        "two",
        () => future.addDoneCallback(() => seen.push(variable.getStore())),
      );
      variable.run("three", () => future.setResult());
      await oneRound(loop);
      assertEquals(seen, ["one", "two"]);
    }));

  test("Handle.cancel() drops the callback (test_handle)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const handle = loop.callSoon((word: string) => seen.push(word), "never");
      assert(!handle.cancelled());
      handle.cancel();
      handle.cancel();
      assert(handle.cancelled());
      await oneRound(loop);
      assertEquals(seen, []);
    }));

  test("Handle.cancel() after the call is remembered", () =>
    withLoop(newLoop, async (loop) => {
      let calls = 0;
      const handle = loop.callSoon(() => calls++);
      await oneRound(loop);
      handle.cancel();
      assert(handle.cancelled());
      assertEquals(calls, 1);
    }));

  test("Handle describes itself (test_handle_repr)", () =>
    withLoop(newLoop, async (loop) => {
      const handle: Handle = loop.callSoon(function noop() {});
      assertEquals(String(handle), "<Handle noop()>");
      handle.cancel();
      assertEquals(String(handle), "<Handle cancelled>");
    }));

  test("TimerHandle.when() is exact and orders handles (test_timer, test_timer_comparison)", () =>
    withLoop(newLoop, async (loop) => {
      const when = loop.time() + 1e6;
      const early = loop.callAt(when, () => {});
      const late = loop.callAt(when + 1, () => {});
      assertEquals(early.when(), when);
      assert(early < late);
      assert(late > early);
      early.cancel();
      late.cancel();
      assert(early.cancelled());
      assertEquals(early.when(), when);
    }));
}
