/**
 * Async contexts as the loop uses them: captured when a callback or task is
 * made, entered when it runs, and carrying the current task.
 *
 * Two implementations behind the same functions. The fast one reads and writes
 * Deno's async context itself (some 10 ns); the other uses the documented
 * `AsyncLocalStorage.snapshot()` (about 1 µs).
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { extras } from "./_platform.ts";
import type { RawContext, TaskInternals } from "./internals.ts";

type Mapping = { [TASK]?: TaskInternals | null };
type Snapshot = <R>(fn: () => R) => R;

/** The property of the async context that holds the current task. */
const TASK = Symbol("asyncio.task");

interface ContextOperations {
  /** The current context, without the current task: what a callback runs in. */
  capture(): RawContext;
  /** `base` with `task` as the current task. */
  forTask(task: TaskInternals, base: RawContext): RawContext;
  /** The task that the running code belongs to, finished or not. */
  task(): TaskInternals | null;
  /**
   * Calls `fn` in a context and may stay in it: for the loop's own turns,
   * which save the context at their beginning and restore it at their end.
   */
  call<A extends unknown[]>(
    context: RawContext,
    fn: (...args: A) => unknown,
    args: A,
  ): unknown;
  /** Calls `fn` in a context, and is back in the old one afterwards. */
  run<R>(context: RawContext, fn: () => R): R;
  /** Remembers the context, for {@linkcode ContextOperations.restore}. */
  save(): RawContext;
  /** Goes back to a context that was saved. */
  restore(context: RawContext): void;
  /** As `run`; also returns the context that `fn` ended in. */
  runAndCapture<R>(context: RawContext, fn: () => R): [R, RawContext];
}

class TaskMapping {
  readonly [TASK]: TaskInternals | null;
  constructor(task: TaskInternals | null) {
    this[TASK] = task;
  }
}

function fastOperations(
  get: () => unknown,
  set: (context: unknown) => void,
): ContextOperations {
  const withTask = (base: RawContext, task: TaskInternals | null): RawContext =>
    base === undefined || base === null
      ? new TaskMapping(task)
      : { ...base as object, [TASK]: task };
  const capture = (): RawContext => {
    const context = get() as Mapping | undefined | null;
    if (context === undefined || context === null) return context;
    const task = context[TASK];
    if (task === undefined || task === null) return context;
    return task.context === context
      ? task.baseContext
      : withTask(context, null);
  };
  const run = <R>(context: RawContext, fn: () => R): R => {
    const before = get();
    set(context);
    try {
      return fn();
    } finally {
      set(before);
    }
  };
  return {
    capture,
    forTask: (task, base) => withTask(base, task),
    task: () => (get() as Mapping | undefined | null)?.[TASK] ?? null,
    call: (context, fn, args) => {
      set(context);
      switch (args.length) {
        case 0:
          return (fn as () => unknown)();
        case 1:
          return (fn as unknown as (arg: unknown) => unknown)(args[0]);
        default:
          return fn(...args);
      }
    },
    run,
    save: get,
    restore: set,
    runAndCapture: (context, fn) =>
      run(context, () => {
        const result = fn();
        return [result, capture()];
      }),
  };
}

function portableOperations(): ContextOperations {
  const current = new AsyncLocalStorage<TaskInternals | null>();
  const snapshot = (): Snapshot => AsyncLocalStorage.snapshot() as Snapshot;
  const capture = (): RawContext =>
    (current.getStore() ?? null) === null
      ? snapshot()
      : current.run(null, snapshot);
  return {
    capture,
    forTask: (task, base) =>
      (base as Snapshot)(() => current.run(task, snapshot)),
    task: () => current.getStore() ?? null,
    call: (context, fn, args) => (context as Snapshot)(() => fn(...args)),
    run: (context, fn) => (context as Snapshot)(fn),
    // Here `call` does not stay in the context: there is nothing to restore.
    save: () => undefined,
    restore: () => {},
    runAndCapture: (context, fn) =>
      (context as Snapshot)(() => {
        const result = fn();
        return [result, capture()];
      }),
  };
}

const { getAsyncContext, setAsyncContext } = extras;

/** The operations of this runtime. */
const operations: ContextOperations =
  getAsyncContext !== null && setAsyncContext !== null
    ? fastOperations(getAsyncContext, setAsyncContext)
    : portableOperations();

export const captureContext: ContextOperations["capture"] = operations.capture;
export const contextForTask: ContextOperations["forTask"] = operations.forTask;
export const contextTask: ContextOperations["task"] = operations.task;
export const callInContext: ContextOperations["call"] = operations.call;
export const runInContext: ContextOperations["run"] = operations.run;
export const saveContext: ContextOperations["save"] = operations.save;
export const restoreContext: ContextOperations["restore"] = operations.restore;
export const runAndCapture: ContextOperations["runAndCapture"] =
  operations.runAndCapture;
