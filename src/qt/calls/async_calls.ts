/**
 * Operations that outlast a call from TypeScript: `exec()`, and calls that open a nested event loop.
 *
 * @module
 */

import { setImmediate } from "node:timers";

import { Status } from "../../../ffi/abi.ts";
import { contextTask } from "../../asyncio/core/_context.ts";
import { coreOf, newFuture } from "../../asyncio/core/future.ts";
import { PENDING } from "../../asyncio/core/internals.ts";
import { extras } from "../../asyncio/core/_platform.ts";
import { ApplicationError, errorOf } from "./errors.ts";
import type { Link } from "./link.ts";
import { Pump, type PumpHost } from "./pump.ts";
import type { Requests } from "./requests.ts";

/** A promise, and the functions that settle it. */
export interface Pending<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: unknown): void;
}

/**
 * Makes a promise; in a task, one at which the task can be cancelled. Other code may outlive the loop, and so may its
 * promise.
 *
 * @param cancelled Called when the awaiting task is cancelled.
 */
export function pending<T>(cancelled: () => void): Pending<T> {
  const task = contextTask();
  if (task === null || task.state !== PENDING) {
    return Promise.withResolvers<T>();
  }
  const future = newFuture<T>(task.loop);
  const core = coreOf(future);
  core.onCancel = cancelled;
  return {
    promise: future,
    resolve: (value) => core.resolve(value),
    reject: (error) => core.reject(error),
  };
}

/** An asynchronous call: waiting to start, or running its nested loop. */
interface AsyncCall {
  readonly start: () => number;
  /** What the call ends with; left out: its only value. */
  readonly read?: (() => unknown) | undefined;
  readonly settle: Pending<unknown>;
}

const drainMicrotasks = extras.runMicrotasks ?? (() => {});

/** Starts asynchronous calls and `exec()` where Qt allows it, and settles their promises. */
export class AsyncCalls implements PumpHost {
  readonly pump: Pump;

  readonly #link: Link;
  readonly #requests: Requests;
  readonly #onFailure: (error: Error) => void;
  readonly #queue: AsyncCall[] = [];
  readonly #nested = new Map<number, AsyncCall>();
  #exec: PromiseWithResolvers<number> | undefined;
  #execStarted = false;
  readonly #onExecStart: (() => void)[] = [];
  #over = false;

  /** @param onFailure Called, once, when Qt cannot go on. */
  constructor(
    link: Link,
    requests: Requests,
    onFailure: (error: Error) => void,
  ) {
    this.#link = link;
    this.#requests = requests;
    this.#onFailure = onFailure;
    this.pump = new Pump(link.symbols, this);
  }

  /**
   * Starts a call now; if Qt waits for JavaScript, when that has returned.
   *
   * @param start Makes the call, and returns a status.
   * @param cancelled Called when the task that awaits the call is cancelled there, if the call has started. One that has
   * not is dropped.
   * @param read Reads what the call ends with; left out: its only value.
   */
  begin(
    start: () => number,
    cancelled: () => void,
    read?: () => unknown,
  ): Promise<unknown> {
    const settle = pending<unknown>(() => {
      const index = this.#queue.indexOf(call);
      if (index < 0) return cancelled();
      this.#queue.splice(index, 1);
      void this.pump.release();
    });
    const call: AsyncCall = { start, read, settle };
    this.#queue.push(call);
    this.pump.acquire();
    if (!this.#requests.serving) this.startPending();
    this.pump.touch();
    return settle.promise;
  }

  /** A synchronous call has opened an event loop: it goes on, and its result is lost. */
  abandonCall(): void {
    const settle = Promise.withResolvers<unknown>();
    settle.promise.catch(() => {});
    const call: AsyncCall = { start: () => Status.Done, settle };
    this.#nested.set(this.#link.channel.id, call);
    this.pump.acquire();
  }

  // exec()

  /** Whether exec() has been started and has not returned, be it pumped or not. */
  get execStarted(): boolean {
    return this.#execStarted;
  }

  /** Resolves with the exit code when exec() returns; starts it if it has not been started. Does not pump. */
  exec(): Promise<number> {
    if (this.#exec === undefined) {
      this.#exec = Promise.withResolvers<number>();
      this.#exec.promise.catch(() => {});
    }
    const { promise } = this.#exec;
    this.#startExecIfPossible();
    this.pump.touch();
    return promise;
  }

  /**
   * Calls a function when exec() has started, if it has been asked for and could not start yet: Qt itself does not know
   * of it then, and what is meant to end it would do nothing.
   */
  whenExecStarts(fn: () => void): void {
    if (this.#execWaits) this.#onExecStart.push(fn);
  }

  get #execCanStart(): boolean {
    return this.#execWaits && !this.#requests.serving &&
      this.#nested.size === 0;
  }

  get #execWaits(): boolean {
    return this.#exec !== undefined && !this.#execStarted && !this.#over;
  }

