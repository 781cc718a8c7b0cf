/**
 * What C++ knows of a class without saying it in one place: whether it derives from another, can be copied, can be
 * subclassed.
 *
 * @module
 */

import type { DeclaredClass, DeclaredMember } from "./parse/declared.ts";

/** Members that forbid to copy what holds them. */
const MOVE_ONLY = /^(?:std::unique_ptr|QScopedPointer|QScopedArrayPointer)</;

/** Answers questions about classes. */
export class Traits {
  readonly #classes: ReadonlyMap<string, DeclaredClass>;
  readonly #copyable = new Map<string, boolean>();

  /**
   * Makes one.
   *
   * @param classes All classes by their names.
   */
  constructor(classes: ReadonlyMap<string, DeclaredClass>) {
    this.#classes = classes;
  }

  /** Whether a class is another or derives from it. */
  derives(name: string, ancestor: string): boolean {
    return name === ancestor ||
      (this.#classes.get(name)?.bases ?? []).some((base) =>
        this.derives(base.name, ancestor)
      );
  }

  /** Whether there is a public copy constructor and destructor, written or implied. */
  isCopyable(name: string): boolean {
    const known = this.#copyable.get(name);
    if (known !== undefined) return known;
    const one = this.#classes.get(name);
    const answer = one !== undefined && this.#canCopy(one);
    this.#copyable.set(name, answer);
    return answer;
  }

  #canCopy(one: DeclaredClass): boolean {
    if (one.isAbstract || this.derives(one.name, "QObject")) return false;
    if (!one.members.filter(isDestructor).every(isOpen)) return false;
    const copies = one.members.filter((member) => member.copies === "copy");
    if (copies.length > 0) return copies.some(isOpen);
    if (one.members.some((member) => member.copies === "move")) return false;
    return !one.fields.some(({ type }) => MOVE_ONLY.test(type)) &&
      one.bases.every(({ name }) => {
        const base = this.#classes.get(name);
        return base === undefined || base.isTemplate || this.isCopyable(name);
      });
  }

  /** Whether it has virtual functions. */
  isPolymorphic(name: string): boolean {
    const one = this.#classes.get(name);
    return one !== undefined &&
      (one.members.some(({ dispatch }) =>
        dispatch !== undefined && dispatch !== "static"
      ) || one.bases.some((base) => this.isPolymorphic(base.name)));
  }

  /** Whether a class of the program's own can derive from it. */
  canSubclass(name: string): boolean {
    const members = this.#classes.get(name)?.members ?? [];
    const isReachable = (member: DeclaredMember) =>
      member.access !== "private" && !member.isDeleted;
    const constructors = members.filter(({ kind }) => kind === "constructor");
    return members.filter(isDestructor).every(isReachable) &&
      (constructors.length === 0 || constructors.some(isReachable));
  }
}

function isDestructor(member: DeclaredMember): boolean {
  return member.kind === "destructor";
}

function isOpen(member: DeclaredMember): boolean {
  return member.access === "public" && !member.isDeleted;
}
