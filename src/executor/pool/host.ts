/**
 * One Worker of a pool, as the pool sees it.
 *
 * @module
 */

import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import { textOf } from "../../asyncio/_util.ts";
import { type Codec, makeCodec } from "../shared/values.ts";
import type { ErrorData } from "../shared/error_codec.ts";
import {
  DATA_BYTES,
  type FromWorker,
  type FunctionSource,
  LAYOUT,
  type ToWorker,
  WORDS_BYTES,
  type WorkerSetup,
} from "../shared/slots.ts";
import { workerUrl } from "./worker_source.ts";
import type { WorkerFuture } from "./worker_future.ts";

type AnyFuture = WorkerFuture<unknown>;

/** A port as Node makes them: one that need not keep the process. */
type Port = MessagePort & { ref(): void; unref(): void };

/** How many milliseconds of short jobs a Worker is given ahead of time. */
const AHEAD_MS = 0.5;

/** How long it takes to wake a Worker, about. */
const WAKE_MS = 0.03;

/** Both sides of a thread use the same one. */
export const codec: Codec = makeCodec();

/** What a Worker's host tells its pool. */
export interface HostOwner {
  /** There is something in slots. */
  wake(): void;
  /** The Worker can take jobs, now or again. */
  hostReady(host: WorkerHost): void;
  /** A job is over, its future settled. */
  jobEnded(host: WorkerHost): void;
  /** The pool's initializer failed. */
  initializerFailed(error: ErrorData): void;
  /** The Worker is gone. */
  hostGone(host: WorkerHost, unbegun: AnyFuture[]): void;
}

/** Starts a Worker, gives it jobs and collects what comes of them. */
export class WorkerHost {
  readonly name: string;
  readonly #owner: HostOwner;
  readonly #worker: Worker;
  /** For the mail; Deno takes seconds to receive some megabytes from the Worker object itself. */
  readonly #port: Port;
  readonly #words = new Int32Array(new SharedArrayBuffer(WORDS_BYTES));
  readonly #bytes = new Uint8Array(new SharedArrayBuffer(DATA_BYTES));
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #known = new Set<number>();
  /** Whose job is in which slot; null for one that was taken back. */
  readonly #slots: (AnyFuture | null)[] = new Array(LAYOUT.slots).fill(null);
  /** Slots in use begin at `#read` and end before `#write`; both only grow. */
  #read = 0;
  #write = 0;
  /** Jobs whose slot is collected or not, and whose mail has not come. */
  readonly #byId = new Map<number, AnyFuture>();
  /** What `#read` was when it was last looked at; and when it was found that nothing moves. */
  #lookedAt = -1;
  #stuckAt = -1;
  readonly #exited: Promise<void>;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  #referenced = true;
  #terminating = false;
  /** What stopped it, for the message of the job it ran. */
  #death = "";
  /** Whether it can take jobs: it has run the initializer. */
  ready: boolean;
  gone = false;
  /** When it last had something to do, on the clock of `performance.now()`. */
  idleSince = 0;

