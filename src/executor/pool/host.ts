/**
 * One Worker of a pool, as the pool sees it.
 *
 * @module
 */

import { textOf } from "../../asyncio/core/_util.ts";
import type { ErrorData } from "../shared/error_codec.ts";
import type {
  FromWorker,
  FunctionSource,
  ToWorker,
} from "../shared/messages.ts";
import {
  ARGUMENTS_BY_MESSAGE,
  DONE,
  DONE_BY_MESSAGE,
  FREE,
  READY,
  RUNNING,
  SLOTS,
  Slots,
  STREAM,
  WITHDRAWN,
} from "../shared/slots.ts";
import type { ItemHost, WorkItem } from "./work_item.ts";
import { type ExitReason, WorkerThread } from "./worker_thread.ts";

/** How many milliseconds of short jobs a Worker is given ahead of time. */
const AHEAD_MS = 0.5;

/** How long it takes to wake a Worker, about. */
const WAKE_MS = 0.03;

/** The initializer of a pool. */
export interface Initializer {
  from: FunctionSource;
  args: unknown[];
}

/** What a host reports to its pool. */
export interface HostOwner {
  /** Slots have changed. */
  wake(): void;
  /** The Worker can take jobs, now or again. */
  hostReady(host: WorkerHost): void;
  /** A job has ended, its future is settled. */
  jobEnded(host: WorkerHost): void;
  /** The pool's initializer failed. */
  initializerFailed(error: ErrorData): void;
  /** The Worker has exited. `lost` are the jobs that had begun, `unbegun` the others. */
  hostExited(host: WorkerHost, lost: WorkItem[], unbegun: WorkItem[]): void;
}

/** Starts a Worker, gives it jobs and collects their outcomes. */
export class WorkerHost implements ItemHost {
  readonly name: string;
  readonly #owner: HostOwner;
  readonly #slots = new Slots();
  readonly #thread: WorkerThread;
  /** The ids of the functions that the Worker has. */
  readonly #sentFunctions = new Set<number>();
  /** The job in each slot; null for one that was taken back. */
  readonly #bySlot: (WorkItem | null)[] = new Array(SLOTS).fill(null);
  /** Slots in use begin at `#read` and end before `#write`; both only grow. */
  #read = 0;
  #write = 0;
  /** Jobs whose outcome has not arrived. */
  readonly #byId = new Map<number, WorkItem>();
  /** `#read` at the last check for progress; and at the check that found none. */
  #checkedAt = -1;
  #stuckAt = -1;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Whether it can take jobs: it has run the initializer. */
  ready: boolean;
  /** When it became idle, on the clock of `performance.now()`. */
  idleSince = 0;

