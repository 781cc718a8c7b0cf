/** What does not fit is refused, with an error that names the member, what it expects and what came. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  type DynamicObject,
  QObject,
  QSize,
  qtClass,
  QtOpaque,
} from "../../mod.ts";
import { onCore } from "../_support/probe.ts";

class Custom {}

/** One value of each kind, by the words that errors have for it. */
function samples(probe: DynamicObject): Record<string, unknown> {
  return {
    "null": null,
    "true": true,
    "1": 1,
    "1.5": 1.5,
    "4611686018427387904n": 2n ** 62n,
    '"odd"': "odd",
    "Uint8Array": new Uint8Array(1),
    "[1]": [1],
    "{a}": { a: 1 },
    "qta::testing::Probe": probe,
    "QDateTime": new Date(0),
    "QUrl": new URL("a:b"),
    "QSize": new QSize(1, 2),
  };
}

/** The kinds of {@linkcode samples} that a property takes, by its Qt type. */
const TAKEN: Record<string, [type: string, ...kinds: string[]]> = {
  flag: ["bool", "true"],
  number: ["int", "1"],
  big: ["qlonglong", "1", "4611686018427387904n"],
  huge: ["qulonglong", "1", "4611686018427387904n"],
  octet: ["uchar", "1"],
  real: ["double", "1", "1.5", "4611686018427387904n"],
  text: ["QString", '"odd"'],
  bytes: ["QByteArray", "Uint8Array", '"odd"'],
  list: ["QVariantList", "[1]"],
  strings: ["QStringList"],
  numbers: ["QList<int>", "[1]"],
  map: ["QVariantMap", "{a}"],
  hash: ["QVariantHash", "{a}"],
  object: ["QObject*", "null", "qta::testing::Probe"],
  dateTime: ["QDateTime", "QDateTime"],
  date: ["QDate"],
  time: ["QTime"],
  url: ["QUrl", "QUrl", '"odd"'],
  size: ["QSize", "QSize"],
  sizeF: ["QSizeF", "QSize"],
  point: ["QPoint"],
  rect: ["QRect"],
  mood: ["qta::testing::Probe::Mood (Calm, Curious, Furious)"],
  options: [
    "QFlags<qta::testing::Probe::Option> (Bold, Italic, Wide)",
    "1",
  ],
};

for (const [property, [type, ...taken]] of Object.entries(TAKEN)) {
  Deno.test(`setProperty() refuses what is no ${type}`, () =>
    onCore((probe) => {
      for (const [kind, value] of Object.entries(samples(probe))) {
        if (taken.includes(kind)) {
          probe.setProperty(property, value);
          continue;
        }
        const error = assertThrows(
          () => probe.setProperty(property, value),
          TypeError,
          `Probe.${property}: expected ${type}, got ${kind}`,
          `${property} = ${kind}`,
        );
        assertEquals(error.message.startsWith("qta::testing::Probe."), true);
      }
    }));
}

Deno.test("setProperty() refuses numbers out of range", () =>
  onCore((probe) => {
    const wrong: Record<string, unknown[]> = {
      octet: [300, 256, -1, 1.5, NaN, 2n ** 63n],
      signedOctet: [128, -129],
      shorter: [32768, -32769],
      unsignedShort: [65536, -1],
      number: [2 ** 31, -(2 ** 31) - 1, Infinity, NaN, 0.5],
      natural: [2 ** 32, -1],
      big: [2n ** 63n, 2 ** 53, 2 ** 63],
      huge: [-1, -1n, 2 ** 64],
    };
    for (const [property, values] of Object.entries(wrong)) {
      for (const value of values) {
        assertThrows(
          () => probe.setProperty(property, value),
          TypeError,
          `Probe.${property}: expected `,
          `${property} = ${value}`,
        );
      }
      assertEquals(probe.property(property), 0);
    }
    assertThrows(
      () => probe.octet = 300,
      TypeError,
      "expected uchar, got 300",
    );
  }));

