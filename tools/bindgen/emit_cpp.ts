/**
 * Writes the C++ that calls a library's members: one function a class, one case a form.
 *
 * What it is written against is `api_call.h`: `In<T>::get(call, index)` reads an argument, `put(call, value)` writes a
 * result, `Id<T>` has a class's number, and `Call::created()` hands on what is new.
 *
 * @module
 */

import { type CallForm, type Form, formsOf } from "./forms.ts";
import { type Crossing, crossingOf } from "./kinds.ts";
import type { ApiClass, ApiMember, ApiParameter, Library } from "./model.ts";
import type { Libraries } from "./world.ts";

/** The C++ of a library. */
export interface Glue {
  /** A header with the numbers of its classes. */
  readonly header: string;
  /** Units to compile, of about equal work. */
  readonly units: readonly string[];
}

/** Writes C++. */
export class CppEmitter {
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
   * Writes the C++ of a library.
   *
   * @param library The library.
   * @param firstId The number of its first class.
   * @param count How many units there shall be.
   */
  emit(library: Library, firstId: number, count: number): Glue {
    const classes = library.classes.filter(({ kind }) => kind !== "namespace");
    const bodies = classes.map((one) => ({
      forms: formsOf(one),
      one,
    })).filter(({ forms }) => forms.length > 0);
    bodies.sort((a, b) => b.forms.length - a.forms.length);
    const units = Array.from({ length: count }, () => ({ size: 0, text: "" }));
    for (const { one, forms } of bodies) {
      const unit = units.reduce((a, b) => b.size < a.size ? b : a);
      unit.size += forms.length;
      unit.text += this.#class(one, forms);
    }
    const ids = classes.map(({ name }, at) =>
      `template<> struct Id<${name}> { static constexpr int id = ${
        firstId + at
      }; };\n`
    );
    return {
      header: `#pragma once\n#include <${library.name}/${library.name}>\n` +
        `#include "api_call.h"\nnamespace api {\n${ids.join("")}}\n`,
      units: units.map(({ text }) =>
        `#include "${library.name}.h"\nnamespace api {\n${text}}\n`
      ),
    };
  }

  #class(one: ApiClass, forms: readonly Form[]): string {
    const cast = one.kind === "object"
      ? `static_cast<${one.name} *>(static_cast<QObject *>(call.self))`
      : `static_cast<${one.name} *>(call.self)`;
    const cases = forms.map((form, number) =>
      `    case ${number}: ${this.#form(one, form)} break;\n`
    );
    return `void call_${
      one.name.replaceAll("::", "_")
    }(Call &call, int form)\n{\n` +
      `    [[maybe_unused]] ${one.name} *const self = ${cast};\n` +
      `    switch (form) {\n${
        cases.join("")
      }    default: call.bad();\n    }\n}\n`;
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

  #call(one: ApiClass, { member, parameters }: CallForm): string {
    const locals: string[] = [];
    const results: string[] = [];
    const args: string[] = [];
    let input = 0;
    for (const [at, parameter] of parameters.entries()) {
      if (member.kind === "friend" && at === 0) {
        args.push("*self");
      } else if (isResult(parameter)) {
        const type = bare(parameter.type);
        const start = parameter.marks.includes("inout")
          ? ` = ${this.#read(type, input++)}`
          : "{}";
        locals.push(`${type} out${at}${start};`);
        results.push(`put(call, out${at});`);
        args.push(parameter.type.endsWith("*") ? `&out${at}` : `out${at}`);
      } else args.push(this.#read(parameter.type, input++));
    }
    const list = args.join(", ");
    let statement: string;
    if (member.kind === "constructor") {
      statement = `call.created(new ${one.name}(${list}));`;
    } else {
      const call = member.kind === "friend"
        ? `${member.name}(${list})`
        : member.dispatch === "static"
        ? `${one.name}::${member.name}(${list})`
        : `${selfFor(one, member)}${member.name}(${list})`;
      statement = this.#result(one, member.returns, call);
    }
    const all = [...locals, statement, ...results].join(" ");
    return locals.length > 0 ? `{ ${all} }` : all;
  }

  #result(one: ApiClass, type: string, call: string): string {
    if (type === "void") return `${call};`;
    // The object itself: TypeScript has it.
    if (type === `${one.name} &`) return `${call};`;
    const crossing = crossingOf(type, "result", this.#world);
    if (crossing.kind === "object" || crossing.kind === "identity") {
      if (type.endsWith("&")) return `put(call, &${call});`;
      if (!crossing.isPointer) return `call.created(new ${type}(${call}));`;
    }
    return `put(call, ${call});`;
  }

  /** An argument from the call, as C++ wants it. */
  #read(type: string, index: number): string {
    const crossing = crossingOf(type, "parameter", this.#world);
    const get = (of: string) => `In<${of}>::get(call, ${index})`;
    if (crossing.kind === "string") return get("QString");
    if (crossing.kind === "bytes") return get("QByteArray");
    if (isReferenceToObject(crossing, type)) {
      return `*${get(`${bare(type)} *`)}`;
    }
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

function isReferenceToObject(crossing: Crossing, type: string): boolean {
  return crossing.kind === "object" && type.endsWith("&");
}

function isResult(parameter: ApiParameter): boolean {
  return parameter.marks.includes("out") || parameter.marks.includes("inout");
}

/** A type without what makes it a reference or a pointer to what is written. */
function bare(type: string): string {
  return type.replace(/^const (?=[\w:]+(?:<.*>)? ?[&*]?$)/, "").replace(
    / ?[&*]$/,
    "",
  );
}
