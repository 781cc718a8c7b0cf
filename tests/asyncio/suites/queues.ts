/** Queues. CPython's test_queues. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  CancelledError,
  createTask,
  gather,
  LifoQueue,
  PriorityQueue,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  sleep,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, rounds } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, body: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, () => onLoop(newLoop, body));

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
