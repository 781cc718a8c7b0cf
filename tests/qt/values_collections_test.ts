/** Lists, maps, objects and whatever a QVariant holds, on their way to Qt and back. */

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import {
  QObject,
  QPoint,
  QRectF,
  QSize,
  qtClass,
  QtOpaque,
} from "../../mod.ts";
import { onCore, Probe } from "../_support/probe.ts";

const VALUES: readonly unknown[] = [
  null,
  true,
  1,
  -1.5,
  -0,
  2n ** 60n,
  2n ** 63n,
  "text",
  "",
  [],
  [1, "two", [3.5, [null, [false]]], {}],
  {},
  { a: 1, b: { c: [{ d: "deep" }] }, "": 0, "Ü\u{1F995}": null },
  new Uint8Array([0, 255]),
  new Date(86_400_000),
  new URL("https://example.org/?q=ü#x"),
  new QSize(1, 2),
  new QPoint(-3, 4),
  new QRectF(0.5, 1, 2, 3),
];

Deno.test("a QVariant takes every kind of value", () =>
  onCore((probe) => {
    for (const value of VALUES) {
      assertEquals(probe.echo(value), value);
      probe.any = value;
      assertEquals(probe.any, value);
    }
    assertEquals(probe.echo(VALUES), VALUES);
  }));

Deno.test("a QVariant takes undefined for null", () =>
  onCore((probe) => {
    assertStrictEquals(probe.echo(undefined), null);
    assertEquals(probe.echo([undefined, , 1]), [null, null, 1]);
    assertEquals(probe.echo({ a: undefined }), { a: null });
  }));

Deno.test("a QVariant takes objects", () =>
  onCore((probe) => {
    const other = new Probe();
    probe.any = other;
    assertStrictEquals(probe.any, other);
    const [first, { second }] = probe.echo([other, { second: probe }]);
    assertStrictEquals(first, other);
    assertStrictEquals(second, probe);
  }));

Deno.test("a list of objects of unknown classes is read to its end", () =>
  onCore((probe) => {
    const [sea, five, otter, end] = probe.makeOtters();
    assertEquals([five, end], [5, "end"]);
    assertEquals(sea.className, "qta::testing::SeaOtter");
    assertEquals([sea.stone, sea.whiskers], ["flint", 42]);
    assertEquals(otter.whiskers, 42);
  }));

Deno.test("property() answers with lists of strings and of integers", () =>
  onCore((probe) => {
    probe.strings = ["a", "", "\u{1F995}"];
    assertEquals(probe.strings, ["a", "", "\u{1F995}"]);
    probe.numbers = [1, -2, 2147483647];
    assertEquals(probe.numbers, [1, -2, 2147483647]);
    probe.numbers = [];
    assertEquals(probe.numbers, []);
    assertEquals(probe.sum([1, 2n, 3]), 6);
  }));

Deno.test("setProperty() takes 100 000 items", () =>
  onCore((probe) => {
    const list = Array.from({ length: 100_000 }, (_, i) => i % 2 ? i : `${i}`);
    probe.list = list;
    assertEquals(probe.list, list);
  }));

Deno.test("setProperty() takes objects and Maps for a QVariantMap and a QVariantHash", () =>
  onCore((probe) => {
    const object = { x: 1, y: [2], z: { w: "3" } };
    const bare = Object.assign(Object.create(null), object);
    const map = new Map<string, unknown>(Object.entries(object));
    for (const value of [object, bare, map]) {
      probe.map = value;
      assertEquals(probe.map, object);
      probe.hash = value;
      assertEquals(probe.hash, object);
    }
    assertEquals(probe.readOnly, { answer: 42 });
  }));

Deno.test("a map's key may have the name of anything", () =>
  onCore((probe) => {
    const keys = [
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "then",
    ];
    probe.map = new Map(keys.map((key) => [key, key]));
    const map = probe.map;
    assertEquals(Object.keys(map).sort(), [...keys].sort());
    for (const key of keys) {
      assertEquals(Object.getOwnPropertyDescriptor(map, key)?.value, key);
    }
    assertStrictEquals(Object.getPrototypeOf(map), Object.prototype);
    probe.map = JSON.parse('{"__proto__": {"polluted": true}}');
    assertEquals(
      Object.getOwnPropertyDescriptor(probe.map, "__proto__")?.value,
      { polluted: true },
    );
    assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
  }));

Deno.test("setProperty() takes an object or null for a pointer", () =>
  onCore((probe) => {
    const other = new QObject();
    probe.object = other;
    assertStrictEquals(probe.object, other);
    probe.object = null;
    assertStrictEquals(probe.object, null);
    probe.object = undefined;
    assertStrictEquals(probe.object, null);
    const peer = new Probe();
    probe.peer = peer;
    assertStrictEquals(probe.peer, peer);
  }));

