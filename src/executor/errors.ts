/**
 * The errors of executors, and errors of Workers as their callers get them.
 *
 * @module
 */

import * as asyncioErrors from "../asyncio/errors.ts";
import { RuntimeError } from "../asyncio/errors.ts";
import type { ErrorData } from "./shared/error_codec.ts";

/**
 * The Worker that ran the job ended before the job did: by `Deno.exit()`, by an
 * error that nothing caught, or because it did not end when it was cancelled.
 *
 * As `concurrent.futures.BrokenExecutor`, except that the pool goes on with a
 * new Worker: the other jobs do not notice.
 *
 * @example
 * ```ts
 * import { BrokenWorkerError, WorkerPoolExecutor } from "./mod.ts";
 * import { assertInstanceOf } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor({ maxWorkers: 1 });
 * const error = await pool.submit(() => Deno.exit(3)).promise
 *   .then(() => null, (error) => error);
 * assertInstanceOf(error, BrokenWorkerError);
 * ```
 */
export class BrokenWorkerError extends RuntimeError {
  /** Always `"BrokenWorkerError"`. */
  override readonly name: string = "BrokenWorkerError";
}

/**
 * The pool's initializer failed: its jobs fail with this, and it takes no more.
 * As `concurrent.futures.thread.BrokenThreadPool`.
 *
 * @example
 * ```ts
 * import { BrokenPoolError } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(new BrokenPoolError().name, "BrokenPoolError");
 * ```
 */
export class BrokenPoolError extends RuntimeError {
  /** Always `"BrokenPoolError"`. */
  override readonly name: string = "BrokenPoolError";
}

type AnyErrorClass = { readonly prototype: Error };

/** The classes that an error from a Worker can be of here, by name. */
const CLASSES = new Map<string, AnyErrorClass>(
  [
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
    AggregateError,
    BrokenWorkerError,
    ...Object.values(asyncioErrors),
    ...Object.values(Deno.errors),
  ].map((one) => [one.name, one as AnyErrorClass]),
);

/**
 * @internal Puts an error together again that came from a Worker.
 *
 * @param caller the stack of the code that submitted the job.
 */
export function _errorFromData(data: ErrorData, caller?: string): unknown {
  if (!data.isError) return data.value;
  if (data.classes.includes("DOMException")) {
    return new DOMException(data.message, data.name);
  }
  const found = data.classes.find((name) => CLASSES.has(name)) ?? "Error";
  const error: Error = Object.create(CLASSES.get(found)!.prototype);
  // A real error, for `Error.isError()` and the console; its class is put on.
  const real = Object.setPrototypeOf(
    new Error(data.message),
    Object.getPrototypeOf(error),
  ) as Error;
  define(real, "name", data.name);
  for (const [key, value] of Object.entries(data.fields)) {
    (real as unknown as Record<string, unknown>)[key] = value;
  }
  if (data.cause !== undefined) {
    define(real, "cause", _errorFromData(data.cause));
  }
  if (data.errors !== undefined) {
    define(real, "errors", data.errors.map((one) => _errorFromData(one)));
  }
  define(real, "stack", joinStacks(data, caller));
  return real;
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, {
    value,
    configurable: true,
    writable: true,
    enumerable: false,
  });
}

/** What the frames of the executor itself have in common. */
const OWN_FILES = new URL(".", import.meta.url).href;

/** The Worker's frames, then those of the caller. */
function joinStacks(data: ErrorData, caller: string | undefined): string {
  const stack = data.stack === ""
    ? `${data.name}: ${data.message}`
    : data.stack;
  if (caller === undefined) return stack;
  const frames = caller.split("\n").filter((line) =>
    /^\s+at /.test(line) && !line.includes(OWN_FILES)
  );
  return `${stack}\n    at (submitted from another thread)\n${
    frames.join("\n")
  }`;
}
