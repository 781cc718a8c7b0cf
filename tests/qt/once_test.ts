import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  CancelledError,
  createTask,
  DestroyedObjectError,
  emissions,
  once,
  race,
  run,
  SignalOverflowError,
  sleep,
  TimeoutError,
} from "../../mod.ts";
import { macrotask, onCore, Probe, whileExec } from "../_support/probe.ts";
import { until } from "../_support/wait.ts";

Deno.test("once() resolves with the arguments of the next emission, and disconnects", () =>
  onCore(async (probe) => {
    const waiting = once(probe.numberChanged);
    probe.number = 5;
    probe.number = 6;
    assertEquals(await waiting, [5]);
    assertEquals(probe.numberChanged.connectionCount, 0);
  }));

Deno.test("once() listens from the call on", () =>
  onCore(async (probe) => {
    probe.number = 1;
    const waiting = once(probe.numberChanged);
    probe.number = 2;
    assertEquals(await waiting, [2]);
  }));

Deno.test("once() waits for what its filter wants, and rejects with what it throws", () =>
  onCore(async (probe) => {
    const even = once(probe.numberChanged, {
      filter: (number) => Number(number) % 2 === 0,
    });
    for (const number of [1, 3, 4]) probe.number = number;
    assertEquals(await even, [4]);

    const failing = once(probe.numberChanged, {
      filter: () => {
        throw new Error("no such thing");
      },
    });
    probe.number = 9;
    await assertRejects(() => failing, Error, "no such thing");
    assertEquals(probe.numberChanged.connectionCount, 0);
  }));

Deno.test("once() gives up after its timeout", () =>
  onCore(async (probe) => {
    await assertRejects(
      () => once(probe.emitted, { timeout: 5 }),
      TimeoutError,
      "Timed out after 5 ms while waiting for qta::testing::Probe.emitted",
    );
    assertEquals(probe.emitted.connectionCount, 0);
    assertThrows(() => once(probe.emitted, { timeout: 0 }), RangeError);
    assertThrows(() => once(probe.emitted, { timeout: NaN }), RangeError);
  }));

