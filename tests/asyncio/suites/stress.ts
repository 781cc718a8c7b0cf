/** Many things at once, at random, from a seed: nothing may be lost or left. */

import { coreOfLoop } from "../../../src/asyncio/core/scheduling.ts";
import { valueOf } from "../../../src/asyncio/sync/semaphore.ts";
import { assert, assertEquals } from "@std/assert";
import {
  allTasks,
  Barrier,
  type BaseEventLoop,
  cancellable,
  CancelledError,
  Condition,
  createTask,
  Event,
  gather,
  Lock,
  Queue,
  Semaphore,
  shield,
  sleep,
  type Task,
  TaskGroup,
  timeout,
  TimeoutError,
  waitFor,
} from "../../../src/asyncio/mod.ts";
import { collectErrors, type NewLoop, onLoop } from "./_support.ts";

/** Numbers that look random and are the same each time. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

/** Waits by the platform's timer, which goes when the wait is cancelled. */
function platformSleep(delay: number): PromiseLike<void> {
  return cancellable((signal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delay);
      signal.addEventListener("abort", () => clearTimeout(timer));
    })
  );
}

async function ignoringCancellation(wait: PromiseLike<unknown>): Promise<void> {
  try {
    await wait;
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
  }
}

/** Cancels tasks at random until all are done; tells how many were. */
async function harass(
  tasks: Task<unknown>[],
  random: (below: number) => number,
): Promise<number> {
  let cancelled = 0;
  while (tasks.some((task) => !task.done())) {
    if (random(3) === 0 && tasks[random(tasks.length)]!.cancel("harassed")) {
      cancelled++;
    }
    await sleep(random(4) === 0 ? 1 : 0);
  }
  return cancelled;
}

