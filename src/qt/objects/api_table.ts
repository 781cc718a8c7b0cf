/**
 * The classes of Qt's headers, as the shim describes them (`tools/bindgen/emit_tables.ts` says how), which JavaScript
 * classes stand for them, and the libraries with their code, which are opened when they are first needed.
 *
 * @module
 */

import { API_LIBRARIES, openApi } from "../../../ffi/api.ts";
import { type Bridge, currentBridge } from "../calls/bridge.ts";
import { reachOf } from "../calls/reach.ts";

/** How objects of a class live. */
export type ClassKind =
  | "object"
  | "value"
  | "identity"
  | "plain"
  | "namespace";

/** An enumeration: its names and numbers. */
export class ApiEnum {
  /** With its scopes: `Qt::Alignment`. */
  readonly name: string;
  readonly numbers: ReadonlyMap<string, number>;
  readonly #names = new Map<number, string>();
  #least = Infinity;
  #most = -Infinity;
  /** All bits of its values. */
  #bits = 0;

  constructor(name: string, values: string) {
    this.name = name;
    const numbers = new Map<string, number>();
    for (const value of values === "" ? [] : values.split(",")) {
      const [key = "", number] = value.split("=");
      numbers.set(key, Number(number));
      this.#least = Math.min(this.#least, Number(number));
      this.#most = Math.max(this.#most, Number(number));
      this.#bits |= Number(number);
      // Of several names for a number the first is Qt's choice.
      if (!this.#names.has(Number(number))) {
        this.#names.set(Number(number), key);
      }
    }
    this.numbers = numbers;
  }

  /** The number of a name, or of a number that may be one of it; undefined if it is none. */
  numberOf(value: unknown): number | undefined {
    if (typeof value === "string") return this.numbers.get(value);
    return Number.isInteger(value) && value as number >= this.#least &&
        value as number <= this.#most
      ? value as number
      : undefined;
  }

  /** The number of names with `|` between them, or of a number; undefined if it is none. */
  flagsOf(value: unknown): number | undefined {
    if (typeof value === "number") {
      return Number.isInteger(value) && value >= -(2 ** 31) &&
          value < 2 ** 32 && (value & ~this.#bits) === 0 && this.#isType(value)
        ? value
        : undefined;
    }
    if (typeof value !== "string") return undefined;
    let flags = 0;
    for (const name of value === "" ? [] : value.split("|")) {
      const number = this.numbers.get(name.trim());
      if (number === undefined) return undefined;
      flags |= number;
    }
    return flags;
  }

  /** Of the flags of windows, the lowest say what kind of window it is: these are a value, not a combination. */
  #isType(value: number): boolean {
    const mask = this.numbers.get("WindowType_Mask");
    const type = value & (mask ?? 0);
    return type === 0 || type !== mask && this.#names.has(type);
  }

  /** The name of a number; the number itself if it has none. */
  nameOf(value: number): string | number {
    return this.#names.get(value) ?? value;
  }

