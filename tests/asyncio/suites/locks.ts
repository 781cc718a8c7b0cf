/** Locks, events and conditions. CPython's test_locks. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  Condition,
  createTask,
  Event,
  gather,
  Lock,
  RuntimeError,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, rounds, thrownBy } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, body: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, () => onLoop(newLoop, body));

  test("Lock is first come, first served (test_acquire)", async () => {
    const lock = new Lock();
    const seen: number[] = [];
    await lock.acquire();
    const tasks = [1, 2, 3].map((n) =>
      createTask(async () => {
        await lock.acquire();
        seen.push(n);
      })
    );
    await rounds(1);
    assertEquals(seen, []);
    lock.release();
    await rounds(1);
    assertEquals(seen, [1]);
    await rounds(1);
    assertEquals(seen, [1]);
    lock.release();
    await rounds(1);
    assertEquals(seen, [1, 2]);
    lock.release();
    await rounds(1);
    assertEquals(seen, [1, 2, 3]);
    assert(tasks.every((task) => task.done()));
  });

  test("Lock.acquire() that is cancelled leaves the row (test_acquire_cancel)", async () => {
    const lock = new Lock();
    await lock.acquire();
    const task = createTask(async () => await lock.acquire());
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(String(lock), "<Lock [locked]>");
  });

  test("Lock: a cancelled waiter in front does not block the next (test_cancel_race)", async () => {
    const lock = new Lock();
    await lock.acquire();
    const a = createTask(async () => await lock.acquire());
    const b = createTask(async () => {
      await lock.acquire();
    });
    await rounds(1);
    lock.release();
    a.cancel();
    await assertRejects(() => a, CancelledError);
    await b;
    assert(lock.locked());
  });

  test("Lock: exactly one acquires after a cancelled release (test_cancel_release_race)", async () => {
    const lock = new Lock();
    await lock.acquire();
    let acquired = 0;
    const tasks = [0, 1, 2].map(() =>
      createTask(async () => {
        await lock.acquire();
        acquired++;
      })
    );
    await rounds(1);
    lock.release();
    tasks[0]!.cancel();
    await rounds(3);
    assertEquals(acquired, 1);
    tasks.forEach((task) => task.cancel());
    await gather(tasks, { returnExceptions: true });
  });

  test("Lock.release() of a free lock is a RuntimeError (test_release_not_acquired)", async () => {
    assertThrows(
      () => new Lock().release(),
      RuntimeError,
      "Lock is not acquired",
    );
  });

  test("Lock works with using (test_context_manager)", async () => {
    const lock = new Lock();
    {
      using held = await lock.acquire();
      assert(held);
      assert(lock.locked());
    }
    assert(!lock.locked());
    const held = await lock.acquire();
    held[Symbol.dispose]();
    held[Symbol.dispose]();
    assert(!lock.locked());
  });

  test("Lock waits with a limit", async () => {
    const lock = new Lock();
    await lock.acquire();
    await assertRejects(
      async () => await waitFor(lock.acquire(), 1),
      TimeoutError,
    );
    lock.release();
    assert(await waitFor(lock.acquire(), 1000));
  });

  test("Event.wait() waits for set() (test_wait)", async () => {
    const event = new Event();
    const seen: number[] = [];
    assert(!event.isSet());
    const tasks = [1, 2, 3].map((n) =>
      createTask(async () => {
        assertEquals(await event.wait(), true);
        seen.push(n);
      })
    );
    await rounds(1);
    assertEquals(seen, []);
    assertStringIncludes(String(event), "unset, waiters:3");
    event.set();
    await gather(tasks);
    assertEquals(seen, [1, 2, 3]);
    assert(event.isSet());
    assertEquals(await event.wait(), true);
  });

  test("Event: a waiter that finds it set runs before those that are woken (test_wait_on_set)", async () => {
    const event = new Event();
    const seen: number[] = [];
    const waiter = (n: number) => async () => {
      await event.wait();
      seen.push(n);
    };
    const tasks = [1, 2].map((n) => createTask(waiter(n)));
    await rounds(1);
    tasks.push(createTask(waiter(3)));
    event.set();
    await gather(tasks);
    assertEquals(seen, [3, 1, 2]);
  });

  test("Event.clear() after set() does not hold back the woken (test_clear_with_waiters)", async () => {
    const event = new Event();
    const task = createTask(event.wait());
    await rounds(1);
    event.set();
    event.clear();
    event.set();
    event.clear();
    assertEquals(await task, true);
    assert(!event.isSet());
  });

  test("Event.wait() that is cancelled leaves the row (test_wait_cancel)", async () => {
    const event = new Event();
    const task = createTask(event.wait());
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(String(event), "<Event [unset]>");
  });

  test("Condition.notify() wakes as many as it says (test_notify)", async () => {
    const condition = new Condition();
    const seen: number[] = [];
    const tasks = [1, 2, 3].map((n) =>
      createTask(async () => {
        await condition.acquire();
        await condition.wait();
        seen.push(n);
        condition.release();
      })
    );
    await rounds(1);
    for (
      const [count, expected] of [[1, [1]], [1, [1, 2]], [2048, [1, 2, 3]]]
    ) {
      await condition.acquire();
      condition.notify(count as number);
      condition.release();
      await rounds(4);
      assertEquals(seen, expected as number[]);
    }
    assert(tasks.every((task) => task.done()));
  });

  test("Condition.notifyAll() wakes all (test_notify_all)", async () => {
    const condition = new Condition();
    let woken = 0;
    const tasks = [1, 2, 3].map(() =>
      createTask(async () => {
        using _held = await condition.acquire();
        assertEquals(await condition.wait(), true);
        woken++;
      })
    );
    await rounds(1);
    {
      using _held = await condition.acquire();
      condition.notifyAll();
    }
    await gather(tasks);
    assertEquals(woken, 3);
    assert(!condition.locked());
  });

  test("Condition without its lock is a RuntimeError (test_wait_unacquired, test_notify_unacquired)", async () => {
    const condition = new Condition();
    await assertRejects(
      async () => await condition.wait(),
      RuntimeError,
      "cannot wait on un-acquired lock",
    );
    assertThrows(
      () => condition.notify(),
      RuntimeError,
      "cannot notify on un-acquired lock",
    );
    assertThrows(() => condition.notifyAll(), RuntimeError);
  });

  test("Condition.wait() holds the lock when it is cancelled (test_wait_cancel)", async () => {
    const condition = new Condition();
    let held: boolean | undefined;
    const task = createTask(async () => {
      await condition.acquire();
      try {
        await condition.wait();
      } finally {
        held = condition.locked();
        condition.release();
      }
    });
    await rounds(1);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(held, true);
    assert(!condition.locked());
  });

  test("Condition.wait() takes the lock back before it throws, the identical error (test_wait_cancel_contested, _after_notify)", async () => {
    const condition = new Condition();
    const seen: unknown[] = [];
    const task = createTask(async () => {
      await condition.acquire();
      try {
        await condition.wait();
      } catch (error) {
        seen.push(error, condition.locked());
        throw error;
      } finally {
        condition.release();
      }
    });
    await rounds(1);
    await condition.acquire();
    task.cancel("why");
    await rounds(3);
    assertEquals(seen, []);
    condition.release();
    const error = await thrownBy(task);
    assertStrictEquals(seen[0], error);
    assertEquals((error as CancelledError).reason, "why");
    assertEquals(seen[1], true);
  });

  test("Condition: a notification for a cancelled waiter goes to the next (test_cancelled_wakeup)", async () => {
    const condition = new Condition();
    const seen: number[] = [];
    const tasks = [0, 1].map((n) =>
      createTask(async () => {
        using _held = await condition.acquire();
        await condition.wait();
        seen.push(n);
      })
    );
    await rounds(1);
    {
      using _held = await condition.acquire();
      condition.notify(1);
      tasks[0]!.cancel();
    }
    await tasks[1];
    assertEquals(seen, [1]);
    await assertRejects(() => tasks[0]!, CancelledError);
  });

  test("Condition.waitFor() waits for its predicate (test_wait_for)", async () => {
    const condition = new Condition();
    let value = 0;
    const task = createTask(async () => {
      using _held = await condition.acquire();
      return await condition.waitFor(() => value > 1 ? `is ${value}` : "");
    });
    for (value = 0; value < 3; value++) {
      await rounds(2);
      using _held = await condition.acquire();
      condition.notify();
    }
    value = 2;
    {
      using _held = await condition.acquire();
      condition.notifyAll();
    }
    assertStringIncludes(await task, "is ");
  });

  test("Condition shares a lock (test_explicit_lock)", async () => {
    const lock = new Lock();
    const one = new Condition(lock);
    const two = new Condition(lock);
    await one.acquire();
    assert(two.locked());
    two.notify();
    two.release();
    assert(!lock.locked());
  });
}
