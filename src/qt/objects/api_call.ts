/**
 * Calls of members of Qt's headers.
 *
 * @module
 */

import { openApi } from "../../../ffi/api.ts";

import { type Bridge, requireBridge } from "../calls/bridge.ts";
import { handleOf } from "../calls/reach.ts";
import type { Created } from "../calls/wrappers.ts";
import {
  ancestorsOf,
  type ApiClass,
  apiClassNamed,
  classNameOf,
  makeReady,
} from "./api_table.ts";
import { noteArguments, noteResult } from "./keeping.ts";
import { describeValue } from "../../asyncio/core/_util.ts";
import { type ApiForm, Overloads, readForms } from "./overloads.ts";
import type { ApiType } from "./value_types.ts";

/** An object that a constructor has made. */
export interface Creation {
  readonly created: Created;
  readonly form: ApiForm;
  readonly args: readonly unknown[];
}

/** A member of a class in all its forms, read when it is first called. */
export class ApiMember {
  readonly owner: ApiClass;
  readonly name: string;
  readonly #text: string;
  #overloads: Overloads | undefined;
  readonly #short: (ApiForm | null | undefined)[] = [];

  constructor(owner: ApiClass, name: string, text: string) {
    this.owner = owner;
    this.name = name;
    this.#text = text;
  }

  /** Its forms. */
  get overloads(): Overloads {
    return this.#overloads ??= new Overloads(
      `${this.owner.name}.${this.name}`,
      readForms(this.#text, this.owner.id),
    );
  }

  /**
   * The only form that takes a number of arguments, if nothing has to be done for it but to write them and to read one
   * result at most.
   *
   * Undefined if there is none such.
   */
  short(count: number): ApiForm | undefined {
    let found = this.#short[count];
    if (found === undefined) {
      const { overloads } = this;
      const forms = overloads.ofCount(count) ?? [];
      const [form] = forms;
      found = forms.length === 1 && count <= MOST_SHORT &&
          !overloads.takesSignals && !form!.isAsync && !form!.isPrepared &&
          !form!.keeps && form!.results.length <= 1
        ? form!
        : null;
      this.#short[count] = found;
    }
    return found ?? undefined;
  }

  /** Calls it. Arguments at the end that are undefined are left out. */
  call(target: object | undefined, args: readonly unknown[]): unknown {
    const bridge = requireBridge();
    const handle = target === undefined ? 0 : usableHandle(target, this);
    const given = this.overloads.expand(withoutUndefined(args));
    const form = this.overloads.choose(given);
    openApi(this.owner.library);
    if (form.isAsync) {
      return this.#callAsync(bridge, handle, form, given, target);
    }
    send(bridge, this.owner, form, handle, given);
    return receive(bridge, form, given, target);
  }

  #callAsync(
    bridge: Bridge,
    handle: number,
    form: ApiForm,
    args: readonly unknown[],
    target: object | undefined,
  ): Promise<unknown> {
    const prepared = prepare(form, args);
    return bridge.api.callAsync(
      form.member,
      handle,
      args.length,
      () => write(bridge, form, prepared),
      () => receive(bridge, form, args, target),
    );
  }

  /** Creates an object by a constructor. */
  create(args: readonly unknown[]): Creation {
    const bridge = requireBridge();
    const given = this.overloads.expand(withoutUndefined(args));
    const form = this.overloads.choose(given);
    openApi(this.owner.library);
    send(bridge, this.owner, form, 0, given);
    return { created: bridge.api.createdResult(), form, args: given };
  }
}

/** The handle of what a member is called on. */
function usableHandle(target: object, member: ApiMember): number {
  const handle = handleOf(target);
  if (handle === undefined) {
    throw new TypeError(
      `Cannot call ${member.owner.name}.${member.name}: expected an object of Qt's as "this", got ${
        describeValue(target)
      }`,
    );
  }
  if (member.owner.kind !== "object") makeReady(target);
  return handle;
}

function withoutUndefined(args: readonly unknown[]): readonly unknown[] {
  let count = args.length;
  while (count > 0 && args[count - 1] === undefined) count--;
  return count === args.length ? args : args.slice(0, count);
}

function prepare(
  { parameters, isPrepared }: ApiForm,
  args: readonly unknown[],
): readonly unknown[] {
  return isPrepared
    ? args.map((arg, at) => parameters[at]!.prepare?.(arg) ?? arg)
    : args;
}

