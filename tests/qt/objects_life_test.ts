/** The end of objects, and what is left of them. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertLess,
  assertNotStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  ApplicationError,
  DestroyedObjectError,
  type DynamicObject,
  QObject,
  qtClass,
  QtError,
} from "../../mod.ts";
import { collectGarbage } from "../_support/gc.ts";
import {
  consoleErrors,
  macrotask,
  onCore,
  Probe,
  whileExec,
} from "../_support/probe.ts";
import { waitFor } from "../_support/wait.ts";

/** Waits until Qt has destroyed an object. */
async function gone(object: QObject): Promise<void> {
  await waitFor(
    `the end of ${object.className}`,
    () => object.isDestroyed || undefined,
    { interval: 1 },
  );
}

Deno.test("deleteLater() destroys the object while Qt's loop runs", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      const object = new Probe();
      object.deleteLater();
      assertFalse(object.isDestroyed);
      await gone(object);
      assertEquals(probe.alive(), 1);
      assertEquals(String(object), "qta::testing::Probe(destroyed)");
    });
  }));

Deno.test("deleteLater() destroys the object in a timer, a task of Deno's or a slot alike", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      const objects: DynamicObject[] = [];
      const doom = () => {
        const object = new Probe();
        objects.push(object);
        object.deleteLater();
      };
      setTimeout(doom, 0);
      queueMicrotask(doom);
      probe.emitted.connect(doom);
      probe.emitMany(1);
      const QTimer = qtClass("QTimer");
      const timer = new QTimer({ singleShot: true, timeout: doom });
      timer.start(0);
      await waitFor(
        "all",
        () =>
          objects.length === 4 && objects.every((one) => one.isDestroyed) ||
          undefined,
      );
      assertEquals(probe.alive(), 1);
    });
  }));

Deno.test("deleteLater() inside a nested loop does not wait for that loop's end", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      const QEventLoop = qtClass("QEventLoop");
      const loop = new QEventLoop();
      const ended = loop.exec();
      await waitFor("the loop", () => loop.isRunning() || undefined);
      const object = new Probe();
      object.deleteLater();
      await gone(object);
      assert(loop.isRunning());
      loop.quit();
      await ended;
      assertEquals(probe.alive(), 1);
    });
  }));

Deno.test("deleteLater() without a loop waits for the next one, at the latest for the application's end", async () => {
  let first: DynamicObject;
  let second: DynamicObject;
  await onCore(async (_probe, app) => {
    first = new Probe();
    first.deleteLater();
    await macrotask();
    assertFalse(first.isDestroyed);
    await whileExec(app, () => gone(first));
    second = new Probe();
    second.deleteLater();
  });
  assert(second!.isDestroyed);
});

Deno.test("deleteLater() twice, and of what is gone, does nothing", () =>
  onCore(async (_probe, app) => {
    const object = new Probe();
    object.deleteLater();
    object.deleteLater();
    await whileExec(app, () => gone(object));
    object.deleteLater();
    object[Symbol.dispose]();
  }));

Deno.test("using destroys the object at the end of its block", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      let seen: DynamicObject;
      {
        using object = new Probe();
        seen = object;
      }
      await gone(seen);
      assertEquals(probe.alive(), 1);
    });
  }));

Deno.test("a parent takes its children along, and their wrappers know it", () =>
  onCore(async (probe, app) => {
    const parent = new Probe();
    const child = new Probe({}, parent);
    const grandchild = child.makeChild();
    const ends: string[] = [];
    parent.destroyed.connect(() => ends.push("parent"));
    grandchild.destroyed.connect(() => ends.push("grandchild"));
    await whileExec(app, async () => {
      parent.deleteLater();
      await gone(parent);
    });
    assert(child.isDestroyed && grandchild.isDestroyed);
    assertEquals(ends, ["parent", "grandchild"]);
    assertEquals(probe.alive(), 1);
  }));

Deno.test("a wrapper knows at once of an end in the middle of a call", () =>
  onCore((probe) => {
    const child = probe.makeChild();
    let inside: unknown;
    child.destroyed.connect(() => {
      try {
        child.text;
      } catch (error) {
        inside = error;
      }
    });
    let second = 0;
    child.destroyed.connect(() => second++);
    probe.destroyNow(child);
    assert(child.isDestroyed);
    assert(inside instanceof DestroyedObjectError, String(inside));
    assertEquals(second, 1);
  }));

Deno.test("using a destroyed object throws a DestroyedObjectError", () =>
  onCore(async (probe) => {
    const child = probe.makeChild();
    const signal = child.emitted;
    probe.destroyNow(child);
    const uses: [string, () => unknown][] = [
      ["text", () => child.text],
      ["text", () => child.text = "x"],
      ["add", () => child.add(1, 2)],
      ["parent", () => child.parent()],
      ["objectName", () => child.objectName],
      ["nest", () => child.invokeAsync("nest", 1)],
    ];
    for (const [member, use] of uses) {
      const error = assertThrows(
        use,
        DestroyedObjectError,
        `Cannot use qta::testing::Probe.${member}: the object has been destroyed`,
      );
      assertEquals([error.name, error instanceof QtError], [
        "DestroyedObjectError",
        true,
      ]);
    }
    for (
      const connect of [
        () => child.emitted.connect(() => {}),
        () => signal.connect(() => {}),
      ]
    ) {
      assertThrows(
        connect,
        DestroyedObjectError,
        "Cannot connect to qta::testing::Probe.emitted",
      );
    }
    assertEquals(signal.disconnect(), false);
    assertEquals(child.className, "qta::testing::Probe");
  }));

