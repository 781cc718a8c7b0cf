/**
 * Arguments on their way to a Worker.
 *
 * @module
 */

import { isInstance } from "../../asyncio/_util.ts";
import { codec } from "./host.ts";
import { LAYOUT } from "../shared/slots.ts";
import type { Parcel } from "./worker_future.ts";

const scratch = new Uint8Array(LAYOUT.slotBytes - LAYOUT.argumentsAt);
const scratchView = new DataView(scratch.buffer);

/**
 * Copies arguments as they are now: a job may wait for its turn, and the caller may change them meanwhile.
 *
 * @param name The function's, for the message.
 * @throws {DOMException} A `DataCloneError`, if one cannot be cloned.
 */
export function pack(
  name: string,
  args: unknown[],
  transfer: Transferable[] | undefined,
): Parcel {
  if (transfer === undefined || transfer.length === 0) {
    if (areShortPrimitives(args)) return { args, bytes: null, transfer: null };
    const end = scratch.length;
    const length = codec.encode(args, scratch, scratchView, 0, end);
    if (length >= 0) {
      return { args: null, bytes: scratch.slice(0, length), transfer: null };
    }
  }
  const moved = transfer ?? [];
  try {
    const copy = structuredClone({ args, moved }, { transfer: moved });
    return { args: copy.args, bytes: null, transfer: copy.moved };
  } catch (error) {
    throw explain(error, name, args);
  }
}

/** Numbers and the like, which nobody can change, and which fit into a slot. */
function areShortPrimitives(args: unknown[]): boolean {
  if (args.length > 16) return false;
  for (const arg of args) {
    switch (typeof arg) {
      case "number":
      case "boolean":
      case "undefined":
        continue;
      case "string":
        if (arg.length <= 32) continue;
        return false;
      default:
        return false;
    }
  }
  return true;
}

function explain(error: unknown, name: string, args: unknown[]): unknown {
  if (!isInstance(error, DOMException)) return error;
  const index = args.findIndex((arg) => {
    try {
      structuredClone(arg);
      return false;
    } catch {
      return true;
    }
  });
  if (index < 0) return error;
  return new DOMException(
    `Argument ${
      index + 1
    } of ${name}() cannot be sent to a Worker: ${error.message}`,
    error.name,
  );
}
