/**
 * Qt's classes as their meta-objects describe them: properties, methods and signals by name.
 *
 * @module
 */

import { MemberKind } from "../../../ffi/abi.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import type { Bridge } from "../calls/bridge.ts";
import type { Overloads } from "../calls/link.ts";

/** A property of a class. */
export interface Property {
  readonly index: number;
  readonly name: string;
  /** Qt's name of its type. */
  readonly type: string;
  readonly writable: boolean;
  /** The index of the signal that tells when it changes, or -1. */
  readonly notify: number;
}

/** A method, slot or signal: one overload. */
export interface Method {
  readonly index: number;
  readonly name: string;
  readonly signature: string;
  /** How many arguments it cannot do without. */
  readonly required: number;
  /** How many arguments it takes. */
  readonly most: number;
}

type Description = {
  className: string;
  base: number | null;
  properties: [number, string, string, boolean, number][];
  methods: [number, string, string, number, string, string[], number][];
  /** Signatures of its bases' methods that Qt has made private in it. */
  hidden: string[];
};

/** The overloads that the number of arguments selects: most differ in it. */
function onlyByCount(methods: readonly Method[]): (number | undefined)[] {
  const counts = Math.max(...methods.map(({ most }) => most)) + 1;
  return Array.from({ length: counts }, (_, count) => {
    const takers = methods
      .filter(({ required, most }) => required <= count && count <= most);
    return takers.length === 1 ? takers[0]!.index : undefined;
  });
}

type MethodTable = Map<string, readonly Method[]>;

/** What a class offers, its bases' members included. */
export class MetaClass {
  readonly className: string;
  readonly base: MetaClass | null;
  readonly properties: Map<string, Property>;
  /** Methods and slots by name, with all overloads, the nearest class's first. */
  readonly methods: MethodTable;
  /** Signals by name; where there are several of the name, by signature as well. */
  readonly signals: MethodTable;
  readonly #overloads = new Map<string, Overloads>();
  /** What the class itself adds. */
  readonly own: {
    readonly properties: readonly string[];
    readonly methods: readonly string[];
    readonly signals: readonly string[];
  };

  constructor(description: Description, base: MetaClass | null) {
    this.className = description.className;
    this.base = base;
    this.properties = new Map(base?.properties);
    this.methods = new Map(base?.methods);
    this.signals = new Map(base?.signals);
    const own = {
      properties: [] as string[],
      methods: [] as string[],
      signals: [] as string[],
    };
    for (
      const [index, name, type, writable, notify] of description.properties
    ) {
      this.properties.set(name, { index, name, type, writable, notify });
      own.properties.push(name);
    }
    for (
      const [index, name, signature, kind, , parameters, required]
        of description.methods
    ) {
      const isSignal = kind === MemberKind.Signal;
      add(isSignal ? this.signals : this.methods, {
        index,
        name,
        signature,
        required,
        most: parameters.length,
      });
      (isSignal ? own.signals : own.methods).push(name);
    }
    for (const signature of description.hidden) this.#hide(signature);
    this.own = own;
  }

