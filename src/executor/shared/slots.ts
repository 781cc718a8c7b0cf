/**
 * The memory that a pool shares with each of its Workers: a ring of slots for jobs.
 *
 * Each job has a slot. Small arguments and small results travel in it, which costs a few microseconds; all else travels
 * as messages (`messages.ts`), which cost some tens. The slots alone decide the order of jobs, and whether a job has
 * begun: its Worker and the pool compare-and-exchange the slot's state, and one of them wins.
 *
 * @module
 */

import { decode, encode } from "./values.ts";

/** How many jobs a Worker can hold. */
export const SLOTS = 32;
/** How many values of a stream may be under way. */
export const STREAM_WINDOW = 16;

/** A slot's state: nothing is in it. */
export const FREE = 0;
/** A slot's state: the pool has written a job, which has not begun. */
export const READY = 1;
/** A slot's state: the Worker runs the job. */
export const RUNNING = 2;
/** A slot's state: the pool took the job back before it began; the Worker frees the slot. */
export const WITHDRAWN = 3;
/** A slot's state: the result is in the slot. */
export const DONE = 4;
/** A slot's state: the job has ended, its outcome travels as a message. */
export const DONE_BY_MESSAGE = 5;

/** A job's flag: the arguments travel as a message. */
export const ARGUMENTS_BY_MESSAGE = 1;
/** A job's flag: the function is a generator, its values are sent one by one. */
export const STREAM = 2;

/** Bytes of a slot. */
const SLOT_BYTES = 2048;
/** Where in a slot the arguments begin: after the ids of job and function, and the flags (int32 each). */
const ARGUMENTS_AT = 12;
/** Where in a slot the result begins: after the time that the job took (float64, in ms). */
const RESULT_AT = 8;

/** Room for a job's arguments, in bytes. */
export const ARGUMENTS_BYTES: number = SLOT_BYTES - ARGUMENTS_AT;

// Words (int32) beside the slots.
/** Counts the notifications of the Worker. */
const NOTIFICATIONS = 0;
/** The id of the job that was cancelled while it ran. */
const CANCELLED = 1;
/** Not 0: the Worker has to return. */
const TERMINATED = 2;
/** How the Worker sleeps; 0 while it is awake and need not be notified. */
const SLEEP = 3;
/** Not 0: the pool waits for a message. 0: it polls, or such a message is under way. */
const POOL_SLEEPS = 4;
/** The first slot's state; those of the others follow. */
const STATES = 5;

/** The Worker's thread sleeps on {@linkcode SLEEP}, without its event loop. */
const SLEEP_BLOCKED = 1;
/** The Worker's event loop runs, and waits for a message. */
const SLEEP_IN_EVENT_LOOP = 2;

/** The memory itself, which is sent to the Worker. */
export interface SlotBuffers {
  readonly words: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
}

/** One side's view of the slots. */
export class Slots {
  /** For the other side. */
  readonly buffers: SlotBuffers;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  /** Allocates the memory, or uses that of the other side. */
  constructor(
    buffers: SlotBuffers = {
      words: new SharedArrayBuffer(4 * (STATES + SLOTS)),
      data: new SharedArrayBuffer(SLOTS * SLOT_BYTES),
    },
  ) {
    this.buffers = buffers;
    this.#words = new Int32Array(buffers.words);
    this.#bytes = new Uint8Array(buffers.data);
    this.#view = new DataView(buffers.data);
  }

