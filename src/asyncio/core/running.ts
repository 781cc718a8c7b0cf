/**
 * Which loop runs on this thread, and which one is the thread's current one.
 *
 * @module
 */

import { contextTask } from "./_context.ts";
import type { BaseEventLoop } from "./loop.ts";
import { PENDING } from "./_state.ts";
import { RuntimeError } from "./errors.ts";

/** Makes an event loop. */
export type LoopFactory = () => BaseEventLoop;

let running: BaseEventLoop | null = null;
let current: BaseEventLoop | null = null;
let factory: LoopFactory | null = null;

/** @internal The loops call this when they start and stop. */
export function _setRunningLoop(loop: BaseEventLoop | null): void {
  running = loop;
}

/** @internal The running loop, or `null`. */
export function _runningLoop(): BaseEventLoop | null {
  return running;
}

/**
 * The loop of the current task, though it does not run: a task that was begun
 * early, or what goes on of one that was given up.
 */
function loopOfTask(): BaseEventLoop | null {
  const task = contextTask();
  if (task === null) return null;
  return task._abandoned !== false || task._state === PENDING
    ? task._loop
    : null;
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
  const loop = running ?? loopOfTask();
  if (loop === null) throw new RuntimeError("no running event loop");
  return loop;
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
  const loop = running ?? loopOfTask() ?? current;
  if (loop === null) {
    throw new RuntimeError("There is no current event loop");
  }
  return loop;
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
  if (loop !== null && typeof loop?.callSoon !== "function") {
    throw new TypeError("loop must be an event loop or null");
  }
  current = loop;
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
  if (factory === null) throw new RuntimeError("There is no loop factory");
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
