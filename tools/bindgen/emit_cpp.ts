/**
 * Writes the C++ that calls a library's members: one function a class, one case a form.
 *
 * What it is written against is `cpp_shim/core/calls/api_call.h`: `In<T>::get(call, index)` reads an argument, `put(call,
 * value)` writes a result, `Id<T>` has a class's number, and `Call::created()` hands on what is new.
 *
 * @module
 */

import { bare, identifierOf } from "./cpp_names.ts";
import { type CallForm, type Form, isDeletable, isResult } from "./forms.ts";
import { crossingOf } from "./kinds.ts";
import { needsOf, shortNameOf } from "./libraries.ts";
import type { ApiClass, ApiMember, ApiParameter, Library } from "./model.ts";
import { EXTRA_HEADERS } from "./rules/extra.ts";
import { NEEDS } from "./rules/needs.ts";
import { VirtualEmitter } from "./emit_virtuals.ts";
import { allFormsOf } from "./virtuals.ts";
import type { Libraries } from "./world.ts";

/** The C++ of a library. */
export interface Glue {
  /** A header with the numbers of its classes. */
  readonly header: string;
  /** Units to compile, of about equal work. */
  readonly units: readonly string[];
  /** One more, without Qt's headers: what registers the library. */
  readonly module: string;
}

/** What C++'s macros put before the signature of a slot and of a signal. */
const CODES = [["slot", "1"], ["signal", "2"]] as const;

/** Writes C++. */
export class CppEmitter {
  readonly #world: Libraries;
  readonly #virtuals: VirtualEmitter;

