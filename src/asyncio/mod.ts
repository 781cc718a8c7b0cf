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

import { BaseEventLoop } from "./core/loop.ts";
import { setLoopFactory } from "./core/running.ts";
import { TimerDriver } from "./core/timer_driver.ts";

export * from "./core/context.ts";
export * from "./run/as_completed.ts";
export * from "./sync/barrier.ts";
export * from "./core/cancellable.ts";
export * from "./sync/condition.ts";
export * from "./core/coroutine.ts";
export type * from "./core/driver.ts";
export * from "./core/ensure_future.ts";
export * from "./core/errors.ts";
export * from "./sync/event.ts";
export * from "./core/exception_handler.ts";
export * from "./threads/executor.ts";
export * from "./core/future.ts";
export * from "./run/gather.ts";
export * from "./core/handle.ts";
export * from "./core/interrupt.ts";
export * from "./sync/lock.ts";
export * from "./core/loop.ts";
export * from "./core/loop_core.ts";
export { NetworkLoop } from "./io/loop_net.ts";
export * from "./threads/ports.ts";
export * from "./sync/queues.ts";
export * from "./threads/remote_loop.ts";
export * from "./run/runner.ts";
export * from "./core/running.ts";
export * from "./sync/semaphore.ts";
export * from "./run/shield.ts";
export * from "./run/shutdown.ts";
export * from "./run/sleep.ts";
export * from "./core/task.ts";
export type { StackOptions } from "./core/_task_stack.ts";
export * from "./core/task_factories.ts";
export * from "./run/task_group.ts";
export * from "./run/timeouts.ts";
export * from "./core/timer_driver.ts";
export * from "./run/wait.ts";
export * from "./run/wait_for.ts";

setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
