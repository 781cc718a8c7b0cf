/**
 * Runs the jobs in the slots.
 *
 * @module
 */

import { errorToData } from "../../asyncio/threads/error_codec.ts";
import type {
  FromWorker,
  FunctionSource,
  ToWorker,
} from "../shared/messages.ts";
import {
  ARGUMENTS_BY_MESSAGE,
  DONE,
  DONE_BY_MESSAGE,
  STREAM,
  STREAM_WINDOW,
} from "../shared/slots.ts";
import { describeFailure, load, type LoadedFunction } from "./functions.ts";
import { type JobContext, RunningJob } from "./job.ts";

const WAKE: FromWorker = { t: "wake" };

type Generating = Iterator<unknown> | AsyncIterator<unknown>;

/** Runs one job at a time. */
export class JobRunner {
  readonly #context: JobContext;
  readonly #sources = new Map<number, FunctionSource>();
  readonly #functions = new Map<number, LoadedFunction>();
  /** Arguments that came as messages, by the job's id. */
  readonly #arguments = new Map<number, unknown[]>();
  #job: RunningJob | null = null;
  #messageCame: (() => void) | null = null;

  constructor(context: JobContext) {
    this.#context = context;
  }

  /** The job that runs now. */
  get job(): RunningJob | null {
    return this.#job;
  }

  /** Handles a message of the pool. */
  receive(message: ToWorker): void {
    switch (message.t) {
      case "function":
        this.#sources.set(message.id, message.from);
        break;
      case "arguments":
        this.#arguments.set(message.id, message.args);
        break;
      case "wake":
        break;
      case "forget":
        this.#arguments.delete(message.id);
        return;
      case "initialize":
        void this.#initialize(message.from, message.args);
        return;
      default: {
        const job = this.#job;
        if (job?.id !== message.id) return;
        if (message.t === "cancel") job.cancel(message.reason);
        else if (message.t === "taken") job.acknowledge(message.count);
        else job.return();
        return;
      }
    }
    this.#messageCame?.();
  }

