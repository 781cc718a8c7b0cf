/** Booleans, numbers, strings and bytes on their way to Qt and back. */

import { assertEquals, assertStrictEquals } from "@std/assert";
import { onCore } from "../_support/probe.ts";

/** Writes each value to a property and reads it back. */
function roundTrip(
  property: string,
  values: readonly unknown[],
): () => Promise<void> {
  return () =>
    onCore((probe) => {
      for (const value of values) {
        probe.setProperty(property, value);
        assertStrictEquals(probe.property(property), value);
      }
    });
}

Deno.test("setProperty() takes booleans", roundTrip("flag", [true, false]));

Deno.test(
  "setProperty() takes every int32",
  roundTrip("number", [0, 1, -1, 2147483647, -2147483648]),
);

Deno.test(
  "setProperty() takes the edges of each size of integer",
  () =>
    onCore((probe) => {
      const edges: Record<string, [number, number]> = {
        octet: [0, 255],
        signedOctet: [-128, 127],
        shorter: [-32768, 32767],
        unsignedShort: [0, 65535],
        natural: [0, 4294967295],
      };
      for (const [property, values] of Object.entries(edges)) {
        for (const value of values) {
          probe.setProperty(property, value);
          assertStrictEquals(probe.property(property), value);
        }
      }
    }),
);

Deno.test(
  "property() answers with a number as long as it is a safe integer",
  roundTrip("big", [
    2 ** 31,
    -(2 ** 31) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ]),
);

Deno.test(
  "property() answers with a bigint beyond the safe integers",
  roundTrip("big", [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)]),
);

Deno.test(
  "setProperty() takes unsigned bigints of 64 bits",
  roundTrip("huge", [2n ** 63n, 2n ** 64n - 1n]),
);

Deno.test("setProperty() takes a bigint for a small integer, and answers with a number", () =>
  onCore((probe) => {
    for (const property of ["number", "big", "huge", "octet", "natural"]) {
      probe.setProperty(property, 7n);
      assertStrictEquals(probe.property(property), 7);
    }
  }));

Deno.test(
  "setProperty() takes every kind of double",
  roundTrip("real", [
    0,
    -0,
    1,
    -1.5,
    NaN,
    Infinity,
    -Infinity,
    Number.MIN_VALUE,
    Number.MAX_VALUE,
    2 ** 53,
  ]),
);

Deno.test(
  "setProperty() rounds to single precision what Qt keeps in a float",
  () =>
    onCore((probe) => {
      for (const value of [0.1, -0, 16777217, NaN, Infinity]) {
        probe.single = value;
        assertStrictEquals(probe.single, Math.fround(value));
      }
    }),
);

Deno.test("setProperty() takes strings as they are", () =>
  roundTrip("text", [
    "plain",
    "",
    "Grüße, 世界",
    "\u{1F995}\u{10FFFF}",
    "\uD83E",
    "\uDD95\uD83E",
    "null\0inside\0",
    "e\u0301",
    "\uFEFFmark",
  ])());

Deno.test("strings of every length come as they are, also those that are alike", () =>
  onCore((probe) => {
    const texts: string[] = [];
    for (let length = 0; length <= 80; length++) {
      const text = "abcdefgh".repeat(10).slice(0, length);
      // The same but for one unit: at the beginning, in the middle, at the end, or after it.
      for (const at of [0, length >> 1, length - 1]) {
        for (const unit of ["A", "\0", "\x7f", "\x80", "é", "\ud800", "字"]) {
          texts.push(text.slice(0, at) + unit + text.slice(at + 1));
        }
      }
      texts.push(text, `${text}\0`);
    }
    for (let round = 0; round < 3; round++) {
      for (const text of texts) {
        probe.text = text;
        assertEquals(probe.text, text);
      }
    }
    assertEquals(probe.echo(texts), texts);
  }));

Deno.test("setProperty() takes strings that outgrow the buffer, both ways", () =>
  onCore((probe) => {
    for (const length of [32 * 1024 - 16, 64 * 1024, 1024 * 1024 + 1]) {
      const text = "x\u{1F995}".repeat(length / 3) + "end";
      probe.text = text;
      assertEquals(probe.text.length, text.length);
      assertEquals(probe.text === text, true);
    }
    probe.text = "small again";
    assertEquals(probe.text, "small again");
  }));

Deno.test("invoke() answers with what outgrows the buffer, again and again", () =>
  onCore((probe) => {
    probe.text = "y".repeat(500_000);
    for (let i = 0; i < 3; i++) {
      assertEquals(probe.text.length, 500_000);
      assertEquals(probe.add(1, i), 1 + i);
    }
  }));

Deno.test("a signal's arguments may outgrow the buffer", () =>
  onCore((probe) => {
    const seen: unknown[] = [];
    probe.several.connect((number: number, text: string, list: number[]) => {
      // A call of its own from inside the slot reuses the buffer.
      probe.add(1, 2);
      seen.push(number, text.length, list.length);
    });
    probe.emitSeveral(1, "z".repeat(400_000), Array(50_000).fill(0.5));
    assertEquals(seen, [1, 400_000, 50_000]);
  }));

Deno.test("setProperty() takes bytes in every kind of view", () =>
  onCore((probe) => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    for (
      const value of [
        all,
        all.buffer,
        new DataView(all.buffer),
        new Uint8ClampedArray(all),
        new Uint32Array(all.buffer),
      ]
    ) {
      probe.bytes = value;
      assertEquals(probe.bytes, all);
    }
    probe.bytes = all.subarray(3, 6);
    assertEquals(probe.bytes, new Uint8Array([3, 4, 5]));
    probe.bytes = new Uint8Array();
    assertEquals(probe.bytes, new Uint8Array());
    const large = new Uint8Array(1024 * 1024).fill(7);
    probe.bytes = large;
    assertEquals(probe.bytes, large);
  }));

Deno.test("property() answers with bytes of its own", () =>
  onCore((probe) => {
    probe.bytes = new Uint8Array([1, 2, 3]);
    const first = probe.bytes;
    first[0] = 9;
    probe.bytes = new Uint8Array([4, 5, 6]);
    assertEquals(first, new Uint8Array([9, 2, 3]));
  }));

Deno.test("setProperty() takes a string for bytes, as UTF-8", () =>
  onCore((probe) => {
    probe.bytes = "ä\u{1F995}";
    assertEquals(probe.bytes, new TextEncoder().encode("ä\u{1F995}"));
  }));

Deno.test(
  "setProperty() takes one character for a QChar",
  roundTrip("character", ["x", "ß", "\uD83E"]),
);
