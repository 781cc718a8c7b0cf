/**
 * The forms in which the members of a class can be called: generated C++, tables and types number them alike.
 *
 * @module
 */

import type { ApiClass, ApiField, ApiMember, ApiParameter } from "./model.ts";

/** One way to call a member: with a number of its parameters, the rest by default. */
export interface CallForm {
  readonly kind: "call";
  readonly member: ApiMember;
  /** The parameters that C++ is given. */
  readonly parameters: readonly ApiParameter[];
}

/** Reading or writing a field. */
export interface FieldForm {
  readonly kind: "get" | "set";
  readonly field: ApiField;
}

/** What a number stands for. */
export type Form = CallForm | FieldForm;

/**
 * The public forms of a class, in the order of their numbers.
 *
 * A parameter that Qt writes to is never left out, even if it has a default: the result always has the same shape.
 *
 * @param one The class.
 */
export function formsOf(one: ApiClass): Form[] {
  const fields = one.fields.flatMap((field): Form[] => [
    { kind: "get", field },
    { kind: "set", field },
  ]);
  return [
    ...fields,
    ...one.members.filter((m) => isCalled(one, m)).flatMap(ofMember),
  ];
}

/** Whether programs call a member by its form: Qt alone emits private signals, and an abstract class has no objects. */
function isCalled(one: ApiClass, member: ApiMember): boolean {
  if (member.isProtected || member.kind === "destructor") return false;
  if (member.marks.includes("private")) return false;
  return member.kind !== "constructor" || isCreatable(one);
}

/** Whether objects of a class itself can be made and deleted. */
export function isCreatable(one: ApiClass): boolean {
  return !one.isAbstract && !one.marks.includes("given") && isDeletable(one);
}

/** Whether programs can delete its objects. */
export function isDeletable(one: ApiClass): boolean {
  return !one.marks.includes("endless") &&
    !one.members.some((member) =>
      member.kind === "destructor" && member.isProtected
    );
}

function ofMember(member: ApiMember): CallForm[] {
  const { parameters } = member;
  const least = Math.max(
    parameters.findLastIndex(isResult),
    parameters.findLastIndex((each) => each.default === undefined),
  ) + 1;
  return Array.from(
    { length: parameters.length - least + 1 },
    (_, more): CallForm => ({
      kind: "call",
      member,
      parameters: parameters.slice(0, least + more),
    }),
  ).filter((form) => !form.parameters.some(isFunction));
}

/** C++'s function objects: a signal or an override of TypeScript's stands in for what they are called for. */
function isFunction({ type }: ApiParameter): boolean {
  return /^(?:const )?std::function</.test(type);
}

/** Whether Qt writes a parameter: it is a result. */
export function isResult({ marks }: ApiParameter): boolean {
  return marks.includes("out") || marks.includes("inout");
}
