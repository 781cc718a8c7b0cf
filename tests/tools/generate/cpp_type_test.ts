import { assertEquals, assertThrows } from "@std/assert";
import {
  formatCppType,
  parseCppType,
} from "../../../tools/generate/cpp_type.ts";

const plain = {
  args: [],
  pointers: 0,
  isConst: false,
  isReference: false,
};

Deno.test("parseCppType() takes a plain name", () => {
  assertEquals(parseCppType("QString"), { ...plain, name: "QString" });
});

Deno.test("parseCppType() keeps scopes, without spaces", () => {
  assertEquals(parseCppType("Qt::Orientation").name, "Qt::Orientation");
  assertEquals(parseCppType("QFrame :: Shape").name, "QFrame::Shape");
});

Deno.test("parseCppType() knows basic types of several words by their shortest name", () => {
  for (
    const [spelled, name] of [
      ["unsigned int", "uint"],
      ["unsigned", "uint"],
      ["unsigned long long", "qulonglong"],
      ["long long", "qlonglong"],
      ["signed char", "schar"],
      ["int", "int"],
    ] as const
  ) {
    assertEquals(parseCppType(spelled).name, name, spelled);
  }
});

Deno.test("parseCppType() counts pointers, and sees what is const", () => {
  assertEquals(parseCppType("QWidget*"), {
    ...plain,
    name: "QWidget",
    pointers: 1,
  });
  assertEquals(parseCppType("const QTreeWidgetItem *"), {
    ...plain,
    name: "QTreeWidgetItem",
    pointers: 1,
    isConst: true,
  });
  assertEquals(parseCppType("void**").pointers, 2);
});

Deno.test("parseCppType() tells references that can be written to from const ones", () => {
  assertEquals(parseCppType("QSessionManager&").isReference, true);
  assertEquals(parseCppType("const QString &").isReference, false);
});

Deno.test("parseCppType() takes templates apart, nested ones too", () => {
  const list = parseCppType("QList<QPersistentModelIndex>");
  assertEquals(list.name, "QList");
  assertEquals(list.args.map(({ name }) => name), ["QPersistentModelIndex"]);
  const map = parseCppType("QMap<QString,QList<Qt::Edge>>");
  assertEquals(map.args.map(({ name }) => name), ["QString", "QList"]);
  assertEquals(map.args[1]!.args[0]!.name, "Qt::Edge");
  assertEquals(parseCppType("QDBusPendingReply<>").args, []);
});

Deno.test("parseCppType() refuses what is no type", () => {
  for (const text of ["", "QList<", "QList<int", "int)", "a b", "1 +"]) {
    assertThrows(() => parseCppType(text), SyntaxError, undefined, text);
  }
});

Deno.test("formatCppType() spells types as QMetaType does", () => {
  for (
    const text of [
      "QFont",
      "QListWidgetItem*",
      "const QTreeWidgetItem*",
      "QSessionManager&",
      "QMap<QString,QList<Qt::Edge>>",
    ]
  ) {
    assertEquals(formatCppType(parseCppType(text)), text);
  }
  assertEquals(formatCppType(parseCppType("const QFont &")), "QFont");
});
