/**
 * The functions that stand on classes for the members of Qt's headers: they take short ways where they can.
 *
 * @module
 */

import { openApi } from "../../../ffi/api.ts";
import type { ApiCalls } from "../calls/api_calls.ts";
import { requireBridge } from "../calls/bridge.ts";
import { endings, type Reach, reachOf } from "../calls/reach.ts";
import type { ApiMember } from "./api_call.ts";
import { type ApiClass, makeReady } from "./api_table.ts";
import { noteResult } from "./keeping.ts";
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
      if (!isNumeric) {
        const result = callWritten(api, owner, form, reach, count, a, b, c, d);
        if (result === REFUSED) return Reflect.apply(slowly, this, arguments);
        return isPlain ? result : finish(form, result, this);
      }
      let one = 0;
      let two = 0;
      let three = 0;
      let four = 0;
      if (count > 0) {
        // By index: an iterator would cost as much as the call.
        const { parameters } = form;
        const first = parameters[0];
        const second = parameters[1];
        const third = parameters[2];
        const fourth = parameters[3];
        if (
          first!.fit(a) < 0 || count > 1 && second!.fit(b) < 0 ||
          count > 2 && third!.fit(c) < 0 || count > 3 && fourth!.fit(d) < 0
        ) return Reflect.apply(slowly, this, arguments);
        one = first!.number(a);
        if (count > 1) two = second!.number(b);
        if (count > 2) three = third!.number(c);
        if (count > 3) four = fourth!.number(d);
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

/** The arguments do not fit. */
const REFUSED = Symbol();

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
    const first = parameters[0]!;
    const second = parameters[1]!;
    const third = parameters[2]!;
    const fourth = parameters[3]!;
    if (
      first.fit(a) < 0 || count > 1 && second.fit(b) < 0 ||
      count > 2 && third.fit(c) < 0 || count > 3 && fourth.fit(d) < 0
    ) return REFUSED;
    const epoch = slots.begin(count);
    first.write(slots, 0, a);
    if (count > 1) second.write(slots, 1, b);
    if (count > 2) third.write(slots, 2, c);
    if (count > 3) fourth.write(slots, 3, d);
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
  if (type.origin !== undefined) noteResult(type, result, target);
  return type.read === undefined ? result : type.read(result);
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
