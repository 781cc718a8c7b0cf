/**
 * Running a program from its main coroutine to its end.
 *
 * @module
 */

import type { Context } from "../core/context.ts";
import { type CoroutineLike, isCoroutine } from "../core/coroutine.ts";
import {
  CancelledError,
  KeyboardInterrupt,
  RuntimeError,
} from "../core/errors.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import {
  type LoopFactory,
  newEventLoop,
  runningLoop,
  setEventLoop,
} from "../core/running.ts";
import { shutdownLoop } from "./shutdown.ts";
import type { Task } from "../core/task.ts";
import { describeValue, isInstance } from "../core/_util.ts";

/** The status that a shell expects of a program that SIGINT ended. */
const INTERRUPTED_STATUS = 130;

/**
 * Takes SIGINT over until it is disposed of.
 *
 * The first signal calls `onInterrupt`, at once, in a macrotask of its own. The
 * second one ends the process with status 130.
 *
 * @param onInterrupt starts an orderly end.
 * @returns disposing of it gives SIGINT back. Does nothing the second time.
 *
 * @example
 * ```ts
 * import { onInterrupt } from "../mod.ts";
 *
 * {
 *   using _interrupt = onInterrupt(() => console.log("ending"));
 * }
 * ```
 */
export function onInterrupt(onInterrupt: () => void): Disposable {
  let count = 0;
  const handler = (): void => {
    if (++count > 1) Deno.exit(INTERRUPTED_STATUS);
    onInterrupt();
  };
  let installed = true;
  Deno.addSignalListener("SIGINT", handler);
  return {
    [Symbol.dispose](): void {
      if (!installed) return;
      installed = false;
      Deno.removeSignalListener("SIGINT", handler);
    },
  };
}

/** Options of {@linkcode Runner} and {@linkcode run}. */
export interface RunnerOptions {
  /** Whether the loop is in debug mode. Default: as the environment says. */
  debug?: boolean;
  /** Makes the loop. Default: `newEventLoop`. */
  loopFactory?: LoopFactory;
  /**
   * Whether SIGINT cancels the main task, so that `finally` blocks run, and is
   * then thrown as a `KeyboardInterrupt`. A second one ends the process.
   *
   * @default {false}
   */
  handleSigint?: boolean;
}

/** Options of {@linkcode Runner.run}. */
export interface RunnerRunOptions {
  /** The context to run in. Default: a copy of the current one. */
  context?: Context;
}

/**
 * A loop on which several main coroutines run one after the other, and which is
 * shut down at the end.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { Runner } from "../mod.ts";
 *
 * await using runner = new Runner();
 * assert(await runner.run(async () => 42) === 42);
 * assert(await runner.run(async () => 43) === 43);
 * ```
 */
export class Runner implements AsyncDisposable {
  readonly #options: RunnerOptions;
  #loop: BaseEventLoop | null = null;
  #closed = false;

  /** Makes a runner; its loop is made when it is first needed. */
  constructor(options?: RunnerOptions) {
    this.#options = options ?? {};
  }

  /**
   * Returns the loop.
   *
   * @throws {RuntimeError} if the runner is closed.
   */
  getLoop(): BaseEventLoop {
    if (this.#closed) {
      throw new RuntimeError("Runner is closed: make another one");
    }
    if (this.#loop === null) {
      this.#loop = (this.#options.loopFactory ?? newEventLoop)();
      setEventLoop(this.#loop);
      if (this.#options.debug !== undefined) {
        this.#loop.setDebug(this.#options.debug);
      }
    }
    return this.#loop;
  }

  /**
   * Runs a coroutine to its end.
   *
   * @returns its result.
   * @throws {RuntimeError} if a loop runs already, or the runner is closed.
   * @throws {TypeError} if it is not a coroutine.
   * @throws {KeyboardInterrupt} if SIGINT cancelled it.
   * @throws what it throws.
   */
  async run<T>(
    main: CoroutineLike<T>,
    options?: RunnerRunOptions,
  ): Promise<T> {
    if (runningLoop() !== null) {
      throw new RuntimeError(
        "Runner.run() cannot be called from a running event loop: await the coroutine there",
      );
    }
    checkCoroutine(main);
    const loop = this.getLoop();
    const task = loop.createTask(main, options ?? {});
    let interrupted = false;
    using _interrupt = this.#options.handleSigint === true
      ? onInterrupt(() => {
        interrupted = true;
        task.cancel();
      })
      : null;
    try {
      return await loop.runUntilComplete(task);
    } catch (error) {
      throw interrupted && wasOnlyInterrupted(task, error)
        ? new KeyboardInterrupt("", { cause: error })
        : error;
    }
  }

  /** Shuts the loop down: see `shutdownLoop`. Does nothing the second time. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const loop = this.#loop;
    this.#loop = null;
    if (loop !== null) await shutdownLoop(loop);
  }

  /** As {@linkcode Runner.close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function wasOnlyInterrupted(task: Task<unknown>, error: unknown): boolean {
  return isInstance(error, CancelledError) && task.uncancel() === 0;
}

function checkCoroutine(main: unknown): void {
  if (!isCoroutine(main)) {
    throw new TypeError(`a coroutine was expected, got ${describeValue(main)}`);
  }
}

/**
 * Runs a program: makes a loop, runs `main` to its end, shuts the loop down.
 *
 * This is `asyncio.run()`.
 *
 * @returns the result of `main`.
 * @throws {RuntimeError} if a loop runs already.
 * @throws {TypeError} if `main` is not a coroutine.
 * @throws {KeyboardInterrupt} if SIGINT cancelled it.
 * @throws what `main` throws.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { run, sleep } from "../mod.ts";
 *
 * const answer = await run(async () => {
 *   await sleep(1);
 *   return 42;
 * });
 * assert(answer === 42);
 * ```
 */
export async function run<T>(
  main: CoroutineLike<T>,
  options?: RunnerOptions,
): Promise<T> {
  if (runningLoop() !== null) {
    throw new RuntimeError(
      "run() cannot be called from a running event loop: await the coroutine there",
    );
  }
  checkCoroutine(main);
  const runner = new Runner(options);
  try {
    return await runner.run(main);
  } finally {
    await runner.close();
  }
}