  /** Waits, in the event loop, for the next message about a function, arguments or a job. */
  message(): Promise<void> {
    return new Promise((resolve) => this.#messageCame = resolve);
  }

  async #messageWith<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await this.message();
    }
  }

  async #initialize(from: FunctionSource, args: unknown[]): Promise<void> {
    let error = null;
    try {
      await (await load(from))(...args);
    } catch (thrown) {
      error = describeFailure(thrown, from);
    }
    this.#send({ t: "initialized", error });
  }

  /** Runs the job of a slot. Returns a promise if it cannot end now. */
  run(slot: number): Promise<void> | undefined {
    const { slots } = this.#context;
    const job = this.#job = new RunningJob(this.#context, slots.jobId(slot));
    const functionId = slots.functionId(slot);
    const flags = slots.flags(slot);
    const known = this.#functions.get(functionId);
    if (known === undefined || flags !== 0) {
      return this.#prepare(slot, job, functionId, flags);
    }
    return this.#call(slot, job, known, slots.readArguments(slot), false);
  }

  /** Gets the function or the arguments, which travel as messages, and calls it. */
  async #prepare(
    slot: number,
    job: RunningJob,
    functionId: number,
    flags: number,
  ): Promise<void> {
    const start = performance.now();
    let from: FunctionSource | null = null;
    try {
      let known = this.#functions.get(functionId);
      if (known === undefined) {
        from = await this.#messageWith(() => this.#sources.get(functionId));
        known = { fn: await load(from), from };
        this.#functions.set(functionId, known);
        this.#sources.delete(functionId);
      }
      let args: unknown[];
      if ((flags & ARGUMENTS_BY_MESSAGE) !== 0) {
        args = await this.#messageWith(() => this.#arguments.get(job.id));
        this.#arguments.delete(job.id);
      } else args = this.#context.slots.readArguments(slot);
      await this.#call(slot, job, known, args, (flags & STREAM) !== 0);
    } catch (error) {
      this.#fail(slot, job, error, from, performance.now() - start);
    }
  }

  #call(
    slot: number,
    job: RunningJob,
    { fn, from }: LoadedFunction,
    args: unknown[],
    isStream: boolean,
  ): Promise<void> | undefined {
    const start = performance.now();
    let result: unknown;
    let isPending = isStream;
    try {
      job.throwIfCancelled();
      result = fn(...args);
      if (typeof result === "object" && result !== null) {
        isPending ||= isThenable(result) || isGenerating(result);
      }
    } catch (error) {
      this.#fail(slot, job, error, from, performance.now() - start);
      return undefined;
    }
    if (isPending) {
      return this.#settle(slot, job, from, result, isStream, start);
    }
    this.#succeed(slot, job, result, performance.now() - start);
    return undefined;
  }

  async #settle(
    slot: number,
    job: RunningJob,
    from: FunctionSource,
    pending: unknown,
    isStream: boolean,
    start: number,
  ): Promise<void> {
    try {
      let value = await pending;
      if (isGenerating(value) !== isStream) {
        throw new TypeError(
          isStream
            ? `${from.name}() returned no generator: pass it to submit()`
            : `${from.name}() returned a generator: pass it to stream()`,
        );
      }
      if (isStream) value = await stream(value as Generating, job);
      this.#succeed(slot, job, value, performance.now() - start);
    } catch (error) {
      this.#fail(slot, job, error, from, performance.now() - start);
    }
  }

  #succeed(slot: number, job: RunningJob, value: unknown, ms: number): void {
    if (
      !job.sentMessages && job.transferred.length === 0 &&
      this.#context.slots.writeResult(slot, value, ms)
    ) {
      this.#end(slot, DONE);
      return;
    }
    const transfer = value === job.transferredValue ? job.transferred : [];
    const message: FromWorker = { t: "result", id: job.id, value, ms };
    try {
      this.#context.port.postMessage(message, transfer);
    } catch (error) {
      const { message: why, name } = errorToData(error);
      const refused = new DOMException(
        `The result of the job cannot be sent from the Worker: ${why}`,
        name,
      );
      this.#fail(slot, job, refused, null, ms);
      return;
    }
    this.#end(slot, DONE_BY_MESSAGE);
  }

  #fail(
    slot: number,
    job: RunningJob,
    thrown: unknown,
    from: FunctionSource | null,
    ms: number,
  ): void {
    const error = describeFailure(thrown, from);
    this.#send({ t: "error", id: job.id, error, ms });
    this.#end(slot, DONE_BY_MESSAGE);
  }

  #end(slot: number, state: number): void {
    this.#job = null;
    this.#context.slots.setState(slot, state);
    this.notifyPool();
  }

  /** Wakes the pool if it sleeps. */
  notifyPool(): void {
    if (this.#context.slots.takePoolSleeps()) this.#send(WAKE);
  }

  #send(message: FromWorker): void {
    this.#context.port.postMessage(message);
  }
}

/** Sends the values of a generator, as fast as they are taken. Returns what it returns. */
async function stream(
  generator: Generating,
  job: RunningJob,
): Promise<unknown> {
  let sent = 0;
  const isOver = (): boolean => job.returned || job.cancelled;
  for (;;) {
    while (!isOver() && sent - job.taken >= STREAM_WINDOW) await job.news();
    if (isOver()) {
      await generator.return?.(undefined);
      job.throwIfCancelled();
      return undefined;
    }
    const step = await generator.next();
    if (step.done === true) return step.value;
    job.send({ t: "value", id: job.id, value: step.value });
    sent++;
    if (sent % STREAM_WINDOW === 0) await macrotask();
  }
}

/** Lets the event loop run once. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function isThenable(value: object): boolean {
  return typeof (value as { then?: unknown }).then === "function";
}

function isGenerating(value: unknown): value is Generating {
  if (typeof value !== "object" || value === null) return false;
  const object = value as Record<PropertyKey, unknown>;
  return typeof object.next === "function" &&
    typeof object.return === "function" &&
    (Symbol.iterator in object || Symbol.asyncIterator in object);
}
