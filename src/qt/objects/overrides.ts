/**
 * Virtual functions of Qt's that classes of the program override: `class Canvas extends QWidget { paintEvent(event) {…} }`.
 *
 * They run inside the calling function of Qt's. What they get besides QObjects and values (events, painters) is over when they
 * return.
 *
 * @module
 */

import { API_LIBRARIES, openApi } from "../../../ffi/api.ts";
import { describeValue, isPromiseLike } from "../../asyncio/core/_util.ts";
import type { Bridge } from "../calls/bridge.ts";
import { report } from "../calls/errors.ts";
import type { WireReader } from "../calls/wire_reader.ts";
import {
  ancestorsOf,
  type ApiClass,
  apiClassNamed,
  ownClassName,
} from "./api_table.ts";
import { readTypes } from "./api_types.ts";
import { completeMembers } from "./lazy_members.ts";
import type { ApiType } from "./value_types.ts";

type Method = (this: object, ...args: unknown[]) => unknown;

/** A function that overrides one of Qt's. */
class Override {
  /** Such as `Canvas.paintEvent`. */
  readonly name: string;
  readonly method: Method;
  readonly parameters: readonly ApiType[];
  readonly results: readonly ApiType[];
  /** Whether Qt's function returns nothing itself. */
  readonly hasOutsAlone: boolean;

  constructor(name: string, method: Method, text: string) {
    const [, flags, parameters, results] = text.match(
      /^\d+([a-z]*)\((.*)\)(.*)$/,
    )!;
    this.name = name;
    this.method = method;
    this.parameters = readTypes(parameters!);
    this.results = readTypes(results!);
    this.hasOutsAlone = flags!.includes("o");
  }
}

/** A class of the program's that overrides functions. */
interface Overriding {
  readonly names: ReadonlySet<string>;
  /** By the ids of virtual functions: the text that describes each. */
  readonly texts: ReadonlyMap<number, { readonly name: string; text: string }>;
  /** The number that the shim has for it. */
  number: number | undefined;
}

/** Bits of a virtual function's id that are its number: `functionOf()` of `cpp_shim/core/calls/override.h`. */
const NUMBER_BITS = 12;

/** Events are of other libraries than the classes that get them. */
const WITH_EVENTS = ["core", "gui", "widgets"];

const known = new WeakMap<object, Overriding | null>();
const byNumber: (ReadonlyMap<number, Override> | undefined)[] = [];

let extendedBox: (bridge: Bridge, handle: number) => object | undefined;

/** Says how objects are found that are no QObjects: `box.ts` imports this module. */
export function setExtendedBoxes(find: typeof extendedBox): void {
  extendedBox = find;
}

/** Whether a prototype is that of a class of Qt's itself. */
export function isRegistered(prototype: object): boolean {
  return ownClassName(prototype) !== undefined;
}

/** The members of the program's classes below Qt's, the nearest first. */
function membersOf(prototype: object): Map<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>();
  for (
    let place = prototype;
    place !== null && !isRegistered(place);
    place = Object.getPrototypeOf(place)
  ) {
    const own = Object.getOwnPropertyDescriptors(place);
    for (const [name, descriptor] of Object.entries(own)) {
      if (name !== "constructor" && !members.has(name)) {
        members.set(name, descriptor);
      }
    }
  }
  return members;
}

function functionOf(descriptor: PropertyDescriptor): Method | undefined {
  return typeof descriptor.value === "function"
    ? descriptor.value
    : descriptor.get;
}

function find(type: ApiClass, prototype: object): Overriding | null {
  const members = membersOf(prototype);
  if (members.size === 0) return null;
  const names = new Set<string>();
  const texts = new Map<number, { name: string; text: string }>();
  for (const name of ancestorsOf(type.name).keys()) {
    const { id, virtuals } = apiClassNamed(name)!;
    for (const { name, text } of virtuals) {
      const descriptor = members.get(name);
      const method = descriptor && functionOf(descriptor);
      if (method === undefined) continue;
      refuseAsync(`${nameOf(prototype)}.${name}`, method);
      names.add(name);
      texts.set(id << NUMBER_BITS | parseInt(text), { name, text });
    }
  }
  return texts.size === 0 ? null : { names, texts, number: undefined };
}

