/** The messages between a loop and a Worker. */

import type { ErrorData } from "./error_codec.ts";

/** A call; one without an `id` wants no reply. */
export interface CallMessage {
  id: number | null;
  name: string;
  args: unknown[];
}

/** The outcome of a call. */
export interface ReplyMessage {
  id: number;
  value?: unknown;
  error?: ErrorData;
}
