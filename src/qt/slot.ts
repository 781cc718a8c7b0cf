/**
 * Calling what is connected to a signal, so that nothing it does wrong is lost or reaches Qt.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { type RawContext, runInContext } from "../asyncio/_context.ts";
import type { Task } from "../asyncio/mod.ts";
import { _runningLoop } from "../asyncio/running.ts";

/**
 * A function that is connected to a signal.
 *
 * @typeParam A The types of the signal's arguments.
 */
// deno-lint-ignore no-explicit-any -- what a slot returns is ignored, unless it is a promise
export type Slot<A extends readonly unknown[]> = (...args: A) => any;

/** Calls a slot. Its errors, now or later, go to the running loop's exception handler. */
export function callSlot(
  slot: Slot<readonly unknown[]>,
  context: RawContext,
  args: readonly unknown[],
  label: string,
): void {
  try {
    runInContext(context, () => {
      if (isAsync(slot)) return callAsync(slot, args, label);
      const result = slot(...args);
      if (isThenable(result)) watchPromise(result, label);
    });
  } catch (error) {
    report(error, `Exception in a function connected to ${label}`);
  }
}

const AsyncFunction = (async () => {}).constructor;

function isAsync(slot: unknown): boolean {
  return slot instanceof AsyncFunction;
}

/** Calls a function when Qt has gone on. */
export function callLater(fn: () => void): void {
  const loop = _runningLoop();
  if (loop === null) setImmediate(fn);
  else loop.callSoon(fn);
}

/** As a task, where a loop runs: the first part now, the rest when what it awaits is done. */
function callAsync(
  slot: Slot<readonly unknown[]>,
  args: readonly unknown[],
  label: string,
): void {
  const loop = _runningLoop();
  if (loop === null) return watchPromise(slot(...args), label);
  const task = loop.createTask(() => slot(...args), { eagerStart: true });
  task.addDoneCallback((done) => {
    const ended = done as Task<unknown>;
    const exception = ended.cancelled() ? null : ended.exception();
    if (exception !== null) reportAsync(exception, label);
  });
}

function watchPromise(result: PromiseLike<unknown>, label: string): void {
  result.then(undefined, (error) => reportAsync(error, label));
}

function reportAsync(error: unknown, label: string): void {
  report(error, `Exception in an asynchronous function connected to ${label}`);
}

function report(exception: unknown, message: string): void {
  const loop = _runningLoop();
  if (loop === null) console.error(`${message}:`, exception);
  else loop.callExceptionHandler({ message, exception });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value &&
    typeof value.then === "function";
}
