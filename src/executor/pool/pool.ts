/**
 * The pool of Workers.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { _known } from "../../asyncio/cancellable.ts";
import { RuntimeError } from "../../asyncio/errors.ts";
import type {
  Executor,
  ExecutorShutdownOptions,
} from "../../asyncio/executor.ts";
import { _runningLoop } from "../../asyncio/running.ts";
import { pack } from "./arguments.ts";
import type { ErrorData } from "../shared/error_codec.ts";
import {
  _errorFromData,
  BrokenPoolError,
  BrokenWorkerError,
} from "../errors.ts";
import {
  _shipment,
  _unwrap,
  type JobFunction,
  type ModuleExport,
} from "./functions.ts";
import type { FunctionSource } from "../shared/slots.ts";
import { mapInOrder, type MapOptions } from "./map.ts";
import { Fifo } from "./fifo.ts";
import { type HostOwner, WorkerHost } from "./host.ts";
import { WorkerStream } from "./worker_stream.ts";
import { WorkerFuture } from "./worker_future.ts";

/** Options of {@linkcode WorkerPoolExecutor}. */
export interface WorkerPoolOptions {
  /**
   * How many Workers there may be at once: 1 or more. They are started when they are needed.
   *
   * @default {the number of processors}
   */
  maxWorkers?: number;
  /**
   * What the Workers' names begin with.
   *
   * @default {"WorkerPool-1", and so on}
   */
  name?: string;
  /** Called in each Worker before its first job. If it fails, the pool is broken. */
  initializer?: JobFunction | ModuleExport;
  /** The arguments of `initializer`. */
  initargs?: unknown[];
  /**
   * After how many milliseconds without a job a Worker is ended; `Infinity` keeps them all. An idle Worker takes some
   * 6 MB, but it does not keep the process from exiting.
   *
   * @default {10_000}
   */
  idleTimeout?: number;
  /**
   * How many milliseconds a cancelled job may take to end before its Worker is ended.
   *
   * @default {500}
   */
  cancelGrace?: number;
}

type AnyFuture = WorkerFuture<unknown>;

/** How often the pool looks for jobs that wait behind one that takes long, in ms. */
const BALANCE_MS = 2;

/**
 * For how long the pool looks for the outcome of quick jobs by itself, in ms, before it waits to be woken, which takes
 * longer than such a job.
 */
const LOOK_MS = 0.1;

let pools = 0;
let lastJob = 0;