Deno.test("a bigint of more than 64 bits is refused", () =>
  onCore((probe) => {
    for (const value of [2n ** 64n, -(2n ** 63n) - 1n]) {
      assertThrows(
        () => probe.any = value,
        RangeError,
        `Cannot pass the bigint ${value} to Qt: expected at most 64 bits`,
      );
    }
  }));

Deno.test("functions, symbols and instances of classes are refused", () =>
  onCore((probe) => {
    const wrong: [unknown, string][] = [
      [() => {}, "Cannot pass a function to Qt"],
      [class {}, "Cannot pass a function to Qt"],
      [Symbol("s"), "Cannot pass a symbol to Qt"],
      [new Custom(), "Cannot pass an instance of Custom to Qt: expected"],
      [new Set([1]), "Cannot pass an instance of Set to Qt"],
      [new WeakMap(), "Cannot pass an instance of WeakMap to Qt"],
      [/x/, "Cannot pass an instance of RegExp to Qt"],
      [new Error("x"), "Cannot pass an instance of Error to Qt"],
      [Promise.resolve(), "Cannot pass an instance of Promise to Qt"],
      [
        new Map([[1, 2]]),
        "Cannot pass the Map to Qt: expected keys that are strings, got a number",
      ],
      [
        new Proxy(new Custom(), {}),
        "Cannot pass an instance of Custom to Qt: expected",
      ],
    ];
    for (const [value, message] of wrong) {
      assertThrows(() => probe.any = value, TypeError, message);
      assertThrows(() => probe.echo([{ deep: value }]), TypeError, message);
    }
    assertEquals(probe.echo("still works"), "still works");
  }));

Deno.test("values that contain themselves, or are nested too deeply, are refused", () =>
  onCore((probe) => {
    const array: unknown[] = [];
    array.push(array);
    const object: Record<string, unknown> = {};
    object["self"] = object;
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    for (const value of [array, object, deep]) {
      assertThrows(
        () => probe.any = value,
        RangeError,
        "nested more than 200 levels deep",
      );
    }
    let nested: unknown = 1;
    for (let i = 0; i < 150; i++) nested = i % 2 ? [nested] : { nested };
    assertEquals(probe.echo(nested), nested);
  }));

Deno.test("a getter that throws leaves the bridge usable", () =>
  onCore((probe) => {
    const trap = {
      get value(): never {
        throw new Error("sprung");
      },
    };
    assertThrows(
      () => probe.echo(["x".repeat(100_000), trap]),
      Error,
      "sprung",
    );
    assertEquals(probe.echo("y".repeat(200_000)).length, 200_000);
  }));

Deno.test("a getter that calls Qt with values is refused, not mixed up", () =>
  onCore((probe) => {
    const reading = {
      get number() {
        return probe.number;
      },
    };
    assertEquals(probe.echo([reading, 1]), [{ number: 0 }, 1]);
    const calling = {
      get sum() {
        return probe.add(1, 2);
      },
    };
    assertThrows(
      () => probe.echo([calling, 1]),
      TypeError,
      "its getters call Qt",
    );
    assertThrows(() => probe.any = calling, TypeError, "its getters call Qt");
    assertEquals(probe.echo([1]), [1]);
  }));

Deno.test("an opaque value of an application that is gone is refused", async () => {
  let stale: unknown;
  await onCore((probe) => {
    stale = probe.uuid;
  });
  await onCore((probe) => {
    assertEquals(stale instanceof QtOpaque, true);
    assertThrows(() => probe.uuid = stale, TypeError);
  });
});

Deno.test("setProperty() refuses a property that cannot be written", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.readOnly = {},
      TypeError,
      "Probe.readOnly: the property is read-only",
    );
  }));

Deno.test("setProperty() refuses an object of another class", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.peer = new QObject(),
      TypeError,
      "Probe.peer: expected qta::testing::Probe*, got QObject",
    );
  }));

