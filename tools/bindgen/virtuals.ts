/**
 * Virtual functions that classes of a program may override, protected members, and abstract classes.
 *
 * @module
 */

import { type CallForm, type Form, formsOf, isDeletable } from "./forms.ts";
import { CannotCross, crossingOf } from "./kinds.ts";
import type { ApiClass, ApiMember, ApiParameter } from "./model.ts";
import { readMember } from "./read.ts";
import {
  DEFAULTS,
  IMPLEMENTED,
  NOT_OVERRIDDEN,
  RAW,
  RAW_INDEXES,
  STILL_PURE,
} from "./rules/virtuals.ts";
import type { Libraries } from "./world.ts";

/** Classes of which no program makes objects, and one that needs another library. */
const FOREIGN =
  /^QNativeInterface::|^QAccessible(?!Widget)|Plugin$|^QQuickFramebufferObject::Renderer$/;

/** A virtual function where it is introduced. */
export interface Virtual {
  readonly member: ApiMember;
  /** How values cross that have no form of a call: see `rules/virtuals.ts`. */
  readonly raw: string | undefined;
}

/** What a name in TypeScript stands for. */
export function nameOf({ name, marks }: ApiMember): string {
  const renamed = marks.find((mark) => mark.startsWith("as="));
  return renamed?.slice(3) ?? name;
}

const known = new WeakMap<ApiClass, readonly Virtual[]>();

/** The virtual functions that a class introduces, in the order of their numbers. */
export function virtualsOf(
  one: ApiClass,
  world: Libraries,
): readonly Virtual[] {
  let found = known.get(one);
  if (found === undefined) known.set(one, found = findVirtuals(one, world));
  return found;
}

function findVirtuals(one: ApiClass, world: Libraries): Virtual[] {
  if (one.kind === "namespace" || FOREIGN.test(one.name)) return [];
  const excluded = one.excluded.filter(({ declaration }) =>
    Object.keys(RAW).some((name) => declaration.includes(`${shortOf(name)}(`))
  ).map(({ declaration }) => readMember(declaration));
  return [...one.members, ...excluded].filter(isIntroduced).flatMap(
    (member): Virtual[] => {
      const raw = RAW[`${one.name}::${member.name}`];
      if (raw !== undefined) return [{ member, raw }];
      return canOverride(one, member, world)
        ? [{ member: lending(member, world), raw }]
        : [];
    },
  );
}

function shortOf(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1);
}

function isIntroduced({ kind, dispatch }: ApiMember): boolean {
  return kind === "method" && (dispatch === "virtual" || dispatch === "pure");
}

function canOverride(
  one: ApiClass,
  { name, returns, parameters }: ApiMember,
  world: Libraries,
): boolean {
  if (NOT_OVERRIDDEN.has(`${one.name}::${name}`)) return false;
  if (returns.endsWith("&")) return false;
  try {
    if (returns !== "void") {
      const crossing = crossingOf(returns, "result", world);
      if (crossing.kind === "cstring") return false;
      const isObject = crossing.kind === "identity";
      if (isObject && !crossing.isPointer) return false;
    }
    return parameters.every(({ type }) => {
      const { kind, isOut } = crossingOf(type, "parameter", world);
      return kind !== "function" && kind !== "cstring" &&
        !(kind === "container" && isOut);
    });
  } catch (error) {
    if (error instanceof CannotCross) return false;
    throw error;
  }
}

/** An object that Qt would fill is lent: an override fills it in its place. */
function lending(member: ApiMember, world: Libraries): ApiMember {
  return {
    ...member,
    parameters: member.parameters.map((parameter) => {
      return isBoxed(parameter.type, world)
        ? {
          ...parameter,
          marks: parameter.marks.filter((mark) =>
            mark !== "out" && mark !== "inout"
          ),
        }
        : parameter;
    }),
  };
}

/** Whether a parameter is an object that is no QObject, and no plain value. */
export function isBoxed(type: string, world: Libraries): boolean {
  const { kind, name } = crossingOf(type, "parameter", world);
  return (kind === "value" || kind === "identity") &&
    !world.class(name)!.marks.includes("plain");
}

/** A form of a protected member, or of the constructor of an abstract class. */
export interface InnerForm extends CallForm {
  /** Whether C++ would not let others call it. */
  readonly isInner: true;
}

/**
 * All forms of a class: the public ones keep their numbers, those for subclasses follow.
 *
 * @param one The class.
 * @param world All libraries.
 */
export function allFormsOf(one: ApiClass, world: Libraries): Form[] {
  return [...formsOf(one), ...innerFormsOf(one, world)];
}

