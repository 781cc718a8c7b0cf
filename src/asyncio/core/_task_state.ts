/** The state of a task: what it runs, what it waits for, and how it ends. */

import {
  Cancellation,
  type CancelledTask,
  type Fate,
} from "./_cancellation.ts";
import { captureContext, contextForTask } from "./_context.ts";
import { type Context, rawContext } from "./context.ts";
import type { CancelledError } from "./errors.ts";
import { coreOf, type Future } from "./future.ts";
import { FutureCore, type Waiter } from "./_future_core.ts";
import {
  type Abandoned,
  CANCELLED,
  type LoopInternals,
  PENDING,
  type RawContext,
  RUN,
  type Runnable,
  type TaskInternals,
} from "./internals.ts";

/** What a wait of a task waits for, and where it began. */
export interface Wait {
  readonly future: FutureCore | null;
  readonly origin: Error | null;
}

/** A generator that a task steps. */
export class SteppedGenerator {
  /** The future that it yielded and has not been resumed for. */
  yielded: FutureCore | null = null;
  /** Whether that future has taken a cancellation. */
  reached = false;

  constructor(readonly generator: Generator<unknown, unknown, unknown>) {}
}

/** The state of a task; {@linkcode TaskCore} adds its steps. */
export abstract class TaskState extends FutureCore
  implements TaskInternals, CancelledTask {
  declare owner: Future<unknown>;
  readonly context: RawContext;
  readonly baseContext: RawContext;
  previous: TaskInternals | null = null;
  next: TaskInternals | null = null;
  abandoned: Abandoned = false;

  /** What it was made of. */
  readonly coroutine: unknown;
  /** The generator that it steps, once it has begun. */
  stepped: SteppedGenerator | null = null;
  /** Whether a request to cancel is open: see `_cancellation.ts`. */
  mustCancel = false;
  /** The context that was given, until the first step has run in it. */
  sharedContext: Context | null;
  /** The requests to cancel it, if there ever were any. */
  cancellation: Cancellation | null = null;
  /** Its name, a number until the text is asked for. */
  name: string | number;
  /** The context that `getContext()` returns, once it is known. */
  publicContext: Context | null;

  /** What the `await`s of the task's functions wait for; seldom several. */
  #waiting: Waiter | Set<Waiter> | null = null;

  constructor(
    loop: LoopInternals,
    coroutine: unknown,
    context: Context | null,
    name: string | number,
  ) {
    super(loop);
    this.coroutine = coroutine;
    this.name = name;
    this.sharedContext = this.publicContext = context;
    this.baseContext = context === null
      ? captureContext()
      : rawContext(context);
    this.context = contextForTask(this, this.baseContext);
  }

  /** A step: the first one, or one after a generator's `yield`. */
  abstract [RUN](this: void, self: Runnable): void;

  /** The requests to cancel it. */
  requests(): Cancellation {
    return this.cancellation ??= new Cancellation(this);
  }

  cancelWaits(fates: Map<Waiter, Fate>): void {
    const { cancelReason, stepped } = this;
    if (stepped !== null && stepped.yielded !== null) {
      const { yielded } = stepped;
      stepped.reached = yielded.owner.cancel(cancelReason);
      if (!stepped.reached && isInCycle(yielded)) {
        stepped.yielded = null;
        leave(yielded, this);
      }
    }
    for (const waiter of [...this.waiters()]) {
      const { future } = waiter;
      if (future === null || fates.get(waiter) === "left") continue;
      if (future.owner.cancel(cancelReason)) {
        fates.set(waiter, "reached");
      } else if (isInCycle(future)) {
        fates.set(waiter, "left");
        leave(future, waiter);
      }
    }
  }

  waiters(): Iterable<Waiter> {
    const waiting = this.#waiting;
    if (waiting === null) return [];
    return waiting instanceof Set ? waiting : [waiting];
  }

  /** What its `await`s and its `yield` wait for. */
  waits(): Wait[] {
    const waits: Wait[] = [...this.waiters()];
    const future = this.stepped?.yielded ?? null;
    if (future !== null) waits.unshift({ future, origin: null });
    return waits;
  }

  waitFor(waiter: Waiter): void {
    if (this.cancellation !== null) {
      this.cancellation.began(waiter);
      if (this.state !== PENDING) return;
    }
    const waiting = this.#waiting;
    if (waiting === null) this.#waiting = waiter;
    else if (waiting instanceof Set) waiting.add(waiter);
    else this.#waiting = new Set([waiting, waiter]);
  }

  wake(waiter: Waiter): boolean {
    const waiting = this.#waiting;
    if (waiting === waiter) this.#waiting = null;
    else if (waiting instanceof Set) waiting.delete(waiter);
    if (!this.mustCancel || this.state !== PENDING) return false;
    this.cancellation!.woke(waiter);
    return true;
  }

  /** Takes it off the loop, before it is settled. */
  end(): void {
    this.loop.tasks.remove(this);
    // A platform's promise may end the task when its loop is gone: there is no callback to call.
    if (this.loop.isClosed()) this.callbacks = null;
    this.stepped = null;
    this.cancellation?.end();
  }

  /** Ends it as cancelled. */
  endCancelled(error: CancelledError | null): void {
    if (error !== null) this.cancelledError = error;
    this.end();
    this.finish(CANCELLED, undefined);
  }

  /**
   * Ends the task as cancelled though its code has not ended, since no error can be
   * thrown where that waits. What is left of the code still runs when that wait
   * ends, see `waitAbandoned()`.
   *
   * @param armed Whether the code is still to be told of the cancellation.
   */
  giveUp(armed: boolean): void {
    this.abandoned = armed ? "armed" : "told";
    this.endCancelled(null);
  }
}

/** Breaks a wait of a task off, to go on in a turn of its own. */
function leave(future: FutureCore, entry: Waiter | TaskState): void {
  future.dropCallbacks((each) => each === entry);
  (entry instanceof TaskState ? entry : entry.task!).loop.enqueue(entry);
}

/** Of tasks that wait for each other, one refuses to be cancelled twice: there the cycle is broken. */
function isInCycle(future: FutureCore): boolean {
  return future instanceof TaskState && future.state === PENDING;
}

/** The state of a future, if it is that of a task. */
export function taskStateOf(future: Future<unknown>): TaskState | null {
  const core = coreOf(future);
  return core instanceof TaskState ? core : null;
}
