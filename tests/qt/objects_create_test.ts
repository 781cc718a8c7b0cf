/** Making objects, and what a wrapper knows of its object. */

import {
  assert,
  assertEquals,
  assertFalse,
  assertInstanceOf,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  ApplicationError,
  QCoreApplication,
  QObject,
  qtClass,
  QtError,
} from "../../mod.ts";
import { onCore, Probe, whileExec } from "../_support/probe.ts";
import { until } from "../_support/wait.ts";

const QTimer = qtClass("QTimer");

Deno.test("new QObject() throws without an application", () => {
  const error = assertThrows(
    () => new QObject(),
    ApplicationError,
    "no application in this thread",
  );
  assertInstanceOf(error, QtError);
  assertEquals(error.name, "ApplicationError");
});

Deno.test("qtClass() is the same class for the same name, with and without an application", async () => {
  assertStrictEquals(qtClass("QTimer"), QTimer);
  assertStrictEquals<unknown>(qtClass("QObject"), QObject);
  await onCore(() => {
    new QTimer();
    assertStrictEquals(qtClass("QTimer"), QTimer);
  });
});

Deno.test("new throws for an unknown class", () =>
  onCore(() => {
    const Nonsense = qtClass("QNonsense");
    assertThrows(
      () => new Nonsense(),
      TypeError,
      "Cannot create QNonsense: Qt has no class of that name",
    );
    const Abstract = qtClass("QAbstractItemModel");
    assertThrows(
      () => new Abstract(),
      TypeError,
      "Cannot create QAbstractItemModel",
    );
    const Empty = qtClass("");
    assertThrows(() => new Empty(), TypeError);
    // A class of the headers, of values.
    const Value = qtClass("QBitArray") as new (...args: unknown[]) => QObject;
    assertThrows(() => new Value(), TypeError, "Cannot create QBitArray");
    assertThrows(() => new Value(3), TypeError, "Cannot create QBitArray");
  }));

Deno.test("new makes a class that only the meta-object system knows", () =>
  onCore((probe) => {
    const Otter = qtClass("Otter");
    const otter = new Otter({ objectName: "Enhydra" }, probe);
    assertEquals([otter.whiskers, otter.objectName], [42, "Enhydra"]);
    assertStrictEquals(otter.parent(), probe);
  }));

Deno.test("new refuses parents that are none", () =>
  onCore((probe) => {
    for (const wrong of [{}, "x", 5] as unknown as QObject[]) {
      assertThrows(
        () => new QTimer({}, wrong),
        TypeError,
        "Cannot create QTimer: expected a QObject or null as its parent",
      );
    }
    const timer = new QTimer(probe as unknown as Record<string, unknown>);
    assertStrictEquals(timer.parent(), probe);
    assertThrows(
      () => new QTimer("x" as unknown as Record<string, unknown>),
      TypeError,
      'expected an object of properties, got "',
    );
    assertThrows(
      () => new QTimer(null as unknown as Record<string, unknown>),
      TypeError,
      "expected an object of properties, got null",
    );
  }));

Deno.test("new sets properties and connects signals in their order", () =>
  onCore(() => {
    const seen: unknown[] = [];
    const probe = new Probe({
      number: 1,
      numberChanged: (value: number) => seen.push(value),
      text: "two",
    });
    assertEquals([probe.number, probe.text, seen], [1, "two", []]);
    probe.number = 3;
    assertEquals(seen, [3]);
  }));

Deno.test("new destroys the object if a property does not fit", () =>
  onCore(async (probe, app) => {
    assertEquals(probe.alive(), 1);
    await whileExec(app, async () => {
      assertThrows(
        () => new Probe({ text: 5 }),
        TypeError,
        "Probe.text: expected QString, got 5",
      );
      assertThrows(
        () => new Probe({ textt: "" }),
        TypeError,
        "did you mean 'text'?",
      );
      assertThrows(
        () => new Probe({ text: () => {} }),
        TypeError,
        "Cannot pass a function to Qt",
      );
      await until("their end", () => probe.alive() === 1);
    });
  }));

Deno.test("className and inherits() are those of Qt", () =>
  onCore((probe, app) => {
    const timer = new QTimer();
    assertEquals(timer.className, "QTimer");
    assertEquals(probe.className, "qta::testing::Probe");
    assertEquals(app.className, "QCoreApplication");
    assert(timer.inherits("QTimer") && timer.inherits("QObject"));
    assertFalse(timer.inherits("QThread"));
  }));

