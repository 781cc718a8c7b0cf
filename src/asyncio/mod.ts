/**
 * An asyncio for TypeScript: event loop, tasks, cancellation, synchronisation.
 *
 * It follows CPython's `asyncio` in names (in camelCase), semantics and order.
 * All times are milliseconds.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { gather, run, sleep } from "./mod.ts";
 *
 * await run(async () => {
 *   const words = await gather([sleep(2, "Hello"), sleep(1, "World")]);
 *   assert(words.join(" ") === "Hello World");
 * });
 * ```
 *
 * @module
 */

import { BaseEventLoop } from "./loop.ts";
import { setLoopFactory } from "./running.ts";
import { TimerDriver } from "./timer_driver.ts";

export * from "./context.ts";
export * from "./as_completed.ts";
export * from "./barrier.ts";
export * from "./cancellable.ts";
export * from "./condition.ts";
export * from "./coroutine.ts";
export * from "./driver.ts";
export * from "./ensure_future.ts";
export * from "./errors.ts";
export * from "./event.ts";
export * from "./exception_handler.ts";
export * from "./executor.ts";
export * from "./future.ts";
export * from "./gather.ts";
export * from "./handle.ts";
export * from "./interrupt.ts";
export * from "./lock.ts";
export * from "./loop.ts";
export * from "./loop_core.ts";
export { NetworkLoop } from "./io/loop_net.ts";
export * from "./ports.ts";
export * from "./queues.ts";
export * from "./remote_loop.ts";
export * from "./runner.ts";
export * from "./running.ts";
export * from "./semaphore.ts";
export * from "./shield.ts";
export * from "./shutdown.ts";
export * from "./sleep.ts";
export * from "./task.ts";
export type { StackOptions } from "./_task_stack.ts";
export * from "./task_factories.ts";
export * from "./task_group.ts";
export * from "./timeouts.ts";
export * from "./timer_driver.ts";
export * from "./wait.ts";
export * from "./wait_for.ts";

setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
