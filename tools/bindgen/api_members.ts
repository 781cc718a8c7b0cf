/**
 * The members of the classes of the `.api` texts as TypeScript sees them: one form for each declaration in C++, with
 * optional parameters for default arguments.
 *
 * @module
 */

import { parseCppType } from "../generate/cpp_type.ts";
import { parameterNames } from "../generate/names.ts";
import { same, type TsType, withoutNull } from "../generate/ts_type.ts";
import { type CallForm, isResult } from "./forms.ts";
import type { ApiClass, ApiMember, ApiParameter } from "./model.ts";
import { type ApiTypeMap, tsName } from "./type_map.ts";
import { allFormsOf, canExtend } from "./virtuals.ts";
import type { Libraries } from "./world.ts";

/** A parameter. */
export interface ApiTypedParameter {
  readonly name: string;
  readonly type: TsType;
}

/** A method in one form; the parameters after the first `required` may be left out. */
export interface ApiForm {
  readonly parameters: readonly ApiTypedParameter[];
  readonly required: number;
  readonly result: string;
  /** What to know beside the types, in sentences. */
  readonly notes: readonly string[];
}

/** A method, by its name in TypeScript. */
export interface ApiMethod {
  readonly name: string;
  /** Its name in C++, which Qt's documentation has; empty for what C++ has no method for. */
  readonly qtName: string;
  readonly isStatic: boolean;
  readonly isProtected: boolean;
  /** Whether classes may override a form without parameters, which reads the property where there is one. */
  readonly isVirtualGetter: boolean;
  readonly forms: readonly ApiForm[];
}

/** What a class has of what is declared inside of it. */
export interface ApiInner {
  readonly name: string;
  /** The type of an enumeration's names, or of a class's objects. */
  readonly type: string;
}

/** What a class declares. */
export interface ApiMembers {
  /** Empty where programs cannot create objects, nor extend the class. */
  readonly constructors: readonly ApiForm[];
  /** Whether only classes that extend it can be created. */
  readonly isExtensible: boolean;
  /** Its enumerations, by all names that they have. */
  readonly enums: readonly ApiInner[];
  /** The classes inside of it. */
  readonly inner: readonly ApiInner[];
  readonly fields: readonly ApiTypedParameter[];
  readonly methods: readonly ApiMethod[];
}

const NOTHING: ApiMembers = {
  constructors: [],
  isExtensible: false,
  enums: [],
  inner: [],
  fields: [],
  methods: [],
};

/** A member, with the parameters of its longest form and those of its shortest. */
interface Calls {
  readonly member: ApiMember;
  readonly parameters: readonly ApiParameter[];
  readonly least: readonly ApiParameter[];
}

/** Results that are never null, although C++ returns a pointer: what has just been made. */
const NEW = /^(?:add|clone$|create)/;

/** Lists members. */
export class ApiMemberTable {
  readonly #world: Libraries;
  readonly #types: ApiTypeMap;
  readonly #known = new Map<string, ApiMembers>();

  /**
   * Makes one.
   *
   * @param world All classes.
   * @param types What their types are in TypeScript.
   */
  constructor(world: Libraries, types: ApiTypeMap) {
    this.#world = world;
    this.#types = types;
  }

  /**
   * What a class declares, and what its bases after the first one have.
   *
   * @param name The class's name in C++.
   */
  of(name: string): ApiMembers {
    let members = this.#known.get(name);
    if (members === undefined) {
      const one = this.#world.class(name);
      members = one === undefined ? NOTHING : this.#compute(one);
      this.#known.set(name, members);
    }
    return members;
  }