  #hide(signature: string): void {
    const name = signature.slice(0, signature.indexOf("("));
    const left = this.methods.get(name)
      ?.filter((method) => method.signature !== signature) ?? [];
    if (left.length > 0) this.methods.set(name, left);
    else this.methods.delete(name);
  }

  /** Whether a method of a name takes so many arguments. */
  takes(name: string, count: number): boolean {
    return this.methods.get(name)?.some(({ required, most }) =>
      required <= count && count <= most
    ) ?? false;
  }

  /** Whether Qt has made all methods of a name private in this class, which its bases offer. */
  hides(name: string): boolean {
    if (this.methods.has(name)) return false;
    let base = this.base;
    while (base !== null && !base.methods.has(name)) base = base.base;
    return base !== null;
  }

  /** @throws {TypeError} If there is no such property. */
  property(name: string): Property {
    const property = this.properties.get(name);
    if (property === undefined) throw this.unknown("property", name);
    return property;
  }

  /**
   * A method with all its overloads.
   *
   * @throws {TypeError} If there is no such method.
   */
  overloads(name: string): Overloads {
    let overloads = this.#overloads.get(name);
    if (overloads === undefined) {
      const methods = this.methods.get(name);
      if (methods === undefined) throw this.unknown("method", name);
      overloads = {
        name,
        indices: methods.map(({ index }) => index),
        byCount: onlyByCount(methods),
        required: Math.min(...methods.map(({ required }) => required)),
      };
      this.#overloads.set(name, overloads);
    }
    return overloads;
  }

  /**
   * By name, or by signature where there are several of the name.
   *
   * @throws {TypeError} If there is no such signal, or several.
   */
  signal(nameOrSignature: string): Method {
    const only = this.signals.get(nameOrSignature);
    if (only?.length === 1) return only[0]!;
    if (typeof nameOrSignature !== "string") {
      throw this.unknown("signal", nameOrSignature);
    }
    const name = nameOrSignature.replace(/\(.*$/, "");
    const overloads = this.signals.get(name);
    if (overloads === undefined) throw this.unknown("signal", nameOrSignature);
    const wanted = nameOrSignature.replaceAll(" ", "");
    const exact = overloads.find(({ signature }) => signature === wanted);
    if (exact !== undefined) return exact;
    throw new TypeError(
      `${this.className} has several signals '${name}': expected ${
        overloads.map(({ signature }) => `'${signature}'`).join(" or ")
      }, got '${nameOrSignature}'`,
    );
  }

  /** What to say of a name that is no member, or not one of this kind. */
  unknown(kind: MemberKind, name: string): TypeError {
    if (typeof name !== "string") {
      return new TypeError(
        `Cannot find a ${kind} of ${this.className}: expected its name, got ${
          describeValue(name)
        }`,
      );
    }
    const tables = {
      property: this.properties,
      method: this.methods,
      signal: this.signals,
    };
    const other = KINDS.find((one) => tables[one].has(name));
    const near = [kind, ...KINDS]
      .map((one) => nearest(name, tables[one].keys()))
      .find((one) => one !== undefined);
    const hint = other !== undefined
      ? `: there is a ${other} of that name`
      : near !== undefined
      ? `: did you mean '${near}'?`
      : "";
    return new TypeError(`${this.className} has no ${kind} '${name}'${hint}`);
  }
}

/** What a class has. */
export type MemberKind = "property" | "method" | "signal";

const KINDS: readonly MemberKind[] = ["property", "signal", "method"];

function add(table: MethodTable, method: Method): void {
  const inherited = table.get(method.name) ?? [];
  table.set(method.name, [
    method,
    ...inherited.filter(({ signature }) => signature !== method.signature),
  ]);
}

/** The known name that is most like another one; undefined if none is. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(
        Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + change),
      );
    }
    row = next;
  }
  return row[b.length]!;
}

const known = new Map<number, MetaClass>();

/** The class of an id. Ids belong to the process, and are never used again. */
export function metaClass(bridge: Bridge, classId: number): MetaClass {
  let found = known.get(classId);
  if (found === undefined) {
    const description = bridge.describe(classId) as Description;
    const { base } = description;
    found = new MetaClass(
      description,
      base === null ? null : metaClass(bridge, base),
    );
    known.set(classId, found);
  }
  return found;
}

/** Forgets the class of an id, which Qt has taken away; returns it, if it was known. */
export function forgetMetaClass(classId: number): MetaClass | undefined {
  const found = known.get(classId);
  known.delete(classId);
  return found;
}

/** A member of a name: looked up again only when an object is of another class than the one before. */
abstract class Member<T> {
  readonly name: string;
  #meta: MetaClass | undefined;
  #found: T | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** @throws {TypeError} If the class has none of the name. */
  of(meta: MetaClass): T {
    if (meta !== this.#meta) {
      this.#found = this.find(meta);
      this.#meta = meta;
    }
    return this.#found as T;
  }

  protected abstract find(meta: MetaClass): T;
}

/** The index of a property. */
export class PropertyMember extends Member<number> {
  protected override find(meta: MetaClass): number {
    return meta.property(this.name).index;
  }
}

/** The overloads of a method. */
export class MethodMember extends Member<Overloads> {
  protected override find(meta: MetaClass): Overloads {
    return meta.overloads(this.name);
  }
}
