/**
 * Coroutines: what a task can run.
 *
 * @module
 */

import type { CoroutineLike } from "./coroutine_like.ts";
import { RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import {
  describeFunction,
  describeValue,
  isGenerator,
  isPromiseLike,
} from "./_util.ts";

export type { CoroutineLike } from "./coroutine_like.ts";

/** What can be waited for: a future or task too, where a coroutine goes. */
export type Awaitable<T> = CoroutineLike<T> | Future<T>;

/** What a coroutine's body returns. */
type Made<T> = PromiseLike<T> | Generator<unknown, T, never> | T;

/**
 * Calls the body of a coroutine, once, with the coroutine as `this`.
 *
 * @throws {RuntimeError} If it was called before.
 */
export let callBody: <T>(coroutine: Coroutine<T>) => Made<T>;

/**
 * A piece of work that starts when it is awaited, inside the awaiting task.
 *
 * The waiting functions of this package return one. Like Python's coroutine
 * objects it does nothing until it is awaited or made a task, can be awaited
 * once, and can be given to `createTask()`, `gather()`, `waitFor()` and the
 * like. Unlike them it does not complain when it is never awaited.
 *
 * @typeParam T the type of the result.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { Coroutine, run } from "../mod.ts";
 *
 * const answer = new Coroutine(async () => await Promise.resolve(42));
 * assert(await run(answer) === 42);
 * ```
 */
export class Coroutine<T> implements PromiseLike<T> {
  /** What to call, until it was called. */
  #body: (() => Made<T>) | null;
  /** Names it in messages. */
  readonly name: string;

  /**
   * Makes a coroutine that has not started.
   *
   * @param body called once, when the coroutine is awaited.
   * @param name for messages. Default: the name of `body`.
   */
  constructor(
    body: () => PromiseLike<T> | Generator<unknown, T, never> | T,
    name: string = describeFunction(body),
  ) {
    this.#body = body;
    this.name = name;
  }

  static {
    callBody = (coroutine) => {
      const body = coroutine.#body;
      if (body === null) {
        throw new RuntimeError(
          `cannot reuse already awaited coroutine ${coroutine.name}: make a new one for each await`,
        );
      }
      coroutine.#body = null;
      return body.call(coroutine);
    };
  }

  /** Starts it, and waits for its result; this is what `await` calls. */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return startCoroutine(this).then(onFulfilled, onRejected);
  }

  /** `yield* coroutine` waits for its result in a generator coroutine. */
  *[Symbol.iterator](): Generator<this, T, unknown> {
    return (yield this) as T;
  }

  /** Describes it, for messages and logs. */
  toString(): string {
    return `<coroutine ${this.name}>`;
  }
}

/** Starts a coroutine in the current task. */
export function startCoroutine<T>(coroutine: Coroutine<T>): Promise<T> {
  try {
    const made = callBody(coroutine);
    if (made instanceof Promise) return made as Promise<T>;
    return isGenerator(made)
      ? runGenerator(made as Generator<unknown, T, never>)
      : Promise.resolve(made as T | PromiseLike<T>);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Runs a generator coroutine inside the current task, as `await` would. */
async function runGenerator<T>(
  generator: Generator<unknown, T, never>,
): Promise<T> {
  let step = generator.next();
  while (!step.done) {
    let value: unknown;
    try {
      // A bare `yield` gives the others a turn; the import would be circular.
      value = await (step.value ?? await bareYield());
    } catch (error) {
      step = generator.throw(error);
      continue;
    }
    step = generator.next(value as never);
  }
  return step.value;
}

let bareYield: () => PromiseLike<void> = () => Promise.resolve();

/** Tells this module how to give the others a turn. */
export function provideBareYield(fn: () => PromiseLike<void>): void {
  bareYield = fn;
}

/**
 * Returns whether `value` can be given to `createTask()`.
 *
 * Futures and tasks cannot: they are waited for, not run. A function is taken
 * for a coroutine function; what it returns shows when it is called.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { isCoroutine } from "../mod.ts";
 *
 * assert(isCoroutine(async () => {}));
 * assert(!isCoroutine(42));
 * ```
 */
export function isCoroutine(value: unknown): value is CoroutineLike<unknown> {
  if (value instanceof Future) return false;
  return typeof value === "function" || isGenerator(value) ||
    isPromiseLike(value);
}

/**
 * Refuses what is not an iterable, and awaitables: futures and coroutines are
 * iterable too, for `yield*`, and would be taken for an iterable of what they
 * yield.
 *
 * @param caller the function that was called, for the message.
 * @param items what it takes, for the message.
 * @throws {TypeError} if `value` is not an iterable, or is an awaitable.
 */
export function checkIterable(
  value: unknown,
  caller: string,
  items: string,
): asserts value is Iterable<unknown> {
  const isAwaitable = value instanceof Future || isCoroutine(value);
  if (
    !isAwaitable && typeof value === "object" && value !== null &&
    Symbol.iterator in value
  ) return;
  const way = isAwaitable ? `: write ${caller}([…])` : "";
  throw new TypeError(
    `${caller}() expects an iterable of ${items}, got ${
      describeValue(value)
    }${way}`,
  );
}