Deno.test("an object is known to be destroyed in the functions that are connected to its end", () =>
  onCore((probe) => {
    const child = probe.makeChild();
    const seen: unknown[] = [];
    child.emitted.connect(() => seen.push("emitted"));
    child.destroyed.connect(() => {
      seen.push(child.isDestroyed);
      try {
        child.objectName = "ghost";
      } catch (error) {
        seen.push((error as Error).name);
      }
    });
    child.destroyed.connect(() => seen.push("second"));
    probe.destroyNow(child);
    assertEquals(seen, [true, "DestroyedObjectError", "second"]);
    assertEquals(child.destroyed.connectionCount, 0);
  }));

Deno.test("an object that takes the place of another one at once is not taken for it", () =>
  onCore((probe) => {
    const old = probe.makeChild();
    let ends = 0;
    old.destroyed.connect(() => ends++);
    const silent = probe.makeChild();
    const successors = [probe.replace(old), probe.replace(silent)];
    assert(old.isDestroyed && silent.isDestroyed);
    assertEquals(ends, 1);
    assertEquals(successors.map((one) => one.isDestroyed), [false, false]);
    assertEquals(probe.children(), successors);
  }));

Deno.test("a destroyed object is refused as an argument", () =>
  onCore((probe) => {
    const child = probe.makeChild();
    probe.object = child;
    probe.destroyNow(child);
    assertEquals(probe.object, null);
    for (
      const use of [
        () => probe.object = child,
        () => probe.overloaded(child),
        () => probe.echo([1, { a: child }]),
        () => new QObject({}, child),
        () => probe.setParent(child),
      ]
    ) assertThrows(use, DestroyedObjectError, "destroyed");
  }));

Deno.test("an object of another thread can be held and passed on, not used", () =>
  onCore((probe) => {
    const far = probe.makeInThread();
    assertEquals(probe.echo(far) === far, true);
    for (
      const use of [
        () => far.objectName,
        () => far.objectName = "x",
        () => far.children(),
        () => far.destroyed.connect(() => {}),
        () => far.deleteLater(),
      ]
    ) {
      assertThrows(
        use,
        ApplicationError,
        "Cannot use the QObject: it lives in another thread",
      );
    }
    assertThrows(() => new QObject({}, far), TypeError, "thread");
    assertThrows(() => new QObject().setParent(far), TypeError, "thread");
  }));

Deno.test("an object that ends in another thread tells its wrapper", () =>
  onCore(async (probe, app) => {
    const holder = new Probe({}, probe);
    const far = holder.makeInThread();
    await whileExec(app, async () => {
      holder.deleteLater();
      await gone(far);
    });
  }));

Deno.test("40 000 objects come and go without growth", () =>
  onCore(async (probe, app) => {
    await whileExec(app, async () => {
      const batch = async (count: number) => {
        const last: DynamicObject[] = [];
        for (let i = 0; i < count; i++) {
          const object = new Probe({ text: `number ${i}`, emitted: () => {} });
          object.emitMany(1);
          object.deleteLater();
          last[0] = object;
        }
        await gone(last[0]!);
      };
      const growths: number[] = [];
      for (let round = 0; round < 4; round++) {
        const before = Deno.memoryUsage().rss;
        for (let i = 0; i < 4; i++) await batch(2500);
        assertEquals(probe.alive(), 1);
        collectGarbage();
        growths.push(Deno.memoryUsage().rss - before);
      }
      // An object takes some 2 kB with its wrapper: if they stayed, each round would add 20 MB. The heaps may grow for
      // reasons of their own in one round, not in all.
      assertLess(Math.min(...growths), 4 * 1024 * 1024);
    });
  }));

Deno.test("a handle is never taken for a newer object in the same place", () =>
  onCore((probe) => {
    const old: DynamicObject[] = [];
    for (let i = 0; i < 50; i++) {
      const child = probe.makeChild();
      child.number = i;
      for (const one of old) {
        assertNotStrictEquals(one, child);
        assertThrows(() => one.number, DestroyedObjectError);
      }
      old.push(child);
      probe.destroyNow(child);
    }
  }));

Deno.test("objects that JavaScript made and that have no parent end with the application", async () => {
  const ends: string[] = [];
  let orphan: DynamicObject;
  let handedOut: QObject;
  await onCore((probe) => {
    probe.destroyed.connect(() => ends.push("probe"));
    orphan = new Probe({ destroyed: () => ends.push("orphan") });
    handedOut = probe.makeChild();
  });
  assertEquals(ends.sort(), ["orphan", "probe"]);
  assert(orphan!.isDestroyed && handedOut!.isDestroyed);
  await onCore((probe) => assertEquals(probe.alive(), 1));
});

Deno.test("a slot of destroyed may throw, and may make another object", async () => {
  const errors = await consoleErrors(() =>
    onCore((probe) => {
      const child = probe.makeChild();
      let heir: DynamicObject | undefined;
      child.destroyed.connect(() => {
        throw new Error("last words");
      });
      child.destroyed.connect(() => heir = new Probe({ text: "heir" }));
      probe.destroyNow(child);
      assertEquals(heir?.text, "heir");
    })
  );
  assertEquals(errors.map(([message]) => message), [
    "Exception in a function connected to qta::testing::Probe.destroyed:",
  ]);
});
