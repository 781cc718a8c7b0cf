/** Cancelling a task that waits for what never comes. */

import { assertEquals } from "@std/assert";
import { setTimeout as nodeSleep } from "node:timers/promises";
import { once as nodeOnce } from "node:events";
import {
  currentTask,
  gather,
  Lock,
  Queue,
  sleep,
} from "../../../src/asyncio/mod.ts";
import { type NewLoop, onLoop } from "./_support.ts";
import { cancelled, foreign } from "./_cancellation.ts";

/** Bodies whose cancellation must reach them, whatever they wait for. */
const ENDLESS: Record<string, () => Promise<unknown>> = {
  "that polls its signal between promises of the platform": async () => {
    for (;;) {
      currentTask()!.signal.throwIfAborted();
      await foreign(1);
    }
  },
  "that polls signal.aborted and goes on to a wait of ours": async () => {
    while (!currentTask()!.signal.aborted) await foreign(1);
    await sleep(100_000);
  },
  "with a helper that it does not await": async () => {
    (async () => await sleep(100_000))().catch(() => {});
    await foreign(2);
    await sleep(100_000);
  },
  "with a helper in a helper that it does not await": async () => {
    const inner = async () => await sleep(100_000);
    void (async () => {
      try {
        await inner();
      } catch { /* on purpose */ }
      await sleep(100_000).then(undefined, () => {});
    })();
    await foreign(2);
    await sleep(100_000);
  },
  "with the loser of a race": async () => {
    const loser = async () => await sleep(100_000);
    await Promise.race([Promise.resolve(), loser()]);
    await foreign(5);
    await sleep(100_000);
  },
  "in allSettled() of two": async () => {
    for (;;) await Promise.allSettled([sleep(50_000), sleep(1)]);
  },
  "in allSettled() of one": async () => {
    for (;;) await Promise.allSettled([sleep(50_000)]);
  },
  "in Promise.any()": async () => {
    await Promise.any([sleep(100_000), sleep(100_000)]);
  },
  "in Promise.any() that is tried again": async () => {
    for (;;) {
      try {
        return await Promise.any([sleep(100_000)]);
      } catch { /* try again */ }
    }
  },
  "in Promise.all() of ours and the platform's": async () => {
    await Promise.all([foreign(1), sleep(100_000)]);
  },
  "in a node: function": async () => {
    await nodeSleep(100_000, null, { signal: currentTask()!.signal });
  },
  "in events.once()": async () => {
    await nodeOnce(new EventTarget(), "never", {
      signal: currentTask()!.signal,
    });
  },
  "in a promise that its abort resolves": async () => {
    const { signal } = currentTask()!;
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve())
    );
    return "stopped";
  },
  "in a promise that its abort resolves, before a wait of ours": async () => {
    const { signal } = currentTask()!;
    await new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve())
    );
    await sleep(100_000);
  },
  "in a lock": async () => {
    const lock = new Lock();
    await lock.acquire();
    await lock.acquire();
  },
  "in a nested function that waits for a queue": async () => {
    const take = async () => await new Queue<number>().get();
    await take();
  },
  "in gather()": async () => {
    await gather([sleep(100_000), async () => await sleep(100_000)]);
  },
  "that waits by then()": async () => {
    await sleep(100_000).then(() => "never");
  },
  "that awaits a promise it has also caught": async () => {
    const work = (async () => await sleep(100_000))();
    work.catch(() => {});
    await work;
  },
  "in an async generator": async () => {
    async function* numbers() {
      yield 1;
      await sleep(100_000);
    }
    for await (const _ of numbers()) { /* take them */ }
  },
  "in a disposer": async () => {
    await using _late = {
      [Symbol.asyncDispose]: () => sleep(100_000) as never,
    };
  },
};

/** Declares the tests. */
export function suite(name: string, newLoop: NewLoop): void {
  const test = (title: string, fn: () => Promise<void>): void =>
    Deno.test(`${name}: ${title}`, fn);

  for (const [name, body] of Object.entries(ENDLESS)) {
    test(`cancel() ends a task ${name}`, () =>
      onLoop(newLoop, async () => {
        for (const delay of [0, 1]) {
          for (const isLate of [false, true]) {
            assertEquals(await cancelled(body, delay, isLate), "cancelled");
          }
        }
      }));
  }
}
