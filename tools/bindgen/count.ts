/**
 * Counts what an API has, what can be called, and what is left out for which reason.
 *
 * @module
 */

import type { ApiClass, ClassKind, Excluded, Library } from "./model.ts";

/** The counts of a library. */
export interface Counts {
  /** Classes by how their objects live. */
  readonly classes: Readonly<Partial<Record<ClassKind, number>>>;
  /** Public constructors and methods. */
  readonly public: number;
  /** Those with a form that the generator makes. */
  readonly generated: number;
  /** Those that are written by hand. */
  readonly byHand: number;
  /** Those whose values another form of the same name takes: TypeScript has no rvalues, views and arrays of C++. */
  readonly twins: number;
  /** Those that cannot be called, by the reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Operators outside of classes. */
  readonly operators: number;
  /** Protected constructors and methods with a form that the generator makes. */
  readonly protected: number;
}

/** Reasons that are about the form of an argument alone. */
const FORMS = new Set([
  "rvalue-overload",
  "move-constructor",
  "view-overload",
  "initializer-list",
  "array",
  "buffer",
]);

/** Counts a library. */
export function countLibrary(library: Library): Counts {
  const classes: Partial<Record<ClassKind, number>> = {};
  const excluded: Record<string, number> = {};
  let generated = 0;
  let byHand = 0;
  let twins = 0;
  let operators = 0;
  let hidden = 0;
  for (const one of library.classes) {
    classes[one.kind] = (classes[one.kind] ?? 0) + 1;
    for (const member of one.members) {
      if (member.kind === "destructor") continue;
      if (member.kind === "friend") operators += 1;
      else if (member.isProtected) hidden += 1;
      else generated += 1;
    }
    for (const each of one.excluded) {
      if (!isPublicMember(each)) continue;
      if (each.reason === "by-hand") byHand += 1;
      else if (isTwin(one, each)) twins += 1;
      else excluded[each.reason] = (excluded[each.reason] ?? 0) + 1;
    }
  }
  const left = Object.values(excluded).reduce((sum, count) => sum + count, 0);
  return {
    classes,
    public: generated + byHand + twins + left,
    generated,
    byHand,
    twins,
    excluded,
    operators,
    protected: hidden,
  };
}

function isPublicMember({ declaration }: Excluded): boolean {
  return !/^(?:protected|friend) /.test(declaration);
}

function isTwin(one: ApiClass, { reason, declaration }: Excluded): boolean {
  if (!FORMS.has(reason)) return false;
  const [, name] = declaration.match(/(operator\W+?|\w+)\(/) ?? [];
  return one.members.some((member) =>
    member.name === name && !member.isProtected
  );
}

/** The share of the public members of libraries that a program can call. */
export function reachable(counts: readonly Counts[]): number {
  const sum = (of: (one: Counts) => number) =>
    counts.reduce((total, one) => total + of(one), 0);
  return sum((one) => one.generated + one.byHand + one.twins) /
    sum((one) => one.public);
}
