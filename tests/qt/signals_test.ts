/** Signals and what is connected to them. */

import { AsyncLocalStorage } from "node:async_hooks";
import {
  assert,
  assertEquals,
  assertFalse,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { QSize } from "../../mod.ts";
import { macrotask, onCore, Probe, whileExec } from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

Deno.test("connect() calls functions in their order, with the arguments", () =>
  onCore((probe) => {
    const seen: unknown[] = [];
    probe.several.connect((...args: unknown[]) => seen.push("first", ...args));
    probe.several.connect((number: number) => seen.push("second", number));
    probe.emitSeveral(7, "text", [1, [2]]);
    assertEquals(seen, ["first", 7, "text", [1, [2]], "second", 7]);
  }));

Deno.test("a signal carries every kind of argument", () =>
  onCore((probe) => {
    let seen: unknown[] = [];
    probe.everything.connect((...args: unknown[]) => seen = args);
    probe.emitEverything();
    assertEquals(seen, [
      true,
      -7,
      2n ** 60n,
      0.5,
      "text",
      new Uint8Array([0, 255]),
      { key: [1, "two"] },
      new Date(86_400_000),
      "Curious",
      new QSize(3, 4),
    ]);
  }));

Deno.test("a signal carries objects of classes that are new", () =>
  onCore((probe) => {
    const [sea] = probe.makeOtters();
    const seen: unknown[] = [];
    probe.withObject.connect((object: unknown) => seen.push(object));
    probe.emitWithObject(sea);
    assertStrictEquals(seen[0], sea);
  }));

Deno.test("signals emitted during a synchronous call arrive before it returns", () =>
  onCore((probe) => {
    const order: string[] = [];
    probe.numberChanged.connect((value: number) => order.push(`slot ${value}`));
    order.push("before");
    probe.number = 5;
    order.push("after");
    assertEquals(order, ["before", "slot 5", "after"]);
  }));

Deno.test("connect() returns the function, for disconnect()", () =>
  onCore((probe) => {
    let count = 0;
    const slot = probe.emitted.connect(() => count++);
    assertEquals(probe.emitted.connectionCount, 1);
    assert(probe.emitted.disconnect(slot));
    assertFalse(probe.emitted.disconnect(slot));
    assertEquals(probe.emitted.connectionCount, 0);
    probe.emitMany(2);
    assertEquals(count, 0);
  }));

Deno.test("a function connected twice is called twice, and disconnected one at a time", () =>
  onCore((probe) => {
    let count = 0;
    const slot = () => count++;
    probe.emitted.connect(slot);
    probe.emitted.connect(slot);
    probe.emitMany(1);
    assertEquals(count, 2);
    assert(probe.emitted.disconnect(slot));
    probe.emitMany(1);
    assertEquals(count, 3);
  }));

Deno.test("disconnect() without a function disconnects all", () =>
  onCore((probe) => {
    let count = 0;
    probe.emitted.connect(() => count++);
    probe.emitted.connect(() => count++);
    assert(probe.emitted.disconnect());
    assertFalse(probe.emitted.disconnect());
    probe.emitMany(1);
    assertEquals(count, 0);
    probe.emitted.connect(() => count++);
    probe.emitMany(1);
    assertEquals(count, 1);
  }));

Deno.test("connect() refuses what is no function", () =>
  onCore((probe) => {
    for (const wrong of [undefined, null, 5, "x", {}]) {
      assertThrows(
        () => probe.emitted.connect(wrong),
        TypeError,
        "Cannot connect to qta::testing::Probe.emitted: expected a function, got",
      );
    }
  }));

Deno.test("a function disconnected during the emission is not called any more", () =>
  onCore((probe) => {
    const seen: string[] = [];
    const third = () => seen.push("third");
    probe.emitted.connect(() => {
      seen.push("first");
      probe.emitted.disconnect(third);
    });
    const second = probe.emitted.connect(() => {
      seen.push("second");
      probe.emitted.disconnect(second);
    });
    probe.emitted.connect(third);
    probe.emitMany(2);
    assertEquals(seen, ["first", "second", "first"]);
  }));

Deno.test("the only function may disconnect itself, and connect another", () =>
  onCore((probe) => {
    const seen: string[] = [];
    const once = probe.emitted.connect(() => {
      seen.push("once");
      probe.emitted.disconnect(once);
      probe.emitted.connect(() => seen.push("later"));
    });
    probe.emitMany(2);
    assertEquals(seen, ["once", "later"]);
  }));

Deno.test("a function connected during the emission is called from the next one on", () =>
  onCore((probe) => {
    const seen: string[] = [];
    let connected = false;
    probe.emitted.connect(() => {
      seen.push("old");
      if (!connected) probe.emitted.connect(() => seen.push("new"));
      connected = true;
    });
    probe.emitMany(2);
    assertEquals(seen, ["old", "old", "new"]);
  }));

Deno.test("a slot may emit its own signal", () =>
  onCore((probe) => {
    const seen: string[] = [];
    probe.recursiveChanged.connect((value: number) => {
      seen.push(`in ${value}`);
      if (value < 50) probe.recursive = value + 1;
      seen.push(`out ${value}`);
    });
    probe.recursive = 1;
    assertEquals(probe.recursive, 50);
    assertEquals([seen[0], seen[1], seen[50], seen[99]], [
      "in 1",
      "in 2",
      "out 50",
      "out 1",
    ]);
    assertEquals(seen.length, 100);
  }));

Deno.test("a slot may destroy its sender, at once or later", () =>
  onCore(async (probe, app) => {
    const soon = new Probe();
    soon.emitted.connect(() => soon.deleteLater());
    let after = 0;
    soon.emitted.connect(() => after++);
    await whileExec(app, async () => {
      soon.emitMany(2);
      assertEquals(after, 2);
      await waitFor("its end", () => soon.isDestroyed || undefined);
    });
    // At once is what C++ must not do in the middle of the object's own method, but a signal of the application's
    // other objects may.
    const now = new Probe();
    let called = 0;
    probe.emitted.connect(() => probe.destroyNow(now));
    now.destroyed.connect(() => called++);
    probe.emitMany(1);
    assertEquals([now.isDestroyed, called], [true, 1]);
  }));

Deno.test("a signal of another thread arrives as an event, with its arguments", () =>
  onCore(async (probe, app) => {
    const seen: unknown[] = [];
    probe.several.connect((...args: unknown[]) => seen.push(args));
    await whileExec(app, async () => {
      probe.emitFromThread();
      assertEquals(seen, []);
      await waitFor("the signal", () => seen.length > 0 || undefined, {
        interval: 1,
      });
    });
    assertEquals(seen, [[7, "from another thread", [1, 2]]]);
  }));

Deno.test("a signal of another thread that is disconnected on its way is not delivered", () =>
  onCore(async (probe, app) => {
    const seen: unknown[] = [];
    await whileExec(app, async () => {
      probe.several.connect(() => seen.push("disconnected"));
      probe.emitFromThread();
      probe.several.disconnect();
      // In its place, with arguments of another kind.
      probe.textChanged.connect((text: string) => seen.push(text));
      let delivered = false;
      const other = new Probe({ emitted: () => delivered = true });
      other.changed.connect(() => delivered = true);
      other.postDeferred();
      await waitFor("a later event", () => delivered || undefined, {
        interval: 1,
      });
    });
    assertEquals(seen, []);
  }));

Deno.test("events that another thread posts arrive one by one", () =>
  onCore(async (probe, app) => {
    const seen: number[] = [];
    probe.posted.connect((index: number) => {
      seen.push(index);
      probe.acknowledge();
    });
    await whileExec(app, async () => {
      probe.postFromThread(50, 100);
      await waitFor("all posts", () => seen.length === 50 || undefined, {
        interval: 1,
      });
    });
    assertEquals(seen, Array.from({ length: 50 }, (_, i) => i));
    assertEquals(probe.latencies().length, 50);
  }));

Deno.test("more connections than Qt has room for in one receiver", () =>
  onCore((probe) => {
    const wrong: number[] = [];
    let right = 0;
    const probes = Array.from({ length: 66_000 }, (_, i) => {
      const one = new Probe({}, probe);
      one.numberChanged.connect((value: number) =>
        value === i ? right++ : wrong.push(i)
      );
      return one;
    });
    for (const i of [1, 2, 65_529, 65_530, 65_531, 65_536, 65_999]) {
      probes[i]!.number = i;
    }
    assertEquals([right, wrong], [7, []]);
  }));

Deno.test("microtasks run between two slots of a running loop", () =>
  onCore(async (probe, app) => {
    const order: string[] = [];
    probe.changed.connect(() => {
      order.push("slot");
      queueMicrotask(() => order.push("microtask"));
    });
    await whileExec(app, async () => {
      probe.postDeferred();
      probe.postDeferred();
      await waitFor("both", () => order.length === 4 || undefined, {
        interval: 1,
      });
    });
    assertEquals(order, ["slot", "microtask", "slot", "microtask"]);
  }));

Deno.test("a slot runs in the async context of its connect()", () =>
  onCore(async (probe, app) => {
    const store = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    store.run("connected", () => {
      probe.emitted.connect(() => seen.push(store.getStore()));
      probe.emitted.connect(async () => {
        await macrotask();
        seen.push(`${store.getStore()} and awaited`);
      });
    });
    probe.changed.connect(() => seen.push(store.getStore()));
    await store.run("emitting", async () => {
      probe.emitMany(1);
      await whileExec(app, async () => {
        probe.postDeferred();
        await waitFor("all", () => seen.length === 3 || undefined);
      });
      assertEquals(store.getStore(), "emitting");
    });
    assertEquals(
      seen.sort(),
      ["connected", "connected and awaited", undefined].sort(),
    );
  }));
