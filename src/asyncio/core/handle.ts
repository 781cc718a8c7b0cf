/**
 * Handles: what `callSoon()` and `callLater()` return.
 *
 * @module
 */

import { CancelledError } from "./errors.ts";
import { callInContext } from "./_context.ts";
import {
  type LoopInternals,
  type RawContext,
  RUN,
  type Runnable,
} from "./internals.ts";
import { describeFunction } from "./_util.ts";

const NO_ARGUMENTS: unknown[] = [];

/** A function that a loop calls; its result is ignored. */
export type Callback<A extends unknown[]> = (...args: A) => unknown;

/** The handle as a loop takes it. */
export let runnableOf: (handle: Handle) => Runnable;
let callbackOf: (handle: Handle) => unknown;
/** The function that a handle calls, or that it stands for; `null` once it is cancelled. */
export let sourceOf: (handle: Handle) => unknown;
/** Notes the function that a handle stands for, if it calls another one. */
export let setSource: (handle: Handle, source: unknown) => void;
/** A timer's moment, in milliseconds. */
export let momentOf: (timer: TimerHandle) => number;
/** A timer's place in the order of insertion; -1 where it is not in a heap. */
export let sequenceOf: (timer: TimerHandle) => number;
/** Notes that a timer was put into a heap, or (-1) taken out. */
export let setSequence: (timer: TimerHandle, sequence: number) => void;

/**
 * A callback that waits for its turn. Made by a loop's `callSoon()` and its kin.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * const handle = loop.callSoon(() => console.log("never"));
 * handle.cancel();
 * assert(handle.cancelled());
 * loop.close();
 * ```
 */
export class Handle {
  /** `null` once the handle is cancelled. */
  #callback: Callback<unknown[]> | null;
  #args: unknown[];
  #context: RawContext;
  readonly #loop: LoopInternals;
  #source: unknown = undefined;

  static {
    runnableOf = (handle) => handle as unknown as Runnable;
    callbackOf = (handle) => handle.#callback;
    sourceOf = (handle) => handle.#source ?? handle.#callback;
    setSource = (handle, source) => handle.#source = source;
    // Not a member of the class: programs have no use for it.
    Object.defineProperty(Handle.prototype, RUN, {
      value: (self: Handle): void => {
        const callback = self.#callback;
        if (callback === null) return;
        try {
          const result = callInContext(self.#context, callback, self.#args);
          if (result !== undefined) watchResult(result, self, self.#loop);
        } catch (error) {
          self.#loop.callbackFailed(error, self, describe(self));
        }
      },
    });
  }

  /** Handles are made by their loop; there is no need to call this. */
  constructor(
    loop: LoopInternals,
    callback: Callback<unknown[]>,
    args: unknown[],
    context: unknown,
  ) {
    this.#loop = loop;
    this.#callback = callback;
    // Most have none: then the empty array is garbage before it is old.
    this.#args = args.length === 0 ? NO_ARGUMENTS : args;
    this.#context = context;
  }

  /** Prevents the callback from being called. Does nothing the second time. */
  cancel(): void {
    if (this.#callback === null) return;
    this.#callback = null;
    this.#args = NO_ARGUMENTS;
    this.#context = undefined;
  }

  /** Returns whether {@linkcode Handle.cancel} was called. */
  cancelled(): boolean {
    return this.#callback === null;
  }

  /** Describes the handle, for messages and logs. */
  toString(): string {
    return `<${this.constructor.name} ${describe(this)}>`;
  }

  /** Describes the handle when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/** Says in a message what a handle calls. */
function describe(handle: Handle): string {
  const when = handle instanceof TimerHandle ? `when=${handle.when()} ` : "";
  return when +
    (handle.cancelled() ? "cancelled" : describeFunction(callbackOf(handle)));
}

/** The error of an asynchronous callback goes where that of any other goes. */
function watchResult(
  result: unknown,
  handle: Handle,
  loop: LoopInternals,
): void {
  // A future reports by itself an error that is never retrieved, and a promise like it may start by being asked.
  if (!(result instanceof Promise)) return;
  const description = describe(handle);
  result.then(undefined, (exception) => {
    if (exception instanceof CancelledError) return;
    loop.callbackFailed(exception, handle, description);
  });
}

/**
 * A callback that waits for a moment. Made by `callLater()` and `callAt()`.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newEventLoop } from "../mod.ts";
 *
 * const loop = newEventLoop();
 * const handle = loop.callAt(loop.time() + 1000, () => {});
 * assert(handle.when() > loop.time());
 * handle.cancel();
 * loop.close();
 * ```
 */
export class TimerHandle extends Handle {
  readonly #loop: LoopInternals;
  readonly #when: number;
  #sequence = -1;

  static {
    momentOf = (timer) => timer.#when;
    sequenceOf = (timer) => timer.#sequence;
    setSequence = (timer, sequence) => timer.#sequence = sequence;
  }

  /** Handles are made by their loop; there is no need to call this. */
  constructor(
    when: number,
    loop: LoopInternals,
    callback: Callback<unknown[]>,
    args: unknown[],
    context: unknown,
  ) {
    super(loop, callback, args, context);
    this.#loop = loop;
    this.#when = when;
  }

  /** Returns the moment it waits for, in milliseconds on `loop.time()`'s clock. */
  when(): number {
    return this.#when;
  }

  /** Prevents the callback from being called. Does nothing the second time. */
  override cancel(): void {
    if (this.#sequence >= 0 && !this.cancelled()) this.#loop.timerCancelled();
    super.cancel();
  }

  /**
   * Compares by moment, so that `<` and `>` order handles.
   *
   * @returns the moment it waits for.
   */
  override valueOf(): number {
    return this.#when;
  }
}

/** Makes a runnable that calls `callback(...args)` in a context, with the errors reported as those of a handle. */
export function makeRunnable<A extends unknown[]>(
  loop: LoopInternals,
  context: RawContext,
  callback: Callback<A>,
  ...args: A
): Runnable {
  return runnableOf(
    new Handle(loop, callback as Callback<unknown[]>, args, context),
  );
}
