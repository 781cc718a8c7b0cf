/**
 * Errors between TypeScript and Qt. A wrong type or an unknown name is a plain `TypeError`.
 *
 * @module
 */

import { ErrorCode, Status } from "../../../ffi/abi.ts";
import { ownCode } from "../../place.ts";
import { logError, nameAndMessage } from "../../asyncio/core/_util.ts";
import { runningLoop } from "../../asyncio/core/running.ts";
import type { WireReader } from "./wire_reader.ts";

/** The base of all errors of the bridge to Qt. */
export class QtError extends Error {
  /** The name of this class. */
  override readonly name: string = "QtError";
}

/** The object has been destroyed, by Qt or by `deleteLater()`; only its wrapper is left. */
export class DestroyedObjectError extends QtError {
  /** The name of this class. */
  override readonly name = "DestroyedObjectError";
}

/**
 * A synchronous call opened an event loop of its own (a dialog's `exec()`, for instance), which cannot end while
 * JavaScript waits for it. The call goes on, and its result is lost: use the asynchronous form that the message names.
 */
export class NestedLoopError extends QtError {
  /** The name of this class. */
  override readonly name = "NestedLoopError";
}

/**
 * The application does not allow what was asked for: there is none (any more), there is one already, it belongs to
 * another thread, or Qt has given it up.
 */
export class ApplicationError extends QtError {
  /** The name of this class. */
  override readonly name = "ApplicationError";
}

/** Why nothing can be called. */
export const DISPOSED =
  "Cannot use Qt: the application has been disposed of; create another one first";

/** The error that a status stands for; the shim has left its code and message where values are. */
export function errorOf(status: number, values: WireReader): Error {
  switch (status) {
    case Status.Error:
    case Status.Failed:
    case Status.Fatal: {
      const reader = values.begin();
      const code = reader.read() as number;
      return toError(code, reader.read() as string);
    }
    case Status.WrongThread:
      return new ApplicationError(
        "Cannot use Qt in this thread: the application belongs to another one; send that thread a message instead",
      );
    case Status.Orphaned:
      return new ApplicationError(
        "Cannot use Qt in this process any more: the Worker that owned the application was terminated; dispose of the application before its Worker ends",
      );
    case Status.Closed:
      return new ApplicationError(DISPOSED);
    case Status.Deep:
      return new RangeError(
        "Maximum call stack size exceeded: cannot call Qt from so deep a stack; a slot that changes what it is connected to calls itself",
      );
    default:
      return new QtError(
        `The shim returned an unknown status: ${status}`,
      );
  }
}

/** How the URLs of this library's modules begin. */
const OWN = ownCode();
/** More than this library's functions take on the stack. */
const OWN_FRAMES = 20;
const FRAME = "\n    at ";

/**
 * Has the stack trace of an error of this library begin where the program has called Qt: the member that it has called
 * stands first, as functions without source do (`QLabel.setText (<anonymous>)`), and then the program's line.
 */
export function atCaller(error: unknown): unknown {
  if (!isOwn(error)) return error;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = stackTraceLimit + OWN_FRAMES;
  Error.captureStackTrace(error, atCaller);
  Error.stackTraceLimit = stackTraceLimit;
  const [head, ...frames] = error.stack.split(FRAME);
  const first = frames.findIndex((frame) => !frame.includes(OWN));
  if (first <= 0) return error;
  const member = frames[first - 1]!.replace(/\(.*\)$/, "(<anonymous>)");
  const rest = frames.slice(first, first + stackTraceLimit - 1);
  error.stack = [head, member, ...rest].join(FRAME);
  return error;
}

/** Whether an error has been made by this library, just now. */
function isOwn(error: unknown): error is Error & { stack: string } {
  return error instanceof Error && typeof error.stack === "string" &&
    error.stack.split(FRAME, 2)[1]?.includes(OWN) === true;
}

function toError(code: number, message: string): Error {
  switch (code) {
    case ErrorCode.Destroyed:
      return new DestroyedObjectError(message);
    case ErrorCode.Type:
    case ErrorCode.Unknown:
      return new TypeError(message);
    case ErrorCode.Range:
      return new RangeError(message);
    case ErrorCode.State:
      return new ApplicationError(message);
    case ErrorCode.Fatal:
      return new ApplicationError(`Qt ended with a fatal error: ${message}`);
    default:
      return new QtError(message);
  }
}

/**
 * Hands an error that no caller waits for to the running loop's exception handler, or to `console.error` without a loop. If these throw (an
 * error that cannot be inspected, a call stack that is nearly full, a `console.error` that a test has replaced), it
 * writes one line to stderr. Qt waits while a slot or an event filter runs, so this never throws.
 */
export function report(message: string, exception: unknown): void {
  try {
    const loop = runningLoop();
    if (loop === null) logError(`${message}:`, exception);
    else loop.callExceptionHandler({ message, exception });
  } catch {
    writeLine(message, exception);
  }
}

function writeLine(message: string, exception: unknown): void {
  try {
    const [name, text] = nameAndMessage(exception);
    const line = `${message}: ${name}: ${text}\n`;
    Deno.stderr.writeSync(new TextEncoder().encode(line));
  } catch {
    // stderr is closed or full: there is no other place to report to.
  }
}
