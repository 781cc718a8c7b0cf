/**
 * Handles errors that no other code handles.
 *
 * @module
 */

import type { Future } from "./future.ts";
import type { Handle } from "./handle.ts";
import type { ProtocolLike } from "../io/protocols.ts";
import type { Task } from "./task.ts";
import type { BaseTransport } from "../io/transports.ts";

/** The argument of an exception handler. */
export interface ExceptionContext {
  /** What happened, in a sentence. */
  message: string;
  /** What was thrown, if anything was. */
  exception?: unknown;
  /** The handle whose callback failed. */
  handle?: Handle;
  /** The future it is about. */
  future?: Future<unknown>;
  /** The task it is about. */
  task?: Task<unknown>;
  /** The transport it is about. */
  transport?: BaseTransport;
  /** The transport's protocol. */
  protocol?: ProtocolLike;
  /** The asynchronous generator it is about. */
  asyncGenerator?: AsyncGenerator<unknown, unknown, unknown>;
  /** Describes what it is about when the thing itself is gone already. */
  source?: string;
  /** The context given to a handler that then failed itself. */
  context?: ExceptionContext;
}
