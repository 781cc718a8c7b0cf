/**
 * The functions that stand on classes for the members of Qt's headers: they take short ways where they can.
 *
 * @module
 */

import { openApi } from "../../../ffi/api.ts";
import type { ApiCalls } from "../calls/api_calls.ts";
import { requireBridge } from "../calls/bridge.ts";
import { endings, type Reach, reachOf } from "../calls/reach.ts";
import { type ApiMember, readResult } from "./api_call.ts";
import { type ApiClass, makeReady } from "./api_table.ts";
import type { ApiForm } from "./overloads.ts";

/** A function that stands on a class. */
export type Member = (this: object, ...args: unknown[]) => unknown;

/** Makes a function of a member. Calls that mean one form only take a short way, those with numbers alone the shortest. */
export function functionOf(member: ApiMember): Member {
  const { name, owner } = member;
  const { isPure } = owner;
  const isOfObject = owner.kind === "object";
  let isOpen = false;
  // Of the last call: the next one has most often as many arguments. What of the form is asked each time is kept apart.
  let count = -1;
  let form: ApiForm | undefined;
  let number = 0;
  let isNumeric = false;
  let isPlain = false;
  let isBoolean = false;
  // What forwards its arguments as they came costs no array of them.
  function slowly(this: object, ...args: unknown[]): unknown {
    return member.call(this, args);
  }
  // A stack trace shows the function by this name.
  const named = {
    [name](
      this: object,
      a?: unknown,
      b?: unknown,
      c?: unknown,
      d?: unknown,
    ): unknown {
      if (arguments.length !== count) {
        count = arguments.length;
        form = member.short(count);
        number = form?.member ?? 0;
        isNumeric = form?.isNumeric ?? false;
        const type = form?.results[0];
        isPlain = type !== undefined && type.origin === undefined &&
          type.read === undefined;
        isBoolean = type?.isBoolean ?? false;
      }
      const { api } = requireBridge();
      const reach = reachOf(this);
      if (form === undefined || reach === undefined) {
        return Reflect.apply(slowly, this, arguments);
      }
      if (reach.checked !== endings) reach.check();
      if (!isOpen) {
        openApi(owner.library);
        isOpen = true;
      }
      if (!isOfObject && !reach.isReady) makeReady(this);
      if (count > 0 && !fits(form, count, a, b, c, d)) {
        return Reflect.apply(slowly, this, arguments);
      }
      if (!isNumeric) {
        const result = callWritten(api, owner, form, reach, count, a, b, c, d);
        return isPlain ? result : finish(form, result, this);
      }
      let one = 0;
      let two = 0;
      let three = 0;
      let four = 0;
      if (count > 0) {
        // By index: an iterator would cost as much as the call.
        const { parameters } = form;
        one = parameters[0]!.number(a);
        if (count > 1) two = parameters[1]!.number(b);
        if (count > 2) three = parameters[2]!.number(c);
        if (count > 3) four = parameters[3]!.number(d);
      }
      const { handle } = reach;
      let result: unknown = isPure
        ? api.callDirectNumbers(number, handle, one, two, three, four)
        : api.callNumbers(number, handle, one, two, three, four);
      if (Number.isNaN(result)) result = api.otherResult(handle);
      if (isPlain) return isBoolean ? result !== 0 : result;
      return finish(form, result, this);
    },
  };
  return named[name] as Member;
}

/** Whether the arguments fit, of which there is one at least. */
function fits(
  { parameters }: ApiForm,
  count: number,
  a: unknown,
  b: unknown,
  c: unknown,
  d: unknown,
): boolean {
  return parameters[0]!.fit(a) >= 0 &&
    (count < 2 || parameters[1]!.fit(b) >= 0) &&
    (count < 3 || parameters[2]!.fit(c) >= 0) &&
    (count < 4 || parameters[3]!.fit(d) >= 0);
}

/** As a call with numbers alone, with arguments of any kind. */
function callWritten(
  api: ApiCalls,
  { isPure }: ApiClass,
  { member, parameters, results }: ApiForm,
  { handle }: Reach,
  count: number,
  a: unknown,
  b: unknown,
  c: unknown,
  d: unknown,
): unknown {
  const { slots } = api;
  if (count > 0) {
    const epoch = slots.begin(count);
    parameters[0]!.write(slots, 0, a);
    if (count > 1) parameters[1]!.write(slots, 1, b);
    if (count > 2) parameters[2]!.write(slots, 2, c);
    if (count > 3) parameters[3]!.write(slots, 3, d);
    slots.end(epoch);
  }
  if (isPure) api.callDirect(member, handle, count);
  else api.call(member, handle, count);
  return results.length === 0 ? api.noResult() : api.onlyResult();
}

/** What a call returns whose result is an object, or nothing. */
function finish(form: ApiForm, result: unknown, target: object): unknown {
  const type = form.results[0];
  if (type === undefined) return form.isItself ? target : undefined;
  return readResult(type, result, target);
}

/** Makes a static function of a member. */
export function staticOf(member: ApiMember): (...args: unknown[]) => unknown {
  const { name } = member;
  const named: Record<string, (...args: unknown[]) => unknown> = {
    [name](...args) {
      return member.call(undefined, args);
    },
  };
  return named[name]!;
}

/** The accessor of a field, of which a member reads it without arguments and writes it with one. */
export function fieldOf(member: ApiMember): PropertyDescriptor {
  return {
    get(this: object) {
      return member.call(this, []);
    },
    set(this: object, value: unknown) {
      member.call(this, [value]);
    },
  };
}