  /**
   * Makes one.
   *
   * @param world All libraries.
   */
  constructor(world: Libraries) {
    this.#world = world;
    this.#virtuals = new VirtualEmitter(
      world,
      (type, index) => this.#read(type, index),
    );
  }

  /**
   * Writes the C++ of a library.
   *
   * @param library The library.
   * @param firstId The number of its first class.
   * @param count How many units there shall be.
   */
  emit(library: Library, firstId: number, count: number): Glue {
    const classes = library.classes.filter(({ kind }) => kind !== "namespace");
    const bodies = classes.filter(isCalled).map((one) => ({
      forms: allFormsOf(one, this.#world),
      one,
    }));
    bodies.sort((a, b) => b.forms.length - a.forms.length);
    const units = Array.from({ length: count }, () => ({ size: 0, text: "" }));
    for (const { one, forms } of bodies) {
      const unit = units.reduce((a, b) => b.size < a.size ? b : a);
      unit.size += forms.length;
      unit.text += this.#class(one, forms);
    }
    const includes = needsOf(library.name).map((name) =>
      `#include "${name}.h"\n`
    );
    const extras = EXTRA_HEADERS[library.name];
    const ids = classes.map((one, at) =>
      isCalled(one)
        ? `template<> struct Id<${one.name}> { static constexpr int id = ${
          firstId + at
        }; };\n`
        : `template<> struct IsPlain<${one.name}> : std::true_type {};\n`
    );
    return {
      header: `#pragma once\n#include <${library.name}/${library.name}>\n` +
        `#include "calls/api_call.h"\n${includes.join("")}` +
        (extras === undefined ? "" : `#include "${extras}"\n`) +
        `namespace qta::api {\n${ids.join("")}${
          this.#virtuals.options(library)
        }}\n`,
      units: units.map(({ text }) =>
        `#include "${library.name}.h"\n${
          /\b(?:refuseInItself|isPlace|isRoom|isSocket|contains)\(/.test(text)
            ? '#include "calls/api_checks.h"\n'
            : ""
        }namespace qta::api {\n${text}}\n`
      ),
      module: moduleOf(library.name, firstId, classes),
    };
  }

  #class(one: ApiClass, forms: readonly Form[]): string {
    const cast = one.kind === "object"
      ? `static_cast<${one.name} *>(static_cast<QObject *>(call.self))`
      : `static_cast<${one.name} *>(call.self)`;
    const cases = forms.map((form, number) =>
      `    case ${number}: ${this.#form(one, form)} break;\n`
    );
    const id = identifierOf(one);
    const bases = one.bases.filter((name) =>
      this.#world.class(name) !== undefined
    );
    const isOwned = one.kind !== "object" && isDeletable(one);
    const subclassing = this.#virtuals.emit(one, forms);
    const entries = [
      forms.length > 0 ? `call_${id}` : "nullptr",
      isOwned ? `destroy<${one.name}>` : "nullptr",
      one.kind === "value" && isOwned ? `copy<${one.name}>` : "nullptr",
      one.kind === "object" ? `&${one.name}::staticMetaObject` : "nullptr",
      bases.length > 0 ? `bases_${id}` : "nullptr",
      bases.length,
      ...subclassing.entries,
    ];
    return [
      subclassing.access,
      forms.length === 0
        ? ""
        : `static void call_${id}(Call &call, int form)\n{\n` +
          `    [[maybe_unused]] ${one.name} *const self = ${cast};\n` +
          `    switch (form) {\n${
            cases.join("")
          }    default: call.bad();\n    }\n}\n`,
      bases.length === 0
        ? ""
        : `static const ApiBase bases_${id}[] = {${
          bases.map((base) =>
            `{Id<${base}>::id, offsetOf<${one.name}, ${base}>()}`
          ).join(", ")
        }};\n`,
      subclassing.functions,
      `extern const ApiGlue glue_${id} = {${entries.join(", ")}};\n`,
    ].join("");
  }

  #form(one: ApiClass, form: Form): string {
    switch (form.kind) {
      case "get":
        return `put(call, self->${form.field.name});`;
      case "set":
        return `self->${form.field.name} = ${this.#read(form.field.type, 0)};`;
      case "call":
        return this.#call(one, form);
    }
  }

  #call(one: ApiClass, form: CallForm): string {
    const { member, parameters } = form;
    const before: string[] = [];
    const after: string[] = [];
    const args: string[] = [];
    let input = 0;
    const needed = wordOf(member.marks, "needs");
    if (needed !== undefined) {
      const { condition, refusal } = NEEDS[needed]!;
      const text = this.#condition(condition, member, parameters);
      before.push(`if (!(${text})) call.deny("${refusal}");`);
    }
    for (const [at, parameter] of parameters.entries()) {
      if (member.kind === "friend" && at === 0) {
        args.push("*self");
      } else if (isResult(parameter)) {
        const type = bare(parameter.type);
        const start = parameter.marks.includes("inout")
          ? ` = ${this.#read(type, input++)}`
          : "{}";
        before.push(`${type} out${at}${start};`);
        after.push(`put(call, out${at});`);
        args.push(parameter.type.endsWith("*") ? `&out${at}` : `out${at}`);
      } else {
        before.push(...this.#place(member, parameter, input));
        this.#own(one, parameter, input, before, after);
        before.push(...this.#bound(parameter, input));
        const code = CODES.find(([mark]) => parameter.marks.includes(mark))
          ?.[1];
        args.push(
          code === undefined
            ? this.#read(parameter.type, input)
            : `static_cast<const char *>(withCode(call, ${input}, '${code}'))`,
        );
        input += 1;
      }
    }
    const list = args.join(", ");
    let statement: string;
    const isExtra = member.marks.includes("extra");
    if (member.kind === "constructor") {
      const made = isExtra
        ? `extra::make${identifierOf(one)}(${list})`
        : isInner(form)
        ? `static_cast<${one.name} *>(new Concrete_${
          identifierOf(one)
        }(${list}))`
        : `new ${one.name}(${list})`;
      statement = `call.created(${made});`;
    } else {
      const call = isExtra
        ? `extra::${member.name}(${["*self", ...args].join(", ")})`
        : member.kind === "friend"
        ? `${member.name}(${list})`
        : member.dispatch === "static"
        ? `${one.name}::${member.name}(${list})`
        : isInner(form)
        ? this.#virtuals.callInner(one, member, list)
        : `${selfFor(one, member)}${member.name}(${list})`;
      statement = this.#result(one, member, call);
    }
    const all = [...before, statement, ...after].join(" ");
    return before.length > 0 ? `{ ${all} }` : all;
  }

  /** A condition with its arguments: `{row}` or `{0}`, or `{row:0}` for what a form without a `row` has. */
  #condition(
    condition: string,
    { kind, name }: ApiMember,
    parameters: readonly ApiParameter[],
  ): string {
    const inputs = parameters.filter((parameter, at) =>
      !isResult(parameter) && !(kind === "friend" && at === 0)
    );
    return condition.replaceAll(
      /\{(\w+)(?::([^}]+))?\}/g,
      (_, wanted, other) => {
        const at = inputs.findIndex(({ name }, at) =>
          wanted === name || wanted === `${at}`
        );
        const text = at < 0 ? other : this.#read(inputs[at]!.type, at);
        if (text !== undefined) return text;
        throw new Error(`${name}() has no parameter "${wanted}"`);
      },
    );
  }

  /** What is to be done about the owner of an argument, before the call and after it. */
  #own(
    one: ApiClass,
    { type, marks }: ApiParameter,
    input: number,
    before: string[],
    after: string[],
  ): void {
    const crossing = crossingOf(type, "parameter", this.#world);
    if (crossing.kind === "container") {
      if (!marks.includes("owns") || crossing.args[0]!.kind === "object") {
        return;
      }
      before.push(`const auto given${input} = call.elements(${input});`);
      after.push(`call.gives(given${input});`);
    } else if (marks.includes("holds")) {
      after.push(`call.holds(${input});`);
    } else if (marks.includes("owns") && crossing.kind !== "object") {
      after.push(`call.gives(${input});`);
    } else if (marks.includes("parent") && one.kind !== "object") {
      after.push(`call.givesTo(${input});`);
    }
  }

  /** What looks whether an object would be put into itself. */
  #place(
    member: ApiMember,
    { type, marks }: ApiParameter,
    input: number,
  ): string[] {
    if (
      member.kind !== "method" || member.dispatch === "static" ||
      !type.endsWith("*")
    ) return [];
    const argument = `(${type})${this.#read(type, input)}`;
    if (marks.includes("owns")) {
      return [`refuseInItself(call, self, ${argument});`];
    }
    return marks.includes("parent") && member.name.startsWith("setParent")
      ? [`refuseInItself(call, ${argument}, self);`]
      : [];
  }

  /** What looks whether a number is within its bounds. */
  #bound({ type, marks }: ApiParameter, input: number): string[] {
    const checks: string[] = [];
    for (const word of ["below", "upto", "most"]) {
      const limit = wordOf(marks, word);
      if (limit === undefined) continue;
      const most = limit === "bytes"
        ? `call.size(${input - 1})`
        : /^\d|::|^INT_MAX$/.test(limit)
        ? limit
        : `self->${limit}()`;
      const read = `int64_t(${this.#read(type, input)})`;
      const value = word === "most" ? `std::max<int64_t>(0, ${read})` : read;
      const end = word === "below" ? most : `${most} + 1ll`;
      checks.push(`call.check(${input}, ${value}, ${end});`);
    }
    return checks;
  }

  #result(one: ApiClass, { returns, marks }: ApiMember, call: string): string {
    if (returns === "void") return `${call};`;
    // The object itself: TypeScript has it.
    if (returns === `${one.name} &`) return `${call};`;
    if (marks.includes("raw-index")) return `call.putIndex(${call});`;
    const crossing = crossingOf(returns, "result", this.#world);
    if (
      crossing.kind === "object" || crossing.kind === "identity" ||
      crossing.kind === "value" && crossing.isPointer
    ) {
      if (returns.endsWith("&")) return `put(call, &${call});`;
      if (!crossing.isPointer) return `call.created(new ${returns}(${call}));`;
      if (marks.includes("takes")) return `call.taken(${call});`;
      if (marks.includes("copy")) return `call.copied(${call});`;
    }
    return `put(call, ${call});`;
  }

  /** An argument from the call, as C++ wants it. */
  #read(type: string, index: number): string {
    const crossing = crossingOf(type, "parameter", this.#world);
    const get = (of: string) => `In<${of}>::get(call, ${index})`;
    if (crossing.kind === "string") return get("QString");
    if (crossing.kind === "bytes") return get("QByteArray");
    if (type.endsWith("*") && !/[(]/.test(type)) {
      return crossing.kind === "cstring"
        // Without the cast, a template that takes any functor would be the better match.
        ? `static_cast<const char *>(${get("const char *")})`
        : get(type.replace(/^const /, ""));
    }
    return get(bare(type));
  }
}