/**
 * Runs functions in Workers, several at a time, one at a time in each; as
 * [ThreadPoolExecutor](https://docs.python.org/3/library/concurrent.futures.html#concurrent.futures.ThreadPoolExecutor),
 * with the restriction of its sibling for processes that what goes over must be cloneable.
 *
 * A function travels as its source, once to each Worker; it must not use variables around it, except `currentJob`.
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
  readonly #maxWorkers: number;
  readonly #name: string;
  readonly #idleTimeout: number;
  readonly #cancelGrace: number;
  readonly #initializer: { from: FunctionSource; args: unknown[] } | null;
  readonly #hosts = new Set<WorkerHost>();
  readonly #queue = new Fifo<AnyFuture>();
  #hostNumber = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #balanceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Until when it looks out for quick jobs, on the clock of `performance.now()`; -Infinity: it does not. */
  #looksUntil = -Infinity;
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
    const {
      maxWorkers = navigator.hardwareConcurrency,
      name = `WorkerPool-${++pools}`,
      initializer,
      initargs = [],
      idleTimeout = 10_000,
      cancelGrace = 500,
    } = options;
    if (!Number.isSafeInteger(maxWorkers) || maxWorkers < 1) {
      throw new RangeError(
        `maxWorkers must be a whole number of 1 or more, got ${maxWorkers}`,
      );
    }
    checkTime("idleTimeout", idleTimeout);
    checkTime("cancelGrace", cancelGrace);
    this.#maxWorkers = maxWorkers;
    this.#name = name;
    this.#idleTimeout = idleTimeout;
    this.#cancelGrace = cancelGrace;
    this.#initializer = initializer === undefined ? null : {
      from: _shipment(initializer).from,
      args: structuredClone(initargs),
    };
  }

  /**
   * Has `fn(...args)` called in a Worker.
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
    return this.#submit(fn, args, null, new Error()) as WorkerFuture<R>;
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
    const stream = new WorkerStream<Y, R>();
    const onValue = (value: unknown) => stream._push(value as Y);
    stream._begin(
      this.#submit(fn, args, onValue, new Error()) as WorkerFuture<R>,
    );
    return stream;
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
    return mapInOrder(submit, items, options, 2 * this.#maxWorkers);
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
      for (const future of this.#queue.takeAll()) future._cancel(undefined);
      for (const host of this.#hosts) {
        host.cancelUnbegun();
      }
    }
    this.#endIfDone();
    if (wait) await _known(this.#ended.promise);
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
  ): AnyFuture {
    if (this.#broken !== null) throw this.#broken;
    if (this.#shutDown) {
      throw new RuntimeError("cannot schedule new futures after shutdown");
    }
    const [fn, options] = _unwrap(given);
    const shipment = _shipment(fn);
    const future = new WorkerFuture<unknown>(
      this.#owner,
      lastJob = (lastJob + 1) & 0x3fffffff,
      shipment,
      options,
      null,
      caller,
      _runningLoop(),
    );
    future._onValue = onValue;
    try {
      future._parcel = pack(shipment.name, args, options?.transfer);
    } catch (error) {
      future._fail(error);
      return future;
    }
    followSignal(future, options?.signal);
    if (future.done()) return future;
    if (this.#queue.size > 0 || !this.#dispatch(future)) {
      this.#queue.push(future);
    }
    return future;
  }

  /** Gives a job to the Worker that would begin it soonest; false: it has to wait. */
  #dispatch(future: AnyFuture): boolean {
    const { averageMs } = future._shipment;
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
    if (!soon && this.#hosts.size < this.#maxWorkers) {
      const host = this.#start();
      if (host.ready) best = host;
    }
    if (best === null) return false;
    best.give(future);
    if (best.load > 1) this.#armBalanceTimer();
    if (averageMs >= 0 && averageMs < LOOK_MS) this.#lookOut();
    return true;
  }

  #start(): WorkerHost {
    const name = `${this.#name}-${++this.#hostNumber}`;
    const host = new WorkerHost(
      this.#owner,
      name,
      this.#initializer,
    );
    this.#hosts.add(host);
    return host;
  }

  /** Gives out what waits, for as long as somebody takes it. */
  #feed(): void {
    for (;;) {
      const future = this.#queue.peek();
      if (future === undefined) break;
      if (!future.done() && !this.#dispatch(future)) break;
      this.#queue.shift();
    }
    if (this.#queue.size === 0) this.#share();
  }

  /** A Worker without jobs takes one that another one was given ahead of time. */
  #share(): void {
    for (const idle of this.#hosts) {
      if (idle.load > 0 || !idle.accepts(-1)) continue;
      for (const busy of this.#hosts) {
        if (busy.load < 2) continue;
        const future = busy.withdrawLast();
        if (future === null) continue;
        idle.give(future);
        break;
      }
    }
  }

  /** Settles what is over and gives out what waits. Tells how many jobs' slots are free again. */
  #collect(): number {
    let done = 0;
    for (const host of this.#hosts) done += host.collect();
    this.#feed();
    return done;
  }

  /** Has the pool look out for what becomes of a quick job. */
  #lookOut(): void {
    const looks = this.#looksUntil !== -Infinity;
    this.#looksUntil = performance.now() + LOOK_MS;
    if (looks) return;
    for (const host of this.#hosts) host.wakesPool(false);
    setImmediate(this.#look);
  }

  readonly #look = (): void => {
    const done = this.#collect();
    let busy = false;
    for (const host of this.#hosts) busy ||= host.load > 0;
    const now = performance.now();
    if (done > 0) this.#looksUntil = now + LOOK_MS;
    if (busy && now < this.#looksUntil) {
      setImmediate(this.#look);
      return;
    }
    this.#looksUntil = -Infinity;
    for (const host of this.#hosts) host.wakesPool(true);
    // What was done just before would wake nobody.
    if (busy) this.#collect();
  };

  readonly #owner: HostOwner & {
    cancel(future: AnyFuture, reason: unknown): boolean;
  } = {
    cancel: (future, reason) => {
      const host = future._host;
      if (host !== null && !host.withdraw(future)) {
        host.cancelRunning(future, reason, this.#cancelGrace);
      }
      future._cancel(reason);
      if (host !== null) this.#feed();
      this.#endIfDone();
      return true;
    },
    wake: () => this.#collect(),
    hostReady: () => this.#feed(),
    jobEnded: (host) => {
      this.#feed();
      if (host.load === 0) this.#armIdleTimer();
      this.#endIfDone();
    },
    initializerFailed: (error) => this.#break(error),
    hostGone: (host, unbegun) => {
      this.#hosts.delete(host);
      const { message, cause } = host.death;
      for (const future of host.lost) {
        future._fail(
          new BrokenWorkerError(
            `The Worker "${host.name}" that ran ${future._shipment.name}() ${message}`,
            cause === null ? {} : { cause: _errorFromData(cause) },
          ),
        );
      }
      for (const future of unbegun.reverse()) this.#queue.unshift(future);
      this.#feed();
      this.#endIfDone();
    },
  };

  #break(error: ErrorData): void {
    if (this.#broken !== null) return;
    this.#broken = new BrokenPoolError(
      `The initializer of the pool failed: ${error.name}: ${error.message}`,
      { cause: _errorFromData(error) },
    );
    for (const future of this.#queue.takeAll()) future._fail(this.#broken);
    for (const host of this.#hosts) host.terminate();
  }

  /** A job that was quick a thousand times may take long once: what waits behind it has to go elsewhere. */
  #armBalanceTimer(): void {
    this.#balanceTimer ??= setTimeout(() => {
      this.#balanceTimer = undefined;
      this.#collect();
      let ahead = false;
      for (const host of this.#hosts) {
        for (const future of host.takeBackIfStuck()) {
          this.#queue.unshift(future);
        }
        if (host.load > 1) ahead = true;
      }
      this.#feed();
      if (ahead) this.#armBalanceTimer();
    }, BALANCE_MS);
  }

  #armIdleTimer(): void {
    if (this.#idleTimer !== undefined || this.#idleTimeout === Infinity) return;
    if (this.#shutDown) return;
    this.#idleTimer = setTimeout(() => {
      this.#idleTimer = undefined;
      const now = performance.now();
      let left = 0;
      for (const host of this.#hosts) {
        if (host.load > 0 || !host.ready) continue;
        if (now - host.idleSince >= this.#idleTimeout) host.terminate();
        else left++;
      }
      if (left > 0) this.#armIdleTimer();
    }, Math.min(this.#idleTimeout, 2 ** 31 - 1));
    Deno.unrefTimer(this.#idleTimer);
  }

  #endIfDone(): void {
    if (!this.#shutDown || this.#queue.size > 0) return;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#balanceTimer);
    this.#balanceTimer = undefined;
    for (const host of this.#hosts) {
      if (host.load === 0) host.terminate();
    }
    if (this.#hosts.size > 0) return;
    this.#ended.resolve();
  }
}

function checkTime(name: string, value: number): void {
  if (!(value >= 0)) {
    throw new RangeError(
      `${name} must be 0 or more milliseconds, got ${value}`,
    );
  }
}

/** Cancels a job when its signal is aborted. */
function followSignal(
  future: AnyFuture,
  signal: AbortSignal | undefined,
): void {
  if (signal === undefined) return;
  const abort = () => void future.cancel(signal.reason);
  if (signal.aborted) return abort();
  signal.addEventListener("abort", abort, { once: true });
  future.addDoneCallback(() => signal.removeEventListener("abort", abort));
}