  /** The names of what a number combines; the number itself if they do not say the same. */
  namesOf(value: number): string | number {
    const exact = this.#names.get(value);
    if (exact !== undefined && value !== 0) return exact;
    let left = value;
    const names: string[] = [];
    for (
      const [number, name] of [...this.#names].toSorted((a, b) => b[0] - a[0])
    ) {
      if (number === 0 || (left & number) !== number) continue;
      names.push(name);
      left &= ~number;
    }
    return left === 0 && names.length > 0 ? names.reverse().join("|") : value;
  }
}

/** A virtual function that a class introduces. */
export interface ApiVirtual {
  readonly name: string;
  /** Its number, flags, parameters and results, as they are described. */
  readonly text: string;
}

/** A class. */
export class ApiClass {
  readonly name: string;
  readonly id: number;
  readonly kind: ClassKind;
  /** Whether its methods never call JavaScript. */
  readonly isPure: boolean;
  /** Whether its objects point into the object that they come from. */
  readonly isView: boolean;
  /** Whether the shim is notified of the end of its objects: they have virtual functions. */
  readonly isHeard: boolean;
  /** Whether a program can create it. */
  readonly isCreatable: boolean;
  /** Whether it is abstract, and a program can extend it. */
  readonly isExtensible: boolean;
  /** The virtual functions that it introduces. */
  readonly virtuals: readonly ApiVirtual[];
  /** Names of virtual functions that a class has to have which extends it. */
  readonly required: readonly string[];
  readonly bases: readonly string[];
  /** Names of the classes inside of it. */
  readonly inner: readonly string[];
  /** The forms of its members by name, as they are described. */
  readonly members: ReadonlyMap<string, string>;
  /** Its enumerations by name, as they are described. */
  readonly enums: ReadonlyMap<string, string>;
  /** Other names for combinations of an enumeration's values. */
  readonly flags: ReadonlyMap<string, string>;
  readonly #known = new Map<string, ApiEnum>();

  constructor(description: string) {
    const [head = "", ...lines] = description.trimEnd().split("\n");
    const [name = "", id, kind, flags = "", ...bases] = head.split(" ");
    this.name = name;
    this.id = Number(id);
    this.kind = kind as ClassKind;
    this.isPure = flags.includes("p");
    this.isView = flags.includes("w");
    this.isHeard = flags.includes("v");
    this.isCreatable = !flags.includes("n");
    this.isExtensible = flags.includes("a");
    this.bases = bases;
    const inner: string[] = [];
    const virtuals: ApiVirtual[] = [];
    let required: readonly string[] = [];
    const members = new Map<string, string>();
    const enums = new Map<string, string>();
    const combinations = new Map<string, string>();
    for (const line of lines) {
      const end = line.indexOf(" ");
      const word = line.slice(0, end);
      const rest = line.slice(end + 1);
      if (word === "C") inner.push(rest);
      else if (word === "P") required = rest.split(" ");
      else if (word === "V") {
        const space = rest.indexOf(" ");
        const name = rest.slice(0, space);
        virtuals.push({ name, text: rest.slice(space + 1) });
      } else if (word === "E") {
        const space = rest.indexOf(" ");
        enums.set(rest.slice(0, space), rest.slice(space + 1));
      } else if (word === "F") {
        const equals = rest.indexOf("=");
        combinations.set(rest.slice(0, equals), rest.slice(equals + 1));
      } else members.set(word, rest);
    }
    this.inner = inner;
    this.virtuals = virtuals;
    this.required = required;
    this.members = members;
    this.enums = enums;
    this.flags = combinations;
  }

  /** One of its enumerations. */
  enum(name: string): ApiEnum | undefined {
    let found = this.#known.get(name);
    if (found === undefined && this.enums.has(name)) {
      found = new ApiEnum(`${this.name}::${name}`, this.enums.get(name)!);
      this.#known.set(name, found);
    }
    return found;
  }

