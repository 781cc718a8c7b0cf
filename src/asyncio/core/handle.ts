/**
 * Handles: what `callSoon()` and `callLater()` return.
 *
 * @module
 */

import { CancelledError } from "./errors.ts";
import type { BaseEventLoop } from "./loop.ts";
import { callInContext, type RawContext } from "./_context.ts";
import { describeFunction } from "./_util.ts";

const NO_ARGUMENTS: unknown[] = [];

/** What a loop calls; its result is ignored. */
export type Callback<A extends unknown[]> = (...args: A) => unknown;

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
  /** @internal */
  _cancelled = false;
  /** @internal */
  _callback: Callback<unknown[]> | null;
  /** @internal */
  _args: unknown[];
  /** @internal */
  _context: RawContext;
  /** @internal */
  readonly _loop: BaseEventLoop;

  /** Handles are made by their loop; there is no need to call this. */
  constructor(
    loop: BaseEventLoop,
    callback: Callback<unknown[]>,
    args: unknown[],
    context: unknown,
  ) {
    this._loop = loop;
    this._callback = callback;
    // Most have none: then the empty array is garbage before it is old.
    this._args = args.length === 0 ? NO_ARGUMENTS : args;
    this._context = context;
  }

  /** Prevents the callback from being called. Does nothing the second time. */
  cancel(): void {
    if (this._cancelled) return;
    this._cancelled = true;
    this._callback = null;
    this._args = NO_ARGUMENTS;
    this._context = undefined;
  }

  /** Tells whether {@linkcode Handle.cancel} was called. */
  cancelled(): boolean {
    return this._cancelled;
  }

  /** @internal */
  _run(this: void, self: Handle): void {
    try {
      const result = callInContext(self._context, self._callback!, self._args);
      if (result !== undefined) watchResult(result, self);
    } catch (error) {
      self._loop._callbackFailed(error, self);
    }
  }

  /** @internal The function that the caller gave, if that is another one. */
  _of: unknown = undefined;

  /** @internal */
  _source(): unknown {
    return this._of ?? this._callback;
  }

  /** @internal */
  _describe(): string {
    const callback = this._callback;
    return callback === null ? "cancelled" : describeFunction(callback);
  }

  /** Describes the handle, for messages and logs. */
  toString(): string {
    return `<${this.constructor.name} ${this._describe()}>`;
  }

  /** Describes the handle when the console prints it. */
  [Symbol.for("Deno.customInspect")](): string {
    return this.toString();
  }
}

/** The error of an asynchronous callback goes where that of any other goes. */
function watchResult(result: unknown, handle: Handle): void {
  // A future reports by itself what nobody retrieves, and a promise like it may start by being asked.
  if (!(result instanceof Promise)) return;
  const description = handle._describe();
  result.then(undefined, (exception) => {
    if (exception instanceof CancelledError) return;
    handle._loop._callbackFailed(exception, handle, description);
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
  /** @internal */
  readonly _when: number;
  /** @internal Set by the heap: the order of insertion. */
  _sequence = 0;
  /** @internal Whether the handle is in the heap. */
  _scheduled = false;

  /** Handles are made by their loop; there is no need to call this. */
  constructor(
    when: number,
    loop: BaseEventLoop,
    callback: Callback<unknown[]>,
    args: unknown[],
    context: unknown,
  ) {
    super(loop, callback, args, context);
    this._when = when;
  }

  /** Returns the moment it waits for, in milliseconds on `loop.time()`'s clock. */
  when(): number {
    return this._when;
  }

  /** Prevents the callback from being called. Does nothing the second time. */
  override cancel(): void {
    if (!this._cancelled && this._scheduled) this._loop._timerCancelled();
    super.cancel();
  }

  /**
   * Compares by moment, so that `<` and `>` order handles.
   *
   * @returns the moment it waits for.
   */
  override valueOf(): number {
    return this._when;
  }

  /** @internal */
  override _describe(): string {
    return `when=${this._when} ${super._describe()}`;
  }
}