  #compute(one: ApiClass): ApiMembers {
    const all = [
      one,
      ...one.bases.slice(1).flatMap((base) => this.#line(base)),
    ];
    const methods = new Map<string, ApiMethod>();
    for (const owner of all) {
      for (const calls of this.#callsOf(owner)) {
        this.#add(methods, owner, calls);
      }
    }
    if (isCopied(one)) addClone(methods);
    return {
      constructors: this.#callsOf(one)
        .filter(({ member }) => member.kind === "constructor")
        .flatMap((calls) => this.#formsOf(one, calls)),
      isExtensible: canExtend(one, this.#world),
      enums: all.flatMap(enumsOf),
      inner: all.flatMap((owner) =>
        this.#world.inside(owner.name).map((inner) => ({
          name: inner.slice(owner.name.length + 2),
          type: tsName(inner),
        }))
      ),
      fields: all.flatMap(({ fields }) => fields).map(({ name, type }) => ({
        name,
        type: {
          read: this.#types.resolve(type, "result").read,
          write: this.#types.resolve(type, "parameter").write,
        },
      })),
      methods: [...methods.values()],
    };
  }

  /** A class and all above it, itself first. */
  #line(name: string): ApiClass[] {
    const one = this.#world.class(name);
    if (one === undefined || name === "QObject") return [];
    return [one, ...one.bases.flatMap((base) => this.#line(base))];
  }

  /** The members that can be called, each with how it can be. */
  #callsOf(owner: ApiClass): Calls[] {
    const found = new Map<ApiMember, CallForm[]>();
    for (const form of allFormsOf(owner, this.#world)) {
      if (form.kind !== "call") continue;
      const { member } = form;
      const before = found.get(member);
      if (before === undefined) found.set(member, [form]);
      else before.push(form);
    }
    return [...found].map(([member, forms]): Calls => ({
      member,
      parameters: forms.at(-1)!.parameters,
      least: forms[0]!.parameters,
    }));
  }

  #add(
    methods: Map<string, ApiMethod>,
    owner: ApiClass,
    calls: Calls,
  ): void {
    const { member } = calls;
    // Signals have properties that stand for them.
    if (member.kind === "constructor" || member.meta === "signal") return;
    const name = markOf(member, "as") ?? member.name;
    const isStatic = member.dispatch === "static";
    const key = `${isStatic ? "static " : ""}${name}`;
    const before = methods.get(key);
    methods.set(key, {
      name,
      qtName: member.name,
      isStatic,
      isProtected: (before?.isProtected ?? true) && member.isProtected,
      isVirtualGetter: before?.isVirtualGetter === true ||
        member.parameters.length === 0 &&
          /^(?:virtual|pure|override)$/.test(member.dispatch ?? ""),
      forms: [...before?.forms ?? [], ...this.#formsOf(owner, calls)],
    });
  }

  /** The form of C++, after one that takes a signal where C++ takes its sender and its signature. */
  #formsOf(owner: ApiClass, calls: Calls): ApiForm[] {
    const form = this.#form(owner, calls);
    const at = calls.parameters.findIndex(({ marks }) =>
      marks.includes("signal")
    );
    if (at < 0) return [form];
    const signal = { name: "signal", type: same("Signal") };
    const short = {
      ...form,
      parameters: form.parameters.toSpliced(at - 1, 2, signal),
      required: form.required - 1,
    };
    return [short, form];
  }

  #form(owner: ApiClass, { member, parameters: all, least }: Calls): ApiForm {
    const isGiven = (each: ApiParameter) =>
      !isResult(each) || each.marks.includes("inout");
    // Of a friend, the first is what it is called on.
    const own = member.kind === "friend" ? 1 : 0;
    const given = all.slice(own).filter(isGiven);
    const names = parameterNames(
      member.name,
      given.map(({ name, type }) => ({
        name: /^arg\d+$/.test(name) ? undefined : name,
        type: plainType(type),
      })),
    );
    return {
      parameters: given.map((parameter, at) => ({
        name: names[at]!,
        type: this.#parameter(parameter),
      })),
      required: least.slice(own).filter(isGiven).length,
      result: this.#result(owner, member),
      notes: notesOf(given, names, member),
    };
  }

  #parameter({ type, marks }: ApiParameter): TsType {
    const spelling = marks.includes("inout") ? referred(type) : type;
    const resolved = this.#types.resolve(spelling, "parameter");
    // Of other types, null is a value: an invalid QColor.
    return marks.includes("nullable") || !spelling.endsWith("*")
      ? resolved
      : withoutNull(resolved);
  }

  #result(owner: ApiClass, member: ApiMember): string {
    const { returns, marks } = member;
    let own = "void";
    if (returns === `${owner.name} &`) own = "this";
    else if (returns !== "" && returns !== "void") {
      own = this.#types.resolve(returns, "result").read;
      if (NEW.test(member.name)) own = own.replace(/ \| null$/, "");
    }
    const outs = member.parameters.filter(isResult).map(({ type }) =>
      this.#types.resolve(referred(type), "result").read
    );
    const all = own === "void" && outs.length > 0 ? outs : [own, ...outs];
    const result = all.length === 1 ? all[0]! : `[${all.join(", ")}]`;
    return marks.includes("async") ? `Promise<${result}>` : result;
  }
}

function enumsOf(one: ApiClass): ApiInner[] {
  return [
    ...one.enums.filter(({ name }) => name !== "").map(({ name }) => ({
      name,
      type: tsName(`${one.name}::${name}`),
    })),
    ...one.flags.map((flags) => ({
      name: flags.name,
      type: tsName(flags.enum),
    })),
  ];
}

/** Whether its objects are copies: these can be copied once more. */
function isCopied(one: ApiClass): boolean {
  return one.kind === "value" && !one.marks.includes("plain");
}

function addClone(methods: Map<string, ApiMethod>): void {
  if (methods.has("clone")) return;
  methods.set("clone", {
    name: "clone",
    qtName: "",
    isStatic: false,
    isProtected: false,
    isVirtualGetter: false,
    forms: [{ parameters: [], required: 0, result: "this", notes: [] }],
  });
}

function notesOf(
  parameters: readonly ApiParameter[],
  names: readonly string[],
  member: ApiMember,
): string[] {
  const owned = names.filter((_, at) => parameters[at]!.marks.includes("owns"));
  const notes = owned.map((name) => `Qt then owns \`${name}\`.`);
  if (member.marks.includes("takes")) notes.push("The caller owns the result.");
  if (member.marks.includes("async")) {
    notes.push("JavaScript goes on meanwhile.");
  }
  return notes;
}

function markOf(member: ApiMember, name: string): string | undefined {
  return member.marks.find((mark) => mark.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** What a reference or a pointer to a result is about. */
function referred(type: string): string {
  return type.replace(/^const /, "").replace(/ ?[&*]$/, "");
}

function plainType(spelling: string): string {
  try {
    return parseCppType(spelling).name;
  } catch {
    return "";
  }
}
