/** Lists, maps, objects and whatever a QVariant holds, on their way to Qt and back. */

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { QObject, QPoint, QRectF, QSize, QtOpaqueValue } from "../../mod.ts";
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
    assert(uuid instanceof QtOpaqueValue);
    assertEquals(uuid.typeName, "QUuid");
    assertEquals(String(uuid), "QtOpaqueValue(QUuid)");
    probe.uuid = uuid;
    probe.uuid = "{67C8770B-44F1-410A-AB9A-F9B5446F13EE}";
    const other = probe.uuid;
    probe.uuid = uuid;
    probe.uuid = other;
    probe.setDynamicProperty("kept", other);
    const kept = probe.dynamicProperty("kept");
    assert(kept instanceof QtOpaqueValue);
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