function innerFormsOf(one: ApiClass, world: Libraries): InnerForm[] {
  if (one.kind === "namespace" || FOREIGN.test(one.name)) return [];
  const overridable = new Set(
    virtualsOf(one, world).filter(({ raw }) => raw === undefined)
      .map(({ member }) => keyOf(member)),
  );
  const members = one.members.flatMap((member): ApiMember[] => {
    if (!member.isProtected || member.kind !== "method") return [];
    if (NOT_OVERRIDDEN.has(`${one.name}::${member.name}`)) return [];
    if (member.dispatch === "override" || member.dispatch === "static") {
      return [];
    }
    if (
      member.marks.includes("private") || member.name.startsWith("operator")
    ) {
      return [];
    }
    if (isIntroduced(member)) {
      return overridable.has(keyOf(member)) ? [lending(member, world)] : [];
    }
    return [withDefaults(one, member)];
  });
  const constructors = canExtend(one, world)
    ? one.members.filter(({ kind, isProtected }) =>
      kind === "constructor" && !isProtected
    )
    : [];
  return [...members, ...constructors].flatMap((member): InnerForm[] =>
    formsOf({
      ...one,
      isAbstract: false,
      fields: [],
      members: [{ ...member, isProtected: false }],
    }).filter((form) =>
      form.kind === "call" &&
      // A pointer to a member knows no default arguments.
      (!isIntroduced(member) ||
        form.parameters.length === member.parameters.length)
    ).map((form) => ({ ...form as CallForm, member, isInner: true }))
  );
}

function withDefaults(one: ApiClass, member: ApiMember): ApiMember {
  const parameters = member.parameters.map((parameter): ApiParameter => ({
    ...parameter,
    default: parameter.default ??
      DEFAULTS[`${one.name}::${member.name}(${parameter.name})`],
  }));
  const isRaw = RAW_INDEXES.has(`${one.name}::${member.name}`);
  const marks = isRaw ? [...member.marks, "raw-index"] : member.marks;
  return { ...member, parameters, marks };
}

/** Whether a program's class may extend an abstract one. */
export function canExtend(one: ApiClass, world: Libraries): boolean {
  return one.isAbstract && one.kind !== "namespace" && isDeletable(one) &&
    !FOREIGN.test(one.name) &&
    one.members.some(({ kind, isProtected }) =>
      kind === "constructor" && !isProtected
    ) && pureOf(one, world) !== undefined;
}

/** A function that no class implements. */
export interface Pure {
  readonly member: ApiMember;
  /** Whether a program can implement it. */
  readonly isOffered: boolean;
}

/** The functions that an abstract class leaves to others; undefined if one of them cannot be written in C++ here. */
export function pureOf(one: ApiClass, world: Libraries): Pure[] | undefined {
  const found = new Map<string, Pure>();
  const done = new Set<string>();
  const visit = (name: string): void => {
    const owner = world.class(name);
    if (owner === undefined || done.has(name)) return;
    done.add(name);
    for (const base of owner.bases) visit(base);
    const offered = new Set(
      virtualsOf(owner, world).map(({ member }) => keyOf(member)),
    );
    const members = [
      ...owner.members,
      ...owner.excluded.map(({ declaration }) => declaration)
        .filter((text) => /^(?:protected )?(?:pure|override) /.test(text))
        .map(readMember),
    ];
    for (const member of members) {
      const key = keyOf(member);
      if (STILL_PURE.has(`${name}::${member.name}`)) {
        found.set(key, { member, isOffered: true });
      } else if (member.dispatch === "pure") {
        found.set(key, { member, isOffered: offered.has(key) });
      } else found.delete(key);
    }
    for (const [key, { member }] of found) {
      if (IMPLEMENTED.has(`${name}::${member.name}`)) found.delete(key);
    }
  };
  visit(one.name);
  const all = [...found.values()];
  return all.some(({ member }) => member.returns.endsWith("&"))
    ? undefined
    : all;
}

/** The classes from which a class inherits as C++ does, each with whether it begins where the object does. */
function basesOf(
  one: ApiClass,
  world: Libraries,
  isFirst = true,
): { one: ApiClass; isFirst: boolean }[] {
  return one.bases.map((name) => world.class(name)).flatMap((base, at) => {
    if (base === undefined) return [];
    const begins = isFirst && at === 0;
    return [{ one: base, isFirst: begins }, ...basesOf(base, world, begins)];
  });
}

/**
 * Functions of bases that are not a class's first: the class has a second place for each in its own table, by which
 * C++ calls it for objects of the class.
 */
export function secondPlacesOf(
  one: ApiClass,
  world: Libraries,
): { owner: ApiClass; number: number; member: ApiMember }[] {
  const others = basesOf(one, world).filter(({ isFirst }) => !isFirst);
  return others.flatMap(({ one: owner }) =>
    virtualsOf(owner, world).flatMap(({ member }, number) => {
      const own = one.members.find((each) =>
        each.dispatch === "override" && keyOf(each) === keyOf(member)
      );
      return own === undefined || own.returns !== member.returns
        ? []
        : [{ owner, number, member: own }];
    })
  );
}

/** The number of the virtual function that a member is or overrides, with the class that introduces it. */
export function introductionOf(
  one: ApiClass,
  member: ApiMember,
  world: Libraries,
): { owner: ApiClass; number: number } | undefined {
  const key = keyOf(member);
  for (const owner of [one, ...basesOf(one, world).map(({ one }) => one)]) {
    const number = virtualsOf(owner, world).findIndex((each) =>
      keyOf(each.member) === key
    );
    if (number >= 0) return { owner, number };
  }
  return undefined;
}

/** What tells functions of a name apart. */
function keyOf({ name, parameters, isConst }: ApiMember): string {
  return `${name}(${parameters.map(({ type }) => type)})${isConst}`;
}
