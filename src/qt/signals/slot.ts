/**
 * Invokes slots and routes their errors to the loop's exception handler.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { runInContext } from "../../asyncio/core/_context.ts";
import { CancelledError } from "../../asyncio/core/errors.ts";
import type { RawContext } from "../../asyncio/core/internals.ts";
import type { BaseEventLoop, Task } from "../../asyncio/mod.ts";
import { runningLoop } from "../../asyncio/core/running.ts";
import { report } from "../calls/errors.ts";

/**
 * A function that is connected to a signal.
 *
 * @typeParam A The types of the signal's arguments.
 */
// deno-lint-ignore no-explicit-any -- what a slot returns is ignored, unless it is a promise
export type Slot<A extends readonly unknown[]> = (...args: A) => any;

const NOTHING = (): void => {};

let upcomingLoop = (): BaseEventLoop | null => null;

/** Says of which loop asynchronous slots are tasks while none runs. */
export function setUpcomingLoop(find: () => BaseEventLoop | null): void {
  upcomingLoop = find;
}

/**
 * Calls a slot. Its errors, now or later, go to the running loop's exception handler.
 *
 * @param ended Called when the slot has ended, now or later, in whatever way.
 */
export function callSlot(
  slot: Slot<readonly unknown[]>,
  context: RawContext,
  args: readonly unknown[],
  label: string,
  ended: () => void = NOTHING,
): void {
  try {
    if (isAsync(slot)) {
      runInContext(context, () => callAsync(slot, args, label, ended));
      return;
    }
    const result = runInContext(context, () => slot(...args));
    if (isThenable(result)) watchPromise(result, label, ended);
    else ended();
  } catch (error) {
    report(`Exception in a function connected to ${label}`, error);
    ended();
  }
}

const ASYNC_FUNCTION: unknown = Object.getPrototypeOf(async () => {});

function isAsync(slot: Slot<readonly unknown[]>): boolean {
  return Object.getPrototypeOf(slot) === ASYNC_FUNCTION;
}

/** Calls a function when Qt has gone on. */
export function callLater(fn: () => void): void {
  const loop = runningLoop();
  if (loop === null) setImmediate(fn);
  else loop.callSoon(fn);
}

/** As a task, where a loop runs: the first part now, the rest when what it awaits is done. */
function callAsync(
  slot: Slot<readonly unknown[]>,
  args: readonly unknown[],
  label: string,
  ended: () => void,
): void {
  const loop = runningLoop() ?? upcomingLoop();
  if (loop === null) return watchPromise(slot(...args), label, ended);
  const task = loop.createTask(() => slot(...args), { eagerStart: true });
  task.addDoneCallback((done) => {
    const task = done as Task<unknown>;
    const exception = task.cancelled() ? null : task.exception();
    if (exception !== null) reportAsync(exception, label);
    ended();
  });
}

function watchPromise(
  result: PromiseLike<unknown>,
  label: string,
  ended: () => void,
): void {
  result.then(ended, (error) => {
    // As of a task that is cancelled, such as one that the slot has made and returns.
    if (!(error instanceof CancelledError)) reportAsync(error, label);
    ended();
  });
}

function reportAsync(error: unknown, label: string): void {
  report(`Exception in an asynchronous function connected to ${label}`, error);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
