/**
 * What a constructor of a class of Qt's does with its arguments: they are properties and a parent, or those of C++.
 *
 * @module
 */

import { requireBridge } from "../calls/bridge.ts";
import type { Created } from "../calls/wrappers.ts";
import { constructorOf, type Creation } from "./api_call.ts";
import { apiClassNamed, isOffered } from "./api_table.ts";
import { defineClass, isWrapper, openLibraryOf } from "./class_registry.ts";
import { noteArguments } from "./keeping.ts";
import { metaClass } from "./meta_class.ts";
import { ObjectState } from "./object_state.ts";
import { describe } from "./overloads.ts";

/** Values for properties, and functions for signals. */
type Properties = Readonly<Record<string, unknown>>;

/** An object that has been created, and has no wrapper yet. */
export interface NewObject {
  readonly state: ObjectState;
  /** What it starts with. */
  readonly properties: Properties;
  /** By a constructor of C++. */
  readonly creation?: Creation;
}

const NOTHING: Properties = {};

/**
 * Has Qt create an object.
 *
 * @param name The name of its class.
 * @param args The arguments of the constructor.
 * @throws {TypeError} If they are neither properties and a parent, nor fit a constructor of C++.
 */
export function createObject(
  name: string,
  args: readonly unknown[],
): NewObject {
  const bridge = requireBridge();
  const [properties = NOTHING, parent = null] = args;
  if (
    args.length <= 2 && isRecord(properties) &&
    (parent === null || isWrapper(parent))
  ) {
    const given = parent === null ? [] : [parent];
    if (openLibraryOf(name) || !isOffered(name)) {
      try {
        return {
          state: stateOf(name, bridge.create(name, parent)),
          properties,
        };
      } catch (error) {
        // Nothing has been created: the shim has no function of its own for the class, and its headers may have one.
        if (!(error instanceof TypeError) || !takes(name, given)) throw error;
      }
    }
    const made = createAsInCpp(name, given);
    return {
      creation: made.creation,
      state: stateOf(name, made.creation.created),
      properties,
    };
  }
  const made = createAsInCpp(name, args);
  return { ...made, state: stateOf(name, made.creation.created) };
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

/** Made without properties alone: Qt crashes of one that a later application of the process makes. */
const NOT_OF_PROPERTIES = new Set(["QQuickRenderControl"]);

/** Whether a constructor of C++ takes some arguments. */
function takes(name: string, args: readonly unknown[]): boolean {
  if (NOT_OF_PROPERTIES.has(name)) return false;
  const found = apiClassNamed(name);
  const overloads = found && constructorOf(found)?.overloads;
  return overloads?.find(args) !== undefined;
}

/** Creates an object by a constructor of C++; an object of properties may follow its arguments. */
function createAsInCpp(
  name: string,
  args: readonly unknown[],
): { creation: Creation; properties: Properties } {
  const [first, second] = args;
  if (isRecord(first)) {
    throw new TypeError(
      `Cannot create ${name}: expected a QObject or null as its parent, got ${
        describe(second)
      }`,
    );
  }
  const found = apiClassNamed(name);
  const constructors = found && constructorOf(found);
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
      describe(first)
    }${refusal === undefined ? "" : `; ${refusal}`}`,
  );
}
