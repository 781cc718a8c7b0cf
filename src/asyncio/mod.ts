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

export { asCompleted } from "./run/as_completed.ts";
export type {
  AsCompleted,
  AsCompletedOptions,
  Completed,
} from "./run/as_completed.ts";
export { Barrier } from "./sync/barrier.ts";
export { cancellable } from "./core/ensure_future.ts";
export type { CancellableOptions } from "./core/ensure_future.ts";
export { Condition } from "./sync/condition.ts";
export { Context, copyContext } from "./core/context.ts";
export { Coroutine, isCoroutine } from "./core/coroutine.ts";
export type { Awaitable, CoroutineLike } from "./core/coroutine.ts";
export type { DescriptorWatch, LoopDriver } from "./core/driver.ts";
export { createTask, ensureFuture } from "./core/ensure_future.ts";
export type { EnsureFutureOptions } from "./core/ensure_future.ts";
export {
  BrokenBarrierError,
  CancelledError,
  FatalError,
  InvalidStateError,
  KeyboardInterrupt,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
} from "./core/errors.ts";
export { Event } from "./sync/event.ts";
export type { ExceptionContext } from "./core/exception_handler.ts";
export { setExecutorFactory } from "./threads/executor.ts";
export type {
  Executor,
  ExecutorFactory,
  ExecutorJob,
  ExecutorShutdownOptions,
} from "./threads/executor.ts";
export { Future, isFuture } from "./core/future.ts";
export type {
  AbstractEventLoop,
  DoneCallbackOptions,
  ErrorClass,
  FutureOptions,
} from "./core/future.ts";
export { gather } from "./run/gather.ts";
export type { Gathered, GatherOptions } from "./run/gather.ts";
export { Handle, TimerHandle } from "./core/handle.ts";
export type { Callback } from "./core/handle.ts";
export type { ErrorReport } from "./core/internals.ts";
export { onInterrupt } from "./run/runner.ts";
export { Acquired, Lock } from "./sync/lock.ts";
export { BaseEventLoop } from "./core/loop.ts";
export type {
  ExceptionHandler,
  ShutdownDefaultExecutorOptions,
  TaskFactory,
} from "./core/loop.ts";
export { NetworkLoop } from "./io/loop_net.ts";
export { SystemLoop } from "./io/loop_system.ts";
export { LoopPort } from "./threads/ports.ts";
export type { PortHandlers } from "./threads/ports.ts";
export { LifoQueue, PriorityQueue, Queue } from "./sync/queues.ts";
export type { PriorityQueueOptions } from "./sync/queues.ts";
export { RemoteLoop } from "./threads/remote_loop.ts";
export type { RemoteResult } from "./threads/remote_loop.ts";
export { run, Runner } from "./run/runner.ts";
export type { RunnerOptions, RunnerRunOptions } from "./run/runner.ts";
export {
  getEventLoop,
  getRunningLoop,
  newEventLoop,
  setEventLoop,
  setLoopFactory,
} from "./core/running.ts";
export type { LoopFactory } from "./core/running.ts";
export { SchedulingLoop } from "./core/scheduling.ts";
export { BoundedSemaphore, Semaphore } from "./sync/semaphore.ts";
export { shield } from "./run/shield.ts";
export { shutdownLoop } from "./run/shutdown.ts";
export type { ShutdownOptions } from "./run/shutdown.ts";
export { sleep } from "./run/sleep.ts";
export { allTasks, currentTask, Task } from "./core/task.ts";
export type { TaskConstructorOptions, TaskOptions } from "./core/task.ts";
export { eagerTaskFactory } from "./core/task.ts";
export { TaskGroup } from "./run/task_group.ts";
export type { StackOptions } from "./core/_stacks.ts";
export { Timeout, timeout, timeoutAt } from "./run/timeouts.ts";
export type { TimeoutScope } from "./run/timeouts.ts";
export { TimerDriver } from "./core/timer_driver.ts";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  wait,
} from "./run/wait.ts";
export type { ReturnWhen, WaitOptions, WaitResult } from "./run/wait.ts";
export { waitFor } from "./run/wait_for.ts";

setLoopFactory(() => new BaseEventLoop(new TimerDriver()));
