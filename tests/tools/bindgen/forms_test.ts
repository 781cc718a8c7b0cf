import { assertEquals } from "@std/assert";
import { type Form, formsOf } from "../../../tools/bindgen/forms.ts";
import { readLibrary } from "../../../tools/bindgen/read.ts";

/** A form as `name(parameter, parameter)`. */
function shorten(form: Form): string {
  if (form.kind !== "call") return `${form.kind} ${form.field.name}`;
  const names = form.parameters.map(({ name }) => name);
  return `${form.member.name}(${names.join(", ")})`;
}

/** The forms of a class with some lines. */
function forms(head: string, ...lines: string[]): string[] {
  const text = ["library QtCore 6.4.2", "", head, ...lines].join("\n  ")
    .replace(/\n {2}\n {2}/, "\n\n");
  return formsOf(readLibrary(`${text}\n`).classes[0]!).map(shorten);
}

Deno.test("formsOf() gives a form for each number of arguments that the defaults allow", () => {
  assertEquals(
    forms("value QPen", "void draw(int a, int b = 0, int c = 0)"),
    ["draw(a)", "draw(a, b)", "draw(a, b, c)"],
  );
});

Deno.test("formsOf() never leaves out a parameter that Qt writes to", () => {
  assertEquals(
    forms(
      "value QLocale",
      "int toInt(int base = 10, bool *ok = nullptr @out, int rest = 0) const",
    ),
    ["toInt(base, ok)", "toInt(base, ok, rest)"],
  );
});

Deno.test("formsOf() reads and writes fields", () => {
  assertEquals(forms("value QStyleOption", "field QRect rect"), [
    "get rect",
    "set rect",
  ]);
});

Deno.test("formsOf() leaves out what no program can call by itself", () => {
  assertEquals(
    forms(
      "object QTimer",
      "constructor()",
      "virtual destructor()",
      "signal void timeout() @private",
      "protected virtual void timerEvent(int id)",
    ),
    ["constructor()"],
  );
});

Deno.test("formsOf() has no constructors where no object can be made or deleted", () => {
  assertEquals(forms("abstract object QLayout", "constructor()"), []);
  assertEquals(forms("object QScroller @endless", "constructor()"), []);
  assertEquals(
    forms("identity QPaintEngine", "constructor()", "protected destructor()"),
    [],
  );
});
