/**
 * Coroutines: what a task can run.
 *
 * @module
 */

import { RuntimeError } from "./errors.ts";
import { Future } from "./future.ts";
import { describeFunction, isGenerator, isPromiseLike } from "./_util.ts";

/**
 * What a task can run.
 *
 * - a function that returns a promise (an async function) or a generator. It is
 *   called in the task's first step;
 * - a generator, stepped by the loop and thrown into on cancellation;
 * - a {@linkcode Coroutine}, such as `sleep()` and `queue.get()` return;
 * - a promise. It runs already, in the context of whoever started it: a task
 *   can wait for it and stop waiting, but not stop it.
 *
 * @typeParam T the type of the result.
 */
export type CoroutineLike<T> =
  | (() => PromiseLike<T> | Generator<unknown, T, never> | T)
  | Generator<unknown, T, never>
  | PromiseLike<T>;

/** What can be waited for: a future or task too, where a coroutine goes. */
export type Awaitable<T> = CoroutineLike<T> | Future<T>;

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
  #body: (() => PromiseLike<T> | Generator<unknown, T, never> | T) | null;
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

  /** Starts it, and waits for its result; this is what `await` calls. */
  then<R1 = T, R2 = never>(
    onFulfilled?: ((value: T) => R1 | PromiseLike<R1>) | null,
    onRejected?: ((reason: unknown) => R2 | PromiseLike<R2>) | null,
  ): Promise<R1 | R2> {
    return this._start().then(onFulfilled, onRejected);
  }

  /** `yield* coroutine` waits for its result in a generator coroutine. */
  *[Symbol.iterator](): Generator<this, T, unknown> {
    return (yield this) as T;
  }

  /**
   * @internal Starts it in the current task.
   */
  _start(): Promise<T> {
    const body = this._take();
    try {
      const made = body();
      if (isGenerator(made)) {
        return runGenerator(made as Generator<unknown, T, never>);
      }
      return made instanceof Promise
        ? made as Promise<T>
        : Promise.resolve(made as T | PromiseLike<T>);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** @internal Hands out the body, once. */
  _take(): () => PromiseLike<T> | Generator<unknown, T, never> | T {
    const body = this.#body;
    if (body === null) {
      throw new RuntimeError("cannot reuse already awaited coroutine");
    }
    this.#body = null;
    return body;
  }

  /** Describes it, for messages and logs. */
  toString(): string {
    return `<coroutine ${this.name}>`;
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

/** @internal Tells this module how to give the others a turn. */
export function _setBareYield(fn: () => PromiseLike<void>): void {
  bareYield = fn;
}

/**
 * Tells whether `value` can be given to `createTask()`.
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
