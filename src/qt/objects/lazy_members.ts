/**
 * Members of Qt's headers on the classes of JavaScript. They are put there at the first look-up of a name that a class
 * does not have: a program that uses none pays for none.
 *
 * The chains of prototypes, of classes and of their objects, end in an object that handles such a look-up.
 *
 * @module
 */

import { currentBridge } from "../calls/bridge.ts";
import {
  ancestorsOf,
  type ApiClass,
  apiClassNamed,
  ownClassName,
} from "./api_table.ts";
import { ApiMember } from "./api_call.ts";
import { fieldOf, functionOf, staticOf } from "./member_functions.ts";

/** What `class_registry.ts` and `box.ts` supply. */
export interface ClassSupplier {
  /** The JavaScript class of a class inside of another. */
  inner(name: string, kind: string): unknown;
  /** Copies a value. */
  readonly clone: Method;
}

type Method = (this: object, ...args: unknown[]) => unknown;

let supplier: ClassSupplier;

/** Says how members that stand on classes already, and classes inside of others, are found. */
export function supplyClasses(found: ClassSupplier): void {
  supplier = found;
}

/** What stands on objects, and what on classes. */
interface Side {
  /** The prototypes whose classes have it. */
  readonly complete: WeakSet<object>;
  /** The prototype that stands for a place in the chain. */
  prototypeOf(place: object): object | undefined;
  /** Puts the members of a class there. */
  define(prototype: object, found: ApiClass): void;
}

const ends = new WeakSet<object>();

/**
 * Ends the chains of a class that derives from none of Qt's.
 *
 * @param handler What else the end of the objects' chain handles.
 */
export function endChains(
  type: { readonly prototype: object },
  handler: ProxyHandler<object> = {},
): void {
  listenBehind(type.prototype, ofObjects, handler);
  listenBehind(type, ofClasses, {});
}

/** Gives the objects of a prototype all members of Qt's headers now. Whether there was anything to add. */
export function completeMembers(object: object): boolean {
  return completeAll(object, ofObjects);
}

function listenBehind(
  place: object,
  side: Side,
  handler: ProxyHandler<object>,
): void {
  const end = Object.create(Object.getPrototypeOf(place));
  Object.setPrototypeOf(place, listener(end, side, handler));
}

function listener(
  end: object,
  side: Side,
  handler: ProxyHandler<object>,
): object {
  const proxy: object = new Proxy(end, {
    ...handler,
    get(target, key, receiver) {
      const isAdded = typeof key === "string" && key !== "constructor" &&
        isObject(receiver) && completeAll(receiver, side);
      return isAdded
        ? Reflect.get(receiver, key, receiver)
        : Reflect.get(target, key, receiver);
    },
  });
  ends.add(proxy);
  return proxy;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null ||
    typeof value === "function";
}

/** Completes all classes of a chain. Whether there was anything to add. */
function completeAll(receiver: object, side: Side): boolean {
  if (currentBridge() === undefined) return false;
  const chain: object[] = [];
  for (
    let place: object | null = receiver;
    place !== null && !ends.has(place);
    place = Object.getPrototypeOf(place)
  ) {
    const prototype = side.prototypeOf(place);
    if (prototype !== undefined) chain.push(prototype);
  }
  let isChanged = false;
  // What a class of Qt's has stands on the class that declares it: its bases first.
  for (const prototype of chain.reverse()) {
    if (side.complete.has(prototype)) continue;
    const name = ownClassName(prototype);
    if (name === undefined) continue;
    side.complete.add(prototype);
    const found = apiClassNamed(name);
    if (found === undefined) continue;
    side.define(prototype, found);
    // Of several bases, those that are not above it in JavaScript.
    const above = Object.getPrototypeOf(prototype);
    for (const name of ancestorsOf(found.name).keys()) {
      const base = apiClassNamed(name);
      if (base === undefined || base === found || isAbove(above, name)) {
        continue;
      }
      side.define(prototype, base);
    }
    isChanged = true;
  }
  return isChanged;
}

