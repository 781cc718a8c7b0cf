/** Locks, queues and their kin: CPython's test_locks, test_queues. */

import { valueOf } from "../../../src/asyncio/sync/semaphore.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  CancelledError,
  Condition,
  createTask,
  Event,
  gather,
  LifoQueue,
  Lock,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  Semaphore,
  sleep,
  type Task,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, thrownBy } from "./_support.ts";

async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(0);
}

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

  test("Semaphore counts (test_acquire)", async () => {
    const semaphore = new Semaphore(3);
    const seen: number[] = [];
    await semaphore.acquire();
    await semaphore.acquire();
    const tasks = [1, 2, 3, 4].map((n) =>
      createTask(async () => {
        await semaphore.acquire();
        seen.push(n);
      })
    );
    await rounds(1);
    assertEquals(seen, [1]);
    assert(semaphore.locked());
    semaphore.release();
    semaphore.release();
    await rounds(2);
    assertEquals(seen, [1, 2, 3]);
    semaphore.release();
    await rounds(2);
    assertEquals(seen, [1, 2, 3, 4]);
    assert(tasks.every((task) => task.done()));
  });

  test("Semaphore is first come, first served (test_acquire_fifo_order)", async () => {
    const semaphore = new Semaphore(1);
    const seen: string[] = [];
    const worker = (tag: string) => async () => {
      await semaphore.acquire();
      seen.push(`${tag}_1`);
      await sleep(1);
      semaphore.release();
      await semaphore.acquire();
      seen.push(`${tag}_2`);
      await sleep(1);
      semaphore.release();
    };
    await gather(["c1", "c2", "c3"].map(worker));
    assertEquals(seen, ["c1_1", "c2_1", "c3_1", "c1_2", "c2_2", "c3_2"]);
  });

  test("Semaphore: a cancelled waiter passes its turn on (test_acquire_hang)", async () => {
    const semaphore = new Semaphore(0);
    const a = createTask(async () => await semaphore.acquire());
    const b = createTask(async () => await semaphore.acquire());
    await rounds(1);
    a.cancel();
    semaphore.release();
    await rounds(3);
    assert(a.cancelled());
    assert(b.done());
  });

  test("Semaphore: cancelled after it was woken, it passes its turn on (test_cancel_before_awoken, test_release_no_waiters)", async () => {
    const semaphore = new Semaphore(0);
    const tasks: Task<unknown>[] = [0, 1, 2, 3].map(() =>
      createTask(async () => await semaphore.acquire())
    );
    await rounds(1);
    semaphore.release();
    semaphore.release();
    tasks[0]!.cancel();
    await rounds(3);
    assertEquals(tasks.map((task) => task.done()), [true, true, true, false]);
    assert(tasks[0]!.cancelled());
    tasks[3]!.cancel();
    await rounds(2);
    assertEquals(valueOf(semaphore), 0);
  });

  test("Semaphore starts at 0 or more (test_initial_value_zero)", async () => {
    assert(new Semaphore(0).locked());
    assertThrows(() => new Semaphore(-1), RangeError, "must be >= 0");
    assertThrows(() => new Semaphore(NaN), RangeError, "must be >= 0");
  });

  test("Semaphore works with using (test_context_manager_async_with)", async () => {
    const semaphore = new Semaphore(1);
    {
      using _slot = await semaphore.acquire();
      assert(semaphore.locked());
    }
    assert(!semaphore.locked());
  });

  test("BoundedSemaphore cannot be released too often (test_bounded_semaphore)", async () => {
    const semaphore = new BoundedSemaphore(2);
    await semaphore.acquire();
    semaphore.release();
    assertThrows(
      () => semaphore.release(),
      RangeError,
      "BoundedSemaphore released too many times",
    );
    assertStringIncludes(
      String(semaphore),
      "<BoundedSemaphore [unlocked, value:2]>",
    );
  });

  test("Barrier lets all go together, again and again (test_wait_task_multi)", async () => {
    const barrier = new Barrier(3);
    assertEquals(barrier.parties, 3);
    for (let round = 0; round < 2; round++) {
      const places = await gather([0, 1, 2].map(() => barrier.wait()));
      assertEquals([...places].sort(), [0, 1, 2]);
      assertEquals(barrier.nWaiting, 0);
    }
    assert(!barrier.broken);
  });

  test("Barrier holds those who are too few (test_wait_task_bool, test_barrier_parties)", async () => {
    const barrier = new Barrier(2);
    const task = createTask(barrier.wait());
    await rounds(2);
    assertEquals(barrier.nWaiting, 1);
    assert(!task.done());
    await barrier.wait();
    await task;
    assertThrows(
      () => new Barrier(0),
      RangeError,
      "parties must be an integer >= 1: got 0",
    );
  });

  test("Barrier.reset() releases the waiters and can be used again (test_reset)", async () => {
    const barrier = new Barrier(2);
    const task = createTask(barrier.wait());
    await rounds(2);
    await barrier.reset();
    await assertRejects(
      () => task,
      BrokenBarrierError,
      "Abort or reset of barrier",
    );
    assert(!barrier.broken);
    await gather([barrier.wait(), barrier.wait()]);
  });

  test("Barrier.abort() breaks it (test_abort)", async () => {
    const barrier = new Barrier(2);
    const task = createTask(barrier.wait());
    await rounds(2);
    await barrier.abort();
    await assertRejects(
      () => task,
      BrokenBarrierError,
      "Abort or reset of barrier",
    );
    assert(barrier.broken);
    await assertRejects(
      async () => await barrier.wait(),
      BrokenBarrierError,
      "Barrier aborted",
    );
    await barrier.reset();
    assert(!barrier.broken);
  });

  test("Barrier: a cancelled waiter counts no more", async () => {
    const barrier = new Barrier(2);
    const task = createTask(barrier.wait());
    await rounds(2);
    task.cancel();
    await assertRejects(() => task, CancelledError);
    assertEquals(barrier.nWaiting, 0);
    await gather([barrier.wait(), barrier.wait()]);
  });

  test("Queue.get() waits for put() (test_blocking_get_wait)", async () => {
    const queue = new Queue<number>();
    const task = createTask(queue.get());
    await rounds(1);
    assertStringIncludes(String(queue), "getters=1");
    queue.putNowait(1);
    assertEquals(await task, 1);
    assert(queue.empty());
  });

  test("Queue.put() waits for room (test_blocking_put_wait, test_maxsize)", async () => {
    const queue = new Queue<number>(2);
    await queue.put(1);
    await queue.put(2);
    assert(queue.full());
    assertEquals(queue.qsize(), 2);
    assertEquals(queue.maxsize, 2);
    const task = createTask(queue.put(3));
    await rounds(2);
    assert(!task.done());
    assertEquals(await queue.get(), 1);
    await task;
    assertEquals([await queue.get(), await queue.get()], [2, 3]);
  });

  test("Queue without waiting (test_nonblocking_get, test_nonblocking_put, _exception)", async () => {
    const queue = new Queue<number>(1);
    assertThrows(() => queue.getNowait(), QueueEmpty);
    queue.putNowait(1);
    assertThrows(() => queue.putNowait(2), QueueFull);
    assertEquals(queue.getNowait(), 1);
  });

  test("Queue.get() that is cancelled loses no item (test_get_cancelled_race, test_get_with_waiting_putters)", async () => {
    const queue = new Queue<number>();
    const a = createTask(queue.get());
    const b = createTask(queue.get());
    await rounds(1);
    queue.putNowait(7);
    a.cancel();
    await assertRejects(() => a, CancelledError);
    assertEquals(await b, 7);
  });

  test("Queue.put() that is cancelled makes room for the next (test_put_cancelled_race, test_why_are_putters_waiting)", async () => {
    const queue = new Queue<string>(1);
    queue.putNowait("a");
    const b = createTask(queue.put("b"));
    const c = createTask(queue.put("c"));
    await rounds(1);
    assertEquals(queue.getNowait(), "a");
    b.cancel();
    await assertRejects(() => b, CancelledError);
    await c;
    assertEquals(queue.getNowait(), "c");
  });

  test("Queue.get() with a limit", async () => {
    const queue = new Queue<number>();
    await assertRejects(
      async () => await waitFor(queue.get(), 1),
      TimeoutError,
    );
    queue.putNowait(1);
    assertEquals(await waitFor(queue.get(), 1000), 1);
  });

  test("Queue.taskDone() and join() (test_task_done, test_join_empty_queue)", async () => {
    const queue = new Queue<number>();
    await queue.join();
    assertThrows(
      () => queue.taskDone(),
      RangeError,
      "taskDone() called too many times",
    );
    let sum = 0;
    for (let i = 0; i < 100; i++) queue.putNowait(i);
    const workers = [0, 1].map(() =>
      createTask(async () => {
        for (;;) {
          sum += await queue.get();
          await sleep(0);
          queue.taskDone();
        }
      })
    );
    await queue.join();
    assertEquals(sum, 4950);
    workers.forEach((worker) => worker.cancel());
    await gather(workers, { returnExceptions: true });
  });

  test("LifoQueue and PriorityQueue have their order (test_order)", async () => {
    const lifo = new LifoQueue<number>();
    const priority = new PriorityQueue<number>();
    for (const item of [1, 3, 2]) {
      lifo.putNowait(item);
      priority.putNowait(item);
    }
    const drain = (queue: Queue<number>) => {
      const items: number[] = [];
      while (!queue.empty()) items.push(queue.getNowait());
      return items;
    };
    assertEquals(drain(lifo), [2, 3, 1]);
    assertEquals(drain(priority), [1, 2, 3]);
    const downwards = new PriorityQueue<number>(0, {
      compare: (a, b) => b - a,
    });
    for (let i = 0; i < 50; i++) downwards.putNowait(i * 37 % 50);
    assertEquals(
      drain(downwards),
      Array.from({ length: 50 }, (_, i) => 49 - i),
    );
  });

  test("PriorityQueue compares arrays element by element", async () => {
    const queue = new PriorityQueue<[number, string]>();
    for (const item of [[2, "b"], [1, "z"], [1, "a"], [10, "c"]]) {
      queue.putNowait(item as [number, string]);
    }
    const items: string[] = [];
    while (!queue.empty()) items.push(queue.getNowait()[1]);
    assertEquals(items, ["a", "z", "b", "c"]);
  });

  test("Queue.shutdown() ends put() at once and get() when empty (test_shutdown_nonempty)", async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const putter = createTask(queue.put(2));
    await rounds(1);
    queue.shutdown();
    await assertRejects(() => putter, QueueShutDown);
    assertThrows(() => queue.putNowait(3), QueueShutDown);
    await assertRejects(async () => await queue.put(3), QueueShutDown);
    assertEquals(await queue.get(), 1);
    await assertRejects(async () => await queue.get(), QueueShutDown);
    assertThrows(() => queue.getNowait(), QueueShutDown);
  });

  test("Queue.shutdown() wakes those who get (test_shutdown_empty)", async () => {
    const queue = new Queue<number>();
    const getters = [0, 1].map(() => createTask(queue.get()));
    await rounds(1);
    queue.shutdown();
    for (const getter of getters) {
      await assertRejects(() => getter, QueueShutDown);
    }
  });

  test("Queue.shutdown(true) drops the items and ends join() (test_shutdown_immediate)", async () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    queue.putNowait(2);
    const join = createTask(queue.join());
    await rounds(1);
    queue.shutdown(true);
    await join;
    await assertRejects(async () => await queue.get(), QueueShutDown);
  });

  test("Queue is iterated until it is shut down", async () => {
    const queue = new Queue<number>(1);
    const seen: number[] = [];
    const consumer = createTask(async () => {
      for await (const item of queue) seen.push(item);
    });
    for (const item of [1, 2, 3]) await queue.put(item);
    queue.shutdown();
    await consumer;
    assertEquals(seen, [1, 2, 3]);
  });

  test("Queue passes 100 000 items", async () => {
    const total = name === "portable" ? 10_000 : 100_000;
    const queue = new Queue<number>(1000);
    let sum = 0;
    const consumer = createTask(async () => {
      for await (const item of queue) sum += item;
    });
    for (let i = 0; i < total; i++) await queue.put(i);
    queue.shutdown();
    await consumer;
    assertEquals(sum, total * (total - 1) / 2);
  });
}
