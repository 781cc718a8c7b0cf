/**
 * An asyncio for TypeScript: event loop, tasks, cancellation, synchronisation.
 *
 * It follows CPython's `asyncio` in names (in camelCase), semantics and order.
 * All times are milliseconds.
 *
 * @example
 * ```ts
 * import { gather, run, sleep } from "./mod.ts";
 *
 * await run(async () => {
 *   const words = await gather([sleep(2, "Hello"), sleep(1, "World")]);
 *   console.assert(words.join(" ") === "Hello World");
 * });
 * ```
 *
 * @module
 */

import { BaseEventLoop } from "./loop.ts";
import { setLoopFactory } from "./running.ts";
import { TimerDriver } from "./timer_driver.ts";

export * from "./context.ts";
export * from "./coroutine.ts";
export * from "./driver.ts";
export * from "./ensure_future.ts";
export * from "./errors.ts";
export * from "./exception_handler.ts";
export * from "./executor.ts";
export * from "./future.ts";
export * from "./gather.ts";
export * from "./handle.ts";
export * from "./loop.ts";
export * from "./loop_core.ts";
export * from "./running.ts";
export * from "./shutdown.ts";
export * from "./sleep.ts";
export * from "./task.ts";
export * from "./timer_driver.ts";

setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
