/**
 * Chooses what of the declarations is API, and says why each other public member is left out.
 *
 * @module
 */

import { CannotCross, crossingOf, type World } from "./kinds.ts";
import type {
  ApiClass,
  ApiMember,
  ClassKind,
  Excluded,
  Library,
} from "./model.ts";
import {
  type DeclaredClass,
  type DeclaredField,
  type DeclaredMember,
  type DeclaredOperator,
  GLOBAL,
} from "./parse/declared.ts";
import {
  EXCLUDED_CLASSES,
  EXCLUDED_FORMS,
  EXCLUDED_MEMBERS,
  EXCLUDED_PARAMETERS,
  INTERNAL_CLASSES,
  INTERNAL_MEMBERS,
} from "./rules/exclude.ts";
import { readMember } from "./read.ts";
import { BY_HAND } from "./rules/by_hand.ts";
import { extraMembers } from "./rules/extra.ts";
import { RuleBook, rulesOf } from "./rules/rule.ts";
import { nameOf } from "./rules/rename.ts";
import { VIRTUAL_VALUES } from "./rules/values.ts";
import { Traits } from "./traits.ts";
import { writeMember } from "./write.ts";

/** Streams write and read values of all classes: no API of theirs. */
const STREAMING = /^operator(?:<<|>>)$/;

/** A base that makes a class a list: programs see its elements. */
const LIST = /^QList<([\w:]+)>$/;

const INTERNAL = Object.values(INTERNAL_CLASSES).flat();

const CLASS_REASONS = new Map(
  Object.entries(EXCLUDED_CLASSES).flatMap(([reason, names]) =>
    names.map((name) => [name, reason] as const)
  ),
);

const IMPLICIT_CONSTRUCTOR: ApiMember = {
  kind: "constructor",
  name: "constructor",
  returns: "",
  parameters: [],
  isProtected: false,
  isConst: false,
  dispatch: undefined,
  meta: undefined,
  marks: ["implicit"],
};

const VALUES = new Set(Object.values(VIRTUAL_VALUES).flat());

/** What a run is about. */
export interface Selection {
  readonly classes: ReadonlyMap<string, DeclaredClass>;
  readonly operators: readonly DeclaredOperator[];
}

/** Chooses the API of libraries. */
export class Selector {
  readonly #declared: Selection;
  readonly #traits: Traits;
  readonly #world: World;
  readonly #byHand = new RuleBook(rulesOf("by-hand", BY_HAND));
  readonly #public = new Map<string, DeclaredClass>();
  readonly #operators = new Map<string, DeclaredMember[]>();

  /**
   * Makes one.
   *
   * @param declared What the headers declare.
   * @param libraries Those that get a text: the classes of others are unknown.
   */
  constructor(declared: Selection, libraries: readonly string[]) {
    this.#declared = declared;
    this.#traits = new Traits(declared.classes);
    const enums = new Set<string>();
    for (const one of declared.classes.values()) {
      if (!libraries.includes(one.library)) continue;
      const scope = one.name === GLOBAL ? "" : `${one.name}::`;
      for (const each of one.enums) enums.add(scope + each.name);
      if (this.#isPublic(one)) this.#public.set(one.name, one);
    }
    this.#world = {
      kindOf: (name) => {
        const found = this.#public.get(name);
        return found && !CLASS_REASONS.has(name)
          ? this.#kindOf(found)
          : undefined;
      },
      isEnum: (name) => enums.has(name),
    };
    for (const operator of declared.operators) this.#file(operator);
  }

