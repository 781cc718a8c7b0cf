/** Semaphores and barriers. CPython's test_locks. */

import { valueOf } from "../../../src/asyncio/sync/semaphore.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  CancelledError,
  createTask,
  gather,
  Semaphore,
  sleep,
  type Task,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop, rounds } from "./_support.ts";

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, body: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, () => onLoop(newLoop, body));

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
      "parties must be an integer >= 1, got 0",
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
}
