/**
 * The arguments of constructors: properties and a parent, or the arguments of C++.
 *
 * @module
 */

import { describeValue } from "../../asyncio/core/_util.ts";
import { type Bridge, requireBridge } from "../calls/bridge.ts";
import type { Created } from "../calls/wrappers.ts";
import { constructorOf, type Creation } from "./api_call.ts";
import {
  type ApiClass,
  apiClassNamed,
  isOffered,
  openOffered,
} from "./api_table.ts";
import { defineClass, isWrapper, QT_NAME } from "./class_registry.ts";
import { noteArguments } from "./keeping.ts";
import { metaClass } from "./meta_class.ts";
import { ObjectState, type Properties } from "./object_state.ts";
import { checkOverrides, isRegistered } from "./overrides.ts";

/** An object that has been created, and has no wrapper yet. */
export interface NewObject {
  readonly state: ObjectState;
  /** What it starts with. */
  readonly properties: Properties;
  /** By a constructor of C++. */
  readonly creation?: Creation;
}

const NOTHING: Properties = {};

/** A class that is a QObject's, or extends one. */
interface Type {
  readonly prototype: object;
  readonly [QT_NAME]: string;
}

/**
 * Has Qt create an object.
 *
 * @param type Its class.
 * @param args The arguments of the constructor.
 * @throws {TypeError} If they are neither properties and a parent, nor fit a constructor of C++.
 */
export function createObject(
  type: Type,
  args: readonly unknown[],
): NewObject {
  const bridge = requireBridge();
  const name = type[QT_NAME];
  const [properties = NOTHING, parent = null] = args;
  const found = isRegistered(type.prototype) ? undefined : objectClass(name);
  const isExtended = found !== undefined &&
    checkOverrides(found, type.prototype);
  if (
    args.length <= 2 && isRecord(properties) &&
    (parent === null || isWrapper(parent))
  ) {
    const given = parent === null ? [] : [parent];
    if (isExtended && found.isExtensible) {
      const constructors = constructorOf(found, true)!;
      const fits = constructors.overloads.find(given) !== undefined;
      const creation = constructors.create(fits ? given : [parent]);
      return { creation, state: stateOf(name, creation.created), properties };
    }
    if (!isOffered(name)) {
      return { state: stateOf(name, create(bridge, type, parent)), properties };
    }
    const { creation } = createAsInCpp(name, given, isExtended);
    return { creation, state: stateOf(name, creation.created), properties };
  }
  const made = createAsInCpp(name, args, isExtended);
  return { ...made, state: stateOf(name, made.creation.created) };
}

/** As C++ says it, and for an abstract class what is to be done. */
function create(bridge: Bridge, type: Type, parent: object | null): Created {
  openOffered(type[QT_NAME]);
  try {
    return bridge.create(type[QT_NAME], parent);
  } catch (error) {
    const found = objectClass(type[QT_NAME]);
    if (found?.isExtensible === true) checkOverrides(found, type.prototype);
    const constructors = found && constructorOf(found);
    const args = parent === null ? [] : [parent];
    if (constructors?.overloads.find(args) === undefined) throw error;
    try {
      return constructors.create(args).created;
    } catch {
      // It was not for the class that the first one has failed.
      throw error;
    }
  }
}

/** A class of QObjects by its name: the others have wrappers of another kind. */
function objectClass(name: string): ApiClass | undefined {
  const found = apiClassNamed(name);
  return found?.kind === "object" ? found : undefined;
}

function stateOf(name: string, { handle, classId }: Created): ObjectState {
  const bridge = requireBridge();
  const meta = metaClass(bridge, classId);
  defineClass(name, meta);
  return new ObjectState(bridge, handle, meta);
}

/** Notes what a constructor has done with its arguments. */
export function noteCreation(wrapper: object, { creation }: NewObject): void {
  if (creation === undefined || !creation.form.keeps) return;
  noteArguments(creation.form.parameters, creation.args, wrapper);
}

function isRecord(value: unknown): value is Properties {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Creates an object by a constructor of C++; an object of properties may follow its arguments. */
function createAsInCpp(
  name: string,
  args: readonly unknown[],
  isExtended: boolean,
): { creation: Creation; properties: Properties } {
  const [first, second] = args;
  if (isRecord(first)) {
    throw new TypeError(
      `Cannot create ${name}: expected a QObject or null as its parent, got ${
        describeValue(second)
      }`,
    );
  }
  const found = objectClass(name);
  const constructors = found && constructorOf(found, isExtended);
  const overloads = constructors?.overloads;
  const fits = (some: readonly unknown[]) =>
    overloads!.find(overloads!.expand(some)) !== undefined;
  if (constructors !== undefined && !(first === null && args.length === 1)) {
    if (fits(args)) {
      return { creation: constructors.create(args), properties: NOTHING };
    }
    const last = args.at(-1);
    const rest = args.slice(0, -1);
    if (isRecord(last) && fits(rest)) {
      return { creation: constructors.create(rest), properties: last };
    }
  }
  const refusal = first === null ? undefined : overloads?.refusal(args);
  throw new TypeError(
    `Cannot create ${name}: expected an object of properties, got ${
      describeValue(first)
    }${refusal === undefined ? "" : `; ${refusal}`}`,
  );
}

let onCreated: ((object: object) => void) | undefined;

/** Has a function called with each object that the program creates; null: no more. */
export function observeCreation(
  observer: ((object: object) => void) | null,
): void {
  onCreated = observer ?? undefined;
}

/** Tells that function of an object. */
export function recordCreation(object: object): void {
  onCreated?.(object);
}
