/**
 * The pool of Workers.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { known } from "../../asyncio/core/future.ts";
import { RuntimeError } from "../../asyncio/core/errors.ts";
import type {
  Executor,
  ExecutorShutdownOptions,
} from "../../asyncio/threads/executor.ts";
import { Fifo } from "../../asyncio/core/_fifo.ts";
import { runningLoop } from "../../asyncio/core/running.ts";
import { BrokenPoolError, BrokenWorkerError } from "../errors.ts";
import {
  type ErrorData,
  errorFromData,
  errorToData,
} from "../../asyncio/threads/error_codec.ts";
import {
  type JobFunction,
  type ModuleExport,
  serializeArguments,
  toWorkerFunction,
  unwrapOptions,
} from "./functions.ts";
import { type HostOwner, WorkerHost } from "./host.ts";
import {
  type CheckedOptions,
  checkOptions,
  type WorkerPoolOptions,
} from "./options.ts";
import { shareJobs, Upkeep } from "./upkeep.ts";
import { followSignal, type ItemOwner, WorkItem } from "./work_item.ts";
import { WorkerFuture } from "./worker_future.ts";
import { mapInOrder, type MapOptions, WorkerStream } from "./worker_stream.ts";
import { loadWorkerUrl, workerUrl } from "./worker_thread.ts";

/**
 * For how long the pool polls for the outcome of quick jobs, in ms, before it waits to be woken, which takes longer than
 * such a job.
 */
const POLL_MS = 0.1;

let lastJob = 0;

/**
 * Runs functions in Workers, one at a time in each; as
 * [ThreadPoolExecutor](https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.ThreadPoolExecutor),
 * with the restriction of its sibling for processes that what goes over must be cloneable.
 *
 * A function is sent as source text, once to each Worker. It must not use variables of its enclosing scope, except `currentJob`.
 * For one that does, see {@linkcode workerModule}. Arguments and results are structured clones.
 *
 * @example
 * ```ts
 * import { WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor({ maxWorkers: 2 });
 * const squares: number[] = [];
 * for await (const square of pool.map((n: number) => n * n, [1, 2, 3])) {
 *   squares.push(square);
 * }
 * assertEquals(squares, [1, 4, 9]);
 * ```
 */
export class WorkerPoolExecutor implements Executor, AsyncDisposable {
  readonly #options: CheckedOptions;
  readonly #hosts = new Set<WorkerHost>();
  readonly #queue = new Fifo<WorkItem>();
  #hostNumber = 0;
  #isLoading = false;
  readonly #upkeep: Upkeep;
  /** Until when it polls, on the clock of `performance.now()`; -Infinity: it does not. */
  #pollsUntil = -Infinity;
  #shutDown = false;
  #broken: BrokenPoolError | null = null;
  readonly #ended = Promise.withResolvers<void>();

