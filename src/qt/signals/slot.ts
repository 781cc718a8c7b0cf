/**
 * Invokes slots and routes their errors to the loop's exception handler.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { runInContext } from "../../asyncio/core/_context.ts";
import { CancelledError } from "../../asyncio/core/errors.ts";
import type { RawContext } from "../../asyncio/core/internals.ts";
import { isInstance, isPromiseLike } from "../../asyncio/core/_util.ts";
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
      const start = () => slot(...args);
      runInContext(
        context,
        () => startAsync(start, ended, reporting(label, ended)),
      );
      return;
    }
    const result = runInContext(context, () => slot(...args));
    if (isPromiseLike(result)) result.then(ended, reporting(label, ended));
    else ended();
  } catch (error) {
    report(`Exception in a function connected to ${label}`, error);
    ended();
  }
}

const ASYNC_FUNCTION: unknown = Object.getPrototypeOf(async () => {});

/** Whether it is an `async` function. */
export function isAsync(slot: Slot<readonly unknown[]>): boolean {
  return Object.getPrototypeOf(slot) === ASYNC_FUNCTION;
}

/** Calls a function when Qt has gone on. */
export function callLater(fn: () => void): void {
  const loop = runningLoop();
  if (loop === null) setImmediate(fn);
  else loop.callSoon(fn);
}

/**
 * Calls an asynchronous function as a task, where a loop runs or is about to: the first part now, the rest when what it
 * awaits is done.
 *
 * @param rejected Gets a `CancelledError` if the task was cancelled.
 */
export function startAsync(
  fn: () => PromiseLike<unknown>,
  fulfilled: (value: unknown) => void,
  rejected: (error: unknown) => void,
): void {
  const loop = runningLoop() ?? upcomingLoop();
  if (loop === null) {
    fn().then(fulfilled, rejected);
    return;
  }
  const task = loop.createTask(fn, { eagerStart: true });
  task.addDoneCallback((done) => {
    const task = done as Task<unknown>;
    if (task.cancelled()) return rejected(new CancelledError());
    const exception = task.exception();
    if (exception === null) fulfilled(task.result());
    else rejected(exception);
  });
}

/** What to do with the error of an asynchronous slot; a cancellation is none. */
function reporting(
  label: string,
  ended: () => void,
): (error: unknown) => void {
  return (error) => {
    if (!isInstance(error, CancelledError)) {
      report(
        `Exception in an asynchronous function connected to ${label}`,
        error,
      );
    }
    ended();
  };
}