  /** Notes an operator with the class of its first operand. */
  #file({ library, member: operator }: DeclaredOperator): void {
    const [, name] = operator.parameters[0]?.type.match(
      /^(?:const )?([\w:]+)(?: &)?$/,
    ) ?? [];
    // The library of a class cannot know what further libraries declare.
    if (name === undefined || this.#public.get(name)?.library !== library) {
      return;
    }
    if (STREAMING.test(operator.name)) return;
    const list = this.#operators.get(name) ?? [];
    const line = writeMember({ ...operator, isProtected: false });
    if (
      !list.some((one) => writeMember({ ...one, isProtected: false }) === line)
    ) list.push(operator);
    this.#operators.set(name, list);
  }

  /** The API of a library. */
  library(name: string, version: string): Library {
    const classes = [...this.#declared.classes.values()].filter((one) =>
      one.library === name && this.#isPublic(one)
    );
    classes.sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    return { name, version, classes: classes.map((one) => this.#class(one)) };
  }

  #isPublic(one: DeclaredClass): boolean {
    if (one.access !== "public" || this.#isTemplate(one.name)) return false;
    if (one.name === GLOBAL) return true;
    if (INTERNAL.some((pattern) => pattern.test(one.name))) return false;
    return !one.isNamespace || one.enums.length > 0 || one.flags.length > 0;
  }

  #isTemplate(name: string): boolean {
    const words = name.split("::");
    return words.some((_, at) =>
      this.#declared.classes.get(words.slice(0, at + 1).join("::"))
        ?.isTemplate ?? false
    );
  }

  #kindOf(one: DeclaredClass): ClassKind {
    if (one.isNamespace) return "namespace";
    if (this.#traits.derives(one.name, "QObject")) return "object";
    const isValue = this.#traits.isCopyable(one.name) &&
      (!this.#traits.isPolymorphic(one.name) || VALUES.has(one.name));
    return isValue ? "value" : "identity";
  }

  #class(one: DeclaredClass): ApiClass {
    const members: ApiMember[] = this.#hasImplicitConstructor(one)
      ? [IMPLICIT_CONSTRUCTOR]
      : [];
    const excluded: Excluded[] = [];
    for (const declared of this.#membersOf(one)) {
      const member = api(declared);
      const reason = this.#reason(one, declared);
      if (reason === undefined) members.push(member);
      else {
        excluded.push({ reason, declaration: writeMember(member) });
      }
    }
    members.push(
      ...extraMembers(
        one.name,
        one.bases.map(({ name }) => LIST.exec(name)?.[1]).find((found) =>
          found !== undefined
        ),
        new Set(one.members.map(({ name }) => name)),
      ).map(readMember),
    );
    const fields = CLASS_REASONS.has(one.name)
      ? []
      : one.fields.filter((field) => this.#isUseful(field));
    return {
      kind: this.#kindOf(one),
      name: one.name,
      bases: one.bases.filter(({ access, name }) =>
        access === "public" && (this.#public.has(name) || LIST.test(name))
      ).map(({ name }) => name),
      isAbstract: one.isAbstract,
      // No program can delete its objects.
      marks: one.members.some(isEndless) ? ["endless"] : [],
      enums: one.enums,
      flags: one.flags,
      fields: fields.map(({ name, type }) => ({ name, type })),
      members,
      excluded,
    };
  }

  /** Whether C++ itself gives it a constructor without arguments, as to structures. */
  #hasImplicitConstructor(one: DeclaredClass): boolean {
    return !one.isNamespace && !one.isAbstract &&
      !CLASS_REASONS.has(one.name) && this.#kindOf(one) === "value" &&
      !one.members.some(({ kind }) => kind === "constructor");
  }

  /** Whether programs may read and write a field: pointers are left to methods. */
  #isUseful({ access, type }: DeclaredField): boolean {
    if (access !== "public") return false;
    try {
      const { kind } = crossingOf(type, "result", this.#world);
      return kind !== "function" && !/[*&]/.test(type);
    } catch (error) {
      if (error instanceof CannotCross) return false;
      throw error;
    }
  }

  #membersOf(one: DeclaredClass): DeclaredMember[] {
    return [...one.members, ...this.#operators.get(one.name) ?? []].filter(
      (member) =>
        member.access !== "private" && !INTERNAL_MEMBERS.test(member.name),
    );
  }

  /** A rule names the method, or one form of it by the first parameter that the form has. */
  #isByHand(one: DeclaredClass, member: DeclaredMember): boolean {
    const name = `${one.name}::${member.name}`;
    return [
      name,
      ...member.parameters.map((parameter) => `${name}(${parameter.name})`),
    ].some((each) => this.#byHand.has(each));
  }

  /** A line for each rule that is about nothing. */
  get complaints(): string[] {
    return this.#byHand.complaints;
  }

  /** Why a member is left out, or undefined if it is not. */
  #reason(one: DeclaredClass, member: DeclaredMember): string | undefined {
    if (member.kind === "destructor") {
      return member.isDeleted ? "deleted" : undefined;
    }
    const reason = CLASS_REASONS.get(one.name);
    if (reason !== undefined) return reason;
    if (member.isDeleted) return "deleted";
    if (this.#isByHand(one, member)) return "by-hand";
    if (member.isVariadic) return "varargs";
    if (member.copies === "move") return "move-constructor";
    if (member.isConversion) return "conversion";
    const name = `${one.name}::${member.name}`;
    for (const [reason, pattern] of Object.entries(EXCLUDED_MEMBERS)) {
      // A minus is an operator of C++'s alone when it dereferences.
      if (pattern.test(name) && !isProduct(member)) return reason;
    }
    const types = member.parameters.map(({ type }) => type);
    for (const [reason, pattern] of Object.entries(EXCLUDED_PARAMETERS)) {
      if (types.some((type) => pattern.test(`${name}(${type})`))) return reason;
    }
    for (const [reason, pattern] of Object.entries(EXCLUDED_FORMS)) {
      if (pattern.test(`${name}(${types.join(", ")})`)) return reason;
    }
    if (nameOf(one.name, member.name, operandsOf(member)) === undefined) {
      return "operator-of-cpp";
    }
    if (
      member.kind === "constructor" && one.isAbstract &&
      this.#kindOf(one) !== "object" && !this.#traits.canSubclass(one.name)
    ) return "abstract";
    return this.#typeReason(member);
  }

  /** Whether a pointer to values is followed by their count; a sibling takes a list. */
  #takesArray(member: DeclaredMember): boolean {
    const parameters = parametersOf(member);
    return parameters.some(({ type }, at) => {
      const { kind, isPointer } = crossingOf(type, "parameter", this.#world);
      return kind === "value" && isPointer && type.startsWith("const ") &&
        /^(?:int|long long)$/.test(parameters[at + 1]?.type ?? "");
    });
  }

  #typeReason(member: DeclaredMember): string | undefined {
    try {
      for (const { type } of parametersOf(member)) {
        crossingOf(type, "parameter", this.#world);
      }
      if (this.#takesArray(member)) return "array";
      if (member.returns !== "") {
        crossingOf(member.returns, "result", this.#world);
      }
      return undefined;
    } catch (error) {
      if (error instanceof CannotCross) return error.reason;
      throw error;
    }
  }
}

/** Signals have a last parameter that keeps others from emitting them. */
function parametersOf(member: DeclaredMember): DeclaredMember["parameters"] {
  return member.meta === "signal"
    ? member.parameters.filter(({ type }) => !type.endsWith("QPrivateSignal"))
    : member.parameters;
}

/** The member without what only this stage needs. */
function api(member: DeclaredMember): ApiMember {
  const { kind, name, returns, isConst, dispatch, meta } = member;
  const parameters = parametersOf(member);
  return {
    kind,
    name,
    returns,
    parameters,
    isProtected: member.access === "protected",
    isConst,
    dispatch,
    meta,
    marks: [
      ...member.marks,
      ...(member.isDeprecated ? ["deprecated"] : []),
      // Qt alone can emit a signal with a private parameter.
      ...(parameters.length < member.parameters.length ? ["private"] : []),
    ],
  };
}

function isEndless(member: DeclaredMember): boolean {
  return member.kind === "destructor" &&
    (member.access === "private" || member.isDeleted);
}

/** Whether `operator*` multiplies, and so has an operand beside the object. */
function isProduct(member: DeclaredMember): boolean {
  return member.name === "operator*" && operandsOf(member).length === 1;
}

/** The types of the operands beside the object. */
function operandsOf(member: DeclaredMember): string[] {
  const types = member.parameters.map(({ type }) => type);
  return member.kind === "friend" ? types.slice(1) : types;
}
