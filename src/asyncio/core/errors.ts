/**
 * The errors of this asyncio, each with the name that asyncio gives it.
 *
 * Python's `ValueError` is a `RangeError` or a `TypeError` here, whichever fits
 * the argument, and its exception groups are `AggregateError`s.
 *
 * @module
 */

import { textOf } from "./_util.ts";

/**
 * A call that the present state does not allow: a closed loop, a loop that
 * already runs, a lock that is not held. Python's `RuntimeError`.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { RuntimeError } from "./errors.ts";
 *
 * const error = new RuntimeError("Event loop is closed");
 * assert(error.name === "RuntimeError");
 * ```
 */
export class RuntimeError extends Error {
  /** Always `"RuntimeError"`. */
  override readonly name: string = "RuntimeError";
}

/**
 * Thrown at the `await` of a task that was cancelled.
 *
 * Catch it to clean up, then throw it again: a task that swallows it goes on.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { CancelledError } from "./errors.ts";
 *
 * const error = new CancelledError("no longer needed");
 * assert(error.reason === "no longer needed");
 * ```
 */
export class CancelledError extends Error {
  /** Always `"CancelledError"`. */
  override readonly name: string = "CancelledError";
  /** The argument of `cancel()`; `undefined` if there was none. */
  readonly reason: unknown;

  /**
   * Makes the error.
   *
   * @param reason what `cancel()` was given. Its text becomes the message.
   */
  constructor(reason?: unknown) {
    super(reason === undefined || reason === null ? "" : textOf(reason));
    this.reason = reason ?? undefined;
  }
}

/**
 * The result of a future was asked for before it was there, or set twice.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { InvalidStateError } from "./errors.ts";
 *
 * assert(new InvalidStateError("invalid state").name === "InvalidStateError");
 * ```
 */
export class InvalidStateError extends Error {
  /** Always `"InvalidStateError"`. */
  override readonly name: string = "InvalidStateError";
}

/**
 * An operation took longer than its time-out allowed.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { TimeoutError } from "./errors.ts";
 *
 * assert(new TimeoutError().name === "TimeoutError");
 * ```
 */
export class TimeoutError extends Error {
  /** Always `"TimeoutError"`. */
  override readonly name: string = "TimeoutError";
}

/**
 * `getNowait()` on a queue that has no item.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { QueueEmpty } from "./errors.ts";
 *
 * assert(new QueueEmpty().name === "QueueEmpty");
 * ```
 */
export class QueueEmpty extends Error {
  /** Always `"QueueEmpty"`. */
  override readonly name: string = "QueueEmpty";
}

/**
 * `putNowait()` on a queue that has no room.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { QueueFull } from "./errors.ts";
 *
 * assert(new QueueFull().name === "QueueFull");
 * ```
 */
export class QueueFull extends Error {
  /** Always `"QueueFull"`. */
  override readonly name: string = "QueueFull";
}

/**
 * `put()` on a queue that was shut down, or `get()` once it is empty too.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { QueueShutDown } from "./errors.ts";
 *
 * assert(new QueueShutDown().name === "QueueShutDown");
 * ```
 */
export class QueueShutDown extends Error {
  /** Always `"QueueShutDown"`. */
  override readonly name: string = "QueueShutDown";
}

/**
 * Waiting at a barrier that is broken, or that breaks meanwhile.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { BrokenBarrierError } from "./errors.ts";
 *
 * assert(new BrokenBarrierError().name === "BrokenBarrierError");
 * ```
 */
export class BrokenBarrierError extends RuntimeError {
  /** Always `"BrokenBarrierError"`. */
  override readonly name: string = "BrokenBarrierError";
}

/**
 * An error that ends the loop instead of being handed to the exception handler:
 * `runForever()` and `runUntilComplete()` reject with it. Python's
 * `BaseException`s other than cancellation.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { FatalError } from "./errors.ts";
 *
 * class OutOfPaper extends FatalError {}
 * assert(new OutOfPaper() instanceof FatalError);
 * ```
 */
export class FatalError extends Error {
  /** `"FatalError"`, unless a subclass says otherwise. */
  override readonly name: string = "FatalError";
}

/**
 * The program was interrupted by SIGINT.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { FatalError, KeyboardInterrupt } from "./errors.ts";
 *
 * assert(new KeyboardInterrupt() instanceof FatalError);
 * ```
 */
export class KeyboardInterrupt extends FatalError {
  /** Always `"KeyboardInterrupt"`. */
  override readonly name: string = "KeyboardInterrupt";
}
