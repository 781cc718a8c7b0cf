/**
 * Calling functions of TypeScript from QML.
 *
 * @module
 */

import { runInContext } from "../../asyncio/core/_context.ts";
import { CancelledError } from "../../asyncio/mod.ts";
import {
  isInstance,
  isPromiseLike,
  nameAndMessage,
} from "../../asyncio/core/_util.ts";
import { report } from "../calls/errors.ts";
import { FunctionResult } from "../../../ffi/abi.ts";
import { callLater, isAsync, startAsync } from "../signals/slot.ts";
import type { Quick } from "./library.ts";

/** A function of a class that is defined in TypeScript. */
export type QmlFunction = (
  this: unknown,
  ...args: readonly unknown[]
) => unknown;

type Answered = readonly [answer: number, value: unknown];

let lastToken = 0;
let lastThrown:
  | { readonly message: string; readonly error: unknown }
  | undefined;

/** Calls a function, and returns what the shim is to do in QML. */
export function answerCall(
  quick: Quick,
  target: object,
  fn: QmlFunction,
  args: readonly unknown[],
  label: string,
): Answered {
  try {
    return runInContext(quick.context, (): Answered => {
      const call = () => fn.call(target, ...args);
      if (isAsync(fn)) {
        return promise(quick, label, (fulfil, reject) => {
          startAsync(call as () => Promise<unknown>, fulfil, reject);
        });
      }
      const result = call();
      if (!isPromiseLike(result)) return [FunctionResult.Returned, result];
      return promise(quick, label, (fulfil, reject) => {
        result.then(fulfil, reject);
      });
    });
  } catch (error) {
    const described = nameAndMessage(error);
    lastThrown = { message: described[1], error };
    return [FunctionResult.Threw, described];
  }
}

/** The error of TypeScript's that QML reports by this text ("TypeError: …"), if it is the latest. */
export function thrownAs(text: string): unknown {
  return text.endsWith(`Error: ${lastThrown?.message}`)
    ? lastThrown?.error
    : undefined;
}

function promise(
  quick: Quick,
  label: string,
  begin: (
    fulfil: (value: unknown) => void,
    reject: (error: unknown) => void,
  ) => void,
): Answered {
  const token = ++lastToken;
  const settle = (fulfilled: boolean, value: unknown): boolean =>
    quick.types.isDestroyed ||
    quick.types.invoke("settle", token, fulfilled, value) as boolean;
  // Later: QML has its promise only when it has got the answer.
  const reject = (error: unknown) =>
    callLater(() => {
      if (
        settle(false, nameAndMessage(error)) ||
        isInstance(error, CancelledError)
      ) {
        return;
      }
      report(`Exception in ${label}, called from QML`, error);
    });
  const fulfil = (value: unknown) =>
    callLater(() => {
      try {
        settle(true, value);
      } catch (error) {
        reject(error);
      }
    });
  begin(fulfil, reject);
  return [FunctionResult.Promised, token];
}
