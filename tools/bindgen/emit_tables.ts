/**
 * Writes what a program has to know of a library's classes at run time, as C++: a text for each class, found by name.
 * `src/qt/objects/api_table.ts` reads it.
 *
 *     QPen 1234 value p QBase QOther       name, id (-1 of a namespace; `::core` is the global one), kind, flags, bases
 *     E Mode Fast=1,Slow=2                 an enumeration
 *     F Modes=Mode                         a name for combinations of its values
 *     C Stop                               a class inside of it
 *     V event 0(oQEvent;)b                 a virtual function: number, flags, (parameters), results of an override
 *     P rowCount columnCount               virtual functions that a subclass has to have
 *     setColor 4(wQColor;)                 a member and its forms: number, flags, (parameters), results
 *
 * Kinds: `object`, `value`, `identity`, `plain`, `namespace`. Flags of a class: `p` pure, `w` a view, `n` no program can
 * create it, `v` it has virtual functions, `a` a program's class can extend it though it is abstract. Flags of a form: `s` static, `a` asynchronous, `k` the result is a part of the object, `g` and `p` get and put
 * a field, `t` the result is the object itself. Flag of a virtual function: `o` all its results are written to arguments.
 *
 * Types: a letter for each plain one (LETTERS); `eName;` an enumeration, `fName;` flags, `wName;` a plain class, `gName;`
 * geometry, `rName;` a value or reference of a class, `oName;` a pointer, after which come `?` null is allowed, `!` Qt owns
 * it afterwards, `^` the object holds it, `<` it is the parent, `+` the caller owns it; `[T` a list, `%T` a set, `{KV` a map,
 * `|KV` a map with several values of a key, `&AB` a pair, `~T` an optional value; `N` the signature of a signal: before it
 * comes the sender.
 *
 * @module
 */

import { type Form, isCreatable, isResult } from "./forms.ts";
import { type Crossing, crossingOf, type Place } from "./kinds.ts";
import { firstIdOf, shortNameOf } from "./libraries.ts";
import type { ApiClass, ApiParameter, Library } from "./model.ts";
import { GLOBAL } from "./parse/declared.ts";
import {
  allFormsOf,
  canExtend,
  nameOf,
  pureOf,
  type Virtual,
  virtualsOf,
} from "./virtuals.ts";
import type { Libraries } from "./world.ts";

/** Numbers by their types in C++. */
const LETTERS: Readonly<Record<string, string>> = {
  bool: "b",
  char: "c",
  schar: "c",
  uchar: "C",
  short: "s",
  ushort: "S",
  char16_t: "S",
  int: "i",
  wchar_t: "i",
  uint: "u",
  char32_t: "u",
  long: "l",
  qlonglong: "l",
  ulong: "L",
  qulonglong: "L",
  double: "d",
  float: "d",
};

const GEOMETRY = /^Q(?:Point|Size|Rect|Line|Margins)F?$/;

/** Writes tables. */
export class TableEmitter {
  readonly #world: Libraries;

  /**
   * Makes one.
   *
   * @param world All libraries.
   */
  constructor(world: Libraries) {
    this.#world = world;
  }

  /**
   * Writes the C++ of a library's table.
   *
   * @param library The library.
   */
  emit(library: Library): string {
    const texts = this.texts(library);
    let size = 0;
    const offsets = texts.map((text) => (size += text.length) - text.length);
    const name = shortNameOf(library.name);
    return [
      `#include "objects/api_classes.h"`,
      "namespace qta {",
      "static const char text[] =",
      ...texts.map((text) => `R"~(${text})~"`),
      ";",
      `static const uint32_t offsets[] = {${[...offsets, size].join(", ")}};`,
      `extern const ApiTable kApi_${name};`,
      `const ApiTable kApi_${name} = {${
        firstIdOf(library.name)
      }, text, offsets, ${texts.length}};`,
      "}",
      "",
    ].join("\n");
  }

  /** The texts of a library's classes, in the order of their names. */
  texts(library: Library): string[] {
    let id = firstIdOf(library.name);
    const names = library.classes.map(({ name }) => name);
    return library.classes
      .map((one) => ({ one, id: one.kind === "namespace" ? -1 : id++ }))
      .toSorted((a, b) => a.one.name < b.one.name ? -1 : 1)
      .map(({ one, id }) =>
        this.#class(one, id, insideOf(one.name, names), library)
      );
  }