Deno.test("instanceof follows Qt's classes", () =>
  onCore((probe) => {
    const timer = new QTimer();
    assertInstanceOf(timer, QTimer);
    assertInstanceOf(timer, QObject);
    assertFalse(probe instanceof QTimer);
    const animation = new (qtClass("QSequentialAnimationGroup"))();
    assertInstanceOf(animation, qtClass("QAnimationGroup"));
    assertInstanceOf(animation, qtClass("QAbstractAnimation"));
    const [sea] = probe.makeOtters();
    assertInstanceOf(sea, qtClass("qta::testing::SeaOtter"));
    assertInstanceOf(sea, qtClass("qta::testing::Otter"));
  }));

Deno.test("a class of one's own extends Qt's", () =>
  onCore(async (_probe, app) => {
    class Metronome extends QTimer {
      beats = 0;
      readonly #limit: number;
      constructor(limit: number) {
        super({ interval: 0 });
        this.#limit = limit;
        this.timeout.connect(() => this.#beat());
      }
      get tempo(): string {
        return `every ${this["interval"]} ms`;
      }
      #beat(): void {
        if (++this.beats < this.#limit) return;
        this["stop"]();
        app.quit();
      }
    }
    const metronome = new Metronome(3);
    assertInstanceOf(metronome, QTimer);
    assertEquals([metronome.className, metronome.tempo], [
      "QTimer",
      "every 0 ms",
    ]);
    metronome.start();
    await app.exec();
    assertEquals(metronome.beats, 3);
    // Qt's own objects of the class are not of the subclass.
    assertFalse(new QTimer() instanceof Metronome);
  }));

Deno.test("an object has one wrapper for all its life", () =>
  onCore((probe) => {
    const child = probe.makeChild();
    assertStrictEquals(probe.children()[0], child);
    assertStrictEquals(probe.echo(child), child);
    assertStrictEquals(child.parent(), probe);
    const own = new Probe({ objectName: "own" }, probe);
    assertStrictEquals(probe.findChild("own"), own);
    let seen: unknown;
    probe.withObject.connect((object: unknown) => seen = object);
    probe.emitWithObject(own);
    assertStrictEquals(seen, own);
    probe.emitWithObject(null);
    assertStrictEquals(seen, null);
  }));

Deno.test("the application is an object like any other", () =>
  onCore((_probe, app) => {
    const child = new QObject({}, app);
    assertStrictEquals(child.parent(), app);
    assertStrictEquals<unknown>(QCoreApplication.instance(), app);
    app.objectName = "app";
    assertEquals(String(app), 'QCoreApplication("app")');
  }));

Deno.test("children(), parent(), setParent(), findChild() and findChildren() know the family", () =>
  onCore((probe) => {
    const first = new QObject({ objectName: "first" }, probe);
    const second = new QTimer({ objectName: "second" }, probe);
    const grandchild = new QObject({ objectName: "grandchild" }, second);
    assertEquals(probe.children(), [first, second]);
    assertStrictEquals(probe.findChild("grandchild"), grandchild);
    assertStrictEquals(probe.findChild("nobody"), null);
    assertEquals(probe.findChildren(), [first, second, grandchild]);
    assertEquals(probe.findChildren("grandchild"), [grandchild]);
    assertEquals(probe.findChildren("nobody"), []);
    assertStrictEquals(probe.parent(), null);
    grandchild.setParent(first);
    assertStrictEquals(grandchild.parent(), first);
    assertEquals(second.children(), []);
    grandchild.setParent(null);
    assertStrictEquals(grandchild.parent(), null);
    assertThrows(
      () => grandchild.setParent("x" as unknown as QObject),
      TypeError,
      'expected QObject*, got "',
    );
    assertThrows(() => first.setParent(first), TypeError, "itself");
    second.setParent(first);
    assertThrows(() => first.setParent(second), TypeError, "descendant");
  }));

Deno.test("toString() names the class and the object", () =>
  onCore((probe) => {
    probe.objectName = 'the "one"';
    assertEquals(`${probe}`, 'qta::testing::Probe("the \\"one\\"")');
  }));

Deno.test("objectNameChanged tells of a new name", () =>
  onCore((probe) => {
    const names: string[] = [];
    probe.objectNameChanged.connect((name) => names.push(name));
    probe.objectName = "Ada";
    assertEquals(names, ["Ada"]);
  }));

Deno.test("blockSignals() stops signals", () =>
  onCore((probe) => {
    let count = 0;
    probe.emitted.connect(() => count++);
    assertEquals(probe.blockSignals(true), false);
    probe.emitMany(3);
    assertEquals(probe.blockSignals(false), true);
    probe.emitMany(1);
    assertEquals(count, 1);
  }));
