/**
 * Waiting for several things at once, all of them.
 *
 * @module
 */

import { type Awaitable, checkIterable } from "../core/coroutine.ts";
import {
  ensureFuture,
  type EnsureFutureOptions,
} from "../core/ensure_future.ts";
import { coreOf, Future, type FutureOptions } from "../core/future.ts";
import { DoneListener, type FutureCore } from "../core/_future_core.ts";
import { CANCELLED, ERROR, PENDING } from "../core/internals.ts";
import { getEventLoop } from "../core/running.ts";

/** Options of {@linkcode gather}. */
export interface GatherOptions {
  /**
   * Whether errors are results like any other, rather than ending the wait.
   *
   * @default {false}
   */
  returnExceptions?: boolean;
}

/** The result of {@linkcode gather} for awaitables of the types `A`. */
export type Gathered<A extends readonly unknown[]> = {
  -readonly [K in keyof A]: A[K] extends Awaitable<infer T> ? T : never;
};

/** The future of a gathering: cancelling it cancels the children, one given twice twice. */
class GatheringFuture<T> extends Future<T> {
  readonly #children: readonly Future<unknown>[];
  #cancelRequested = false;

  constructor(children: readonly Future<unknown>[], options: FutureOptions) {
    super(options);
    this.#children = children;
  }

  override cancel(reason?: unknown): boolean {
    if (this.done()) return false;
    let any = false;
    for (const child of this.#children) {
      if (child.cancel(reason)) any = true;
    }
    // The children say when; what they then return does not matter.
    if (any) this.#cancelRequested = true;
    return any;
  }

  /** Whether it was asked to cancel its children. */
  get cancelRequested(): boolean {
    return this.#cancelRequested;
  }
}

/** What a child contributes: its result, its error or its cancellation. */
function outcome(future: Future<unknown>): unknown {
  const child = coreOf(future);
  if (child.state === CANCELLED || child.state === ERROR) {
    child.retrieve();
    return child.error();
  }
  return child.value;
}

/**
 * Runs awaitables at the same time and collects their results in the order given.
 *
 * The first error is passed on at once and the others go on. Cancelling the
 * returned future cancels all of them. If all of them are done already, so is
 * the returned future.
 *
 * A function that is given several times is called as often; the same future,
 * promise or coroutine object counts once. See
 * [asyncio.gather()](https://docs.python.org/3/library/asyncio-task.html#asyncio.gather).
 *
 * @param awaitables an iterable of coroutines, which become tasks, and futures.
 * @returns a future of the results.
 * @throws {TypeError} if `awaitables` is not an iterable of awaitables, but one
 * awaitable, say: `gather([a, b])`, not `gather(a, b)`.
 * @throws {RangeError} if they belong to different loops.
 * @throws {RuntimeError} if there are none and no loop is there.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { gather, run, sleep } from "../mod.ts";
 *
 * await run(async () => {
 *   const both = await gather([sleep(2, "a"), async () => 42]);
 *   assert(both[0] === "a" && both[1] === 42);
 * });
 * ```
 */
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options?: GatherOptions,
): Future<Gathered<A>>;
/** As above, for any iterable of awaitables of one type. */
export function gather<T>(
  awaitables: Iterable<Awaitable<T>>,
  options?: GatherOptions,
): Future<T[]>;
export function gather(
  awaitables: Iterable<Awaitable<unknown>>,
  options?: GatherOptions,
): Future<unknown[]> {
  const returnExceptions = options?.returnExceptions ?? false;
  checkIterable(awaitables, "gather", "awaitables");
  const tasks = new Map<unknown, Future<unknown>>();
  const children: Future<unknown>[] = [];
  let onLoop: EnsureFutureOptions | undefined;
  for (const awaitable of awaitables) {
    const child = tasks.get(awaitable) ?? ensureFuture(awaitable, onLoop);
    onLoop ??= { loop: child.getLoop() };
    // A promise or coroutine object given twice has one task. A function is a recipe: it makes two coroutines.
    if (child !== awaitable && typeof awaitable !== "function") {
      tasks.set(awaitable, child);
    }
    children.push(child);
  }
  if (onLoop === undefined) {
    const empty = getEventLoop().createFuture<unknown[]>();
    empty.setResult([]);
    return empty;
  }
  const outer = new GatheringFuture<unknown[]>(children, onLoop);
  // One that was given twice counts twice, and ends twice.
  let unfinished = children.length;

  const fail = (error: unknown) => coreOf(outer).fail(error);
  const childDone = (child: FutureCore): void => {
    unfinished--;
    if (outer.done()) {
      child.retrieve();
      return;
    }
    if (!returnExceptions) {
      if (child.state === CANCELLED) {
        fail(child.makeCancelledError());
        return;
      }
      if (child.state === ERROR) {
        child.retrieve();
        fail(child.value);
        return;
      }
    }
    if (unfinished > 0) return;
    const results = children.map(outcome);
    if (outer.cancelRequested) {
      fail(coreOf(children.at(-1)!).makeCancelledError());
    } else outer.setResult(results);
  };
  const finished: FutureCore[] = [];
  for (const child of children) {
    const core = coreOf(child);
    if (core.state === PENDING) {
      core.addCallback(new DoneListener(core, childDone));
    } else finished.push(core);
  }
  // If all are done, so is the gathering, without a turn of the loop.
  for (const child of finished) childDone(child);
  return outer;
}
