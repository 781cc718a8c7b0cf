/**
 * The messages between a pool and a Worker. They travel over a `MessagePort` of their own.
 *
 * @module
 */

import type { ErrorData } from "../../asyncio/threads/error_codec.ts";
import type { SlotBuffers } from "./slots.ts";

/** What a Worker is started with, as its `workerData`. */
export interface WorkerSetup extends SlotBuffers {
  readonly port: MessagePort;
  readonly name: string;
}

/** How a Worker gets a function. */
export type FunctionSource =
  | { readonly source: string; readonly name: string }
  | { readonly module: string; readonly name: string };

/** What the pool sends to a Worker. */
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
  /** The reader of a stream wants no more values. */
  | { t: "return"; id: number };

/** What a Worker sends to the pool. */
export type FromWorker =
  /** A slot has changed while the pool slept. */
  | { t: "wake" }
  | { t: "result"; id: number; value: unknown; ms: number }
  | { t: "error"; id: number; error: ErrorData; ms: number }
  | JobMessage
  /** An error outside of a job's own flow: in a timer, or an unhandled rejection. */
  | { t: "uncaught"; error: ErrorData }
  | { t: "initialized"; error: ErrorData | null };

/** What a job sends while it runs. */
export type JobMessage =
  | { t: "value"; id: number; value: unknown }
  | { t: "progress"; id: number; value: unknown }
  | { t: "log"; id: number; args: unknown[] }
  | { t: "call"; id: number; name: string; args: unknown[] };
