/** Event loops: running, stopping, closing, and a busy one. CPython's test_base_events and test_events. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  type BaseEventLoop,
  getEventLoop,
  getRunningLoop,
  newEventLoop,
  RuntimeError,
  setEventLoop,
  setLoopFactory,
  sleep,
  Task,
} from "../../../src/asyncio/mod.ts";
import {
  capturing,
  type NewLoop,
  oneRound,
  onLoop,
  withLoop,
} from "./_support.ts";

/** Without the extras a macrotask per callback makes the large cases slow. */
function extrasOff(name: string): boolean {
  return name === "portable";
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  test("runForever() of a stopped loop makes one round (test_run_forever_pre_stopped)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callSoon(() => {
        seen.push("first");
        loop.callSoon(() => seen.push("second"));
      });
      loop.stop();
      await loop.runForever();
      assertEquals(seen, ["first"]);
    }));

  test("stop() lets the round finish (test_run_once_in_executor_plain, stop)", () =>
    withLoop(newLoop, async (loop) => {
      const seen: string[] = [];
      loop.callSoon(() => {
        seen.push("a");
        loop.stop();
        loop.callSoon(() => seen.push("nested"));
      });
      loop.callSoon(() => seen.push("b"));
      await loop.runForever();
      assertEquals(seen, ["a", "b"]);
      assert(!loop.isRunning());
      await oneRound(loop);
      assertEquals(seen, ["a", "b", "nested"]);
    }));

  test("runUntilComplete() returns the result, falsy ones too (test_run_until_complete)", () =>
    withLoop(newLoop, async (loop) => {
      for (const value of [42, 0, "", false, null, undefined]) {
        assertStrictEquals(
          await loop.runUntilComplete(async () => value),
          value,
        );
      }
    }));

  test("runUntilComplete() throws what the coroutine throws", () =>
    withLoop(newLoop, async (loop) => {
      const error = new Error("mine");
      const thrown = await loop.runUntilComplete(async () => {
        await sleep(0);
        throw error;
      }).catch((e) => e);
      assertStrictEquals(thrown, error);
    }));

  test("runUntilComplete() that is stopped says so (test_run_until_complete_stopped)", () =>
    withLoop(newLoop, async (loop) => {
      await assertRejects(
        () =>
          loop.runUntilComplete(async () => {
            loop.stop();
            await sleep(10_000);
          }),
        RuntimeError,
        "Event loop stopped before Future completed.",
      );
    }));

  for (const bad of ["blah", 5, null, undefined, {}]) {
    test(`runUntilComplete(${JSON.stringify(bad)}) is a TypeError (test_run_until_complete_type_error)`, () =>
      withLoop(newLoop, async (loop) => {
        await assertRejects(
          () => loop.runUntilComplete(bad as unknown as Promise<void>),
          TypeError,
        );
        assert(!loop.isRunning());
      }));
  }

  test("runUntilComplete() refuses a future of another loop (test_run_until_complete_loop)", () =>
    withLoop(newLoop, async (loop) => {
      const other = newLoop();
      const future = other.createFuture();
      await assertRejects(() => loop.runUntilComplete(future), RangeError);
      other.close();
    }));

  test("runUntilComplete() inside a running loop is refused (test_run_until_complete_nesting)", () =>
    withLoop(newLoop, async (loop) => {
      await loop.runUntilComplete(async () => {
        await assertRejects(
          () => loop.runUntilComplete(async () => {}),
          RuntimeError,
          "This event loop is already running",
        );
        await assertRejects(
          () => loop.runForever(),
          RuntimeError,
          "This event loop is already running",
        );
        const other = newLoop();
        await assertRejects(
          () => other.runForever(),
          RuntimeError,
          "Cannot run the event loop while another loop is running",
        );
        other.close();
      });
    }));

  test("runUntilComplete() removes its callback (test_run_until_complete_loop_orphan_future_close_loop)", () =>
    withLoop(newLoop, async (loop) => {
      const future = loop.createFuture<void>();
      loop.callSoon(() => loop.stop());
      await assertRejects(() => loop.runUntilComplete(future), RuntimeError);
      future.setResult();
      // A callback left behind would stop this run too early.
      assertEquals(await loop.runUntilComplete(sleep(2, "ran")), "ran");
    }));

  test("a loop runs again and again", () =>
    withLoop(newLoop, async (loop) => {
      for (let i = 0; i < 5; i++) {
        assertEquals(await loop.runUntilComplete(sleep(0, i)), i);
      }
    }));

  test("close() is idempotent and final (test_close)", async () => {
    const loop = newLoop();
    assert(!loop.isClosed());
    loop.close();
    loop.close();
    assert(loop.isClosed());
    const closed = "Event loop is closed";
    assertThrows(() => loop.callSoon(() => {}), RuntimeError, closed);
    assertThrows(() => loop.callSoonThreadsafe(() => {}), RuntimeError, closed);
    assertThrows(() => loop.callLater(1, () => {}), RuntimeError, closed);
    assertThrows(() => loop.callAt(1, () => {}), RuntimeError, closed);
    assertThrows(() => loop.createTask(async () => {}), RuntimeError, closed);
    assertThrows(() => loop.runInExecutor(null, () => 1), RuntimeError, closed);
    assertThrows(() => loop.openPort({}), RuntimeError, closed);
    await assertRejects(() => loop.runForever(), RuntimeError, closed);
    await assertRejects(
      () => loop.runUntilComplete(async () => {}),
      RuntimeError,
      closed,
    );
  });

  test("close() of a running loop is refused (test_close_running_event_loop)", () =>
    onLoop(newLoop, async (loop) => {
      assertThrows(
        () => loop.close(),
        RuntimeError,
        "Cannot close a running event loop",
      );
    }));

  test("close() drops timers and callbacks for good", async () => {
    const loop = newLoop();
    let calls = 0;
    loop.callSoon(() => calls++);
    loop.callLater(1, () => calls++);
    loop.close();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assertEquals(calls, 0);
  });

  test("isRunning() is true between start and stop (test_is_running)", () =>
    withLoop(newLoop, async (loop) => {
      assert(!loop.isRunning());
      const seen: boolean[] = [];
      loop.callSoon(() => {
        seen.push(loop.isRunning());
        loop.stop();
      });
      const end = loop.runForever();
      assert(loop.isRunning());
      await end;
      assertEquals(seen, [true]);
      assert(!loop.isRunning());
    }));

  test("getRunningLoop() and getEventLoop() know the running loop (test_get_event_loop_returns_running_loop)", async () => {
    setEventLoop(null);
    assertThrows(() => getRunningLoop(), RuntimeError, "no running event loop");
    assertThrows(
      () => getEventLoop(),
      RuntimeError,
      "There is no current event loop",
    );
    await withLoop(newLoop, async (loop) => {
      const other = newLoop();
      setEventLoop(other);
      assertStrictEquals(getEventLoop(), other);
      await loop.runUntilComplete(async () => {
        assertStrictEquals(getRunningLoop(), loop);
        assertStrictEquals(getEventLoop(), loop);
      });
      assertStrictEquals(getEventLoop(), other);
      other.close();
    });
    assertThrows(() => getRunningLoop(), RuntimeError);
  });

  test("setEventLoop() takes a loop or null only", async () => {
    assertThrows(
      () => setEventLoop("loop" as unknown as BaseEventLoop),
      TypeError,
    );
  });

  test("setLoopFactory() decides what newEventLoop() makes", async () => {
    const loop = newLoop();
    const before = setLoopFactory(() => loop);
    try {
      assertStrictEquals(newEventLoop(), loop);
    } finally {
      setLoopFactory(before);
      loop.close();
    }
  });

  test("debug mode reports slow callbacks (test_slow_callback_duration)", () =>
    withLoop(newLoop, async (loop) => {
      loop.setDebug(true);
      assert(loop.getDebug());
      loop.slowCallbackDuration = 5;
      const spin = (ms: number) => {
        const end = performance.now() + ms;
        while (performance.now() < end);
      };
      loop.callSoon(function dawdle() {
        spin(8);
      });
      const text = await capturing("warn", () => oneRound(loop));
      assertMatch(text, /Executing <Handle dawdle\(\)> took \d+\.\d+/);
      loop.setDebug(false);
      loop.callSoon(() => spin(8));
      assertEquals(await capturing("warn", () => oneRound(loop)), "");
    }));

  test("setTaskFactory() is called with what was given (test_set_task_factory)", () =>
    withLoop(newLoop, async (loop) => {
      assertEquals(loop.getTaskFactory(), null);
      assertThrows(
        () => loop.setTaskFactory(1 as unknown as null),
        TypeError,
        "task factory must be a function or null, got",
      );
      const calls: number[] = [];
      loop.setTaskFactory((...args) => {
        calls.push(args.length);
        const [l, coroutine, options] = args;
        return new Task(coroutine, { ...options, loop: l });
      });
      const plain = loop.createTask(async () => 1);
      const named = loop.createTask(async () => 2, { name: "two" });
      assertEquals(calls, [2, 3]);
      assert(plain.getName().startsWith("Task-"));
      assertEquals(named.getName(), "two");
      assertEquals(await loop.runUntilComplete(named), 2);
      loop.setTaskFactory(null);
      assertEquals(loop.getTaskFactory(), null);
    }));

  test("a callback that waits for the platform wakes the loop", () =>
    withLoop(newLoop, async (loop) => {
      // Nothing of the loop's own is pending while the platform's timer runs.
      setTimeout(() => loop.callSoon(() => loop.stop()), 5);
      await loop.runForever();
    }));

  test("code outside a turn sees the running loop and can use it", () =>
    withLoop(newLoop, async (loop) => {
      const seen: unknown[] = [];
      setTimeout(() => {
        seen.push(getRunningLoop() === loop);
        getRunningLoop().callLater(1, () => loop.stop());
      }, 2);
      await loop.runForever();
      assertEquals(seen, [true]);
    }));

  test("the loop lets the platform's events through while it is busy", () =>
    withLoop(newLoop, async (loop) => {
      let busy = true;
      const again = () => {
        if (busy) loop.callSoon(again);
        else loop.stop();
      };
      loop.callSoon(again);
      setTimeout(() => busy = false, 5);
      await loop.runForever();
      assert(!busy);
    }));

  test("a burst of 1 000 000 callbacks runs in order", () =>
    withLoop(newLoop, async (loop) => {
      const total = extrasOff(name) ? 20_000 : 1_000_000;
      let next = 0;
      let wrong = 0;
      const check = (i: number) => {
        if (i !== next++) wrong++;
      };
      for (let i = 0; i < total; i++) loop.callSoon(check, i);
      await oneRound(loop);
      assertEquals([next, wrong], [total, 0]);
    }));

  test("100 000 timers run in the order of their deadlines", () =>
    withLoop(newLoop, async (loop) => {
      const total = extrasOff(name) ? 10_000 : 100_000;
      const now = loop.time();
      let last = -Infinity;
      let wrong = 0;
      let left = total;
      const check = (when: number) => {
        if (when < last) wrong++;
        last = when;
        if (--left === 0) loop.stop();
      };
      for (let i = 0; i < total; i++) {
        const when = now + (i * 7919 % 1000) / 100;
        loop.callAt(when, check, when);
      }
      await loop.runForever();
      assertEquals([left, wrong], [0, 0]);
    }));
}
