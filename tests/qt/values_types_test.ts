/** Dates, URLs, geometry, enumerations and flags on their way to Qt and back. */

import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { QPoint, QPointF, QRect, QRectF, QSize, QSizeF } from "../../mod.ts";
import { onCore } from "../_support/probe.ts";

Deno.test("setProperty() takes dates to the millisecond", () =>
  onCore((probe) => {
    for (
      const iso of [
        "1970-01-01T00:00:00.000Z",
        "2026-02-28T23:59:59.999Z",
        "1582-10-04T00:00:00.000Z",
        "0001-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z",
        "+012026-01-01T00:00:00.000Z",
      ]
    ) {
      probe.dateTime = new Date(iso);
      assert(probe.dateTime instanceof Date);
      assertEquals(probe.dateTime.toISOString(), iso);
    }
    for (const edge of [8.64e15, -8.64e15]) {
      probe.dateTime = new Date(edge);
      assertEquals(probe.dateTime.getTime(), edge);
    }
  }));

Deno.test("setProperty() takes an invalid date, which Qt has, too", () =>
  onCore((probe) => {
    assertStrictEquals(probe.dateTime.getTime(), NaN);
    probe.dateTime = new Date(0);
    probe.dateTime = new Date(NaN);
    assertStrictEquals(probe.dateTime.getTime(), NaN);
  }));

Deno.test("setProperty() takes days and times of day as strings", () =>
  onCore((probe) => {
    for (const date of ["2026-01-31", "2024-02-29", ""]) {
      probe.date = date;
      assertEquals(probe.date, date);
    }
    for (const time of ["23:59:59.999", "00:00:00.000", ""]) {
      probe.time = time;
      assertEquals(probe.time, time);
    }
    probe.time = "12:30";
    assertEquals(probe.time, "12:30:00.000");
    for (const date of ["2026-02-30", "tomorrow"]) {
      assertThrows(
        () => probe.date = date,
        TypeError,
        `Probe.date: expected QDate, got "${date}"`,
      );
    }
    assertThrows(() => probe.time = "25:00", TypeError, "expected QTime");
    assertThrows(
      () => probe.date = 5,
      TypeError,
      "expected QDate, got 5",
    );
  }));

Deno.test("setProperty() takes URLs", () =>
  onCore((probe) => {
    for (
      const href of [
        "https://user:p%20w@example.org:8080/a%2Fb/c?d=%26&e=f#g",
        "file:///tmp/a%20b",
        "data:text/plain,x",
        "https://xn--bcher-kva.example/",
      ]
    ) {
      probe.url = new URL(href);
      assert(probe.url instanceof URL);
      assertEquals(probe.url.href, href);
      probe.url = href;
      assertEquals(probe.url.href, href);
    }
  }));

Deno.test("property() answers with a string for a URL that is relative or empty", () =>
  onCore((probe) => {
    for (const url of ["", "pictures/a.png", "../up?x=1#y"]) {
      probe.url = url;
      assertStrictEquals(probe.url, url);
    }
  }));

Deno.test("setProperty() takes sizes, points and rectangles", () =>
  onCore((probe) => {
    const values = {
      size: [new QSize(3, 4), new QSize(-1, -1)],
      sizeF: [new QSizeF(0.5, 1e9)],
      point: [new QPoint(-3, 4), new QPoint(2147483647, -2147483648)],
      pointF: [new QPointF(-0.25, 4)],
      rect: [new QRect(1, 2, 3, 4), new QRect(-5, -6, 0, 0)],
      rectF: [new QRectF(0.5, 1.5, 2.5, 3.5)],
    };
    for (const [property, list] of Object.entries(values)) {
      for (const value of list) {
        probe.setProperty(property, value);
        assertEquals<unknown>(probe.property(property), value);
        // And as literals.
        probe.setProperty(property, { ...list[0] });
        assertEquals<unknown>(probe.property(property), list[0]);
      }
    }
  }));

Deno.test("setProperty() takes a whole geometry for one with fractions", () =>
  onCore((probe) => {
    probe.sizeF = new QSize(3, 4);
    assertEquals(probe.sizeF, new QSizeF(3, 4));
    probe.pointF = new QPoint(3, 4);
    assertEquals(probe.pointF, new QPointF(3, 4));
    probe.rectF = new QRect(1, 2, 3, 4);
    assertEquals(probe.rectF, new QRectF(1, 2, 3, 4));
  }));

Deno.test("setProperty() refuses a geometry that is not whole or not finite", () =>
  onCore((probe) => {
    probe.size = new QSize(1, 1);
    const wrong = [
      { width: 1.5, height: 2 },
      { width: NaN, height: 2 },
      { width: 2 ** 31, height: 2 },
      new QSize(1.5, 2),
      new QSize(NaN, 2),
      new QSize(2 ** 31, 2),
      new QSizeF(1.5, 2),
    ];
    for (const value of wrong) {
      assertThrows(
        () => probe.size = value,
        TypeError,
        "QSize",
        JSON.stringify(value),
      );
    }
    assertEquals(probe.size, new QSize(1, 1));
    assertThrows(
      () => probe.size = "3x4" as unknown,
      TypeError,
      'Probe.size: expected QSize, got "3x4"',
    );
    assertThrows(
      () => probe.size = { width: 1 },
      TypeError,
      "expected QSize, got {width}",
    );
    assertThrows(
      () => probe.size = { width: 1, height: 2, depth: 3 },
      TypeError,
      "got {depth, height, width}",
    );
    assertThrows(
      () => probe.size = { width: "1", height: 2 },
      TypeError,
      "expected QSize",
    );
    assertThrows(
      () => probe.size = new QPoint(1, 2),
      TypeError,
      "expected QSize, got QPoint",
    );
    assertThrows(() => probe.echo(new QRect(1, 2, NaN, 4)), TypeError, "QRect");
  }));

Deno.test("an enumeration crosses by its name, and is taken by its number", () =>
  onCore((probe) => {
    assertEquals(probe.mood, "Calm");
    probe.mood = "Furious";
    assertEquals(probe.mood, "Furious");
    probe.mood = 5;
    assertEquals(probe.mood, "Curious");
    probe.mood = 5n;
    assertEquals(probe.mood, "Curious");
    // deno-fmt-ignore
    const numbers = [1, 77, -1, 5000, 1.5, 2 ** 31, 2 ** 40, -(2 ** 31), 7n, NaN];
    for (
      const wrong of ["Sleepy", "Calm|Curious", "", null, true, ...numbers]
    ) {
      assertThrows(
        () => probe.mood = wrong,
        TypeError,
        "Probe.mood: expected qta::testing::Probe::Mood (Calm, Curious, Furious), got",
      );
    }
  }));

Deno.test("flags cross by their names, and are taken by their number", () =>
  onCore((probe) => {
    probe.options = "Bold|Wide";
    assertEquals(probe.options, "Bold|Wide");
    probe.options = 2;
    assertEquals(probe.options, "Italic");
    for (const none of [0, ""]) {
      probe.options = none;
      assert(probe.options === 0 || probe.options === "");
      const read = probe.options;
      probe.options = "Wide";
      probe.options = read;
      assertStrictEquals(probe.options, read);
    }
    for (const wrong of [1 | 64, 8, -1, 5000, 2 ** 31, 1.5]) {
      assertThrows(
        () => probe.options = wrong,
        TypeError,
        "(Bold, Italic, Wide), got",
      );
    }
    assertThrows(
      () => probe.options = "Bold|Loud",
      TypeError,
      '(Bold, Italic, Wide), got "Bold|Loud"',
    );
  }));
