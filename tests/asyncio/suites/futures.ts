/** Futures. CPython's test_futures. */

import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  type Future,
  InvalidStateError,
  isFuture,
  RuntimeError,
  sleep,
} from "../../../src/asyncio/mod.ts";
import {
  collectErrors,
  type NewLoop,
  oneRound,
  onLoop,
  thrownBy,
  withLoop,
} from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("Future starts pending (test_initial_state)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture();
      assert(!future.done());
      assert(!future.cancelled());
      assertStrictEquals(future.getLoop(), loop);
      future.cancel();
      assert(future.done());
    }));

  test("Future.cancel() ends it for good (test_cancel)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      assert(future.cancel());
      assert(future.done());
      assert(future.cancelled());
      assertThrows(() => future.result(), CancelledError);
      assertThrows(() => future.exception(), CancelledError);
      assertThrows(
        () => future.setResult(1),
        InvalidStateError,
        "invalid state",
      );
      assertThrows(
        () => future.setException(new Error()),
        InvalidStateError,
        "invalid state",
      );
      assert(!future.cancel());
    }));

  test("Future.cancel() gives its reason to the error (test_future_cancel_message_getter)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture();
      future.cancel("my message");
      const error = assertThrows(() => future.result(), CancelledError);
      assertEquals(error.reason, "my message");
      assertEquals(error.message, "my message");
      assertEquals(
        assertThrows(() => future.exception(), CancelledError).reason,
        "my message",
      );
    }));

  for (const reason of [undefined, null]) {
    test(`Future.cancel(${reason}) gives the error no reason (test_cancel_with_message)`, () =>
      withLoop(newLoop, async (loop) => {
        const future = loop.createFuture();
        future.cancel(reason);
        const error = assertThrows(() => future.result(), CancelledError);
        assertEquals(error.reason, undefined);
        assertEquals(error.message, "");
      }));
  }

  test("Future.cancel() takes a reason that is no string", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture();
      future.cancel(5);
      assertEquals(
        assertThrows(() => future.result(), CancelledError).reason,
        5,
      );
    }));

  test("Future.result() waits for setResult() (test_result)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      assertThrows(
        () => future.result(),
        InvalidStateError,
        "Result is not set.",
      );
      future.setResult(42);
      assert(future.done());
      assert(!future.cancelled());
      assertEquals(future.result(), 42);
      assertEquals(future.exception(), null);
      assertThrows(
        () => future.setResult(43),
        InvalidStateError,
        "invalid state",
      );
      assert(!future.cancel());
      assertEquals(future.result(), 42);
    }));

  test("Future.exception() waits for setException() (test_exception)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      assertThrows(
        () => future.exception(),
        InvalidStateError,
        "Exception is not set.",
      );
      const error = new RangeError("reason");
      future.setException(error);
      assertStrictEquals(assertThrows(() => future.result()), error);
      assertStrictEquals(future.exception(), error);
      assertThrows(
        () => future.setResult(1),
        InvalidStateError,
        "invalid state",
      );
      assert(!future.cancel());
    }));

  test("Future.setException() makes one of a class (test_exception_class)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture();
      future.setException(RangeError);
      assertInstanceOf(future.exception(), RangeError);
      const plain = loop.createFuture();
      plain.setException(Error);
      assertInstanceOf(plain.exception(), Error);
    }));

  for (const bad of [5, "text", null, undefined, {}, () => 1]) {
    test(`Future.setException(${String(bad)}) is a TypeError (test_exception_class)`, () =>
      withLoop(newLoop, async (loop) => {
        const future = loop.createFuture();
        assertThrows(
          () => future.setException(bad as unknown as Error),
          TypeError,
          "invalid exception object",
        );
        assert(!future.done());
      }));
  }

  test("await waits once and then no more (test_yield_from_twice)", () =>
    onLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      const future = loop.createFuture<number>();
      loop.callSoon(() => {
        loop.callSoon(() => seen.push("round"));
        future.setResult(42);
      });
      assertEquals(await future, 42);
      seen.push("first");
      loop.callSoon(() => seen.push("never before second"));
      assertEquals(await future, 42);
      seen.push("second");
      assertEquals(seen, ["round", "first", "second"]);
    }));

  test("await of a failed future throws its error, each time", () =>
    onLoop(newLoop, async (loop) => {
      const error = new Error("failed");
      const future = loop.createFuture();
      future.setException(error);
      assertStrictEquals(await thrownBy(future), error);
      assertStrictEquals(await thrownBy(future), error);
    }));

  test("await outside tasks works too", async () => {
    await withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      const seen: number[] = [];
      const outside = (async () => {
        seen.push(await future);
      })();
      loop.callSoon(() => future.setResult(7));
      loop.callLater(2, () => loop.stop());
      await loop.runForever();
      await outside;
      assertEquals(seen, [7]);
    });
  });

  test("Future is a promise for then(), catch() and finally()", () =>
    onLoop(newLoop, async (loop) => {
      const good = loop.createFuture<number>();
      const bad = loop.createFuture<number>();
      const seen: unknown[] = [];
      const chains = [
        good.then((value) => seen.push(value)),
        bad.catch((error) => seen.push((error as Error).message)),
        good.finally(() => seen.push("finally")),
      ];
      good.setResult(1);
      bad.setException(new Error("bad"));
      for (const chain of chains) await chain;
      assertEquals(seen, [1, "finally", "bad"]);
    }));

  test("isFuture() knows futures and tasks only", () =>
    onLoop(newLoop, async (loop) => {
      const task = loop.createTask(async () => {});
      assert(isFuture(loop.createFuture()));
      assert(isFuture(task));
      assert(!isFuture(Promise.resolve()));
      assert(!isFuture(null));
      await task;
    }));

  test("Future describes its state (test_future_repr)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      assertEquals(String(future), "<Future pending>");
      future.setResult(42);
      assertEquals(String(future), "<Future finished result=42>");
      const failed = loop.createFuture();
      failed.setException(new RangeError("bad"));
      assertEquals(
        String(failed),
        '<Future finished exception=RangeError("bad")>',
      );
      failed.exception();
      const cancelled = loop.createFuture();
      cancelled.cancel();
      assertEquals(String(cancelled), "<Future cancelled>");
    }));

  test("an error that was never retrieved is reported at close, once (test_tb_logger_exception_unretrieved)", async () => {
    const loop = newLoop();
    const contexts = collectErrors(loop);
    const error = new Error("lost");
    loop.createFuture().setException(error);
    await oneRound(loop);
    assertEquals(contexts.length, 0);
    loop.close();
    loop.close();
    assertEquals(contexts.length, 1);
    assertEquals(contexts[0]!.message, "Future exception was never retrieved");
    assertStrictEquals(contexts[0]!.exception, error);
  });

  for (const method of ["result", "exception", "await"] as const) {
    test(`an error that ${method} asked for is not reported (test_tb_logger_${method}_retrieved)`, async () => {
      const loop = newLoop();
      const contexts = collectErrors(loop);
      const future = loop.createFuture();
      future.setException(new Error());
      if (method === "result") assertThrows(() => future.result());
      else if (method === "exception") future.exception();
      else await assertRejects(() => future);
      loop.close();
      assertEquals(contexts, []);
    });
  }

  test("await of a future of another loop is an error", () =>
    onLoop(newLoop, async () => {
      const other = newLoop();
      const future = other.createFuture();
      await assertRejects(
        () => future,
        RuntimeError,
        "attached to a different loop",
      );
      other.close();
    }));

  test("await of one future by many tasks wakes them in order", () =>
    onLoop(newLoop, async (loop) => {
      const seen: number[] = [];
      const future: Future<void> = loop.createFuture<void>();
      const tasks = [0, 1, 2].map((n) =>
        loop.createTask(async () => {
          await future;
          seen.push(n);
        })
      );
      await sleep(0);
      future.setResult();
      for (const task of tasks) await task;
      assertEquals(seen, [0, 1, 2]);
    }));
}