  state(slot: number): number {
    return Atomics.load(this.#words, STATES + slot);
  }

  setState(slot: number, state: number): void {
    Atomics.store(this.#words, STATES + slot, state);
  }

  /** Changes a state if it is `from`. Returns whether it was. */
  changeState(slot: number, from: number, to: number): boolean {
    return Atomics.compareExchange(this.#words, STATES + slot, from, to) ===
      from;
  }

  writeJob(slot: number, id: number, functionId: number, flags: number): void {
    const at = slot * SLOT_BYTES;
    this.#view.setInt32(at, id, true);
    this.#view.setInt32(at + 4, functionId, true);
    this.#view.setInt32(at + 8, flags, true);
  }

  jobId(slot: number): number {
    return this.#view.getInt32(slot * SLOT_BYTES, true);
  }

  functionId(slot: number): number {
    return this.#view.getInt32(slot * SLOT_BYTES + 4, true);
  }

  flags(slot: number): number {
    return this.#view.getInt32(slot * SLOT_BYTES + 8, true);
  }

  /** Writes arguments. Returns false if they are not plain, or too long. */
  writeArguments(slot: number, args: unknown[]): boolean {
    const at = slot * SLOT_BYTES;
    const end = at + SLOT_BYTES;
    return encode(args, this.#bytes, this.#view, at + ARGUMENTS_AT, end) >= 0;
  }

  /** Writes arguments that have been encoded. */
  copyArguments(slot: number, encoded: Uint8Array): void {
    this.#bytes.set(encoded, slot * SLOT_BYTES + ARGUMENTS_AT);
  }

  readArguments(slot: number): unknown[] {
    const at = slot * SLOT_BYTES + ARGUMENTS_AT;
    return decode(this.#bytes, this.#view, at) as unknown[];
  }

  /** Writes a result, and how many milliseconds the job took. Returns false if it is not plain, or too long. */
  writeResult(slot: number, value: unknown, ms: number): boolean {
    const at = slot * SLOT_BYTES;
    const end = at + SLOT_BYTES;
    if (encode(value, this.#bytes, this.#view, at + RESULT_AT, end) < 0) {
      return false;
    }
    this.#view.setFloat64(at, ms, true);
    return true;
  }

  readResult(slot: number): unknown {
    return decode(this.#bytes, this.#view, slot * SLOT_BYTES + RESULT_AT);
  }

  readDuration(slot: number): number {
    return this.#view.getFloat64(slot * SLOT_BYTES, true);
  }

  cancel(jobId: number): void {
    Atomics.store(this.#words, CANCELLED, jobId);
  }

  isCancelled(jobId: number): boolean {
    return Atomics.load(this.#words, CANCELLED) === jobId;
  }

  terminate(): void {
    Atomics.store(this.#words, TERMINATED, 1);
  }

  get isTerminated(): boolean {
    return Atomics.load(this.#words, TERMINATED) !== 0;
  }

  /** Whether a notification of the pool takes a message: see {@linkcode Slots.takePoolSleeps}. */
  setPoolSleeps(sleeps: boolean): void {
    Atomics.store(this.#words, POOL_SLEEPS, sleeps ? 1 : 0);
  }

  /** Returns whether the Worker has to send a message to wake the pool: one only, until the pool has got it. */
  takePoolSleeps(): boolean {
    return Atomics.exchange(this.#words, POOL_SLEEPS, 0) !== 0;
  }

  /** How often the Worker was notified. */
  get notifications(): number {
    return Atomics.load(this.#words, NOTIFICATIONS);
  }

  /**
   * Notifies the Worker: a thread that is awake is not signalled, one that sleeps is signalled once.
   *
   * @returns Whether a message has to wake its event loop.
   */
  notifyWorker(): boolean {
    const words = this.#words;
    Atomics.add(words, NOTIFICATIONS, 1);
    if (Atomics.load(words, SLEEP) === 0) return false;
    const sleep = Atomics.exchange(words, SLEEP, 0);
    if (sleep === SLEEP_BLOCKED) Atomics.notify(words, SLEEP);
    return sleep === SLEEP_IN_EVENT_LOOP;
  }

  /**
   * Blocks the Worker's thread until it is notified, or for `ms` milliseconds.
   *
   * @param seen The number of notifications that have been handled.
   * @returns Whether the time is over, so that the Worker should wait in its event loop. If so, the pool sends a message
   * with the next notification; {@linkcode Slots.awake} ends that.
   */
  sleep(seen: number, ms: number): boolean {
    const words = this.#words;
    Atomics.store(words, SLEEP, SLEEP_BLOCKED);
    // The pool counts first and reads SLEEP then: no notification is lost between them.
    if (this.notifications !== seen) return false;
    if (Atomics.wait(words, SLEEP, SLEEP_BLOCKED, ms) !== "timed-out") {
      return false;
    }
    Atomics.store(words, SLEEP, SLEEP_IN_EVENT_LOOP);
    return true;
  }

  /** Tells the pool that the Worker is awake. */
  awake(): void {
    Atomics.store(this.#words, SLEEP, 0);
  }
}
