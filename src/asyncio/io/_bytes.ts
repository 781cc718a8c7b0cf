/** What transports write. */

import { describeValue } from "../core/_util.ts";

/** Gives bytes as the array that sockets take; refuses anything else. */
export function asBytes(data: unknown): Uint8Array {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  throw new TypeError(
    `data must be bytes (Uint8Array, ArrayBuffer or a view of one), got a ${typeof data}: ${
      describeValue(data)
    }`,
  );
}

/** Memory below this is left to the garbage collector, in bytes. */
const WORTH_FREEING = 16 * 1024;

/**
 * Frees the memory of a chunk that is of no use any more and belongs to nothing else. The garbage collector would do so
 * late: it runs more often the more memory waits for it, and that costs more than all the rest.
 */
export function free({ buffer, length }: Uint8Array<ArrayBuffer>): void {
  if (length >= WORTH_FREEING && length === buffer.byteLength) {
    buffer.transfer(0);
  }
}
