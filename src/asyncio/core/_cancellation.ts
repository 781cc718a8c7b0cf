/**
 * Requests to cancel a task, from `cancel()` to their delivery.
 *
 * A request stays open until a `CancelledError` of it has been thrown in the
 * task's own flow, or the task has ended. Sending it somewhere is no delivery:
 * - each wait that goes on is cancelled, and the signal is aborted;
 * - the next wait that begins while the request is open is cancelled at once;
 * - a task that ends while a request is open ends cancelled, unless it failed.
 *
 * When a cancelled wait ends, {@linkcode resumedFlow} tells whether the task's
 * own flow gets the error. If a helper got it that the task does not await, or
 * `Promise.allSettled()` kept it, the request stays open.
 */

import { resumedFlow, waitingFlow } from "./_flow.ts";
import { CancelledError } from "./errors.ts";
import { Fifo } from "./_fifo.ts";
import type { FutureCore, Waiter } from "./_future_core.ts";
import { CANCELLED, ERROR, PENDING, RUN, type Runnable } from "./internals.ts";
import { isInstance, nameAndMessage } from "./_util.ts";

/**
 * A platform function that was given `task.signal` throws the error by itself,
 * or it resolves: which of them cannot be seen. If the task still waits for
 * something of ours after so many milliseconds, the error is thrown there.
 */
export const PLATFORM_GRACE = 1000;

/** Longer chains of tasks are cancelled piece by piece, not by recursion. */
const MAX_DEPTH = 100;
let depth = 0;
const postponed: Cancellation[] = [];

/** What a request makes of a wait; of all others it makes nothing. */
export type Fate =
  /** The future has taken the cancellation. */
  | "reached"
  /** The wait goes on although the request is open. */
  | "spared"
  /** The wait is broken off, and its future goes on. */
  | "left";

/** A task as its cancellation sees it. */
export interface CancelledTask extends FutureCore {
  /** Whether a request to cancel is open. */
  mustCancel: boolean;
  /** The generator that it steps, and whether the future that this yielded has taken a cancellation. */
  readonly stepped: { readonly reached: boolean } | null;
  /** What its `await`s wait for. */
  waiters(): Iterable<Waiter>;
  /** Cancels what the task waits for. */
  cancelWaits(fates: Map<Waiter, Fate>): void;
  /** Ends the task as cancelled though its code has not ended. */
  giveUp(armed: boolean): void;
}

/** A function that the loop runs in its next round. */
class Soon implements Runnable {
  constructor(readonly fn: () => void) {}

  [RUN](this: void, self: Soon): void {
    const { fn } = self;
    fn();
  }
}

/** The requests to cancel one task; made with the first one, or by its signal. */
export class Cancellation {
  /** How many requests `uncancel()` has not taken back. */
  requests = 0;
  readonly #task: CancelledTask;
  /** Of the signal of a task that goes on. */
  #controller: AbortController | null = null;
  /** Of the signal that the open request aborts. */
  #aborting: AbortController | null = null;
  /** Whether the signal was read for what the task may be waiting for. */
  #signalTaken = false;
  /** Whether it was read in this very turn. */
  #signalFresh = false;
  /** Whether the signal was aborted, by whatever request. */
  #aborted = false;
  /** Whether it is assumed that the platform throws the error. */
  #platform = false;
  #redelivery: { cancel(): void } | null = null;
  /** Whether `Promise.allSettled()` or `Promise.any()` kept an error. */
  #collected = false;
  /** Whether code whose flow is unknown just got an error: what follows from it has not run yet. */
  #recent = false;
  #spreading = false;
  readonly #fates = new Map<Waiter, Fate>();

  constructor(task: CancelledTask) {
    this.#task = task;
  }

