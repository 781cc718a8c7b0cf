/**
 * Maps Qt's classes to JavaScript classes. The members of one are defined with its first object.
 *
 * @module
 */

import type { Bridge } from "../calls/bridge.ts";
import { atCaller } from "../calls/errors.ts";
import { reachOf } from "../calls/reach.ts";
import type { Created, WrapperFactory } from "../calls/wrappers.ts";
import { callForm } from "./api_call.ts";
import { apiClass, cloneOf, releaseBox, wrapBox } from "./box.ts";
import { nameClass } from "./api_table.ts";
import { completeMembers, endChains, supplyClasses } from "./lazy_members.ts";
import {
  forgetMetaClass,
  type MetaClass,
  metaClass,
  MethodMember,
  PropertyMember,
} from "./meta_class.ts";
import { ObjectState } from "./object_state.ts";

/** The name of the Qt class that a JavaScript class stands for; subclasses inherit it. */
export const QT_NAME: unique symbol = Symbol("qtasyncio.className");

/** A JavaScript class of wrappers. */
export interface WrapperClass {
  readonly prototype: object;
}

/** A `QObject`, or a class that extends it. */
type RootClass = WrapperClass & { new (token: WrapToken): object };

/** What a wrapper of an object that exists is constructed with, in place of properties. */
export class WrapToken {
  [name: string]: unknown;
  constructor(readonly state: ObjectState) {}
}

/** How to get at what wrappers keep to themselves. */
interface Access {
  stateOf(wrapper: object): ObjectState;
}

let root: RootClass;
let access: Access;

const classes = new Map<string, WrapperClass>();
/** Those whose members have been defined. */
const defined = new Set<WrapperClass>();
/** The classes that add nothing in JavaScript to what Qt has. */
const plain = new WeakSet<object>();

/** Says which class all others extend: `QObject`, which imports this module. */
export function setRootClass(type: WrapperClass, rootAccess: Access): void {
  root = type as RootClass;
  access = rootAccess;
  registerClass("QObject", type);
  defined.add(type);
  endChains(type, END);
}

/** The end of all prototypes: what is assigned there has met no member. */
const END: ProxyHandler<object> = {
  set(target, name, value, object) {
    const isWrapper = reachOf(object) !== undefined;
    // Classes of the program's own may have fields.
    if (!isWrapper || Object.isExtensible(object)) {
      return Reflect.set(target, name, value, object);
    }
    // Of Qt's headers, which a look-up has not asked for yet.
    if (completeMembers(object)) return Reflect.set(object, name, value);
    const { meta } = access.stateOf(object);
    throw atCaller(meta.unknown("property", String(name)));
  },
};

/** Says which JavaScript class stands for a Qt class that has one of its own. */
export function registerClass(name: string, type: WrapperClass): void {
  (type as { [QT_NAME]?: string })[QT_NAME] = name;
  classes.set(name, type);
  nameClass(type.prototype, name);
}

supplyClasses({
  inner: (name, kind) => kind === "object" ? classNamed(name) : apiClass(name),
  clone: cloneOf,
});

/** Whether a value is a wrapper of a QObject. */
export function isWrapper(value: unknown): value is object {
  return typeof value === "object" && value !== null &&
    Function.prototype[Symbol.hasInstance].call(root, value);
}

/** Whether a class adds nothing in JavaScript to what Qt has. */
export function isPlain(type: object): boolean {
  return plain.has(type);
}

/** The JavaScript class that stands for a Qt class. */
export function classNamed(name: string): WrapperClass {
  let type = classes.get(name);
  if (type === undefined) {
    type = withName(class extends root {}, name);
    registerClass(name, type);
    plain.add(type);
  }
  return type;
}

/** Stack traces and inspection show objects of the class by this name. */
function withName(type: WrapperClass, name: string): WrapperClass {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  Object.defineProperty(type.prototype, Symbol.toStringTag, {
    value: name,
    configurable: true,
  });
  return type;
}

/** Gives the JavaScript class `name` the members of a Qt class. */
export function defineClass(name: string, meta: MetaClass): WrapperClass {
  const type = classNamed(name);
  if (defined.has(type)) return type;
  defined.add(type);
  // A name that stands for another class (Designer's Line is a QFrame) has its members, and none of its own.
  const alias = name !== meta.className;
  const base = alias
    ? defineClass(meta.className, meta)
    : defineClass(meta.base!.className, meta.base!);
  Object.setPrototypeOf(type, base);
  Object.setPrototypeOf(type.prototype, base.prototype);
  if (!alias) defineMembers(type.prototype, meta);
  return type;
}

function defineMembers(prototype: object, meta: MetaClass): void {
  const { stateOf } = access;
  const define = (name: string, descriptor: PropertyDescriptor) => {
    if (Object.hasOwn(prototype, name) || name in root.prototype) return;
    const attributes = { configurable: true, enumerable: false };
    Object.defineProperty(prototype, name, { ...descriptor, ...attributes });
  };
  for (const name of meta.own.properties) {
    const property = new PropertyMember(name);
    define(
      name,
      accessor(name, {
        get [name](): unknown {
          const state = stateOf(this);
          // Of a class that overrides what reads it, `super` means Qt's.
          return state.overridden?.has(name)
            ? callForm(this, name, [])
            : state.get(property);
        },
        set [name](value: unknown) {
          stateOf(this).set(property, value);
        },
      }),
    );
  }
  for (const name of meta.own.signals) {
    define(
      name,
      accessor(name, {
        get [name](): unknown {
          return stateOf(this).signal(name);
        },
      }),
    );
  }
  for (const name of meta.own.methods) {
    const method = new MethodMember(name);
    // A stack trace shows the function by this name.
    const named: Record<string, (...args: unknown[]) => unknown> =
      name === "exec"
        ? {
          [name](...args) {
            return stateOf(this).callAsync(method, args);
          },
        }
        : {
          [name](...args) {
            const state = stateOf(this);
            if (state.overridden?.has(name)) {
              return callForm(this, name, args);
            }
            return state.call(method, args);
          },
        };
    define(name, { value: named[name], writable: true });
  }
}

/** The accessor of an object's only property: a stack trace shows it by that name. */
function accessor(name: string, object: object): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(object, name)!;
}

/** What to construct the wrapper of an object with that exists. */
export function wrapToken(
  bridge: Bridge,
  { handle, classId }: Created,
): WrapToken {
  const meta = metaClass(bridge, classId);
  defineClass(meta.className, meta);
  return new WrapToken(new ObjectState(bridge, handle, meta));
}

/** Makes wrappers for the objects of an application. */
export function newWrapperFactory(bridge: Bridge): WrapperFactory {
  return {
    wrapBox: (handle, classId) => wrapBox(bridge, handle, classId),
    releaseBox: (handle) => releaseBox(bridge, handle),
    make(created) {
      const token = wrapToken(bridge, created);
      const type = classNamed(token.state.meta.className) as RootClass;
      return new type(token);
    },
    forgetClass(id) {
      const meta = forgetMetaClass(id);
      const type = meta && classes.get(meta.className);
      if (type === undefined) return;
      defined.delete(type);
      // The next class of this name is another one, unless the program defines it.
      if (plain.has(type)) classes.delete(meta!.className);
    },
    release(wrapper, silently = false) {
      access.stateOf(wrapper).release(silently);
    },
  };
}
