/**
 * The job that a Worker runs.
 *
 * @module
 */

import { CURRENT_JOB, type Job } from "../job.ts";
import { errorToData } from "../../asyncio/threads/error_codec.ts";
import type { FromWorker } from "../shared/messages.ts";
import type { Slots } from "../shared/slots.ts";

/** Where a job runs. */
export interface JobContext {
  readonly slots: Slots;
  readonly port: Pick<MessagePort, "postMessage">;
  /** The Worker's name. */
  readonly name: string;
}

/** Restored by the pool as the `CancelledError` of asyncio, by its name. */
class CancelledError extends Error {
  override readonly name = "CancelledError";
  constructor(readonly reason: unknown) {
    super(reason === undefined || reason === null ? "" : textOf(reason));
  }
}

/** As `String(value)`, which a value of the program can make throw. */
function textOf(value: unknown): string {
  const { isError, name, message } = errorToData(value);
  return isError ? `${name}: ${message}` : message;
}

/** One run of a function, with what it can ask of its pool. */
export class RunningJob implements Job {
  readonly id: number;
  readonly #context: JobContext;
  #abort: AbortController | null = null;
  #reason: unknown = undefined;
  /** Whether it has sent messages: then its outcome is sent as a message too, so that it comes after them. */
  sentMessages = false;
  transferred: Transferable[] = [];
  transferredValue: unknown = undefined;
  /** How many values of its stream were taken by their reader. */
  taken = 0;
  /** Whether the reader of its stream wants no more values. */
  returned = false;
  #wake: (() => void) | null = null;

  constructor(context: JobContext, id: number) {
    this.#context = context;
    this.id = id;
  }

  get worker(): string {
    return this.#context.name;
  }

  get cancelled(): boolean {
    return this.#context.slots.isCancelled(this.id);
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    if (this.cancelled) this.cancel(this.#reason);
    return this.#abort.signal;
  }

  throwIfCancelled(): void {
    if (this.cancelled) throw new CancelledError(this.#reason);
  }

  progress(value: unknown): void {
    this.throwIfCancelled();
    this.send({ t: "progress", id: this.id, value });
  }

  log(...args: unknown[]): void {
    this.throwIfCancelled();
    try {
      this.send({ t: "log", id: this.id, args });
    } catch {
      this.send({ t: "log", id: this.id, args: args.map(textOf) });
    }
  }

  callSoonThreadsafe(name: string, ...args: unknown[]): void {
    this.throwIfCancelled();
    this.send({ t: "call", id: this.id, name, args });
  }

  transfer<T>(value: T, transfer: Transferable[]): T {
    this.transferredValue = value;
    this.transferred = transfer;
    return value;
  }

  send(message: FromWorker): void {
    this.#context.port.postMessage(message);
    this.sentMessages = true;
  }

  // What the pool sends to the job.

  cancel(reason: unknown): void {
    this.#reason = reason;
    this.#abort?.abort(new CancelledError(reason));
    this.#wake?.();
  }

  acknowledge(count: number): void {
    this.taken += count;
    this.#wake?.();
  }

  return(): void {
    this.returned = true;
    this.#wake?.();
  }

  /** Waits for one of these. */
  news(): Promise<void> {
    return new Promise((resolve) => this.#wake = resolve);
  }
}

/** Makes `currentJob()` known to the functions of jobs, under its own name and to that of the package. */
export function provideCurrentJob(get: () => Job | null): void {
  const shared = globalThis as unknown as Record<PropertyKey, unknown>;
  shared[CURRENT_JOB] = shared["currentJob"] = (): Job => {
    const job = get();
    if (job !== null) return job;
    throw new Error("Cannot call currentJob(): this Worker runs no job now");
  };
}