function write(
  bridge: Bridge,
  { parameters }: ApiForm,
  args: readonly unknown[],
): void {
  const { slots } = bridge.api;
  const epoch = slots.begin(args.length);
  for (let i = 0; i < parameters.length; i++) {
    parameters[i]!.write(slots, i, args[i]);
  }
  slots.end(epoch);
}

function send(
  bridge: Bridge,
  owner: ApiClass,
  form: ApiForm,
  handle: number,
  args: readonly unknown[],
): void {
  write(bridge, form, prepare(form, args));
  if (owner.isPure) bridge.api.callDirect(form.member, handle, args.length);
  else bridge.api.call(form.member, handle, args.length);
}

/** What a program gets of a result, of which it is noted where it comes from. */
export function readResult(
  type: ApiType,
  value: unknown,
  target: object | undefined,
): unknown {
  const result = type.read === undefined ? value : type.read(value);
  if (target !== undefined) noteResult(type, result, target);
  return result;
}

/** What the call returns: one value, or a tuple where Qt writes to arguments. */
function receive(
  bridge: Bridge,
  { results, parameters, keeps, isItself }: ApiForm,
  args: readonly unknown[],
  target: object | undefined,
): unknown {
  let value: unknown;
  if (results.length === 1) {
    value = readResult(results[0]!, bridge.api.onlyResult(), target);
  } else if (results.length > 1) {
    value = bridge.api.results(results.length)
      .map((each, at) => readResult(results[at]!, each, target));
  } else bridge.api.noResult();
  if (keeps && target !== undefined) noteArguments(parameters, args, target);
  return isItself ? target : value;
}

/** How many arguments calls take that have a short way: `kNumbers` of `cpp_shim/core/calls/api.h`. */
const MOST_SHORT = 4;

const constructors = new Map<ApiClass, ApiMember>();

/**
 * The constructors of a class; undefined if a program cannot create it.
 *
 * @param isExtended Whether they make an object of a class that extends it, and so may be abstract.
 */
export function constructorOf(
  owner: ApiClass,
  isExtended = false,
): ApiMember | undefined {
  let found = constructors.get(owner);
  const text = owner.members.get("constructor");
  const isCreatable = owner.isCreatable || isExtended && owner.isExtensible;
  if (!isCreatable) return undefined;
  if (found === undefined && text !== undefined) {
    constructors.set(owner, found = new ApiMember(owner, "constructor", text));
  }
  return found;
}

const members = new Map<string, ApiMember>();

function memberOf(owner: ApiClass, name: string): ApiMember | undefined {
  const key = `${owner.name}.${name}`;
  const text = owner.members.get(name);
  let found = members.get(key);
  if (found === undefined && text !== undefined) {
    const own = text.split(" ").filter((form) => !/^\d+[a-z]*s/.test(form));
    if (own.length === 0) return undefined;
    members.set(key, found = new ApiMember(owner, name, own.join(" ")));
  }
  return found;
}

/**
 * Calls a form of the headers for a method whose name the meta-object has, too, in forms that do not take the arguments.
 *
 * @param refuse Returns what is thrown if there is no such form.
 */
export function callForm(
  target: object,
  name: string,
  args: readonly unknown[],
  refuse: () => unknown,
): unknown {
  const given = withoutUndefined(args);
  const member = memberFor(target, name, given);
  if (member === undefined) throw refuse();
  return member.call(target, given);
}

/** Calls Qt's own function, which the object's class overrides. */
export function callSuper(
  target: object,
  name: string,
  args: readonly unknown[],
): unknown {
  return callForm(
    target,
    name,
    args,
    () =>
      new TypeError(
        `No form of ${classNameOf(target)}.${name} takes ${
          args.length === 0
            ? "no arguments"
            : args.map(describeValue).join(", ")
        }`,
      ),
  );
}

/** The method of an object's class or of the nearest base that takes the arguments; undefined if none does. */
export function memberFor(
  target: object,
  name: string,
  args: readonly unknown[],
): ApiMember | undefined {
  for (const above of ancestorsOf(classNameOf(target)!).keys()) {
    const owner = apiClassNamed(above);
    const member = owner === undefined ? undefined : memberOf(owner, name);
    if (member?.overloads.find(member.overloads.expand(args)) !== undefined) {
      return member;
    }
  }
  return undefined;
}