  #class(
    one: ApiClass,
    id: number,
    inside: readonly string[],
    library: Library,
  ): string {
    const isPlain = one.marks.includes("plain");
    const flags = [
      one.marks.includes("pure") ? "p" : "",
      one.marks.includes("view") ? "w" : "",
      isCreatable(one) ? "" : "n",
      this.#world.isPolymorphic(one.name) ? "v" : "",
      canExtend(one, this.#world) ? "a" : "",
    ].join("");
    const bases = one.bases.filter((name) =>
      this.#world.class(name) !== undefined
    );
    // Each library has a global scope of its own.
    const name = one.name === GLOBAL
      ? GLOBAL + shortNameOf(library.name)
      : one.name;
    const head = [name, id, isPlain ? "plain" : one.kind, flags || "-"];
    const lines = [
      [...head, ...bases].join(" "),
      ...one.enums.filter(({ name }) => name !== "").map(({ name, values }) =>
        `E ${name} ${values.map(([key, value]) => `${key}=${value}`).join(",")}`
      ),
      ...one.flags.map((flags) => `F ${flags.name}=${flags.enum}`),
      ...inside.map((name) => `C ${name}`),
      ...this.#virtuals(one),
      ...isPlain || one.kind === "namespace" ? [] : this.#members(one),
    ];
    return lines.map((line) => `${line}\n`).join("");
  }

  /** What its subclasses may and must override. */
  #virtuals(one: ApiClass): string[] {
    const lines = virtualsOf(one, this.#world).map((each, number) =>
      `V ${nameOf(each.member)} ${number}${this.#virtual(each)}`
    );
    if (!canExtend(one, this.#world)) return lines;
    const names = pureOf(one, this.#world)!.filter(({ isOffered }) => isOffered)
      .map(({ member }) => nameOf(member));
    return names.length === 0
      ? lines
      : [...lines, `P ${[...new Set(names)].join(" ")}`];
  }

  #virtual({ member, raw }: Virtual): string {
    if (raw !== undefined) return raw === "fill" ? "(l)~B" : "(B)l";
    const { parameters, returns } = member;
    const ins = parameters.filter((each) =>
      !isResult(each) || each.marks.includes("inout")
    ).map((each) => this.#type(typeOf(each), "parameter", []));
    const isVoid = returns === "void";
    const results = isVoid ? [] : [this.#type(returns, "result", ["nullable"])];
    const outs = parameters.filter(isResult)
      .map((each) => this.#type(typeOf(each), "result", []));
    const flag = isVoid && outs.length > 0 ? "o" : "";
    return `${flag}(${ins.join("")})${[...results, ...outs].join("")}`;
  }

  #members(one: ApiClass): string[] {
    const members = new Map<string, string[]>();
    for (const [number, form] of allFormsOf(one, this.#world).entries()) {
      const name = form.kind === "call" ? nameOf(form.member) : form.field.name;
      const forms = members.get(name) ?? [];
      forms.push(`${number}${this.#form(one, form)}`);
      members.set(name, forms);
    }
    return [...members].map(([name, forms]) => `${name} ${forms.join(" ")}`);
  }

  #form(one: ApiClass, form: Form): string {
    if (form.kind !== "call") {
      return form.kind === "get"
        ? `g()${this.#type(form.field.type, "result", [])}`
        : `p(${this.#type(form.field.type, "parameter", [])})`;
    }
    const { member } = form;
    const parameters = member.kind === "friend"
      ? form.parameters.slice(1)
      : form.parameters;
    const isItself = member.returns === `${one.name} &`;
    const flags = [
      member.dispatch === "static" ? "s" : "",
      member.marks.includes("async") ? "a" : "",
      member.marks.includes("part") ? "k" : "",
      isItself ? "t" : "",
    ].join("");
    const ins = parameters.filter((each) =>
      !isResult(each) || each.marks.includes("inout")
    ).map((each) => this.#type(typeOf(each), "parameter", each.marks));
    const returns = isItself || member.returns === "" ||
        member.returns === "void"
      ? []
      : [this.#type(member.returns, "result", member.marks)];
    const outs = parameters.filter(isResult)
      .map((each) => this.#type(typeOf(each), "result", []));
    return `${flags}(${ins.join("")})${[...returns, ...outs].join("")}`;
  }

  #type(spelling: string, place: Place, marks: readonly string[]): string {
    return this.#code(crossingOf(spelling, place, this.#world), place, marks);
  }

  #code(crossing: Crossing, place: Place, marks: readonly string[]): string {
    const { kind, name } = crossing;
    switch (kind) {
      case "void":
      case "function":
        throw new Error(`No value of the kind ${kind} crosses`);
      case "bool":
      case "int":
      case "int64":
      case "float":
        return LETTERS[name]!;
      case "enum":
        return `e${name};`;
      case "flags":
        return `f${name};`;
      case "string":
        return "T";
      case "char":
        return "Q";
      case "bytes":
        return "B";
      case "variant":
        return "V";
      case "cstring":
        return marks.includes("signal") ? "N" : "Z";
      case "duration":
        return "D";
      case "container":
        return this.#container(crossing, place, marks);
      default:
        return this.#ofClass(crossing, marks);
    }
  }

  #container(
    { name, args }: Crossing,
    place: Place,
    marks: readonly string[],
  ): string {
    const [first, second] = args.map((arg) => this.#code(arg, place, marks));
    switch (name) {
      case "QSet":
        return `%${first}`;
      case "QMap":
      case "QHash":
        return `{${first}${second}`;
      case "QMultiMap":
      case "QMultiHash":
        return `|${first}${second}`;
      case "std::pair":
        return `&${first}${second}`;
      case "std::optional":
        return `~${first}`;
      case "QPointer":
        return `${first}?`;
      default:
        return `[${first}`;
    }
  }

  #ofClass({ name, isPointer }: Crossing, marks: readonly string[]): string {
    const has = (mark: string, sign: string) =>
      marks.includes(mark) ? sign : "";
    const one = this.#world.class(name)!;
    if (one.marks.includes("plain")) {
      const letter = GEOMETRY.test(name) ? "g" : "w";
      return `${letter}${name};${isPointer ? "?" : ""}`;
    }
    return [
      isPointer ? "o" : "r",
      name,
      ";",
      has("nullable", "?"),
      has("owns", "!"),
      has("holds", "^"),
      has("parent", "<"),
      has("takes", "+"),
    ].join("");
  }
}

/** The classes that are declared in one, without its name. */
function insideOf(owner: string, names: readonly string[]): string[] {
  const scope = `${owner}::`;
  return names.filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length))
    .filter((name) => !name.includes("::"));
}

/** The type of a parameter that Qt writes, as a value. */
function typeOf(parameter: ApiParameter): string {
  return isResult(parameter)
    ? parameter.type.replace(/ ?[&*]$/, "")
    : parameter.type;
}