Deno.test("once() gives up when its AbortSignal is aborted, before or meanwhile", () =>
  onCore(async (probe) => {
    const controller = new AbortController();
    const waiting = once(probe.emitted, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await assertRejects(() => waiting, Error, "enough");
    await assertRejects(
      () => once(probe.emitted, { signal: controller.signal }),
      Error,
      "enough",
    );
    assertEquals(probe.emitted.connectionCount, 0);
  }));

Deno.test("once() rejects when the sender is destroyed", () =>
  onCore(async (probe, app) => {
    const waiting = once(probe.emitted);
    const rejected = assertRejects(
      () => waiting,
      DestroyedObjectError,
      "The sender was destroyed while waiting for qta::testing::Probe.emitted",
    );
    probe.deleteLater();
    await whileExec(app, () => rejected);
  }));

Deno.test("once() rejects when the application is disposed of", async () => {
  let rejected: Promise<unknown> | undefined;
  await onCore((probe) => {
    rejected = assertRejects(() => once(probe.emitted), DestroyedObjectError);
  });
  await rejected;
});

Deno.test("once() can be cancelled with the task that awaits it", () =>
  onCore(async (probe) => {
    await run(async () => {
      const task = createTask(async () => {
        await once(probe.emitted);
      });
      await sleep(0);
      assertEquals(probe.emitted.connectionCount, 1);
      task.cancel();
      await assertRejects(async () => await task, CancelledError);
      await sleep(0);
      assertEquals(probe.emitted.connectionCount, 0);
    }, { keepRunning: false });
  }));

Deno.test("race() resolves with the first signal, and disconnects from all", () =>
  onCore(async (probe) => {
    const first = race({
      number: probe.numberChanged,
      text: probe.textChanged,
    });
    probe.text = "first";
    probe.number = 2;
    assertEquals(await first, { name: "text", args: ["first"] });
    assertEquals(probe.numberChanged.connectionCount, 0);
    assertEquals(probe.textChanged.connectionCount, 0);
    await assertRejects(() => race({}), TypeError, "expected at least one");
  }));

Deno.test("race() goes on until the last sender is destroyed", () =>
  onCore(async (probe, app) => {
    const other = new Probe();
    const waiting = race({ a: probe.emitted, b: other.emitted });
    const outcome = waiting.catch((error) => error);
    await whileExec(app, async () => {
      probe.deleteLater();
      await until("its end", () => probe.isDestroyed);
      let settled = false;
      void outcome.then(() => settled = true);
      await macrotask();
      assert(!settled);
      other.deleteLater();
      assert(await outcome instanceof DestroyedObjectError);
    });
  }));

Deno.test("connect({ once }) calls the function one time", () =>
  onCore((probe) => {
    let calls = 0;
    probe.emitted.connect(() => calls++, { once: true });
    probe.emitMany(3);
    assertEquals([calls, probe.emitted.connectionCount], [1, 0]);
  }));

Deno.test("connect({ signal }) disconnects when it is aborted", () =>
  onCore((probe) => {
    const controller = new AbortController();
    let calls = 0;
    const { signal } = controller;
    probe.emitted.connect(() => calls++, { signal });
    probe.emitMany(2);
    controller.abort();
    probe.emitMany(2);
    probe.emitted.connect(() => calls++, { signal });
    probe.emitMany(2);
    assertEquals([calls, probe.emitted.connectionCount], [2, 0]);
  }));

Deno.test("connect({ queued }) calls the function when Qt has gone on", () =>
  onCore(async (probe) => {
    const order: string[] = [];
    probe.emitted.connect(() => order.push("queued"), { queued: true });
    probe.emitted.connect(() => order.push("direct"));
    probe.emitMany(1);
    order.push("returned");
    await until("the queued one", () => order.length === 3);
    assertEquals(order, ["direct", "returned", "queued"]);
    const slot = probe.changed.connect(() => order.push("never"), {
      queued: true,
    });
    probe.flag = true;
    probe.changed.disconnect(slot);
    await macrotask();
    assertEquals(order.includes("never"), false);
  }));

Deno.test("a signal is an async iterable that ends with its sender", () =>
  onCore(async (probe, app) => {
    const seen: number[] = [];
    const loop = (async () => {
      for await (const [number] of probe.numberChanged) seen.push(number);
    })();
    probe.number = 1;
    probe.number = 2;
    await macrotask();
    probe.deleteLater();
    await whileExec(app, () => loop);
    assertEquals(seen, [1, 2]);
  }));

Deno.test("leaving an iteration disconnects it", () =>
  onCore(async (probe) => {
    const numbers = emissions(probe.numberChanged);
    probe.number = 1;
    for await (const [number] of numbers) {
      assertEquals(number, 1);
      break;
    }
    assertEquals(probe.numberChanged.connectionCount, 0);
    assertEquals(await numbers.next(), { done: true, value: undefined });
  }));

for (
  const [overflow, expected] of [
    ["drop-oldest", [3, 4]],
    ["drop-newest", [1, 2]],
  ] as const
) {
  Deno.test(`emissions() with ${overflow} keeps as many as its capacity`, () =>
    onCore(async (probe) => {
      const end = new AbortController();
      const numbers = emissions(probe.numberChanged, {
        capacity: 2,
        overflow,
        signal: end.signal,
      });
      for (const number of [1, 2, 3, 4]) probe.number = number;
      end.abort();
      const seen: unknown[] = [];
      for await (const [number] of numbers) seen.push(number);
      assertEquals(seen, [...expected]);
    }));
}

Deno.test("emissions() throws by default when its buffer overflows, after what it holds", () =>
  onCore(async (probe) => {
    const numbers = emissions(probe.numberChanged, { capacity: 1 });
    for (const number of [1, 2, 3]) probe.number = number;
    assertEquals(await numbers.next(), { done: false, value: [1] });
    await assertRejects(
      () => numbers.next(),
      SignalOverflowError,
      "Probe.numberChanged was emitted faster than it was handled: more than 1",
    );
    assertEquals(await numbers.next(), { done: true, value: undefined });
    assertEquals(probe.numberChanged.connectionCount, 0);
    for (const capacity of [0, 1.5, NaN]) {
      assertThrows(
        () => emissions(probe.emitted, { capacity }),
        RangeError,
        "capacity",
      );
    }
  }));

Deno.test("an iteration can be cancelled with the task that waits in it", () =>
  onCore(async (probe) => {
    await run(async () => {
      const task = createTask(async () => {
        for await (const _ of probe.emitted);
      });
      await sleep(0);
      task.cancel();
      await assertRejects(async () => await task, CancelledError);
    }, { keepRunning: false });
  }));
