/** Generator coroutines: stepped by the loop, thrown into anywhere. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
} from "@std/assert";
import {
  CancelledError,
  Coroutine,
  createTask,
  currentTask,
  Event,
  RuntimeError,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, thrownBy } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: generator: ${title}`, fn);

  test("yield* waits for futures, tasks and coroutines", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      loop.callSoon(() => future.setResult(1));
      const result = await createTask(function* () {
        const a = yield* future;
        const b = yield* createTask(async () => 2);
        const c = yield* sleep(1, 3);
        return [a, b, c];
      });
      assertEquals(result, [1, 2, 3]);
    }));

  test("yield* of a done future does not yield", () =>
    onLoop(newLoop, async (loop) => {
      const future = loop.createFuture<number>();
      future.setResult(5);
      const seen: string[] = [];
      loop.callSoon(() => seen.push("soon"));
      await createTask(function* () {
        yield* future;
        yield* future;
        seen.push("done");
      });
      assertEquals(seen, ["soon", "done"]);
    }));

  test("a bare yield gives the others a turn", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      const body = (letter: string) =>
        function* () {
          for (let i = 0; i < 2; i++) {
            seen.push(`${letter}${i}`);
            yield;
          }
        };
      const tasks = ["a", "b"].map((letter) => createTask(body(letter)));
      for (const task of tasks) await task;
      assertEquals(seen, ["a0", "b0", "a1", "b1"]);
    }));

  test("yield of a promise waits for it, and can be cancelled", () =>
    onLoop(newLoop, async () => {
      const value = await createTask(function* () {
        return (yield Promise.resolve("platform")) as string;
      });
      assertEquals(value, "platform");
      const task = createTask(function* () {
        yield new Promise(() => {});
      });
      await sleep(0);
      task.cancel("why");
      await assertRejects(() => task, CancelledError, "why");
    }));

  test("cancel() throws at the yield, also inside coroutines of ours", () =>
    onLoop(newLoop, async () => {
      const seen: string[] = [];
      const event = new Event();
      const task = createTask(function* () {
        try {
          yield* event.wait();
        } catch (error) {
          seen.push((error as Error).name);
        }
        yield* sleep(0);
        return "went on";
      });
      await sleep(0);
      task.cancel();
      assertEquals(await task, "went on");
      assertEquals(seen, ["CancelledError"]);
    }));

  test("cancel() before the first step closes it without running", () =>
    onLoop(newLoop, async () => {
      let ran = false;
      const task = createTask(function* () {
        ran = true;
        yield;
      }());
      task.cancel();
      await assertRejects(() => task, CancelledError);
      assert(!ran);
    }));

  test("an error of what it waits for is thrown at the yield", () =>
    onLoop(newLoop, async (loop) => {
      const error = new Error("inside");
      const future = loop.createFuture<void>();
      loop.callSoon(() => future.setException(error));
      const task = createTask(function* () {
        try {
          yield* future;
        } catch (caught) {
          return caught === error;
        }
        return false;
      });
      assert(await task);
    }));

  for (
    const [what, make] of [
      ["a number", () => 42],
      ["a generator", () => (function* () {})()],
      ["an object", () => ({})],
    ] as [string, () => unknown][]
  ) {
    test(`yield of ${what} is a RuntimeError (test_step_result*)`, () =>
      onLoop(newLoop, async () => {
        const task = createTask(function* () {
          yield make();
        });
        await assertRejects(() => task, RuntimeError);
      }));
  }

  test("it cannot wait for itself, nor for another loop", () =>
    onLoop(newLoop, async () => {
      const itself = createTask(function* () {
        yield currentTask();
      });
      await assertRejects(() => itself, RuntimeError, "cannot await on itself");
      const other = newLoop();
      const foreign = other.createFuture();
      const stranger = createTask(function* () {
        yield foreign;
      });
      await assertRejects(() => stranger, RuntimeError, "different loop");
      other.close();
    }));

  test("a generator object is stepped as a function's is", () =>
    onLoop(newLoop, async () => {
      function* body(n: number): Generator<unknown, number, never> {
        yield* sleep(0);
        return n;
      }
      assertEquals(await createTask(body(3)), 3);
      assertEquals(await new Coroutine(() => body(4)), 4);
    }));

  test("a coroutine of a generator runs inside the awaiting task", () =>
    onLoop(newLoop, async () => {
      const task = currentTask();
      const seen: unknown[] = [];
      await new Coroutine(function* () {
        seen.push(currentTask() === task);
        yield;
        seen.push(currentTask() === task);
        try {
          yield Promise.reject(new Error("thrown in"));
        } catch (error) {
          seen.push((error as Error).message);
        }
      });
      assertEquals(seen, [true, true, "thrown in"]);
    }));

  test("currentTask() is the task at every step", () =>
    onLoop(newLoop, async () => {
      const seen: boolean[] = [];
      const task = createTask(function* () {
        for (let i = 0; i < 3; i++) {
          seen.push(currentTask() === task);
          yield* sleep(i);
        }
      });
      await task;
      assertEquals(seen, [true, true, true]);
    }));

  test("what the cleanup throws replaces the cancellation", () =>
    onLoop(newLoop, async () => {
      const error = new Error("cleanup");
      const task = createTask(function* () {
        try {
          yield* sleep(10_000);
        } catch {
          throw error;
        }
      });
      await sleep(0);
      task.cancel();
      assertStrictEquals(await thrownBy(task), error);
      assert(!task.cancelled());
    }));
}
