/**
 * Programs of the asyncio fuzzer, as data: the same program runs on this
 * asyncio (`interpreter.ts`) and on CPython's (`interpreter.py`).
 *
 * Numbers that name an object are taken modulo how many there are, so that each
 * program means something, also with parts of it taken out. A coroutine calls
 * and begins only those with a greater number, and so does a callback: each
 * program ends.
 *
 * @module
 */

/** What can be awaited. */
export type Awaitable =
  | { readonly aw: "future"; readonly i: number }
  /** A task that was made after the one that runs: waits never form a ring. */
  | { readonly aw: "task"; readonly i: number }
  /** A call of a coroutine, one with a greater number than the one that runs. */
  | { readonly aw: "call"; readonly i: number }
  | { readonly aw: "sleep"; readonly delay: number; readonly value: number }
  | { readonly aw: "shield"; readonly of: Awaitable }
  | {
    readonly aw: "waitFor";
    readonly of: Awaitable;
    readonly delay: number | null;
  }
  | {
    readonly aw: "gather";
    readonly all: readonly Awaitable[];
    readonly exceptions: boolean;
  };

/** A future or a task. */
export interface Target {
  readonly kind: "future" | "task";
  readonly i: number;
}

/** Which errors a `try` statement catches. */
export type Catch = "cancelled" | "error" | "all" | "none";

/** What a callback can do, and a coroutine too. */
export type Action =
  | { readonly op: "log"; readonly value: number }
  | { readonly op: "state"; readonly of: Target }
  | { readonly op: "raise"; readonly value: number }
  | { readonly op: "spawn"; readonly i: number; readonly eager: boolean }
  | {
    readonly op: "cancel";
    readonly of: Target;
    readonly reason: number | null;
  }
  | { readonly op: "setResult"; readonly i: number; readonly value: number }
  | { readonly op: "setException"; readonly i: number; readonly value: number }
  | {
    readonly op: "addDoneCallback";
    readonly of: Target;
    readonly callback: number;
  }
  | {
    readonly op: "removeDoneCallback";
    readonly of: Target;
    readonly callback: number;
  }
  | { readonly op: "callSoon"; readonly callback: number }
  | {
    readonly op: "callLater";
    readonly delay: number;
    readonly callback: number;
  }
  | { readonly op: "cancelHandle"; readonly i: number }
  | { readonly op: "set" | "clear"; readonly i: number }
  | { readonly op: "notify"; readonly count: number }
  | { readonly op: "releaseLock" | "releaseSemaphore"; readonly i: number }
  | { readonly op: "putNowait"; readonly i: number; readonly value: number }
  | { readonly op: "getNowait" | "taskDone"; readonly i: number }
  | {
    readonly op: "shutdown";
    readonly i: number;
    readonly immediate: boolean;
  };

/** What only a coroutine can do. */
export type Statement =
  | Action
  | { readonly op: "await"; readonly of: Awaitable }
  | { readonly op: "uncancel" }
  | { readonly op: "return"; readonly value: number }
  | {
    readonly op: "try";
    readonly body: readonly Statement[];
    readonly catches: Catch;
    readonly handler: readonly Statement[];
    readonly rethrow: boolean;
    readonly last: readonly Statement[];
  }
  | {
    readonly op: "withLock" | "withSemaphore";
    readonly i: number;
    readonly body: readonly Statement[];
  }
  | { readonly op: "withCondition"; readonly body: readonly Statement[] }
  | {
    readonly op:
      | "waitCondition"
      | "waitBarrier"
      | "resetBarrier"
      | "abortBarrier";
  }
  | { readonly op: "waitEvent" | "get" | "join"; readonly i: number }
  | { readonly op: "put"; readonly i: number; readonly value: number }
  | {
    readonly op: "wait";
    readonly all: readonly Target[];
    readonly when: "ALL_COMPLETED" | "FIRST_COMPLETED" | "FIRST_EXCEPTION";
    readonly delay: number | null;
  }
  | {
    readonly op: "asCompleted";
    readonly all: readonly Awaitable[];
    readonly async: boolean;
    readonly delay: number | null;
  }
  | { readonly op: "group"; readonly body: readonly Statement[] }
  | { readonly op: "groupSpawn"; readonly i: number }
  | {
    readonly op: "timeout";
    readonly delay: number | null;
    readonly body: readonly Statement[];
  }
  | { readonly op: "reschedule"; readonly delay: number | null };

/** A program. The first coroutine is main. */
export interface Program {
  readonly coroutines: readonly (readonly Statement[])[];
  readonly callbacks: readonly (readonly Action[])[];
}

/** The objects that every program has. */
export const OBJECTS = {
  futures: 3,
  locks: 2,
  events: 2,
  /** Their values; the last one is a BoundedSemaphore. */
  semaphores: [1, 2, 1],
  /** The parties of the barrier. */
  barrier: 2,
  /** How many items the queues hold: a Queue, a LifoQueue, a PriorityQueue. */
  queues: [1, 2, 0],
} as const;

/** How many statements a run executes; those after do nothing. */
export const MAX_STEPS = 400;

/** How many tasks a run makes by name: cancelling visits each way between them. */
export const MAX_TASKS = 10;