function nameOf(prototype: object): string {
  return prototype.constructor.name;
}

const LATER =
  "Qt needs its result at once. Start a task in it (createTask) and return, or filter the event with onEvent()";

/** @throws {TypeError} If a function returns a promise or a generator whenever it is called. */
function refuseAsync(name: string, method: Method): void {
  const [, kind] = Object.prototype.toString.call(method)
    .match(/^\[object (Async|Generator|AsyncGenerator)Function\]$/) ?? [];
  if (kind === undefined) return;
  throw new TypeError(
    `${name} overrides a function of Qt's and cannot be ${
      kind === "Async" ? "async" : "a generator"
    }: ${LATER}`,
  );
}

function overridingOf(type: ApiClass, prototype: object): Overriding | null {
  let found = known.get(prototype);
  if (found === undefined) known.set(prototype, found = find(type, prototype));
  return found;
}

/**
 * Looks whether a program can create an object of a class of its own.
 *
 * @param type The class of Qt's that it extends.
 * @param prototype The prototype of the class.
 * @returns Whether it is one of the program's.
 * @throws {TypeError} If it lacks a function that Qt's class leaves to it, or one of them is async.
 */
export function checkOverrides(type: ApiClass, prototype: object): boolean {
  if (isRegistered(prototype)) {
    if (!type.isExtensible) return false;
    throw new TypeError(
      `Cannot create ${type.name}: it is abstract. Extend it${
        type.required.length === 0
          ? ""
          : `, with the methods ${type.required.join(", ")}`
      }`,
    );
  }
  const names = overridingOf(type, prototype)?.names;
  const missing = type.required.filter((name) => !names?.has(name));
  if (missing.length === 0) return true;
  throw new TypeError(
    `Cannot create ${nameOf(prototype)}: it extends ${type.name} and lacks ${
      missing.length === 1 ? "the method" : "the methods"
    } ${missing.join(", ")}`,
  );
}

/**
 * Has Qt call the functions of an object that its class overrides.
 *
 * @returns Their names; undefined if there are none.
 */
export function overrideIn(
  bridge: Bridge,
  handle: number,
  object: object,
): ReadonlySet<string> | undefined {
  const prototype = Object.getPrototypeOf(object);
  if (isRegistered(prototype)) return undefined;
  const type = typeOf(prototype);
  const found = type && overridingOf(type, prototype);
  if (!found) return undefined;
  openLibraries(type.library);
  // A first look-up by `super` would find the function that it comes from.
  completeMembers(object);
  found.number ??= register(bridge, prototype, found);
  bridge.requests.onOverride((reader, afterEach) =>
    serve(bridge, reader, afterEach)
  );
  try {
    bridge.api.override(handle, found.number);
  } catch (cause) {
    throw new TypeError(
      `${nameOf(prototype)} cannot override ${
        [...found.names].join(", ")
      } of ${type.name}: the object in C++ is of another class`,
      { cause },
    );
  }
  return found.names;
}

function typeOf(prototype: object): ApiClass | undefined {
  let place = prototype;
  while (place !== null && !isRegistered(place)) {
    place = Object.getPrototypeOf(place);
  }
  return place === null ? undefined : apiClassNamed(ownClassName(place)!);
}

/** Opens a library, and those before it with events that may come: the program has opened what describes their classes. */
function openLibraries(last: number): void {
  for (const name of WITH_EVENTS) {
    const index = API_LIBRARIES.indexOf(name);
    if (index < last && apiClassNamed(`::${name}`) !== undefined) {
      openApi(index);
    }
  }
  openApi(last);
}

function register(
  bridge: Bridge,
  prototype: object,
  { texts }: Overriding,
): number {
  const members = membersOf(prototype);
  const number = bridge.api.addClass([...texts.keys()]);
  byNumber[number] = new Map(
    [...texts].map(([id, { name, text }]) => [
      id,
      new Override(
        `${nameOf(prototype)}.${name}`,
        functionOf(members.get(name)!)!,
        text,
      ),
    ]),
  );
  return number;
}