function isAbove(place: object | null, name: string): boolean {
  for (
    ;
    place !== null && !ends.has(place);
    place = Object.getPrototypeOf(place)
  ) {
    if (ownClassName(place) === name) return true;
  }
  return false;
}

function isStatic(form: string): boolean {
  return /^\d+[a-z]*s/.test(form);
}

const ofObjects: Side = {
  complete: new WeakSet(),
  prototypeOf: (place) => place,
  define(prototype, found) {
    for (const [name, text] of found.members) {
      if (name === "constructor") continue;
      const own = text.split(" ").filter((form) => !isStatic(form));
      if (own.length === 0) continue;
      const member = new ApiMember(found, name, own.join(" "));
      if (!/^\d+[a-z]*[gp]/.test(text)) {
        defineMethod(prototype, name, functionOf(member));
      } else if (!Object.hasOwn(prototype, name)) {
        const field = { ...fieldOf(member), configurable: true };
        Object.defineProperty(prototype, name, field);
      }
    }
    if (found.kind === "value" && !found.members.has("clone")) {
      defineMethod(prototype, "clone", supplier.clone);
    }
  },
};

const ofClasses: Side = {
  complete: new WeakSet(),
  prototypeOf: (place) => (place as { readonly prototype?: object }).prototype,
  define({ constructor: type }, found) {
    for (const [name, text] of found.members) {
      const forms = text.split(" ").filter(isStatic);
      if (forms.length === 0 || Object.hasOwn(type, name)) continue;
      Object.defineProperty(type, name, {
        value: staticOf(new ApiMember(found, name, forms.join(" "))),
        configurable: true,
        writable: true,
      });
    }
    for (const [name, enumeration] of enumsOf(found)) {
      defineOnce(type, name, () => numbersOf(enumeration));
    }
    for (const name of found.inner) {
      const full = `${found.name}::${name}`;
      const inner = apiClassNamed(full);
      if (inner === undefined || inner.kind === "namespace") continue;
      defineOnce(type, name, () => supplier.inner(full, inner.kind));
    }
  },
};

/**
 * Defines a method, unless the meta-object has a member of that name: such a method asks `callForm()` about the
 * calls that it does not take.
 */
function defineMethod(prototype: object, name: string, method: Method): void {
  const before = descriptorOf(prototype, name);
  if (before !== undefined && !apiMethods.has(before.value)) return;
  apiMethods.add(method);
  Object.defineProperty(prototype, name, {
    value: method,
    configurable: true,
    writable: true,
  });
}

const apiMethods = new WeakSet<Method>();

function descriptorOf(
  prototype: object,
  name: string,
): PropertyDescriptor | undefined {
  for (
    let place: object | null = prototype;
    place !== null && !ends.has(place);
    place = Object.getPrototypeOf(place)
  ) {
    const found = Object.getOwnPropertyDescriptor(place, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The enumerations of a class by all names that they have. */
function* enumsOf(
  found: ApiClass,
): Generator<readonly [name: string, enumeration: string]> {
  for (const name of found.enums.keys()) yield [name, `${found.name}::${name}`];
  yield* found.flags;
}

function numbersOf(name: string): Readonly<Record<string, number>> {
  const end = name.lastIndexOf("::");
  const found = apiClassNamed(name.slice(0, end))?.enum(name.slice(end + 2));
  return Object.freeze(Object.fromEntries(found?.numbers ?? []));
}

/** Defines a static property that is made when it is first read. */
function defineOnce(type: object, name: string, make: () => unknown): void {
  if (Object.hasOwn(type, name)) return;
  Object.defineProperty(type, name, {
    get() {
      const value = make();
      Object.defineProperty(type, name, { value, configurable: true });
      return value;
    },
    configurable: true,
  });
}
