/** gather(). CPython's test_tasks. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  Coroutine,
  createTask,
  gather,
  sleep,
} from "../../../src/asyncio/mod.ts";
import {
  collectErrors,
  futures,
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

  test("gather() returns the results in the order given (test_success)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c] = futures(loop, 3);
      const all = gather([a!, b!, c!]);
      b!.setResult(1);
      a!.setResult(2);
      await sleep(0);
      assert(!all.done());
      c!.setResult(3);
      assertEquals(await all, [2, 1, 3]);
    }));

  test("gather() of nothing is done (test_constructor_empty_sequence)", () =>
    onLoop(newLoop, async () => {
      const all = gather([]);
      assert(all.done());
      assertEquals(await all, []);
    }));

  test("gather() throws the first error and ignores the others (test_one_exception)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c, d, e] = futures(loop, 5);
      const all = gather([a!, b!, c!, d!, e!]);
      const error = new RangeError("first");
      a!.setResult(1);
      b!.setException(error);
      await sleep(0);
      assert(all.done());
      assertStrictEquals(all.exception(), error);
      c!.setResult(2);
      d!.cancel();
      e!.setException(new Error("ignored"));
      await sleep(0);
      assertStrictEquals(await thrownBy(all), error);
    }));

  test("gather({ returnExceptions }) gives errors as results (test_return_exceptions)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c, d] = futures(loop, 4);
      const all = gather([a!, b!, c!, d!], { returnExceptions: true });
      const [one, two] = [new Error("one"), new Error("two")];
      b!.setResult(1);
      c!.setException(one);
      a!.setResult(3);
      await sleep(0);
      assert(!all.done());
      d!.setException(two);
      const results = await all;
      assertEquals(results[0], 3);
      assertEquals(results[1], 1);
      assertStrictEquals(results[2] as unknown, one);
      assertStrictEquals(results[3] as unknown, two);
    }));

  test("gather() of a cancelled child fails and is not cancelled (test_one_cancellation)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b, c] = futures(loop, 3);
      const all = gather([a!, b!, c!]);
      b!.cancel();
      await sleep(0);
      assert(all.done());
      assert(!all.cancelled());
      assert(all.exception() instanceof CancelledError);
    }));

  test("gather({ returnExceptions }) gives a cancellation as result (test_result_exception_one_cancellation)", () =>
    onLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!], { returnExceptions: true });
      a!.setResult(1);
      b!.cancel();
      const results: unknown[] = await all;
      assertEquals(results[0], 1);
      assert(results[1] instanceof CancelledError);
    }));

  test("gather().cancel() cancels the children, once (test_cancel_gather_1)", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      const child = createTask(async () => await future);
      const all = gather([child]);
      await sleep(0);
      assert(all.cancel());
      assert(!all.cancelled());
      await assertRejects(() => all, CancelledError);
      assert(child.cancelled());
      assert(future.cancelled());
      assert(!all.cancel());
    }));

  test("gather().cancel() keeps the message (test_cancel_gather_2)", () =>
    onLoop(newLoop, async () => {
      const all = gather([sleep(10_000), sleep(10_000)]);
      await sleep(0);
      all.cancel("my message");
      const error = await thrownBy(all);
      assert(error instanceof CancelledError);
      assertEquals(error.reason, "my message");
    }));

  test("gather() passes the cancellation of its awaiter on (test_cancel_blocking_wait_for gather)", () =>
    onLoop(newLoop, async () => {
      const children = [0, 1].map(() => createTask(sleep(10_000)));
      const task = createTask(async () => await gather(children));
      await sleep(0);
      await sleep(0);
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(children.every((child) => child.cancelled()));
    }));

  test("gather() calls a function as often as it is given, and waits for an object once (test_duplicate_coroutines)", () =>
    onLoop(newLoop, async () => {
      let runs = 0;
      const body = async () => ++runs;
      assertEquals(await gather([body, body, async () => 7, body]), [
        1,
        2,
        7,
        3,
      ]);
      const coroutine = new Coroutine(body);
      const future = createTask(body);
      const promise = body();
      assertEquals(
        await gather([coroutine, future, promise, coroutine, future, promise]),
        [6, 5, 4, 6, 5, 4],
      );
    }));

  test("gather() that is cancelled cancels a child that is given twice twice", () =>
    onLoop(newLoop, async () => {
      const child = createTask(sleep(10_000));
      const all = gather([child, child]);
      await sleep(0);
      all.cancel();
      assertEquals(child.cancelling(), 2);
      await assertRejects(() => all, CancelledError);
    }));

  test("gather() of finished futures takes no turn (test_gather_eager)", () =>
    onLoop(newLoop, async (loop) => {
      const log: string[] = [];
      const [done, failed, cancelled] = futures(loop, 3);
      done!.setResult(1);
      failed!.setException(new RangeError("failed"));
      cancelled!.cancel();
      loop.callSoon(() => log.push("turn"));
      log.push(String(await gather([done!, done!])));
      await assertRejects(() => gather([done!, failed!]), RangeError);
      await assertRejects(() => gather([cancelled!, done!]), CancelledError);
      const all = gather([done!, failed!, cancelled!], {
        returnExceptions: true,
      });
      assertEquals((await all).map(Boolean), [true, true, true]);
      assertEquals(log, ["1,1"]);
    }));

  test("gather() refuses loops that differ (test_heterogenous_futures)", () =>
    onLoop(newLoop, async (loop) => {
      const other = newLoop();
      assertThrows(
        () => gather([loop.createFuture(), other.createFuture()]),
        RangeError,
      );
      other.close();
    }));

  test("gather() outside a loop uses that of its futures (test_constructor_homogenous_futures)", () =>
    withLoop(newLoop, async (loop) => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!]);
      assertStrictEquals(all.getLoop(), loop);
      a!.setResult(1);
      b!.setResult(2);
      assertEquals(await loop.runUntilComplete(all), [1, 2]);
    }));

  test("gather() types a tuple", () =>
    onLoop(newLoop, async () => {
      const [text, number] = await gather([sleep(0, "a"), async () => 1]);
      assertEquals([text.toUpperCase(), number.toFixed(1)], ["A", "1.0"]);
    }));

  test("an error in a gathering that is over is not reported (test_env gather retrieved)", async () => {
    const loop = newLoop();
    const contexts = collectErrors(loop);
    await loop.runUntilComplete(async () => {
      const [a, b] = futures(loop, 2);
      const all = gather([a!, b!]);
      a!.setException(new Error("first"));
      await thrownBy(all);
      b!.setException(new Error("second"));
      await sleep(0);
    });
    await oneRound(loop);
    loop.close();
    assertEquals(contexts, []);
  });
}
