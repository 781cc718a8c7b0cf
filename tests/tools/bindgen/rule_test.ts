import { assertEquals, assertThrows } from "@std/assert";
import { nameOf } from "../../../tools/bindgen/rules/rename.ts";
import { RuleBook, rulesOf } from "../../../tools/bindgen/rules/rule.ts";

Deno.test("RuleBook.find() takes alternatives and wildcards, and the longest pattern where several fit", () => {
  const book = new RuleBook([
    ...rulesOf("uses", { "in general": ["*::insert*(before)"] }),
    ...rulesOf("holds", { "in particular": ["QMenu|QMenuBar::insertMenu(*)"] }),
    ...rulesOf("owns", { "exactly": ["QMenu::insertMenu(before)"] }),
  ]);
  const verb = (name: string) => book.find(name)?.verb;
  assertEquals(verb("QToolBar::insertAction(before)"), "uses");
  assertEquals(verb("QMenuBar::insertMenu(menu)"), "holds");
  assertEquals(verb("QMenu::insertMenu(before)"), "owns");
  assertEquals(verb("QMenu::insertMenu"), undefined);
  assertEquals(verb("QMenu::addMenu(menu)"), undefined);
});

Deno.test("RuleBook.complaints names the rules that nothing fitted", () => {
  const book = new RuleBook(
    rulesOf("owns", { "a reason": ["QMenu::add(item)", "QMenu::ad(item)"] }),
  );
  book.find("QMenu::add(item)");
  assertEquals(book.complaints, [
    "A rule that fits nothing: owns QMenu::ad(item)",
  ]);
});

Deno.test("rulesOf() refuses what is not the name of a member", () => {
  assertThrows(
    () => rulesOf("owns", { "a reason": ["QMenu.add"] }),
    SyntaxError,
    'got "QMenu.add"',
  );
});

Deno.test("nameOf() gives operators a name by their operands, and streams one by the type", () => {
  assertEquals(nameOf("QPen", "setWidth", ["int"]), "setWidth");
  assertEquals(nameOf("QPoint", "operator-", ["const QPoint &"]), "minus");
  assertEquals(nameOf("QPoint", "operator-", []), "negated");
  assertEquals(nameOf("QDataStream", "operator<<", ["short"]), "writeInt16");
  assertEquals(nameOf("QDataStream", "operator>>", ["double &"]), "readDouble");
  assertEquals(nameOf("QDataStream", "operator<<", ["char16_t"]), undefined);
  assertEquals(nameOf("QBarSet", "operator<<", ["const double &"]), "append");
  assertEquals(nameOf("QPoint", "operator,", ["int"]), undefined);
});