Deno.test("invoke() refuses a wrong number of arguments", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.add(1),
      TypeError,
      "Probe.add(int,int) expects 2 arguments, got 1",
    );
    assertThrows(
      () => probe.add(1, 2, 3),
      TypeError,
      "Probe.add(int,int) expects 2 arguments, got 3",
    );
    assertThrows(
      () => probe.emitMany(),
      TypeError,
      "Probe.emitMany(int) expects 1 argument, got 0",
    );
    const eleven = Array(11).fill(1);
    assertThrows(
      () => probe.add(...eleven),
      TypeError,
      "Probe.add(int,int) expects 2 arguments, got 11",
    );
    assertThrows(
      () => probe.nearest(...eleven),
      TypeError,
      "expects 1 argument, got 11",
    );
  }));

Deno.test("invoke() names the argument that does not fit", () =>
  onCore((probe) => {
    assertThrows(
      () => probe.add(1, "2"),
      TypeError,
      'Argument 2 of qta::testing::Probe.add(int,int): expected int, got "2"',
    );
    assertThrows(
      () => probe.sum([1, "x"]),
      TypeError,
      'expected QList<int>, got [1, "x"]',
    );
    assertThrows(
      () => probe.strings = ["a", 2, null, true],
      TypeError,
      'got ["a", 2, null, true]',
    );
    const long = Array.from({ length: 1000 }, (_, i) => i);
    assertThrows(
      () => probe.strings = long,
      TypeError,
      "got [0, 1, 2, 3, …]",
    );
  }));

Deno.test("invoke() shortens long strings in errors", () =>
  onCore((probe) => {
    const error = assertThrows(
      () => probe.number = "x".repeat(1_000_000),
      TypeError,
    );
    assertEquals(error.message.length < 200, true, `${error.message.length}`);
    const keys = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i]),
    );
    const other = assertThrows(() => probe.number = keys, TypeError);
    assertEquals(other.message.length < 200, true, `${other.message.length}`);
  }));

Deno.test("an array that claims any length and bytes that are gone are refused, a Map without end is what it has", () =>
  onCore((probe) => {
    const endless = new Proxy([1], {
      get: (target, key) => key === "length" ? 1e9 : Reflect.get(target, key),
    });
    assertThrows(
      () => probe.setDynamicProperty("list", endless),
      RangeError,
      "at most 16777216 items",
    );
    class EndlessMap extends Map<string, number> {
      override *[Symbol.iterator](): MapIterator<[string, number]> {
        for (let i = 0;; i++) yield ["key", i];
      }
    }
    probe.setDynamicProperty("map", new EndlessMap([["key", 7]]));
    assertEquals(probe.dynamicProperty("map"), { key: 7 });
    const bytes = new Uint8Array(4);
    bytes.buffer.transfer();
    for (const gone of [bytes, bytes.buffer]) {
      assertThrows(
        () => probe.setDynamicProperty("bytes", gone),
        TypeError,
        "detached",
      );
    }
    assertEquals(probe.add(1, 2), 3);
  }));

Deno.test("an animation group is refused in itself and in its descendants", () =>
  onCore(() => {
    const Group = qtClass<DynamicObject>("QSequentialAnimationGroup");
    const outer = new Group();
    const inner = new Group({}, outer);
    for (
      const add of [
        () => outer.addAnimation(outer),
        () => inner.addAnimation(outer),
      ]
    ) {
      assertThrows(
        add,
        RangeError,
        "another object than itself or its ancestor",
      );
    }
    inner.addAnimation(new Group());
  }));

Deno.test("an exception in C++ arrives as a QtError", () =>
  onCore((probe) => {
    const error = assertThrows(
      () => probe.throwError(),
      Error,
      "The probe was asked to throw",
    );
    assertEquals(error.name, "QtError");
    assertEquals(probe.add(1, 2), 3);
  }));
