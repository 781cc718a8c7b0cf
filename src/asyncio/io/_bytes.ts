/** The bytes that transports write. */

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