  /** @param program The URL of the Workers' program. */
  constructor(
    owner: HostOwner,
    program: URL,
    name: string,
    initializer: Initializer | null,
  ) {
    this.name = name;
    this.#owner = owner;
    this.#slots.setPoolSleeps(true);
    this.#thread = new WorkerThread(
      {
        receive: (message) => this.#receive(message),
        exited: () => this.#exit(),
      },
      program,
      name,
      this.#slots,
    );
    this.ready = initializer === null;
    if (initializer !== null) {
      this.#thread.send({ t: "initialize", ...initializer });
    }
  }

  /** How many of its jobs have not ended. */
  get load(): number {
    return this.#byId.size;
  }

  /** Whether all of its slots are in use. */
  get isFull(): boolean {
    return this.#write - this.#read === SLOTS;
  }

  /** Why the Worker exited. */
  get exitReason(): ExitReason {
    return this.#thread.exitReason;
  }

  /** Whether it would begin a job like this one at once, or shortly. */
  accepts(averageMs: number): boolean {
    if (!this.ready || this.#thread.isGone || this.#thread.isTerminating) {
      return false;
    }
    if (this.#graceTimer !== undefined) return false;
    if (this.isFull) return false;
    if (this.#byId.size === 0) return true;
    if (averageMs < 0 || this.#stuckAt === this.#read) return false;
    return this.#byId.size * Math.max(averageMs, 0.001) < AHEAD_MS;
  }

  /** Whether the job has begun, and has not ended. */
  runs(item: WorkItem): boolean {
    const { slot } = item;
    return this.#bySlot[slot] === item &&
      this.#slots.state(slot) === RUNNING;
  }

  /** Whether it is awake, and would begin a job like this one sooner than another Worker could be woken. */
  isSoonFree(averageMs: number): boolean {
    return averageMs >= 0 && this.#byId.size > 0 &&
      this.#stuckAt !== this.#read && this.#byId.size * averageMs < WAKE_MS;
  }

  /** Gives it a job that it {@linkcode WorkerHost.accepts}. */
  give(item: WorkItem): void {
    const slot = this.#write % SLOTS;
    const { id, fn } = item;
    if (!this.#sentFunctions.has(fn.id)) {
      this.#sentFunctions.add(fn.id);
      this.#thread.send({ t: "function", id: fn.id, from: fn.from });
    }
    let flags = item.onValue === null ? 0 : STREAM;
    if (!this.#writeArguments(slot, item)) {
      flags |= ARGUMENTS_BY_MESSAGE;
      const { args, transfer } = item.args!;
      this.#thread.send({ t: "arguments", id, args: args! }, transfer ?? []);
    }
    this.#slots.writeJob(slot, id, fn.id, flags);
    this.#bySlot[slot] = item;
    this.#byId.set(id, item);
    item.host = this;
    item.slot = slot;
    this.#write++;
    this.#thread.reference(true);
    this.#slots.setState(slot, READY);
    this.#thread.notify();
  }

  #writeArguments(slot: number, item: WorkItem): boolean {
    const { args, bytes, transfer } = item.args!;
    if (transfer !== null) return false;
    if (bytes === null) return this.#slots.writeArguments(slot, args!);
    this.#slots.copyArguments(slot, bytes);
    return true;
  }

  /** Takes a job back that has not begun. Returns false if it has. */
  withdraw(item: WorkItem): boolean {
    const { slot } = item;
    // Its slot may have another job already, while its outcome travels as a message.
    const won = this.#bySlot[slot] === item &&
      this.#slots.changeState(slot, READY, WITHDRAWN);
    if (!won) return false;
    this.#bySlot[slot] = null;
    this.#byId.delete(item.id);
    if (item.args?.transfer && !this.#thread.isGone) {
      this.#thread.send({ t: "forget", id: item.id });
    }
    item.host = null;
    item.slot = -1;
    this.#thread.notify();
    return true;
  }

  /** Takes the last job back that has not begun, and that could be given to another Worker. */
  withdrawLast(): WorkItem | null {
    for (let i = this.#write - 1; i >= this.#read; i--) {
      const item = this.#bySlot[i % SLOTS]!;
      if (item !== null && !isBound(item) && this.withdraw(item)) {
        return item;
      }
    }
    return null;
  }

  /** Takes back the jobs that were given ahead of time, if no job has ended since the last check. */
  takeBackIfStuck(): WorkItem[] {
    if (this.#byId.size < 2) return [];
    const isStuck = this.#checkedAt === this.#read;
    this.#checkedAt = this.#read;
    if (!isStuck) return [];
    this.#stuckAt = this.#read;
    const taken: WorkItem[] = [];
    for (let f = this.withdrawLast(); f !== null; f = this.withdrawLast()) {
      taken.push(f);
    }
    return taken;
  }

  /** Cancels all jobs that have not begun. */
  cancelUnbegun(): void {
    for (const item of [...this.#byId.values()]) {
      if (this.withdraw(item)) item.endCancelled(undefined);
    }
  }

  /** Tells the job that runs to end; terminates the Worker if it has not after `grace` ms. */
  cancelRunning(item: WorkItem, reason: unknown, grace: number): void {
    this.#slots.cancel(item.id);
    try {
      this.#thread.send({ t: "cancel", id: item.id, reason });
    } catch {
      this.#thread.send({
        t: "cancel",
        id: item.id,
        reason: textOf(reason),
      });
    }
    this.#graceTimer ??= setTimeout(() => {
      this.terminate({
        message: "was ended: its job went on after it had been cancelled",
        cause: null,
      });
    }, grace);
  }

  /** Sends a message to the stream that runs. */
  send(message: ToWorker): void {
    const { isGone, isTerminating } = this.#thread;
    if (!isGone && !isTerminating) this.#thread.send(message);
  }

  /** Sets whether the Worker wakes the pool when a job has ended. */
  setPoolSleeps(sleeps: boolean): void {
    this.#slots.setPoolSleeps(sleeps);
  }

  /** Settles the futures of all jobs that have ended. Returns how many slots are free again. */
  collect(): number {
    const before = this.#read;
    while (this.#read < this.#write) {
      const slot = this.#read % SLOTS;
      const item = this.#bySlot[slot]!;
      const state = this.#slots.state(slot);
      if (item === null) {
        // Taken back. The Worker frees the slot when it gets there.
        if (state === WITHDRAWN) break;
        this.#read++;
        this.#checkIdle();
        continue;
      }
      if (state !== DONE && state !== DONE_BY_MESSAGE) break;
      const isHere = state === DONE;
      const ms = isHere ? this.#slots.readDuration(slot) : 0;
      const value = isHere ? this.#slots.readResult(slot) : undefined;
      this.#bySlot[slot] = null;
      this.#read++;
      this.#slots.setState(slot, FREE);
      if (!isHere) {
        this.#checkIdle();
        continue;
      }
      this.#finish(item, ms);
      item.succeed(value);
      this.#owner.jobEnded(this);
    }
    return this.#read - before;
  }

  /** Ends the Worker, whatever it does. Resolves when it has exited. */
  terminate(reason?: ExitReason): Promise<void> {
    clearTimeout(this.#graceTimer);
    return this.#thread.terminate(reason);
  }

  /** Forgets a job that has ended. */
  #finish(item: WorkItem, ms: number): void {
    this.#byId.delete(item.id);
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    item.host = null;
    const fn = item.fn;
    const { averageMs } = fn;
    fn.averageMs = averageMs < 0 ? ms : averageMs + (ms - averageMs) / 8;
    this.#checkIdle();
  }

  #checkIdle(): void {
    if (this.#byId.size > 0 || this.#read < this.#write) return;
    this.idleSince = performance.now();
    // An idle Worker does not keep the process alive.
    this.#thread.reference(false);
  }

  #receive(message: FromWorker): void {
    switch (message.t) {
      case "wake":
        // First: a job that ends while the slots are read wakes the pool again.
        this.#slots.setPoolSleeps(true);
        this.#owner.wake();
        return;
      case "uncaught":
        this.#handleUncaught(message.error);
        return;
      case "initialized":
        if (message.error !== null) {
          this.#owner.initializerFailed(message.error);
        } else {
          this.ready = true;
          this.#owner.hostReady(this);
        }
        return;
    }
    const item = this.#byId.get(message.id);
    if (item === undefined) return;
    switch (message.t) {
      case "result":
        this.#finish(item, message.ms);
        item.succeed(message.value);
        break;
      case "error":
        this.#finish(item, message.ms);
        item.failFrom(message.error);
        break;
      default:
        if (!item.done()) item.receive(message);
        return;
    }
    this.#owner.wake();
    this.#owner.jobEnded(this);
  }

  /** Terminates the Worker, so that the job that runs fails; an error after the job is logged. */
  #handleUncaught(error: ErrorData): void {
    const isRunning = this.#bySlot.some((item) =>
      item !== null && this.runs(item)
    );
    if (!isRunning) {
      console.error(
        `Uncaught error in Worker "${this.name}" after its job was done:`,
        error.stack,
      );
      return;
    }
    const { name, message } = error;
    this.terminate({
      message: `had an error that nothing caught: ${name}: ${message}`,
      cause: error,
    });
  }

  #exit(): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    this.collect();
    const unbegun = [...this.#byId.values()].filter((item) =>
      !isBound(item) && this.withdraw(item)
    );
    const lost = [...this.#byId.values()];
    this.#byId.clear();
    for (const item of lost) item.host = null;
    this.#owner.hostExited(this, lost, unbegun);
  }
}

/** Whether the job cannot be given to another Worker: its transferred arguments have moved into this one. */
function isBound(item: WorkItem): boolean {
  return (item.args?.transfer?.length ?? 0) > 0;
}
