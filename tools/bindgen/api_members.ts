/**
 * The members of the classes of the `.api` texts as TypeScript sees them: one form for each declaration in C++, with
 * optional parameters for default arguments.
 *
 * @module
 */

import { parseCppType } from "../generate/cpp_type.ts";
import { parameterNames } from "../generate/names.ts";
import { type TsType, withoutNull } from "../generate/ts_type.ts";
import { isCreatable } from "./forms.ts";
import type { ApiClass, ApiMember, ApiParameter } from "./model.ts";
import type { ApiTypeMap } from "./type_map.ts";
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
  readonly forms: readonly ApiForm[];
}

/** What a class declares. */
export interface ApiMembers {
  /** Empty where programs cannot create objects. */
  readonly constructors: readonly ApiForm[];
  readonly fields: readonly ApiTypedParameter[];
  readonly methods: readonly ApiMethod[];
}

/** Results that are never null, although C++ returns a pointer: what has just been made. */
const NEW = /^(?:add|clone$|create)/;

/** Lists members. */
export class ApiMemberTable {
  readonly #world: Libraries;
  readonly #types: ApiTypeMap;
  readonly #withProtected: boolean;

  /**
   * Makes one.
   *
   * @param world All classes.
   * @param types What their types are in TypeScript.
   * @param withProtected Whether protected virtual functions are listed, for classes that override them.
   */
  constructor(world: Libraries, types: ApiTypeMap, withProtected = false) {
    this.#world = world;
    this.#types = types;
    this.#withProtected = withProtected;
  }

  /**
   * What a class declares, and what its bases after the first one have.
   *
   * @param name The class's name in C++.
   */
  of(name: string): ApiMembers {
    const one = this.#world.class(name);
    if (one === undefined) return { constructors: [], fields: [], methods: [] };
    const all = [
      one,
      ...one.bases.slice(1).flatMap((base) => this.#line(base)),
    ];
    const methods = new Map<string, ApiMethod>();
    for (const owner of all) {
      for (const member of owner.members) this.#add(methods, owner, member);
    }
    if (isCopied(one)) addClone(methods);
    return {
      constructors: isCreatable(one)
        ? one.members.filter(({ kind }) => kind === "constructor")
          .filter((member) => !member.isProtected)
          .map((member) => this.#form(one, member))
          .filter((form) => form !== undefined)
        : [],
      fields: all.flatMap(({ fields }) => fields).flatMap((field) => {
        const type = this.#types.resolve(field.type, "result");
        const written = this.#types.resolve(field.type, "parameter");
        return type === undefined || written === undefined ? [] : [{
          name: field.name,
          type: { read: type.read, write: written.write },
        }];
      }),
      methods: [...methods.values()],
    };
  }

  /** A class and all above it, itself first. */
  #line(name: string): ApiClass[] {
    const one = this.#world.class(name);
    if (one === undefined || name === "QObject") return [];
    return [one, ...one.bases.flatMap((base) => this.#line(base))];
  }

  #add(
    methods: Map<string, ApiMethod>,
    owner: ApiClass,
    member: ApiMember,
  ): void {
    if (member.kind !== "method" && member.kind !== "friend") return;
    if (member.meta === "signal" || member.marks.includes("private")) return;
    const isVirtual = member.dispatch !== undefined &&
      member.dispatch !== "static";
    if (member.isProtected && !(this.#withProtected && isVirtual)) return;
    const form = this.#form(owner, member);
    if (form === undefined) return;
    const name = markOf(member, "as") ?? member.name;
    if (!/^[A-Za-z]\w*$/.test(name)) return;
    const isStatic = member.dispatch === "static";
    const key = `${isStatic ? "static " : ""}${name}`;
    const before = methods.get(key);
    methods.set(key, {
      name,
      qtName: member.name,
      isStatic,
      isProtected: (before?.isProtected ?? true) && member.isProtected,
      forms: [...before?.forms ?? [], form],
    });
  }

  #form(owner: ApiClass, member: ApiMember): ApiForm | undefined {
    const given =
      (member.kind === "friend"
        ? member.parameters.slice(1)
        : member.parameters).filter((each) => !each.marks.includes("out"));
    const names = parameterNames(
      member.name,
      given.map(({ name, type }) => ({
        name: /^arg\d+$/.test(name) ? undefined : name,
        type: plainType(type),
      })),
    );
    const parameters: ApiTypedParameter[] = [];
    for (const [at, parameter] of given.entries()) {
      const type = this.#parameter(parameter);
      if (type === undefined || type.write === "never") return undefined;
      parameters.push({ name: names[at]!, type });
    }
    const result = this.#result(owner, member);
    if (result === undefined) return undefined;
    return {
      parameters,
      required:
        given.findLastIndex((each) =>
          each.default === undefined || each.marks.includes("inout")
        ) + 1,
      result,
      notes: notesOf(given, names, member),
    };
  }

  #parameter({ type, marks }: ApiParameter): TsType | undefined {
    const spelling = marks.includes("inout") ? referred(type) : type;
    const resolved = this.#types.resolve(spelling, "parameter");
    return resolved === undefined || marks.includes("nullable")
      ? resolved
      : withoutNull(resolved);
  }

  #result(owner: ApiClass, member: ApiMember): string | undefined {
    const { returns, marks } = member;
    const outs = member.parameters.filter((each) =>
      each.marks.includes("out") || each.marks.includes("inout")
    );
    let own: string | undefined = "void";
    if (returns === `${owner.name} &`) own = "this";
    else if (returns !== "" && returns !== "void") {
      own = this.#types.resolve(returns, "result")?.read;
      if (own !== undefined && NEW.test(member.name)) {
        own = own.replace(/ \| null$/, "");
      }
    }
    const all = [
      own,
      ...outs.map(({ type }) =>
        this.#types.resolve(referred(type), "result")?.read
      ),
    ];
    if (all.includes(undefined)) return undefined;
    if (own === "void" && outs.length > 0) all.shift();
    const result = all.length === 1 ? all[0]! : `[${all.join(", ")}]`;
    return marks.includes("async") ? `Promise<${result}>` : result;
  }
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