Deno.test("a value that JavaScript has no form for can be passed back", () =>
  onCore((probe) => {
    const uuid = probe.uuid;
    assert(uuid instanceof QtOpaque);
    assertEquals(uuid.typeName, "QUuid");
    assertEquals(String(uuid), "QtOpaque(QUuid)");
    probe.uuid = uuid;
    probe.uuid = "{67C8770B-44F1-410A-AB9A-F9B5446F13EE}";
    const other = probe.uuid;
    probe.uuid = uuid;
    probe.uuid = other;
    probe.setDynamicProperty("kept", other);
    const kept = probe.dynamicProperty("kept");
    assert(kept instanceof QtOpaque);
    assertEquals(kept.typeName, "QUuid");
    assertThrows(
      () => probe.number = uuid,
      TypeError,
      "Probe.number: expected int, got QUuid",
    );
  }));

Deno.test("setDynamicProperty() adds a property to one object", () =>
  onCore((probe) => {
    probe.setDynamicProperty("colour of the day", "teal");
    assertEquals(probe.dynamicProperty("colour of the day"), "teal");
    assertStrictEquals(new Probe().dynamicProperty("colour of the day"), null);
  }));

Deno.test("an array is what it iterates over, whatever it says of its length", () =>
  onCore((probe) => {
    class Lie extends Array<unknown> {
      override *[Symbol.iterator](): ArrayIterator<unknown> {
        yield 1;
      }
    }
    const lie = new Lie();
    lie.push("a", "b", "c");
    // What a list that claims more could be read from.
    probe.echo(["secret one", "secret two", "secret three", "secret four"]);
    assertEquals(probe.echo(lie), [1]);
    const proxy = new Proxy(["x", "y"], {
      get: (target, key) =>
        key === "length" ? 1 : Reflect.get(target, key) as unknown,
    });
    assertEquals(probe.echo(proxy), ["x"]);
    const nested = new Uint32Array(1 << 18);
    // Lists of one list of one list …
    for (let i = 0; i < nested.length; i += 2) nested.set([8, 1], i);
    probe.echo(nested);
    assertEquals(probe.echo([lie, lie]), [[1], [1]]);
    let count = 0;
    class Endless extends Array<unknown> {
      override *[Symbol.iterator](): ArrayIterator<unknown> {
        while (count++ < 1e6) yield null;
        throw new RangeError("enough");
      }
    }
    assertThrows(() => probe.echo(new Endless()), RangeError, "enough");
  }));

Deno.test("a getter that calls Qt while it is read makes the outer call a TypeError, however its own ends", () =>
  onCore((probe) => {
    const other = new QObject();
    const calls: Record<string, () => unknown> = {
      "succeeds": () => other.objectName = "x",
      "is refused in JavaScript": () => {
        try {
          (other as { objectName: unknown }).objectName = Symbol("x");
        } catch {
          // As a program might do.
        }
      },
      "is refused by Qt": () => {
        try {
          (other as { objectName: unknown }).objectName = { y: 1n << 63n };
        } catch {
          // As a program might do.
        }
      },
    };
    for (const [what, call] of Object.entries(calls)) {
      const values = [
        {
          first: 1,
          get second() {
            call();
            return 2;
          },
          third: 3,
        }, // deno-fmt-ignore
        ["a", { get x() { call(); return 5; } }], // deno-fmt-ignore
        new Proxy({ a: 1 }, { ownKeys: (target) => (call(), Reflect.ownKeys(target)) }), // deno-fmt-ignore
      ];
      for (const value of values) {
        assertThrows(
          () => probe.echo(value),
          TypeError,
          "its getters call Qt",
          what,
        );
      }
      assertEquals(probe.echo({ a: [1] }), { a: [1] });
    }
  }));

Deno.test("nesting beyond any real data is a RangeError, in both directions", () =>
  onCore((probe) => {
    let deep: unknown = 1;
    for (let i = 0; i < 300; i++) deep = i % 2 ? [deep] : { deep };
    assertThrows(() => probe.echo(deep), RangeError, "levels deep");
    const own: unknown[] = [];
    own.push(own);
    assertThrows(() => probe.echo(own), RangeError, "contains itself");
  }));

Deno.test("a whole number beyond 2^31 is one in a QVariant, too", () =>
  onCore((probe) => {
    const numbers = [2 ** 31, -(2 ** 31) - 1, 3e9, 2 ** 53 - 1, -(2 ** 53) + 1];
    for (const number of numbers) {
      assertStrictEquals(probe.echo(number), number);
      assertEquals(probe.echo([number, { number }]), [number, { number }]);
      // What a view would show.
      probe.setDynamicProperty("n", number);
      const strings = new (qtClass("QStringListModel"))();
      strings.setStringList([""]);
      strings.setData(strings.index(0, 0), number);
      assertEquals(strings.stringList(), [`${number}`]);
    }
    for (const real of [1e300, 2 ** 60, 0.5, -0, NaN, Infinity]) {
      assertStrictEquals(probe.echo(real), real);
    }
  }));
