/**
 * The memory that a pool shares with each of its Workers, and the mail between
 * them.
 *
 * Small jobs and small results travel in a ring of slots in shared memory, which
 * costs a few microseconds; everything else travels as mail, by `postMessage()`,
 * which costs some tens. A job always has a slot, so that the slots alone decide
 * on the order, and on whether a job has begun: its Worker and the pool
 * compare-and-exchange the slot's state, and one of them wins.
 *
 * @module
 */

import type { ErrorData } from "./error_codec.ts";

/** Where things are. One object, because it travels to the Workers as JSON. */
export const LAYOUT = {
  /** How many jobs a Worker can hold. */
  slots: 32,
  /** Room for a job's arguments or its result. */
  slotBytes: 2048,
  /** Where in a slot the arguments begin, after job, function and flags. */
  argumentsAt: 12,
  /** Where in a slot the result begins, after the time it took (float64, ms). */
  resultAt: 8,

  // Words (int32) of a Worker.
  /** Counts what is new for the Worker. */
  bell: 0,
  /** The id of the job that was cancelled while it ran. */
  cancelled: 1,
  /** Not 0: the Worker is given up, and ends itself where it notices. */
  doomed: 2,
  /** How the Worker sleeps, if it does: only then it has to be woken. */
  sleeps: 3,
  /** Not 0: the pool has to be woken, by mail. 0: it looks by itself, or such mail is under way. */
  poolSleeps: 4,
  /** The first slot's state. */
  states: 5,

  /** How a Worker sleeps: on its bell, without its event loop. */
  sleepsHot: 1,
  /** How a Worker sleeps: in its event loop, waiting for mail. */
  sleepsCold: 2,

  // States of a slot.
  free: 0,
  /** Written by the pool, not begun. */
  ready: 1,
  /** The Worker runs it. */
  running: 2,
  /** The pool took it back before it began; the Worker frees the slot. */
  withdrawn: 3,
  /** The result is in the slot. */
  done: 4,
  /** The outcome travels as mail. */
  mailed: 5,

  // Flags of a job.
  /** The arguments travel as mail. */
  argumentsByMail: 1,
  /** The function's values are wanted one by one. */
  stream: 2,

  /** How many values of a stream may be under way. */
  streamWindow: 16,
} as const;

/** The type of {@linkcode LAYOUT}. */
export type Layout = typeof LAYOUT;

/** What a Worker is started with. */
export interface WorkerSetup {
  readonly words: SharedArrayBuffer;
  readonly data: SharedArrayBuffer;
  /** For the mail. */
  readonly port: MessagePort;
  readonly name: string;
}

/** How a Worker comes by a function. */
export type FunctionSource =
  | { readonly source: string; readonly name: string }
  | { readonly module: string; readonly name: string };

/** What the pool mails to a Worker. */
export type ToWorker =
  | { t: "function"; id: number; from: FunctionSource }
  | { t: "arguments"; id: number; args: unknown[] }
  /** The job was taken back: its arguments are not needed. */
  | { t: "forget"; id: number }
  /** There is a job in a slot. */
  | { t: "wake" }
  | { t: "initialize"; from: FunctionSource; args: unknown[] }
  | { t: "cancel"; id: number; reason: unknown }
  /** The reader of a stream has taken so many values. */
  | { t: "taken"; id: number; count: number }
  /** The reader of a stream wants no more. */
  | { t: "return"; id: number };

/** What a Worker mails to the pool. */
export type FromWorker =
  /** There is something in a slot, and the pool slept. */
  | { t: "wake" }
  | { t: "result"; id: number; value: unknown; ms: number }
  | { t: "error"; id: number; error: ErrorData; ms: number }
  | { t: "value"; id: number; value: unknown }
  | { t: "progress"; id: number; value: unknown }
  | { t: "log"; id: number; args: unknown[] }
  | { t: "call"; id: number; name: string; args: unknown[] }
  /** An error that no job threw: a timer's, or a promise's that nobody awaits. */
  | { t: "fatal"; error: ErrorData }
  | { t: "initialized"; error: ErrorData | null };

/** Bytes of a Worker's words. */
export const WORDS_BYTES: number = 4 * (LAYOUT.states + LAYOUT.slots);
/** Bytes of a Worker's slots. */
export const DATA_BYTES: number = LAYOUT.slots * LAYOUT.slotBytes;