  /** `task.cancel()`. Refused for a task that waits for itself. */
  request(reason: unknown): boolean {
    if (this.#spreading) return false;
    const task = this.#task;
    this.requests++;
    task.mustCancel = true;
    task.cancelReason = reason;
    task.cancelledError = null;
    if (depth >= MAX_DEPTH) {
      postponed.push(this);
      return true;
    }
    try {
      this.#spread();
    } finally {
      while (depth === 0 && postponed.length > 0) postponed.pop()!.#spread();
    }
    return true;
  }

  #spread(): void {
    const task = this.#task;
    depth++;
    this.#spreading = true;
    try {
      task.cancelWaits(this.#fates);
      if (this.#controller !== null) {
        this.#platform = this.#signalTaken;
        const abort = this.#abortion();
        // In its turn, as the task's waits end: the platform may throw the error at once, before a group has cancelled
        // the task a second time.
        if (task.loop.isRunning()) this.#atEndOfTurn(abort);
        else abort();
      }
    } finally {
      this.#spreading = false;
      depth--;
    }
  }

  /** `task.signal`: stays aborted for as long as a request is open. */
  signal(): AbortSignal {
    this.#signalTaken = true;
    if (!this.#signalFresh) {
      this.#signalFresh = true;
      this.#atEndOfTurn(() => this.#signalFresh = false);
    }
    if (!this.#task.mustCancel) {
      return (this.#controller ??= new AbortController()).signal;
    }
    this.#abortion()();
    return this.#aborting!.signal;
  }

  /** What aborts the signal for the open request. */
  #abortion(): () => void {
    const controller = this.#aborting ??= this.#controller ??
      new AbortController();
    this.#controller = null;
    this.#aborted = true;
    const error = this.#task.makeCancelledError();
    return () => controller.abort(error);
  }

  /** `task.uncancel()`. */
  uncancel(): number {
    if (this.requests > 0 && --this.requests === 0) this.close();
    return this.requests;
  }

  /** The open request was delivered, or is off. */
  close(): void {
    this.#task.mustCancel = false;
    this.#platform = false;
    this.#collected = false;
    this.#fates.clear();
    this.#redelivery?.cancel();
    this.#redelivery = null;
    this.#aborting = null;
  }

  /** Whether what just ended the task's code may have been the error. */
  get answered(): boolean {
    return this.#recent;
  }

  /** A wait of the task begins. */
  began(waiter: Waiter): void {
    // Begun together with what the signal was read for, by Promise.all() perhaps; else after it.
    if (!this.#signalFresh) this.#signalTaken = false;
    if (this.#task.mustCancel) this.#beganCancelled(waiter);
  }

  #beganCancelled(waiter: Waiter): void {
    const flow = waitingFlow();
    if (flow === "own" && this.#recent) {
      // Nothing but the error can have brought the flow here before anything else of the platform ran.
      this.close();
      return;
    }
    if (flow === "collected" && this.#collected) {
      // The error would be kept again, and again.
      this.#task.giveUp(false);
      return;
    }
    if (this.#recent || this.#platform) {
      this.#fates.set(waiter, "spared");
      if (this.#platform) this.#redeliverLater();
      return;
    }
    if (waiter.future?.owner.cancel(this.#task.cancelReason) === true) {
      this.#fates.set(waiter, "reached");
    }
  }

  /** A wait of the task ends while a request is open: passes its outcome on. */
  woke(waiter: Waiter): void {
    const fate = this.#fates.get(waiter);
    if (fate === "spared") {
      waiter.settle(waiter.resolve, waiter.reject);
      return;
    }
    const error = fate === "reached" ? null : this.#errorFor(waiter);
    // A thenable's job, and nothing else, can be traced to the flow it resumes.
    waiter.resolve({
      then: (resolve: (value: unknown) => void, reject: typeof resolve) => {
        this.#thrown();
        if (error === null) waiter.settle(resolve, reject);
        else reject(error);
      },
    });
  }

  /** The error for a wait that was over when the request came. */
  #errorFor({ future }: Waiter): CancelledError {
    if (future?.state === ERROR || future?.state === CANCELLED) {
      future.retrieve();
      const error = future.error();
      if (isInstance(error, CancelledError)) return error;
    }
    return this.#task.makeCancelledError();
  }

  #thrown(): void {
    if (!this.#task.mustCancel || this.#task.state !== PENDING) return;
    switch (resumedFlow()) {
      case "own":
        this.close();
        break;
      case "collected":
        this.#collected = true;
        break;
      default:
        this.#markRecent();
    }
  }

  #markRecent(): void {
    if (this.#recent) return;
    this.#recent = true;
    // Not until the loop's next round: a promise of the platform may bring the task's own flow to a wait before.
    afterJobs(() => this.#recent = false);
  }

  #atEndOfTurn(fn: () => void): void {
    const loop = this.#task.loop;
    if (loop.isClosed()) fn();
    else loop.enqueue(new Soon(fn));
  }

  #redeliverLater(): void {
    const loop = this.#task.loop;
    if (this.#redelivery !== null || loop.isClosed()) return;
    this.#redelivery = loop.owner.callLater(PLATFORM_GRACE, () => {
      this.#redelivery = null;
      if (!this.#platform || this.#task.state !== PENDING) return;
      this.#platform = false;
      this.#task.cancelWaits(this.#fates);
    });
  }

  /** Whether the task neither got the error nor waits for what passes it on. */
  isUndelivered(): boolean {
    if (this.#task.stepped?.reached === true) return false;
    let waiting = false;
    for (const waiter of this.#task.waiters()) {
      if (this.#fates.get(waiter) === "reached") return false;
      waiting = true;
    }
    return this.#task.mustCancel && !(this.#platform && waiting);
  }

  /** Whether its signal was aborted, so that the platform may throw the error yet. */
  get toldByPlatform(): boolean {
    return this.#platform;
  }

  /** Whether an error is what became of this task's cancellation. */
  caused(error: unknown): boolean {
    if (isInstance(error, CancelledError)) return true;
    if (!isInstance(error, Error)) return false;
    // As Promise.any() throws it.
    if (isInstance(error, AggregateError)) {
      const { errors } = error;
      return this.requests > 0 && Array.isArray(errors) && errors.length > 0 &&
        errors.every((one) => isInstance(one, CancelledError));
    }
    return this.#aborted && nameAndMessage(error)[0] === "AbortError" &&
      (error.cause === undefined || isInstance(error.cause, CancelledError));
  }

  /** The task has ended. */
  end(): void {
    this.close();
    this.#controller = null;
  }
}

/** More jobs than any chain of promises has between an error and the code that catches it. */
const CHAIN = 1000;

interface Later {
  readonly at: number;
  readonly fn: () => void;
}

let jobs = 0;
const later = new Fifo<Later>();

/**
 * Calls a function when the jobs (microtasks) that follow from the present one
 * have run, and before anything else of the platform does.
 */
function afterJobs(fn: () => void): void {
  later.put({ at: jobs + CHAIN, fn });
  if (later.size === 1) void countJobs();
}

async function countJobs(): Promise<void> {
  while (later.first !== undefined) {
    await undefined;
    jobs++;
    while (later.first !== undefined && later.first.at <= jobs) {
      later.take().fn();
    }
  }
}
