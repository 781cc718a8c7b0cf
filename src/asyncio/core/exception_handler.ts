/**
 * What a loop does with an error that nobody else can take.
 *
 * @module
 */

import type { Future } from "./future.ts";
import type { Handle } from "./handle.ts";
import type { ProtocolLike } from "../io/protocols.ts";
import type { Task } from "./task.ts";
import type { BaseTransport } from "../io/transports.ts";
import { describeValue, logError } from "./_util.ts";

/** What an exception handler is told. */
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

/** Writes a context to the console: the message, its details, then the error. */
export function logException(context: ExceptionContext): void {
  const lines = [context.message || "Unhandled exception in event loop"];
  for (const [key, value] of Object.entries(context)) {
    if (key === "message" || key === "exception" || value === undefined) {
      continue;
    }
    const shown = key === "context"
      ? value.message
      : typeof value === "string"
      ? value
      : describeValue(value);
    lines.push(`${key}: ${shown}`);
  }
  if ("exception" in context) {
    logError(lines.join("\n"), context.exception);
  } else {
    console.error(lines.join("\n"));
  }
}
