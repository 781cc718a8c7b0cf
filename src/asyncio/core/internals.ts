/**
 * The interfaces by which the classes of this folder use each other, so that imports form no circle.
 *
 * The public classes show none of this. `BaseEventLoop`, `Future` and `Task` are faces; the state is in a
 * {@linkcode LoopInternals}, a `FutureCore` and a {@linkcode TaskInternals}, which refer to one another directly.
 */

import { textOf } from "./_util.ts";

/** The states of a future; every state but `PENDING` means that it is done. */
export type FutureState = 0 | 1 | 2 | 3;
export const PENDING = 0;
export const CANCELLED = 1;
export const RESULT = 2;
export const ERROR = 3;

/** A captured async context: Deno's own object, or a snapshot function. */
export type RawContext = unknown;

/** The key of a runnable's function: with a symbol, a public class such as `Handle` does not show it. */
export const RUN: unique symbol = Symbol("run");

/** Something that a loop can run: a handle, a task's step, the end of a wait. */
export interface Runnable {
  /** Runs `self`, the runnable that it belongs to. Must not throw. */
  [RUN](this: void, self: Runnable): void;
}

/** The argument of an exception handler, as the code that reports it sees it; `ExceptionContext` has the types. */
export interface ErrorReport {
  /** What happened, in a sentence. */
  message: string;
  /** What was thrown, if anything was. */
  exception?: unknown;
  /** Describes what it is about when the thing itself is gone already. */
  source?: string;
  /** The handle whose callback failed. */
  handle?: object;
  /** The future it is about. */
  future?: object;
  /** The task it is about. */
  task?: object;
  /** The transport it is about. */
  transport?: object;
  /** The transport's protocol. */
  protocol?: object;
  /** The asynchronous generator it is about. */
  asyncGenerator?: object;
}

/** The public loop as its internals see it. */
export interface LoopOwner {
  readonly slowCallbackDuration: number;
  callExceptionHandler(context: ErrorReport): void;
  callLater<A extends unknown[]>(
    delay: number,
    callback: (...args: A) => unknown,
    ...args: A
  ): { cancel(): void };
}

/** What futures, handles, tasks and transports call on the loop that they belong to. */
export interface LoopInternals {
  /** The public loop. */
  readonly owner: LoopOwner;
  /** Errors that no code has asked for yet. */
  readonly unretrieved: Set<{ report(): void }>;
  time(): number;
  isRunning(): boolean;
  isClosed(): boolean;
  getDebug(): boolean;
  /** @throws {RuntimeError} If the loop is closed. */
  checkClosed(): void;
  /** Queues something for the next round. */
  enqueue(runnable: Runnable): void;
  /**
   * Queues something that came from outside of the loop; if nothing else is to run before it, runs it at once, as a
   * round of its own, which spares the way to the next turn.
   *
   * May be called from a microtask. What it leaves to be drained is drained by the platform before the next turn, and
   * until then no other handle runs.
   */
  enqueueFromOutside(runnable: Runnable): void;
  /**
   * The same, and then runs up to a few of the handles that it made ready: a message that a socket delivers costs no
   * turn by this.
   *
   * Must be called where microtasks can be drained: from a macrotask of the platform or from `nextTick`.
   */
  runFromMacrotask(runnable: Runnable): void;
  /**
   * Has `callback` called when the loop is closed; it must not throw.
   *
   * @returns what takes the callback back.
   */
  atClose(callback: () => void): () => void;
  /**
   * Watches a descriptor, as the driver's method of this name; `null` if the driver cannot.
   *
   * `ready` is called from a macrotask, not from inside a turn.
   */
  watchDescriptor(
    descriptor: number,
    direction: "read" | "write",
    ready: () => void,
  ): { setEnabled(enabled: boolean): void; remove(): void } | null;
  /** The unfinished tasks, in the order they were made. */
  readonly tasks: Iterable<TaskInternals> & {
    add(task: TaskInternals): void;
    remove(task: TaskInternals): void;
  };
  /** A timer in the heap was cancelled. */
  timerCancelled(): void;
  /** The callback of a handle threw, or what it returned rejected. */
  callbackFailed(error: unknown, handle: object, description: string): void;
  /** Ends the loop at once with an error. */
  fatal(error: unknown): void;
}

/**
 * Whether a task was given up: `"armed"` until an error was thrown into what goes on of its code, then `"told"`.
 */
export type Abandoned = false | "armed" | "told";

/** What contexts, waits and loops know of a task. */
export interface TaskInternals {
  /** The public task. */
  readonly owner: object;
  readonly loop: LoopInternals;
  readonly state: FutureState;
  /** The context of its steps; carries the task itself. */
  readonly context: RawContext;
  /** What the context was before the task was added to it. */
  readonly baseContext: RawContext;
  /** Neighbours in the loop's list of unfinished tasks. */
  previous: TaskInternals | null;
  next: TaskInternals | null;
  abandoned: Abandoned;
  /** The requests to cancel it, if there ever were any. */
  readonly cancellation: { began(waiter: Runnable): void } | null;
  /** An `await` of this task begins to wait. */
  waitFor(waiter: Runnable): void;
  /**
   * An `await` of this task ends.
   *
   * @returns whether its outcome was passed on, with regard to a cancellation.
   */
  wake(waiter: Runnable): boolean;
  /** The error of the cancellation that is under way. */
  makeCancelledError(): Error;
}

let read: (loop: object) => LoopInternals;

/** Says how to find a public loop's internals. */
export function provideLoopInternals(
  fn: (loop: object) => LoopInternals,
): void {
  read = fn;
}

/**
 * Returns the internals of a public loop.
 *
 * @throws {TypeError} If it is not an event loop of this package.
 */
export function internalsOf(loop: object): LoopInternals {
  return read(loop);
}

/** Runs something without making it part of the stack of what it throws. */
export function run(runnable: Runnable): void {
  const step = runnable[RUN];
  step(runnable);
}

/** The same in debug mode: reports what takes long. */
export function runTimed(
  loop: LoopInternals,
  runnable: Runnable,
  drain: () => void,
): void {
  const description = textOf(runnable);
  const before = loop.time();
  run(runnable);
  drain();
  const duration = loop.time() - before;
  if (duration >= loop.owner.slowCallbackDuration) {
    console.warn(
      `Executing ${description} took ${(duration / 1000).toFixed(3)} seconds`,
    );
  }
}
