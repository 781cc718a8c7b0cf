/**
 * What there is to call: the classes that can be created, and their members, as the shim describes them.
 *
 * @module
 */

import { type QObject, stateOf } from "../../src/qt/objects/qobject.ts";
import type { DynamicObject } from "../../src/qt/objects/qt_class.ts";
import { KNOWN } from "./known.ts";
import { q } from "./stage.ts";

/** A property, a method in one form, or a signal. */
export interface Member {
  readonly kind: "property" | "method" | "signal";
  readonly name: string;
  /** Of a method's parameters, or the one of a property. */
  readonly types: readonly string[];
  readonly required: number;
  readonly writable: boolean;
}

/** A class whose objects can be created. */
export interface FuzzedClass {
  readonly name: string;
  readonly members: readonly Member[];
}

interface Description {
  readonly className: string;
  readonly base: number | null;
  readonly properties: readonly (readonly [
    index: number,
    name: string,
    type: string,
    writable: boolean,
    notify: number,
  ])[];
  readonly methods: readonly (readonly [
    index: number,
    name: string,
    signature: string,
    kind: number,
    result: string,
    types: readonly string[],
    required: number,
  ])[];
}

/**
 * Creates an object of each exported class, and reads what can be done with it. Classes and members come in a fixed
 * order.
 */
export function catalogue(): FuzzedClass[] {
  const classes: FuzzedClass[] = [];
  for (const [name, type] of Object.entries(q).sort(byName)) {
    if (!/^Q[A-Z]\w+$|^ListModel$/.test(name) || typeof type !== "function") {
      continue;
    }
    const left = [...KNOWN.classes, ...KNOWN.open.classes];
    if (left.includes(name) || /Application$/.test(name)) continue;
    let object: DynamicObject;
    try {
      object = new (type as new () => DynamicObject)();
      if (object.isDestroyed !== false) continue;
    } catch {
      continue; // Qt hands its objects out, or it is no class of objects.
    }
    classes.push({ name, members: membersOf(object) });
    object.deleteLater();
  }
  return classes;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function membersOf(object: QObject): Member[] {
  const members: Member[] = [];
  const add = (owner: string, member: Member) => {
    const { name, kind } = member;
    const known = [`${owner}.${name}`, `${object.className}.${name}`];
    if (known.some((one) => KNOWN.open.members.includes(one))) return;
    members.push({ ...member, kind });
  };
  for (const { className, properties, methods } of descriptions(object)) {
    for (const [, name, type, writable] of properties) {
      add(className, {
        kind: "property",
        name,
        types: [type],
        required: 1,
        writable,
      });
    }
    for (const [, name, , kind, , types, required] of methods) {
      add(className, {
        kind: kind === 1 ? "signal" : "method",
        name,
        types,
        required,
        writable: false,
      });
    }
  }
  return members;
}

/** Of the object's class and its bases. */
function descriptions(object: QObject): Description[] {
  const all: Description[] = [];
  const bridge = stateOf(object).bridge;
  const described = new Map<string, Description>();
  // Ids count from 0; a class that is described gives its base an id, too.
  for (let id = 0;; id++) {
    try {
      const one = bridge.describe(id) as Description;
      described.set(one.className, one);
      if (one.className === object.className) {
        for (
          let next: Description | null = one;
          next !== null;
          next = next.base === null
            ? null
            : bridge.describe(next.base) as Description
        ) all.push(next);
        return all;
      }
    } catch {
      return all;
    }
  }
}