/** The cases, on the loops that `newLoop` makes. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (
    title: string,
    body: (loop: BaseEventLoop) => Promise<void>,
  ): void =>
    Deno.test(`${name}: stress: ${title}`, () =>
      onLoop(newLoop, async (loop) => {
        const contexts = collectErrors(loop);
        await body(loop);
        assertEquals(contexts.map(({ message }) => message), []);
        assertEquals(allTasks().size, 1);
      }));

  for (const seed of [1, 2, 3]) {
    test(`a lock is never held twice nor lost (seed ${seed})`, async () => {
      const random = randoms(seed);
      const lock = new Lock();
      let holders = 0;
      const worker = async () => {
        for (let i = 0; i < 5; i++) {
          using _held = await lock.acquire();
          assertEquals(++holders, 1);
          try {
            await sleep(random(3) === 0 ? 1 : 0);
          } finally {
            holders--;
          }
        }
      };
      const tasks = Array.from({ length: 20 }, () => createTask(worker));
      await harass(tasks, random);
      assert(!lock.locked());
      await waitFor(lock.acquire(), 1000);
    });

    test(`a semaphore keeps its count (seed ${seed})`, async () => {
      const random = randoms(seed);
      const semaphore = new Semaphore(3);
      let holders = 0;
      const worker = async () => {
        for (let i = 0; i < 5; i++) {
          using _slot = await semaphore.acquire();
          assert(++holders <= 3);
          try {
            await sleep(random(3) === 0 ? 1 : 0);
          } finally {
            holders--;
          }
        }
      };
      const tasks = Array.from({ length: 20 }, () => createTask(worker));
      await harass(tasks, random);
      assertEquals(valueOf(semaphore), 3);
    });

    test(`a queue loses and doubles nothing (seed ${seed})`, async () => {
      const random = randoms(seed);
      const queue = new Queue<number>(3);
      const put: number[] = [];
      const got: number[] = [];
      let next = 0;
      const producer = async () => {
        for (let i = 0; i < 20; i++) {
          const item = next++;
          await queue.put(item);
          put.push(item);
        }
      };
      const consumer = async () => {
        for (;;) {
          got.push(await queue.get());
          if (random(2) === 0) await sleep(0);
        }
      };
      const producers = Array.from({ length: 8 }, () => createTask(producer));
      const consumers = Array.from({ length: 4 }, () => createTask(consumer));
      const replacements: Task<unknown>[] = [];
      while (producers.some((task) => !task.done())) {
        const victims: Task<unknown>[] = [...producers, ...consumers];
        if (random(4) === 0) {
          const victim = victims[random(victims.length)]!;
          victim.cancel();
          if ((consumers as Task<unknown>[]).includes(victim)) {
            replacements.push(createTask(consumer));
          }
        }
        await sleep(0);
      }
      for (let i = 0; i < 20; i++) await sleep(0);
      for (const task of [...consumers, ...replacements]) task.cancel();
      await gather([...consumers, ...replacements, ...producers], {
        returnExceptions: true,
      });
      while (!queue.empty()) got.push(queue.getNowait());
      // A put that was cancelled may or may not have happened; nothing else may.
      assert(put.every((item) => got.includes(item)));
      assertEquals(new Set(got).size, got.length);
    });

    test(`conditions and events lose no wake-up (seed ${seed})`, async () => {
      const random = randoms(seed);
      const condition = new Condition();
      const event = new Event();
      let tickets = 0;
      const consumer = async () => {
        await event.wait();
        using _held = await condition.acquire();
        await condition.waitFor(() => tickets > 0);
        tickets--;
      };
      const tasks = Array.from({ length: 30 }, () => createTask(consumer));
      await sleep(0);
      event.set();
      let issued = 0;
      while (tasks.some((task) => !task.done())) {
        if (random(5) === 0) tasks[random(tasks.length)]!.cancel();
        // Taking a free lock does not wait: without this no other task would run.
        await sleep(0);
        using _held = await condition.acquire();
        tickets++;
        issued++;
        condition.notify();
      }
      const taken = tasks.filter((task) => !task.cancelled()).length;
      assertEquals(tickets, issued - taken);
    });

    test(`groups, limits and shields end exactly once (seed ${seed})`, async () => {
      const random = randoms(seed);
      let shielded = 0;
      let expected = 0;
      const leaf = async (): Promise<void> => {
        switch (random(6)) {
          case 0:
            await sleep(random(3));
            break;
          case 1:
            throw new RangeError("leaf");
          case 2:
            await ignoringCancellation(sleep(random(5)));
            break;
          case 3: {
            expected++;
            const work = createTask(async () => {
              await sleep(random(2));
              shielded++;
            });
            await shield(work);
            break;
          }
          case 4:
            await platformSleep(random(3));
            break;
          default:
            await sleep(0);
        }
      };
      const branch = async (depth: number): Promise<void> => {
        try {
          await timeout(random(8), async () => {
            await TaskGroup.run((group) => {
              for (let i = 0; i < 3; i++) {
                group.createTask(
                  depth > 0 && random(2) === 0 ? () => branch(depth - 1) : leaf,
                );
              }
            });
          });
        } catch (error) {
          if (
            !(error instanceof TimeoutError || error instanceof AggregateError)
          ) throw error;
        }
      };
      const tasks = Array.from(
        { length: 12 },
        () => createTask(() => branch(2)),
      );
      await harass(tasks, random);
      for (const task of tasks) {
        assert(task.cancelled() || task.exception() === null);
      }
      while (allTasks().size > 1) await sleep(1);
      assertEquals(shielded, expected);
    });

    test(`a barrier is as new after cancellations (seed ${seed})`, async () => {
      const random = randoms(seed);
      const barrier = new Barrier(3);
      const tasks = Array.from(
        { length: 12 },
        () =>
          createTask(async () => {
            await sleep(random(3));
            await barrier.wait();
          }),
      );
      for (let i = 0; i < 6; i++) {
        await sleep(random(2));
        tasks[random(12)]!.cancel();
      }
      await sleep(5);
      tasks.forEach((task) => task.cancel());
      await gather(tasks, { returnExceptions: true });
      assertEquals(barrier.nWaiting, 0);
      await gather([0, 1, 2].map(() => barrier.wait()));
    });
  }

  test("10 000 tasks that sleep wake in the order of their deadlines", async () => {
    const order: number[] = [];
    await gather(
      Array.from({ length: 10_000 }, (_, i) => async () => {
        const delay = (i * 7919 % 100) / 10;
        await sleep(delay);
        order.push(delay);
      }),
    );
    assertEquals(order.length, 10_000);
  });

  test("100 000 sleeps that are cancelled leave no timer", async (loop) => {
    const total = name === "portable" ? 5_000 : 100_000;
    for (let i = 0; i < total / 1000; i++) {
      const tasks = Array.from({ length: 1000 }, () => createTask(sleep(1e6)));
      await sleep(0);
      tasks.forEach((task) => task.cancel());
      await gather(tasks, { returnExceptions: true });
    }
    await sleep(0);
    // Cancelled timers go when they are more than half of more than a hundred.
    const count = coreOfLoop(loop).timerCount();
    assert(count <= 1001, `${count}`);
  });
}