/** Calls a function and replies. Whatever it does, Qt gets a reply. */
function serve(
  bridge: Bridge,
  reader: WireReader,
  afterEach: () => void,
): void {
  const virtual = reader.readWord();
  const handle = reader.readNumber();
  const number = reader.readWord();
  const { lent } = bridge.wrappers;
  const first = lent.length;
  try {
    if (virtual === 0) refused(number, reader);
    else {
      const override = byNumber[number]!.get(virtual)!;
      const target = handle < 0
        ? extendedBox(bridge, handle)
        : bridge.wrappers.find(handle);
      if (target === undefined) return replyNothing(bridge);
      const result = call(override, target, reader);
      afterEach();
      return reply(bridge, override, result);
    }
    replyNothing(bridge);
  } catch (error) {
    report(
      `Exception in ${
        byNumber[number]?.get(virtual)?.name ?? "an override"
      }, which overrides a function of Qt's`,
      error,
    );
    afterEach();
    replyNothing(bridge);
  } finally {
    while (lent.length > first) lent.pop()!.expire();
  }
}

/** The shim could not take what a function has returned. */
function refused(number: number, reader: WireReader): never {
  const name = byNumber[number]!.get(reader.read() as number)!.name;
  throw new TypeError(`Cannot take the result of ${name}: ${reader.read()}`);
}

function call(
  { method, parameters }: Override,
  target: object,
  reader: WireReader,
): unknown {
  switch (parameters.length) {
    case 0:
      return method.call(target);
    case 1:
      return method.call(target, readOne(parameters[0]!, reader));
    case 2: {
      const first = readOne(parameters[0]!, reader);
      return method.call(target, first, readOne(parameters[1]!, reader));
    }
  }
  const args = parameters.map((type) => readOne(type, reader));
  return Reflect.apply(method, target, args);
}

function readOne({ read }: ApiType, reader: WireReader): unknown {
  const value = reader.read();
  return read === undefined ? value : read(value);
}

/** Has Qt call its own function. */
function replyNothing({ api }: Bridge): void {
  const epoch = api.slots.begin(1);
  api.slots.number(0, -1);
  api.slots.end(epoch);
}

function reply({ api }: Bridge, override: Override, result: unknown): void {
  const { results } = override;
  if (isPromiseLike(result)) {
    throw new TypeError(`${override.name} returned a promise: ${LATER}`);
  }
  if (results.length === 1 && !override.hasOutsAlone) {
    return replyOne(api, override, result);
  }
  const values = valuesOf(override, result);
  const prepared = values.map((value, at) =>
    prepare(override.name, results[at]!, value)
  );
  const epoch = api.slots.begin(1 + prepared.length);
  api.slots.number(0, prepared.length);
  for (let i = 0; i < prepared.length; i++) {
    results[i]!.write(api.slots, i + 1, prepared[i]);
  }
  api.slots.end(epoch);
}

/** @throws {TypeError} If a value does not fit. */
function prepare(name: string, type: ApiType, value: unknown): unknown {
  if (type.fit(value) < 0) {
    throw new TypeError(
      `${name} returned ${describeValue(value)}: expected ${type.name}`,
    );
  }
  return type.prepare === undefined ? value : type.prepare(value);
}

/** The short way of most functions. */
function replyOne(
  { slots }: Bridge["api"],
  { name, results }: Override,
  result: unknown,
): void {
  const type = results[0]!;
  const value = prepare(name, type, result);
  const epoch = slots.begin(2);
  slots.number(0, 1);
  type.write(slots, 1, value);
  slots.end(epoch);
}

/** What a function has returned: where Qt lets it write to arguments, a tuple, or the first value alone. */
function valuesOf(
  { results, hasOutsAlone }: Override,
  result: unknown,
): readonly unknown[] {
  if (results.length === 0) return [];
  if (hasOutsAlone && result === undefined) return [];
  return results.length > 1 && Array.isArray(result) && result.length > 0
    ? result.slice(0, results.length)
    : [result];
}