  constructor(
    owner: HostOwner,
    name: string,
    initializer: { from: FunctionSource; args: unknown[] } | null,
  ) {
    this.name = name;
    this.#owner = owner;
    Atomics.store(this.#words, LAYOUT.poolSleeps, 1);
    const { port1, port2 } = new MessageChannel();
    this.#port = port1 as unknown as Port;
    const setup: WorkerSetup = {
      words: this.#words.buffer,
      data: this.#bytes.buffer,
      port: port2 as unknown as MessagePort,
      name,
    };
    this.#worker = new Worker(workerUrl(), {
      workerData: setup,
      transferList: [port2],
      name,
    });
    this.#port.onmessage = (event: MessageEvent<FromWorker>) =>
      this.#receive(event.data);
    this.#worker.on("error", (error: Error) => {
      this.#death ||= `failed: ${error.message}`;
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code: number) => {
        this.#exit(code);
        resolve();
      });
    });
    this.ready = initializer === null;
    if (initializer !== null) this.#mail({ t: "initialize", ...initializer });
  }

  /** How many jobs it has that are not over. */
  get load(): number {
    return this.#byId.size;
  }

  /** Whether all of its slots are in use. */
  get isFull(): boolean {
    return this.#write - this.#read === LAYOUT.slots;
  }

  /** Whether it would begin a job like this one at once, or shortly. */
  accepts(averageMs: number): boolean {
    if (!this.ready || this.gone || this.#terminating) return false;
    if (this.#graceTimer !== undefined) return false;
    if (this.isFull) return false;
    if (this.#byId.size === 0) return true;
    if (averageMs < 0 || this.#stuckAt === this.#read) return false;
    return this.#byId.size * Math.max(averageMs, 0.001) < AHEAD_MS;
  }

  /** Whether the job has begun, and is not over. */
  runs(future: AnyFuture): boolean {
    const { _slot: slot } = future;
    return this.#slots[slot] === future &&
      Atomics.load(this.#words, LAYOUT.states + slot) === LAYOUT.running;
  }

  /** Whether it is awake, and would begin a job like this one sooner than another Worker could be woken. */
  isSoonFree(averageMs: number): boolean {
    return averageMs >= 0 && this.#byId.size > 0 &&
      this.#stuckAt !== this.#read && this.#byId.size * averageMs < WAKE_MS;
  }

  /** Gives it a job that it {@linkcode WorkerHost.accepts}. */
  give(future: AnyFuture): void {
    const slot = this.#write % LAYOUT.slots;
    const state = LAYOUT.states + slot;
    const { _id: id, _shipment: shipment, _parcel: parcel } = future;
    if (!this.#known.has(shipment.id)) {
      this.#known.add(shipment.id);
      this.#mail({ t: "function", id: shipment.id, from: shipment.from });
    }
    let flags = future._onValue === null ? 0 : LAYOUT.stream;
    if (!this.#writeArguments(slot, future)) {
      flags |= LAYOUT.argumentsByMail;
      this.#mail(
        { t: "arguments", id, args: parcel!.args! },
        parcel!.transfer ?? [],
      );
    }
    const at = slot * LAYOUT.slotBytes;
    this.#view.setInt32(at, id, true);
    this.#view.setInt32(at + 4, shipment.id, true);
    this.#view.setInt32(at + 8, flags, true);
    this.#slots[slot] = future;
    this.#byId.set(id, future);
    future._host = this;
    future._slot = slot;
    this.#write++;
    this.#reference(true);
    Atomics.store(this.#words, state, LAYOUT.ready);
    this.#ring();
  }

  #writeArguments(slot: number, future: AnyFuture): boolean {
    const { args, bytes, transfer } = future._parcel!;
    if (transfer !== null) return false;
    const at = slot * LAYOUT.slotBytes + LAYOUT.argumentsAt;
    if (bytes !== null) {
      this.#bytes.set(bytes, at);
      return true;
    }
    const end = (slot + 1) * LAYOUT.slotBytes;
    return codec.encode(args, this.#bytes, this.#view, at, end) >= 0;
  }

  /** Takes a job back that has not begun; false if it has. */
  withdraw(future: AnyFuture): boolean {
    // Its slot may have another job already, while its outcome travels as mail.
    const won = this.#slots[future._slot] === future && Atomics.compareExchange(
          this.#words,
          LAYOUT.states + future._slot,
          LAYOUT.ready,
          LAYOUT.withdrawn,
        ) === LAYOUT.ready;
    if (!won) return false;
    this.#slots[future._slot] = null;
    this.#byId.delete(future._id);
    if (future._parcel?.transfer && !this.gone) {
      this.#mail({ t: "forget", id: future._id });
    }
    future._host = null;
    future._slot = -1;
    this.#ring();
    return true;
  }

  /** Takes the last job back that has not begun, and that could be given to another Worker. */
  withdrawLast(): AnyFuture | null {
    for (let i = this.#write - 1; i >= this.#read; i--) {
      const future = this.#slots[i % LAYOUT.slots]!;
      if (future !== null && !movedOn(future) && this.withdraw(future)) {
        return future;
      }
    }
    return null;
  }

  /** Takes back what was given ahead of time, if its first job has gone on since the last look. */
  takeBackIfStuck(): AnyFuture[] {
    if (this.#byId.size < 2) return [];
    const isStuck = this.#lookedAt === this.#read;
    this.#lookedAt = this.#read;
    if (!isStuck) return [];
    this.#stuckAt = this.#read;
    const taken: AnyFuture[] = [];
    for (let f = this.withdrawLast(); f !== null; f = this.withdrawLast()) {
      taken.push(f);
    }
    return taken;
  }

  /** Cancels all jobs that have not begun. */
  cancelUnbegun(): void {
    for (const future of [...this.#byId.values()]) {
      if (this.withdraw(future)) future._cancel(undefined);
    }
  }

  /** Tells the job that runs to end; ends the Worker if it has not after `grace` ms. */
  cancelRunning(future: AnyFuture, reason: unknown, grace: number): void {
    Atomics.store(this.#words, LAYOUT.cancelled, future._id);
    try {
      this.#mail({ t: "cancel", id: future._id, reason });
    } catch {
      this.#mail({ t: "cancel", id: future._id, reason: textOf(reason) });
    }
    this.#graceTimer ??= setTimeout(() => {
      this.#death = "was ended: its job went on after it had been cancelled";
      this.terminate();
    }, grace);
  }

  /** Mails to the stream that runs. */
  tell(message: ToWorker): void {
    if (!this.gone && !this.#terminating) this.#mail(message);
  }

  /** Whether the Worker is to wake the pool when it has done something. */
  wakesPool(wanted: boolean): void {
    Atomics.store(this.#words, LAYOUT.poolSleeps, wanted ? 1 : 0);
  }

  /** Settles the futures of all jobs that are over. Tells how many slots are free again. */
  collect(): number {
    const before = this.#read;
    while (this.#read < this.#write) {
      const slot = this.#read % LAYOUT.slots;
      const future = this.#slots[slot]!;
      const state = LAYOUT.states + slot;
      const found = Atomics.load(this.#words, state);
      if (future === null) {
        // Taken back. The Worker frees the slot when it gets there.
        if (found === LAYOUT.withdrawn) break;
        this.#read++;
        this.#rest();
        continue;
      }
      if (found === LAYOUT.done) {
        const at = slot * LAYOUT.slotBytes;
        const ms = this.#view.getFloat64(at, true);
        const value = codec.decode(
          this.#bytes,
          this.#view,
          at + LAYOUT.resultAt,
        );
        this.#slots[slot] = null;
        this.#read++;
        Atomics.store(this.#words, state, LAYOUT.free);
        this.#over(future, ms);
        future._succeed(value);
        this.#owner.jobEnded(this);
      } else if (found === LAYOUT.mailed) {
        this.#slots[slot] = null;
        this.#read++;
        Atomics.store(this.#words, state, LAYOUT.free);
        this.#rest();
      } else break;
    }
    return this.#read - before;
  }

  /** Ends the Worker, whatever it does. Resolves when it has ended. */
  terminate(): Promise<void> {
    if (!this.#terminating) {
      this.#terminating = true;
      clearTimeout(this.#graceTimer);
      // Somebody may wait for the end.
      this.#reference(true);
      Atomics.store(this.#words, LAYOUT.doomed, 1);
      this.#ring();
      this.#worker.terminate();
    }
    return this.#exited;
  }

  #over(future: AnyFuture, ms: number): void {
    this.#byId.delete(future._id);
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    future._host = null;
    const { averageMs } = future._shipment;
    future._shipment.averageMs = averageMs < 0
      ? ms
      : averageMs + (ms - averageMs) / 8;
    this.#rest();
  }

  #rest(): void {
    if (this.#byId.size > 0 || this.#read < this.#write) return;
    this.idleSince = performance.now();
    this.#reference(false);
  }

  /** An idle Worker does not keep the process. */
  #reference(wanted: boolean): void {
    if (this.#referenced === wanted) return;
    this.#referenced = wanted;
    if (wanted) {
      this.#worker.ref();
      this.#port.ref();
    } else {
      this.#worker.unref();
      this.#port.unref();
    }
  }

  #receive(message: FromWorker): void {
    if (message.t === "wake") {
      // First: what is done while the slots are looked through wakes the pool again.
      Atomics.store(this.#words, LAYOUT.poolSleeps, 1);
      return this.#owner.wake();
    }
    if (message.t === "fatal") return this.#stray(message.error);
    if (message.t === "initialized") {
      if (message.error !== null) {
        this.#owner.initializerFailed(message.error);
      } else {
        this.ready = true;
        this.#owner.hostReady(this);
      }
      return;
    }
    const future = this.#byId.get(message.id);
    if (future === undefined) return;
    switch (message.t) {
      case "result":
        this.#over(future, message.ms);
        future._succeed(message.value);
        break;
      case "error":
        this.#over(future, message.ms);
        future._failFrom(message.error);
        break;
      default:
        if (!future.done()) deliver(future, message);
        return;
    }
    this.#owner.wake();
    this.#owner.jobEnded(this);
  }

  /** What the Worker had sent before it ended. */
  #receiveTheRest(): void {
    const port = this.#port as unknown as Parameters<
      typeof receiveMessageOnPort
    >[0];
    for (;;) {
      const received = receiveMessageOnPort(port);
      if (received === undefined) return;
      this.#receive(received.message);
    }
  }

  /** The job that runs is to blame, as it would be if it had thrown the error. */
  #stray(error: ErrorData): void {
    const running = this.#slots.find((future) =>
      future !== null && this.runs(future)
    );
    if (running === undefined || running === null) {
      console.error(
        `Uncaught error in Worker "${this.name}" after its job was done:`,
        error.stack,
      );
      return;
    }
    this.#death =
      `had an error that nothing caught: ${error.name}: ${error.message}`;
    this.#cause = error;
    this.terminate();
  }

  #cause: ErrorData | null = null;

  /** What stopped the Worker, for an error. */
  get death(): { message: string; cause: ErrorData | null } {
    return { message: this.#death, cause: this.#cause };
  }

  #exit(code: number): void {
    this.gone = true;
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
    this.#receiveTheRest();
    this.collect();
    this.#port.close();
    this.#death ||= `ended by itself, with exit code ${code}`;
    const unbegun: AnyFuture[] = [];
    for (const future of [...this.#byId.values()]) {
      const { _slot: slot } = future;
      const isReady = this.#slots[slot] === future &&
        Atomics.load(this.#words, LAYOUT.states + slot) === LAYOUT.ready;
      if (isReady && !movedOn(future)) {
        this.withdraw(future);
        unbegun.push(future);
      }
    }
    const lost = [...this.#byId.values()];
    this.#byId.clear();
    for (const future of lost) future._host = null;
    this.lost = lost;
    this.#owner.hostGone(this, unbegun);
  }

  /** The jobs that it took with it. */
  lost: AnyFuture[] = [];

  #mail(message: ToWorker, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /** Wakes the Worker if it sleeps: once, however much is given to it before it is awake. */
  #ring(): void {
    Atomics.add(this.#words, LAYOUT.bell, 1);
    if (Atomics.load(this.#words, LAYOUT.sleeps) === 0) return;
    const slept = Atomics.exchange(this.#words, LAYOUT.sleeps, 0);
    if (slept === LAYOUT.sleepsHot) {
      Atomics.notify(this.#words, LAYOUT.sleeps);
    } else if (slept === LAYOUT.sleepsCold && !this.gone) {
      this.#mail({ t: "wake" });
    }
  }
}

/** Whether arguments of the job have moved into its Worker. */
function movedOn(future: AnyFuture): boolean {
  return (future._parcel?.transfer?.length ?? 0) > 0;
}

/** Hands on what a job said while it ran. */
function deliver(
  future: AnyFuture,
  message: Extract<FromWorker, { t: "value" | "progress" | "log" | "call" }>,
): void {
  const options = future._options;
  switch (message.t) {
    case "value":
      future._onValue?.(message.value);
      return;
    case "progress":
      if (options?.onProgress === undefined) return;
      future._post(options.onProgress, [message.value]);
      return;
    case "log":
      future._post(options?.onLog ?? console.log, message.args);
      return;
    case "call": {
      const { name, args } = message;
      const handlers = options?.handlers ?? {};
      const handler = Object.hasOwn(handlers, name) ? handlers[name]! : () => {
        throw new TypeError(`The job has no handler "${name}"`);
      };
      future._post(handler, args);
    }
  }
}