  /** Qt starts exec() at the bottom of the stack alone, where none of its calls is suspended. */
  #startExecIfPossible(): void {
    if (!this.#execCanStart) return;
    const status = this.#link.symbols.qta_exec(0);
    // The pump tries again, from a turn of its own.
    if (status === Status.Deep) return this.pump.touch();
    this.#execStarted = true;
    if (this.carry(status)) this.pump.touch();
    for (const fn of this.#onExecStart.splice(0)) {
      if (this.#execStarted) fn();
    }
  }

  // PumpHost

  get hasPending(): boolean {
    return this.#queue.length > 0 && !this.#over || this.#execCanStart;
  }

  startPending(): void {
    // Before the calls that may nest loops on it.
    this.#startExecIfPossible();
    while (this.#queue.length > 0 && !this.#over) {
      const call = this.#queue.shift()!;
      let status: number;
      try {
        status = this.#requests.serve(call.start());
      } catch (error) {
        call.settle.reject(error);
        void this.pump.release();
        continue;
      }
      if (status === Status.Blocked) {
        this.#nested.set(this.#link.channel.id, call);
      } else {
        this.#settle(call, status);
      }
    }
  }

  carry(status: number): boolean {
    const { reader, wrappers } = this.#link;
    const busy = this.#carried(this.#requests.serve(status, drainMicrotasks));
    wrappers.reportNews(reader);
    return busy;
  }

  #carried(status: number): boolean {
    switch (status) {
      case Status.Finished:
      case Status.Failed:
        this.#finished(status);
        return true;
      case Status.Exited:
        this.#exited();
        return true;
      case Status.Busy:
        return true;
      case Status.Idle:
      case Status.Closed:
        return false;
      default:
        this.giveUp(errorOf(status, this.#link.reader));
        return false;
    }
  }

  #finished(status: number): void {
    const { id } = this.#link.channel;
    const call = this.#nested.get(id);
    this.#nested.delete(id);
    if (call !== undefined) this.#settle(call, status);
  }

  #settle(call: AsyncCall, status: number): void {
    const { reader } = this.#link;
    try {
      if (status === Status.Done || status === Status.Finished) {
        call.settle.resolve(
          call.read === undefined ? reader.begin().read() : call.read(),
        );
      } else {
        const error = errorOf(status, reader);
        call.settle.reject(error);
        if (status === Status.Fatal) this.giveUp(error);
      }
    } finally {
      void this.pump.release();
    }
  }

  #exited(): void {
    const exec = this.#exec;
    this.#exec = undefined;
    this.#execStarted = false;
    exec?.resolve(this.#link.channel.id);
  }

  // The end

  /** Lets every fiber run out: each loop of Qt's is told to end, until none is left. */
  async runOut(exit: () => void): Promise<void> {
    this.#abandonQueue(
      new ApplicationError(
        "Cannot wait for the call: the application is being disposed of",
      ),
    );
    this.pump.acquire();
    try {
      while (
        !this.#over && (this.#exec !== undefined || this.#nested.size > 0)
      ) {
        exit();
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      await this.pump.release();
    }
  }

  /** Qt cannot go on: all promises are rejected. */
  giveUp(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#onFailure(error);
    this.#abandonQueue(error);
    for (const call of this.#nested.values()) {
      call.settle.reject(error);
      void this.pump.release();
    }
    this.#nested.clear();
    this.#exec?.reject(error);
    this.#exec = undefined;
    this.#execStarted = false;
  }

  /** The application has been disposed of. */
  close(): void {
    this.#over = true;
  }

  #abandonQueue(error: Error): void {
    for (const call of this.#queue.splice(0)) {
      call.settle.reject(error);
      void this.pump.release();
    }
  }
}
