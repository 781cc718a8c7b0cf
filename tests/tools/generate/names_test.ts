import { assertEquals } from "@std/assert";
import {
  enumTypeName,
  link,
  parameterNames,
} from "../../../tools/generate/names.ts";

const names = (member: string, ...parameters: [string | undefined, string][]) =>
  parameterNames(member, parameters.map(([name, type]) => ({ name, type })));

Deno.test("enumTypeName() leaves the namespace Qt out", () => {
  assertEquals(enumTypeName("Qt", "Orientation"), "Orientation");
  assertEquals(enumTypeName("QFrame", "Shape"), "QFrameShape");
});

Deno.test("parameterNames() takes Qt's names, except JavaScript's own words", () => {
  assertEquals(names("setRange", ["min", "int"], ["_max", "int"]), [
    "min",
    "max",
  ]);
  assertEquals(names("call", ["function", "QString"]), ["functionValue"]);
});

Deno.test("parameterNames() finds names where Qt has none", () => {
  assertEquals(names("setWindowTitle", [undefined, "QString"]), [
    "windowTitle",
  ]);
  assertEquals(names("textChanged", [undefined, "QString"]), ["text"]);
  assertEquals(names("hovered", [undefined, "QModelIndex"]), ["modelIndex"]);
  assertEquals(names("setURL", [undefined, "QUrl"]), ["url"]);
  assertEquals(names("append", [undefined, "int"], [undefined, "int"]), [
    "value",
    "value2",
  ]);
});

Deno.test("link() leads to the page of the class", () => {
  assertEquals(
    link("QLabel", "text", "text-prop"),
    "[text](https://doc.qt.io/qt-6/qlabel.html#text-prop)",
  );
});