/** The object, constant where C++ would else choose a sibling that is not. */
function selfFor(one: ApiClass, member: ApiMember): string {
  const isChosen = member.isConst &&
    [
      ...one.members.filter(({ isConst }) => !isConst).map(({ name }) => name),
      ...one.excluded.filter(({ declaration }) => !/ const$/.test(declaration))
        .map(({ declaration }) =>
          declaration.match(/(operator\W+?|\w+)\(/)?.[1]
        ),
    ].includes(member.name);
  return isChosen ? "std::as_const(*self)." : "self->";
}

/** Whether a class has objects to call: others cross as plain values. */
export function isCalled({ kind, marks }: ApiClass): boolean {
  return kind !== "namespace" && !marks.includes("plain");
}

/** What stands behind a word and `=` among marks. */
function wordOf(marks: readonly string[], word: string): string | undefined {
  return marks.find((mark) => mark.startsWith(`${word}=`))
    ?.slice(word.length + 1);
}

/** The table of a library's classes, and the function that registers it. */
function moduleOf(
  library: string,
  firstId: number,
  classes: readonly ApiClass[],
): string {
  const entries = classes.map((one) =>
    isCalled(one) ? `&glue_${identifierOf(one)}` : "nullptr"
  );
  return [
    `#include "abi/runtime.h"`,
    "#ifdef QTA_API_TABLE",
    `namespace qta { extern const ApiTable kApi_${shortNameOf(library)}; }`,
    "#endif",
    "namespace qta::api {",
    ...classes.filter(isCalled).map((one) =>
      `extern const ApiGlue glue_${identifierOf(one)};`
    ),
    `static const ApiGlue *const glue[] = {${entries.join(", ")}};`,
    `static const ApiModule module = {${firstId}, glue, ${classes.length}};`,
    "}",
    `QTA_EXPORT int32_t qta_api_${shortNameOf(library)}_open(void)`,
    "{",
    "    qta::ApiClasses &classes = qta::runtime().api.classes;",
    "#ifdef QTA_API_TABLE",
    `    classes.addTable(qta::kApi_${shortNameOf(library)});`,
    "#endif",
    "    classes.addModule(qta::api::module);",
    "    return QTA_DONE;",
    "}",
    "",
  ].join("\n");
}

/** Whether only a subclass may call a form in C++. */
function isInner(form: CallForm): boolean {
  return "isInner" in form;
}
