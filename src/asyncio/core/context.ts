/**
 * Copies of the async context, as Python's `contextvars.Context`.
 *
 * The variables themselves are `AsyncLocalStorage`s of `node:async_hooks`.
 *
 * @module
 */

import { captureContext, runAndCapture } from "./_context.ts";
import type { RawContext } from "./internals.ts";

/** What a task of a context starts from. */
export let rawContext: (context: Context) => RawContext;
/** Puts what a task has left behind into its context. */
export let setRawContext: (context: Context, raw: RawContext) => void;

/**
 * A copy of an async context: the values of all `AsyncLocalStorage`s at the
 * moment it was made. Make one with {@linkcode copyContext}.
 *
 * Values that code running in it sets with `enterWith()` before its first
 * `await` stay in it, and the next `run` sees them.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { AsyncLocalStorage } from "node:async_hooks";
 * import { copyContext } from "./context.ts";
 *
 * const user = new AsyncLocalStorage<string>();
 * const context = user.run("Ada", () => copyContext());
 * assert(user.getStore() === undefined);
 * assert(context.run(() => user.getStore()) === "Ada");
 * ```
 */
export class Context {
  #raw: RawContext;

  /** Copies the current context; {@linkcode copyContext} reads better. */
  constructor() {
    this.#raw = captureContext();
  }

  /**
   * Calls `fn` in this context.
   *
   * @returns what `fn` returns.
   */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    const [result, after] = runAndCapture(this.#raw, () => fn(...args));
    this.#raw = after;
    return result;
  }

  /** Makes a function that calls `fn` in this context. */
  bind<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
    return (...args) => this.run(fn, ...args);
  }

  /** Makes an independent copy. */
  copy(): Context {
    return this.run(() => new Context());
  }

  static {
    rawContext = (context) => context.#raw;
    setRawContext = (context, raw) => context.#raw = raw;
  }
}

/**
 * Copies the current async context.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { copyContext } from "./context.ts";
 *
 * assert(copyContext().run(() => 42) === 42);
 * ```
 */
export function copyContext(): Context {
  return new Context();
}
