/**
 * A call on its way through the pool: what is behind a `WorkerFuture`.
 *
 * @module
 */

import type { JobListener } from "../../asyncio/threads/executor.ts";
import { CancelledError } from "../../asyncio/core/errors.ts";
import { logError } from "../../asyncio/core/_util.ts";
import {
  type ErrorData,
  errorFromData,
} from "../../asyncio/threads/error_codec.ts";
import type { JobMessage, ToWorker } from "../shared/messages.ts";
import type {
  JobOptions,
  SerializedArguments,
  WorkerFunction,
} from "./functions.ts";

export const PENDING = 0;
export const FINISHED = 1;
export const FAILED = 2;
export const CANCELLED = 3;

/** What an item asks of its pool. */
export interface ItemOwner {
  cancel(item: WorkItem, reason: unknown): boolean;
}

/** The Worker that has an item, as the item sees it. */
export interface ItemHost {
  /** Whether the call has begun, and has not ended. */
  runs(item: WorkItem): boolean;
  /** Takes the call back if it has not begun. */
  withdraw(item: WorkItem): boolean;
  /** Tells the call that runs to end; terminates the Worker if it has not after `grace` ms. */
  cancelRunning(item: WorkItem, reason: unknown, grace: number): void;
  /** Sends a message to the stream that runs. */
  send(message: ToWorker): void;
}

/** The loop that a call was submitted from, as the item sees it. */
export interface CallerLoop {
  isClosed(): boolean;
  callSoonThreadsafe<A extends unknown[]>(
    callback: (...args: A) => unknown,
    ...args: A
  ): unknown;
}

/** A call that runs, or will run, in a Worker. */
export class WorkItem {
  readonly id: number;
  readonly fn: WorkerFunction;
  readonly options: JobOptions | null;
  /** Made where the call was submitted; its stack is not written out unless the call fails. */
  readonly caller: Error;
  /** The Worker that has it. */
  host: ItemHost | null = null;
  /** The slot that it is in. */
  slot = -1;
  /** Null when it is done. */
  args: SerializedArguments | null = null;
  /** Not null for a stream: called with each value. */
  onValue: ((value: unknown) => void) | null = null;
  state = PENDING;
  /** The result, or the error. */
  value: unknown = undefined;

  readonly #owner: ItemOwner;
  /** The loop that it was submitted from, if one ran. */
  readonly #loop: CallerLoop | null;
  #listener: JobListener | null = null;
  #promise: Promise<unknown> | null = null;
  #settlers: JobListener | null = null;
  #callbacks: (() => unknown)[] | null = null;

  constructor(
    owner: ItemOwner,
    id: number,
    fn: WorkerFunction,
    options: JobOptions | null,
    caller: Error,
    loop: CallerLoop | null,
  ) {
    this.#owner = owner;
    this.id = id;
    this.fn = fn;
    this.options = options;
    this.caller = caller;
    this.#loop = loop;
  }

  /** A promise of the outcome. */
  get promise(): Promise<unknown> {
    if (this.#promise !== null) return this.#promise;
    switch (this.state) {
      case FINISHED:
        return this.#promise = Promise.resolve(this.value);
      case PENDING:
        return this.#promise = new Promise((resolve, reject) => {
          this.#settlers = { resolve, reject };
        });
      default:
        return this.#promise = Promise.reject(this.value);
    }
  }

  done(): boolean {
    return this.state !== PENDING;
  }

  /** The program cancels the call. Returns false if it was done already. */
  cancel(reason: unknown): boolean {
    return this.state === PENDING && this.#owner.cancel(this, reason);
  }

  /** Tells one listener of the outcome, in the macrotask that brings it. */
  listen(listener: JobListener): void {
    if (this.state === PENDING) this.#listener = listener;
    else if (this.state === FINISHED) listener.resolve(this.value);
    else listener.reject(this.value);
  }

  /** Has `callback` called when it is done; at once if it is. Its errors go to the console. */
  addDoneCallback(callback: () => unknown): void {
    if (this.state !== PENDING) callDone(callback);
    else (this.#callbacks ??= []).push(callback);
  }

  /** Calls a function of the options, on the loop that the job was submitted from. */
  #post(fn: (...args: unknown[]) => unknown, args: unknown[]): void {
    if (this.#loop === null) callNow(fn, args);
    else if (!this.#loop.isClosed()) {
      this.#loop.callSoonThreadsafe(fn, ...args);
    }
  }

  /** Hands on what the job sends while it runs. */
  receive(message: JobMessage): void {
    const options = this.options;
    switch (message.t) {
      case "value":
        this.onValue?.(message.value);
        return;
      case "progress":
        if (options?.onProgress === undefined) return;
        this.#post(options.onProgress, [message.value]);
        return;
      case "log":
        this.#post(options?.onLog ?? console.log, message.args);
        return;
      case "call": {
        const { name, args } = message;
        const handlers = options?.handlers ?? {};
        const handler = Object.hasOwn(handlers, name)
          ? handlers[name]!
          : () => {
            throw new TypeError(
              `The job has no handler "${name}": withOptions() was given ${
                Object.keys(handlers).join(", ") || "none"
              }`,
            );
          };
        this.#post(handler, args);
      }
    }
  }

  /** It has a result. */
  succeed(value: unknown): void {
    if (this.state !== PENDING) return;
    this.state = FINISHED;
    this.value = value;
    this.#settlers?.resolve(value);
    this.#listener?.resolve(value);
    this.#ended();
  }

  /** It failed in the Worker. */
  failFrom(data: ErrorData): void {
    if (data.classes[0] === "CancelledError") {
      this.endCancelled((data.fields as { reason?: unknown }).reason);
    } else this.fail(errorFromData(data, this.caller.stack));
  }

  /** It failed. */
  fail(error: unknown): void {
    if (this.state === PENDING) this.#reject(FAILED, error);
  }

  /** It is cancelled. */
  endCancelled(reason: unknown): void {
    if (this.state === PENDING) {
      this.#reject(CANCELLED, new CancelledError(reason));
    }
  }

  #reject(state: number, error: unknown): void {
    this.state = state;
    this.value = error;
    this.#settlers?.reject(error);
    this.#listener?.reject(error);
    this.#ended();
  }

  #ended(): void {
    this.args = null;
    this.#listener = null;
    const callbacks = this.#callbacks;
    if (callbacks === null) return;
    this.#callbacks = null;
    for (const callback of callbacks) callDone(callback);
  }
}

/** Cancels a call when its signal is aborted. */
export function followSignal(
  item: WorkItem,
  signal: AbortSignal | undefined,
): void {
  if (signal === undefined) return;
  const abort = () => void item.cancel(signal.reason);
  if (signal.aborted) return abort();
  signal.addEventListener("abort", abort, { once: true });
  item.addDoneCallback(() => signal.removeEventListener("abort", abort));
}

function callDone(callback: () => unknown): void {
  try {
    callback();
  } catch (error) {
    logError("Exception in a callback of a WorkerFuture:", error);
  }
}

function callNow(fn: (...args: unknown[]) => unknown, args: unknown[]): void {
  try {
    fn(...args);
  } catch (error) {
    logError("Exception in a callback of a job:", error);
  }
}