  /**
   * Makes a pool; Workers are started by the first jobs.
   *
   * @throws {RangeError} If `maxWorkers` is not a whole number of 1 or more, or a time is negative or NaN.
   * @throws {TypeError} If `initializer` cannot be sent to a Worker.
   */
  constructor(options: WorkerPoolOptions = {}) {
    this.#options = checkOptions(options);
    this.#upkeep = new Upkeep(this.#hosts, {
      collect: () => void this.#collect(),
      requeue: (items) => {
        for (const item of items) this.#queue.putBack(item);
        this.#feed();
      },
    }, this.#options.idleTimeout);
  }

  /**
   * Calls `fn(...args)` in a Worker.
   *
   * @returns The future of its outcome. What cannot be cloned makes it fail, as an error of the function would.
   * @throws {RuntimeError} If the pool was shut down.
   * @throws {BrokenPoolError} If the initializer failed.
   * @throws {TypeError} If `fn` cannot be sent to a Worker.
   */
  submit<A extends unknown[], R>(
    fn: ((...args: A) => R | PromiseLike<R>) | ModuleExport,
    ...args: A
  ): WorkerFuture<R> {
    // The stack is captured in here: each frame more costs a job some 0.2 µs.
    return new WorkerFuture<R>(this.#submit(fn, args, null, new Error()));
  }

  /**
   * Calls a generator function, sync or async, in a Worker, and yields its values here. It runs ahead of its reader by
   * 16 values at most; leaving the loop ends it, its `finally` included.
   *
   * @throws {RuntimeError} As `submit()`.
   *
   * @example
   * ```ts
   * import { WorkerPoolExecutor } from "../mod.ts";
   * import { assertEquals } from "@std/assert";
   *
   * await using pool = new WorkerPoolExecutor();
   * const seen: number[] = [];
   * const count = function* (n: number) {
   *   for (let i = 0; i < n; i++) yield i;
   * };
   * for await (const i of pool.stream(count, 3)) seen.push(i);
   * assertEquals(seen, [0, 1, 2]);
   * ```
   */
  stream<A extends unknown[], Y, R>(
    fn:
      | ((
        ...args: A
      ) => Generator<Y, R, unknown> | AsyncGenerator<Y, R, unknown>)
      | ModuleExport,
    ...args: A
  ): WorkerStream<Y, R> {
    const caller = new Error();
    return new WorkerStream<Y, R>((onValue) =>
      this.#submit(fn, args, onValue, caller)
    );
  }

  /**
   * Calls `fn` with each item, several at a time, and yields the results in the items' order.
   *
   * The items are taken as results are asked for, `lookAhead` of them ahead; as `Executor.map()` with `buffersize` of
   * Python 3.14. If a call fails, the loop throws that error; leaving the loop cancels the calls that are left.
   *
   * @param fn Called with one item.
   * @param items An iterable, sync or async.
   * @throws {RuntimeError} As `submit()`, when the first result is asked for.
   * @throws {TypeError} If `items` is a future or a promise, when the first result is asked for.
   */
  map<I, R>(
    fn: ((item: I) => R | PromiseLike<R>) | ModuleExport,
    items: Iterable<I> | AsyncIterable<I>,
    options: MapOptions = {},
  ): AsyncGenerator<R, void, undefined> {
    const submit = (item: I) => this.submit<[I], R>(fn, item);
    return mapInOrder(submit, items, options, 2 * this.#options.maxWorkers);
  }

  /**
   * Takes no more jobs, and ends the Workers when those that were taken are done.
   *
   * @param options With `cancelFutures`, jobs that have not begun are cancelled. With `wait: false` the promise
   * resolves at once, and the rest happens by itself.
   */
  async shutdown(options: ExecutorShutdownOptions = {}): Promise<void> {
    const { wait = true, cancelFutures = false } = options;
    this.#shutDown = true;
    if (cancelFutures) {
      for (const item of this.#queue.takeAll()) item.endCancelled(undefined);
      for (const host of this.#hosts) {
        host.cancelUnbegun();
      }
    }
    this.#endIfDone();
    if (wait) await known(this.#ended.promise);
  }

  /** As {@linkcode WorkerPoolExecutor.shutdown}: waits for all jobs. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  #submit(
    given: JobFunction | ModuleExport,
    args: unknown[],
    onValue: ((value: unknown) => void) | null,
    caller: Error,
  ): WorkItem {
    if (this.#broken !== null) throw this.#broken;
    if (this.#shutDown) {
      throw new RuntimeError(
        "Cannot submit a job: the pool was shut down. Make another one",
      );
    }
    const [plain, options] = unwrapOptions(given);
    const fn = toWorkerFunction(plain);
    const item = new WorkItem(
      this.#owner,
      lastJob = (lastJob + 1) & 0x3fffffff,
      fn,
      options,
      caller,
      runningLoop(),
    );
    item.onValue = onValue;
    try {
      item.args = serializeArguments(fn.name, args, options?.transfer);
    } catch (error) {
      item.fail(error);
      return item;
    }
    followSignal(item, options?.signal);
    if (item.done()) return item;
    if (this.#queue.size > 0 || !this.#dispatch(item)) {
      this.#queue.put(item);
    }
    return item;
  }

  /** Gives a job to the Worker that would begin it soonest. Returns false if it has to wait. */
  #dispatch(item: WorkItem): boolean {
    const { averageMs } = item.fn;
    let best: WorkerHost | null = null;
    for (const host of this.#hosts) {
      if (!host.accepts(averageMs)) {
        // Its jobs will be over before another Worker is awake.
        if (best === null && host.isFull && host.isSoonFree(averageMs)) {
          return false;
        }
        continue;
      }
      if (host.isSoonFree(averageMs)) {
        best = host;
        break;
      }
      if (best === null || host.load < best.load) best = host;
      if (best.load === 0) break;
    }
    const soon = best !== null &&
      (best.load === 0 || best.isSoonFree(averageMs));
    if (!soon && this.#hosts.size < this.#options.maxWorkers) {
      const host = this.#start();
      if (host?.ready) best = host;
    }
    if (best === null) return false;
    best.give(item);
    if (best.load > 1) this.#upkeep.balance();
    if (averageMs >= 0 && averageMs < POLL_MS) this.#startPolling();
    return true;
  }

  /** Starts a Worker, or loads the program of Workers first: then the job waits in the queue. */
  #start(): WorkerHost | null {
    const program = workerUrl();
    if (program === null) {
      this.#load();
      return null;
    }
    const { name, initializer } = this.#options;
    const host = new WorkerHost(
      this.#owner,
      program,
      `${name}-${++this.#hostNumber}`,
      initializer,
    );
    this.#hosts.add(host);
    return host;
  }

  #load(): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    loadWorkerUrl().then(() => {
      this.#feed();
      this.#endIfDone();
    }, (error) => {
      this.#break(
        "The program of the Workers cannot be loaded",
        errorToData(error),
      );
      this.#endIfDone();
    });
  }

  /** Gives the jobs in the queue to Workers, as long as one accepts them. */
  #feed(): void {
    for (;;) {
      const item = this.#queue.first;
      if (item === undefined) break;
      if (!item.done() && !this.#dispatch(item)) break;
      this.#queue.take();
    }
    if (this.#queue.size === 0) shareJobs(this.#hosts);
  }

  /** Settles the jobs that have ended, and feeds the Workers. Returns how many slots are free again. */
  #collect(): number {
    let done = 0;
    for (const host of this.#hosts) done += host.collect();
    this.#feed();
    return done;
  }

  /** Polls for the outcome of a quick job. */
  #startPolling(): void {
    const polls = this.#pollsUntil !== -Infinity;
    this.#pollsUntil = performance.now() + POLL_MS;
    if (polls) return;
    for (const host of this.#hosts) host.setPoolSleeps(false);
    setImmediate(this.#poll);
  }

  readonly #poll = (): void => {
    const done = this.#collect();
    let busy = false;
    for (const host of this.#hosts) busy ||= host.load > 0;
    const now = performance.now();
    if (done > 0) this.#pollsUntil = now + POLL_MS;
    if (busy && now < this.#pollsUntil) {
      setImmediate(this.#poll);
      return;
    }
    this.#pollsUntil = -Infinity;
    for (const host of this.#hosts) host.setPoolSleeps(true);
    // A job that ended just before has sent no message.
    if (busy) this.#collect();
  };

  readonly #owner: HostOwner & ItemOwner = {
    cancel: (item, reason) => {
      const host = item.host;
      if (host !== null && !host.withdraw(item)) {
        host.cancelRunning(item, reason, this.#options.cancelGrace);
      }
      item.endCancelled(reason);
      if (host !== null) this.#feed();
      this.#endIfDone();
      return true;
    },
    wake: () => this.#collect(),
    hostReady: () => this.#feed(),
    jobEnded: (host) => {
      this.#feed();
      if (host.load === 0) this.#upkeep.endIdle();
      this.#endIfDone();
    },
    initializerFailed: (error) =>
      this.#break("The initializer of the pool failed", error),
    hostExited: (host, lost, unbegun) => {
      this.#hosts.delete(host);
      const { message, cause } = host.exitReason;
      for (const item of lost) {
        item.fail(
          new BrokenWorkerError(
            `The Worker "${host.name}" that ran ${item.fn.name}() ${message}`,
            cause === null ? {} : { cause: errorFromData(cause) },
          ),
        );
      }
      for (const item of unbegun.reverse()) this.#queue.putBack(item);
      this.#feed();
      this.#endIfDone();
    },
  };

  /** Fails all jobs, those to come included. */
  #break(what: string, error: ErrorData): void {
    if (this.#broken !== null) return;
    this.#broken = new BrokenPoolError(
      `${what}: ${error.name}: ${error.message}`,
      { cause: errorFromData(error) },
    );
    for (const item of this.#queue.takeAll()) item.fail(this.#broken);
    for (const host of this.#hosts) host.terminate();
  }

  #endIfDone(): void {
    if (!this.#shutDown || this.#queue.size > 0) return;
    this.#upkeep.stop();
    for (const host of this.#hosts) {
      if (host.load === 0) host.terminate();
    }
    if (this.#hosts.size === 0) this.#ended.resolve();
  }
}
