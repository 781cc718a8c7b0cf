/**
 * The running loop of this thread, and its current loop.
 *
 * @module
 */

import {
  currentInternals,
  requireActive,
  runningInternals,
  setCurrent,
} from "./_current.ts";
import { RuntimeError } from "./errors.ts";
import { internalsOf } from "./internals.ts";
import type { BaseEventLoop } from "./loop.ts";

/** Makes an event loop. */
export type LoopFactory = () => BaseEventLoop;

let factory: LoopFactory | null = null;

/** The loop that runs on this thread, `null` if none does. For this package. */
export function runningLoop(): BaseEventLoop | null {
  return runningInternals()?.owner as BaseEventLoop | undefined ?? null;
}

/**
 * Returns the loop that runs on this thread.
 *
 * It is the same for all code of the thread while the loop runs, tasks or not.
 *
 * @throws {RuntimeError} if none runs.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { getRunningLoop, run } from "../mod.ts";
 *
 * await run(async () => assert(getRunningLoop().isRunning()));
 * ```
 */
export function getRunningLoop(): BaseEventLoop {
  return requireActive().owner as BaseEventLoop;
}

/**
 * Returns the running loop, or else the thread's current one.
 *
 * @throws {RuntimeError} if there is neither.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { getEventLoop, newEventLoop, setEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * setEventLoop(loop);
 * assert(getEventLoop() === loop);
 * setEventLoop(null);
 * loop.close();
 * ```
 */
export function getEventLoop(): BaseEventLoop {
  return currentInternals().owner as BaseEventLoop;
}

/**
 * Makes `loop` the thread's current loop; `null` leaves it without one.
 *
 * @throws {TypeError} if `loop` is neither a loop nor `null`.
 *
 * @example
 * ```ts
 * import { setEventLoop } from "../mod.ts";
 *
 * setEventLoop(null);
 * ```
 */
export function setEventLoop(loop: BaseEventLoop | null): void {
  setCurrent(loop === null ? null : internalsOf(loop));
}

/**
 * Makes a new event loop, with the factory that {@linkcode setLoopFactory} set.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * assert(!loop.isRunning());
 * loop.close();
 * ```
 */
export function newEventLoop(): BaseEventLoop {
  if (factory === null) {
    throw new RuntimeError(
      "newEventLoop() has no factory: call setLoopFactory() with a function that makes a loop",
    );
  }
  return factory();
}

/**
 * Decides what {@linkcode newEventLoop} makes.
 *
 * @returns the factory in force until now.
 *
 * @example
 * ```ts
 * import { BaseEventLoop, setLoopFactory, TimerDriver } from "../mod.ts";
 *
 * const before = setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
 * setLoopFactory(before);
 * ```
 */
export function setLoopFactory(
  newFactory: LoopFactory | null,
): LoopFactory | null {
  const before = factory;
  factory = newFactory;
  return before;
}