  /** The place of its library in the list of those that have code. */
  get library(): number {
    return this.id >> 10;
  }
}

/** What opens the library that describes a class. */
const offers = new Map<string, () => void>();
/** The classes whose objects the constructors of C++ make. */
const made = new Set<string>();

/**
 * Says which classes a library of Qt's has that no library of the shim describes before it is open: it is opened when
 * the first of them is used.
 *
 * @param library Its name in {@linkcode API_LIBRARIES}.
 * @param classNames The names of its classes.
 */
export function offerClasses(
  library: string,
  classNames: readonly string[],
): void {
  const index = API_LIBRARIES.indexOf(library);
  for (const name of classNames) {
    offers.set(name, () => openApi(index));
    made.add(name);
  }
}

/**
 * Says which classes a library of the shim describes that an application does not open at its start.
 *
 * @param open Opens it, if it is not open.
 * @param classNames The names of its classes.
 */
export function describedBy(
  open: () => void,
  classNames: readonly string[],
): void {
  for (const name of classNames) offers.set(name, open);
}

/** Opens the library that describes a class, and may create its objects, if it is not open. */
export function openOffered(className: string): void {
  offers.get(className)?.();
}

/** Whether a class is one of {@linkcode offerClasses}. */
export function isOffered(className: string): boolean {
  return made.has(className);
}

// They belong to the process.
const byName = new Map<string, ApiClass>();
const byId = new Map<number, ApiClass>();

function keep(description: string | null): ApiClass | undefined {
  if (description === null) return undefined;
  const found = new ApiClass(description);
  byName.set(found.name, found);
  byId.set(found.id, found);
  return found;
}

/**
 * A class by its name; undefined if the open libraries do not describe it.
 *
 * @param bridge What asks the shim; by default that of this thread's application.
 */
export function apiClassNamed(
  name: string,
  bridge: Bridge | undefined = currentBridge(),
): ApiClass | undefined {
  const known = byName.get(name);
  if (known !== undefined || bridge === undefined) return known;
  const found = keep(bridge.api.describe(name));
  if (found !== undefined || !offers.has(name)) return found;
  // Its library describes it, when it is open.
  openOffered(name);
  return keep(bridge.api.describe(name));
}

/** A class by its id. */
export function apiClassOf(id: number, bridge: Bridge): ApiClass {
  const found = byId.get(id) ?? keep(bridge.api.describe(id));
  if (found === undefined) throw new Error(`No class has the id ${id}`);
  return found;
}

/**
 * An enumeration by its name with scopes.
 *
 * @throws {Error} If no open library describes it.
 */
export function apiEnum(name: string): ApiEnum {
  const end = name.lastIndexOf("::");
  const scopes = end < 0
    // Each library has a global one.
    ? API_LIBRARIES.map((library) => `::${library}`)
    : [name.slice(0, end)];
  const own = end < 0 ? name : name.slice(end + 2);
  for (const scope of scopes) {
    const found = apiClassNamed(scope)?.enum(own);
    if (found !== undefined) return found;
  }
  throw new Error(`No enumeration is called ${name}`);
}

const ancestors = new Map<string, ReadonlyMap<string, number>>();

/** A class and all its bases, with how far up they are. */
export function ancestorsOf(name: string): ReadonlyMap<string, number> {
  let found = ancestors.get(name);
  if (found === undefined) {
    const all = new Map([[name, 0]]);
    for (const base of apiClassNamed(name)?.bases ?? []) {
      for (const [above, distance] of ancestorsOf(base)) {
        if (!all.has(above)) all.set(above, distance + 1);
      }
    }
    ancestors.set(name, found = all);
  }
  return found;
}

const names = new WeakMap<object, string>();

/** Notes the name of the Qt class whose objects have a prototype. */
export function nameClass(prototype: object, name: string): void {
  names.set(prototype, name);
}

/** The name of the class that has a prototype itself; undefined if it stands for none of Qt's. */
export function ownClassName(prototype: object): string | undefined {
  return names.get(prototype);
}

/** The name of the nearest class of Qt's of an object, or of a prototype. */
export function classNameOf(object: object): string | undefined {
  for (
    let place: object | null = object;
    place !== null;
    place = Object.getPrototypeOf(place)
  ) {
    const name = names.get(place);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Opens the library of an object's class: it knows where the parts of its bases are. */
export function makeReady(object: object): void {
  const reach = reachOf(object);
  if (reach?.isReady ?? true) return;
  for (
    let place = Object.getPrototypeOf(object);
    place !== null;
    place = Object.getPrototypeOf(place)
  ) {
    const name = ownClassName(place);
    const found = name === undefined ? undefined : apiClassNamed(name);
    if (found === undefined) continue;
    openApi(found.library);
    break;
  }
  reach!.isReady = true;
}
