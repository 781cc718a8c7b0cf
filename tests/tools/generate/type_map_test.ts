import { assertEquals } from "@std/assert";
import { type Scopes, TypeMap } from "../../../tools/generate/type_map.ts";

/** Two classes, an enumeration and its flags. */
const scopes: Scopes = {
  baseOf: (name) => name === "QLabel" ? "QFrame" : null,
  objectType: (name) =>
    ["QFrame", "QLabel"].includes(name)
      ? name
      : name === "QPrivateLabel"
      ? "QLabel"
      : undefined,
  enumeration: (scope, name) =>
    scope === "QFrame" && name === "Shape"
      ? "enum"
      : scope === "Qt" && name === "Alignment"
      ? "flags"
      : undefined,
  flagsOf: (scope, name) =>
    scope === "Qt" && name === "AlignmentFlag" ? "Alignment" : undefined,
  boxType: (name) => ["QIcon", "QPen"].includes(name) ? name : undefined,
  isNameless: (name) =>
    ["QFrame::Secret", "QFlags<QFrame::Option>", "QFlags<QFrame::Shape>"]
      .includes(name),
};
const types = new TypeMap(scopes);
const read = (type: string) => types.resolve(type, "QLabel").read;
const write = (type: string) => types.resolve(type, "QLabel").write;

Deno.test("numbers of 64 bits may be bigints", () => {
  assertEquals(read("int"), "number");
  assertEquals(read("unsigned int"), "number");
  assertEquals(read("qint64"), "number | bigint");
});

Deno.test("bytes, colours and the like are also taken in another form", () => {
  assertEquals(read("QByteArray"), "Uint8Array");
  assertEquals(write("QByteArray"), "Uint8Array | string");
  assertEquals(read("QColor"), "QColor | null");
  assertEquals(write("QColor"), "ColorLike | string | null");
});

Deno.test("an enumeration is found in the class, its bases and by its scope", () => {
  assertEquals(read("Shape"), "QFrameShape");
  assertEquals(write("Shape"), "QFrameShape | number");
  assertEquals(read("QFrame::Shape"), "QFrameShape");
});

Deno.test("flags are found by both their names", () => {
  assertEquals(read("Qt::Alignment"), "Alignment");
  assertEquals(read("QFlags<Qt::AlignmentFlag>"), "Alignment");
});

Deno.test("flags that a class has not declared have the names of its enumeration", () => {
  assertEquals(read("Shapes"), "Flags<QFrameShape>");
});

Deno.test("enumerations that Qt has no names of are numbers", () => {
  assertEquals(read("Secret"), "number");
  assertEquals(read("Options"), "number");
  assertEquals(read("QMessageBox::ButtonRole"), "number");
});

Deno.test("a pointer to an object may be null; one of a private class has its nearest public base", () => {
  assertEquals(read("QLabel*"), "QLabel | null");
  assertEquals(read("QPrivateLabel*"), "QLabel | null");
});

Deno.test("lists are arrays, read-only ones where Qt takes them", () => {
  assertEquals(read("QList<int>"), "number[]");
  assertEquals(write("QList<QLabel*>"), "readonly QLabel[]");
  assertEquals(read("QModelIndexList"), "QModelIndex[]");
});

Deno.test("what has no form in JavaScript is opaque, by its name", () => {
  assertEquals(read("QPalette"), 'QtOpaque<"QPalette">');
  assertEquals(
    read("const QTreeWidgetItem*"),
    'QtOpaque<"const QTreeWidgetItem*">',
  );
  assertEquals(read("QSessionManager&"), 'QtOpaque<"QSessionManager&">');
});

Deno.test("a value class has its class; a property takes what Qt converts, too", () => {
  assertEquals(read("QPen"), "QPen");
  assertEquals(write("QPen"), "QPen");
  assertEquals(read("QIcon"), "QIcon");
  assertEquals(write("QIcon"), "QIcon | string | Uint8Array");
});
