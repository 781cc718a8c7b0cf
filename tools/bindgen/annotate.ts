/**
 * Marks the members of an API with what the rules say of them.
 *
 * @module
 */

import { crossingOf } from "./kinds.ts";
import type { ApiClass, ApiMember, ApiParameter, Library } from "./model.ts";
import { type Rule, RuleBook, rulesOf } from "./rules/rule.ts";
import { ASYNC, IN_OUT, NULLABLE, PURE, SIGNATURES } from "./rules/calls.ts";
import { HOLDS, RELEASES } from "./rules/holds.ts";
import { BOUNDS } from "./rules/bounds.ts";
import { NEEDS } from "./rules/needs.ts";
import { OWNS, PARENT } from "./rules/owns.ts";
import { nameOf } from "./rules/rename.ts";
import { RESULTS_COPIED, RESULTS_PART } from "./rules/results.ts";
import { TAKES, TAKES_RESULT } from "./rules/takes.ts";
import { USED_CLASSES, USES } from "./rules/uses.ts";
import { GIVEN, PLAIN, VIEWS } from "./rules/values.ts";
import type { Libraries } from "./world.ts";

/** Puts the marks. */
export class Annotator {
  readonly #world: Libraries;
  readonly #arguments = new RuleBook([
    ...rulesOf("owns", OWNS),
    ...rulesOf("parent", PARENT),
    ...rulesOf("takes", TAKES),
    ...rulesOf("holds", HOLDS),
    ...rulesOf("releases", RELEASES),
    ...rulesOf("uses", USES),
  ]);
  readonly #results = new RuleBook([
    ...rulesOf("takes", TAKES_RESULT),
    ...rulesOf("copy", RESULTS_COPIED),
    ...rulesOf("part", RESULTS_PART),
  ]);
  readonly #nullable = new RuleBook(rulesOf("nullable", NULLABLE));
  readonly #inOut = new RuleBook(rulesOf("inout", IN_OUT));
  readonly #async = new RuleBook(rulesOf("async", ASYNC));
  readonly #needs = new RuleBook(
    Object.entries(NEEDS).flatMap(([word, { rules }]) =>
      rulesOf(`needs=${word}`, rules)
    ),
  );
  readonly #bounds = new RuleBook(
    Object.entries(BOUNDS).flatMap(([verb, rules]) => rulesOf(verb, rules)),
  );
  readonly #signatures = new RuleBook(
    Object.entries(SIGNATURES).flatMap(([verb, rules]) => rulesOf(verb, rules)),
  );
  readonly #missing: string[] = [];

  /**
   * Makes one.
   *
   * @param world All libraries: marks are inherited from methods of base classes.
   */
  constructor(world: Libraries) {
    this.#world = world;
  }

  /** A line for each pointer without a rule, and for each rule that is about nothing. */
  get complaints(): string[] {
    const books = [
      this.#arguments,
      this.#results,
      this.#nullable,
      this.#inOut,
      this.#async,
      this.#needs,
      this.#bounds,
      this.#signatures,
    ];
    return [
      ...this.#missing.map((name) => `No rule for ${name}`),
      ...books.flatMap((book) => book.complaints),
    ];
  }

  /** The same library with marks. */
  annotate(library: Library): Library {
    return {
      ...library,
      classes: library.classes.map((one) => this.#class(one)),
    };
  }

  #class(one: ApiClass): ApiClass {
    const has = (groups: Readonly<Record<string, readonly string[]>>) =>
      Object.values(groups).some((names) => names.includes(one.name));
    const marks = [
      ...(has(PLAIN) ? ["plain"] : []),
      ...(has(PURE) ? ["pure"] : []),
      ...(has(VIEWS) ? ["view"] : []),
      ...(has(GIVEN) ? ["given"] : []),
    ];
    return {
      ...one,
      marks: [...one.marks, ...marks],
      members: one.members.map((member) => this.#member(one, member)),
    };
  }

  #member(owner: ApiClass, member: ApiMember): ApiMember {
    const [base, introduced] = this.#introduced(owner, member);
    const name = `${base.name}::${member.name}`;
    const types = member.parameters.map(({ type }) => type);
    const operands = member.kind === "friend" ? types.slice(1) : types;
    const typescript = member.returns === ""
      ? member.name
      : nameOf(owner.name, member.name, operands);
    const marks = [
      ...(typescript === member.name ? [] : [`as=${typescript}`]),
      ...this.#resultMarks(name, member),
      ...(this.#async.has(name) ? ["async"] : []),
      ...marksOf(this.#need(name, introduced)),
    ];
    return {
      ...member,
      parameters: member.parameters.map((parameter, at) =>
        this.#parameter(
          `${name}(${introduced.parameters[at]!.name})`,
          parameter,
          member,
        )
      ),
      marks: [...member.marks, ...marks],
    };
  }

  /** What a member needs, or all its forms with a certain parameter. */
  #need(name: string, { parameters }: ApiMember): Rule | undefined {
    return [name, ...parameters.map((each) => `${name}(${each.name})`)]
      .map((one) => this.#needs.find(one))
      .find((rule) => rule !== undefined);
  }

  /** The method of a base class that a method overrides first of all, or the method itself. */
  #introduced(owner: ApiClass, member: ApiMember): [ApiClass, ApiMember] {
    if (member.dispatch !== "override") return [owner, member];
    for (const name of owner.bases) {
      const base = this.#world.class(name);
      if (base === undefined) continue;
      const same = base.members.find((other) =>
        other.name === member.name && other.isConst === member.isConst &&
        other.parameters.length === member.parameters.length &&
        other.parameters.every(({ type }, at) =>
          type === member.parameters[at]!.type
        )
      );
      // A class between may not declare it.
      const found = this.#introduced(base, same ?? member);
      if (same !== undefined || found[0] !== base) return found;
    }
    return [owner, member];
  }

  #parameter(
    name: string,
    parameter: ApiParameter,
    member: ApiMember,
  ): ApiParameter {
    const bound = this.#bounds.find(name);
    return bound === undefined || !isCounted(parameter)
      ? this.#pointer(name, parameter, member)
      : { ...parameter, marks: [...parameter.marks, bound.verb] };
  }

  #pointer(
    name: string,
    parameter: ApiParameter,
    member: ApiMember,
  ): ApiParameter {
    if (member.meta === "signal") return parameter;
    const crossing = crossingOf(parameter.type, "parameter", this.#world);
    const { kind } = crossing;
    const isElement = crossing.args.some((arg) => arg.isPointer);
    const isConst = parameter.type.startsWith("const ");
    const isWritten = crossing.isOut && !isElement ||
      kind === "value" && crossing.isPointer && !isConst;
    if (isWritten) {
      const mark = this.#inOut.has(name) ? "inout" : "out";
      return { ...parameter, marks: [...parameter.marks, mark] };
    }
    if (kind === "cstring") {
      const rule = this.#signatures.find(name);
      return rule === undefined
        ? parameter
        : { ...parameter, marks: [...parameter.marks, rule.verb] };
    }
    const isPointed = crossing.isPointer && kind !== "container";
    if (!isPointed && !isElement) return parameter;
    const classes = isElement
      ? crossing.args.filter((arg) => arg.isPointer).map((arg) => arg.name)
      : [crossing.name];
    const verb = this.#arguments.find(name)?.verb ??
      (classes.every((one) => this.#isUsed(one)) ? "uses" : undefined);
    if (verb === undefined) {
      this.#missing.push(name);
      return parameter;
    }
    const isNullable = this.#nullable.has(name) ||
      /^(?:nullptr|0|Q_NULLPTR)$/.test(parameter.default ?? "");
    return {
      ...parameter,
      marks: [...parameter.marks, verb, ...(isNullable ? ["nullable"] : [])],
    };
  }

  #isUsed(name: string): boolean {
    return Object.values(USED_CLASSES).flat().some((used) =>
      this.#world.derives(name, used)
    );
  }

  #resultMarks(name: string, member: ApiMember): string[] {
    if (member.returns === "") return [];
    const crossing = crossingOf(member.returns, "result", this.#world);
    if (!crossing.isPointer) return [];
    const rule = this.#results.find(name);
    if (rule !== undefined) return [rule.verb];
    const isClass = ["object", "identity", "value"].includes(crossing.kind);
    if (isClass && !this.#world.isPolymorphic(crossing.name)) {
      this.#missing.push(name);
    }
    return [];
  }
}

function marksOf(rule: Rule | undefined): string[] {
  return rule === undefined ? [] : [rule.verb];
}

/** Whether a parameter is a number, as an enumerator is one. */
function isCounted({ type }: ApiParameter): boolean {
  return !/[&*<]/.test(type);
}
