/** What goes over a port between a loop and a Worker. */

import { nameAndMessage, stackOf } from "../core/_util.ts";

/** A call; one without an `id` wants no reply. */
export interface CallMessage {
  id: number | null;
  name: string;
  args: unknown[];
}

/** What of an error can be cloned. */
export interface ErrorData {
  name: string;
  message: string;
  stack: string | undefined;
}

/** The outcome of a call. */
export interface ReplyMessage {
  id: number;
  value?: unknown;
  error?: ErrorData;
}

/** Takes from what was thrown what can be cloned, whatever it is. */
export function toData(thrown: unknown): ErrorData {
  const [name, message] = nameAndMessage(thrown);
  return { name, message, stack: stackOf(thrown) || undefined };
}

/** Makes an error that looks like the one on the other side. */
export function fromData(data: ErrorData): Error {
  const error = new Error(data.message);
  Object.defineProperty(error, "name", {
    value: data.name,
    configurable: true,
    writable: true,
  });
  if (data.stack !== undefined) error.stack = data.stack;
  return error;
}
