/** Of several methods of one name, the one that fits best is called. */

import { assertEquals, assertThrows } from "@std/assert";
import { QObject } from "../../mod.ts";
import { onCore } from "../_support/probe.ts";

Deno.test("invoke() chooses by the type of the arguments", () =>
  onCore((probe) => {
    assertEquals(probe.overloaded(1), "int");
    assertEquals(probe.overloaded(1n), "int");
    assertEquals(probe.overloaded("1"), "string");
    assertEquals(probe.overloaded(probe), "object");
    assertEquals(probe.overloaded(null), "object");
  }));

Deno.test("invoke() chooses by the number of arguments", () =>
  onCore((probe) => {
    assertEquals(probe.overloaded(1, 2), "two");
    assertEquals(probe.withDefault(1), 11);
    assertEquals(probe.withDefault(1, 2), 3);
  }));

Deno.test("invoke() chooses the narrower type of two that fit", () =>
  onCore((probe) => {
    assertEquals(probe.numeric(1), "int");
    assertEquals(probe.numeric(1.5), "double");
    assertEquals(probe.numeric(2 ** 40), "double");
    assertEquals(probe.nearest(probe), "Probe");
    assertEquals(probe.nearest(new QObject()), "QObject");
    assertEquals(probe.loose("text"), "string");
    assertEquals(probe.loose(5), "any");
  }));

Deno.test("invoke() lists what each overload objects to if none fits", () =>
  onCore((probe) => {
    const error = assertThrows(() => probe.overloaded(true), TypeError);
    for (
      const part of [
        "Probe.overloaded(int): expected int, got true",
        "Probe.overloaded(QString): expected QString, got true",
        "Probe.overloaded(QObject*): expected QObject*, got true",
        "Probe.overloaded(int,int) expects 2 arguments, got 1",
      ]
    ) assertEquals(error.message.includes(part), true, error.message);
  }));

Deno.test("invoke() says what alone fits the number of arguments if that does not fit", () =>
  onCore((probe) => {
    const error = assertThrows(() => probe.overloaded(1, "two"), TypeError);
    assertEquals(
      error.message,
      'Argument 2 of qta::testing::Probe.overloaded(int,int): expected int, got "two"',
    );
    assertThrows(() => probe.overloaded(1, 2, 3), TypeError, "got 3");
  }));
