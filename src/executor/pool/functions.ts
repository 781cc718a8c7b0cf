/**
 * Functions and their arguments, made ready for Workers.
 *
 * @module
 */

import { isInstance } from "../../asyncio/core/_util.ts";
import type { FunctionSource } from "../shared/messages.ts";
import { ARGUMENTS_BYTES } from "../shared/slots.ts";
import { encode } from "../shared/values.ts";

/** A function that can be sent to a Worker. */
export type JobFunction = (...args: never[]) => unknown;

/** An export of a module, named instead of imported. */
export interface ModuleExport {
  /** The module's URL; `import.meta.resolve("./jobs.ts")` makes one of a path. */
  readonly module: string | URL;
  /**
   * The name of the export.
   *
   * @default {"default"}
   */
  readonly name?: string;
}

/** Options for running a job; see {@linkcode withOptions}. */
export interface JobOptions {
  /** The parts of the arguments that are moved instead of copied; they are unusable here afterwards. */
  transfer?: Transferable[];
  /** Called with each value that the job gives to `currentJob().progress()`. */
  // deno-lint-ignore no-explicit-any -- the values are the job's affair, as the reviver's are in JSON.parse()
  onProgress?: (value: any) => unknown;
  /**
   * Called with the arguments of each `currentJob().log()`.
   *
   * @default {console.log}
   */
  onLog?: (...args: unknown[]) => unknown;
  /** Functions that the job can call by `currentJob().callSoonThreadsafe(name, …)`. */
  // deno-lint-ignore no-explicit-any -- as `PortHandlers`, for handlers of any parameters
  handlers?: Record<string, (...args: any[]) => unknown>;
  /** Cancels the job when it is aborted. */
  signal?: AbortSignal;
}

/** @internal A function that is known to the pools, with all that belongs to it. */
export interface WorkerFunction {
  readonly id: number;
  readonly name: string;
  readonly from: FunctionSource;
  /** How long a call takes on average, in ms; -1 before the first one. */
  averageMs: number;
}

const EXPORT = Symbol("qtasyncio.moduleExport");
const OPTIONS = Symbol("qtasyncio.jobOptions");

interface Marked {
  [EXPORT]?: { module: string; name: string };
  [OPTIONS]?: { fn: JobFunction; options: JobOptions };
}

/** The functions of a module, ready to be given to an executor. */
export type ModuleFunctions<M> = {
  readonly [K in keyof M as M[K] extends JobFunction ? K : never]: M[K];
};

/**
 * Names the functions of a module for use in Workers, which import it by themselves: this thread does not load it.
 *
 * A local file needs `--allow-read`; a remote one needs the permissions of any import.
 *
 * @typeParam M The module's type: `typeof import("./jobs.ts")`.
 * @param url The module's URL: `import.meta.resolve("./jobs.ts")`.
 * @returns An object with the module's functions. Calling one right here imports the module here.
 *
 * @example
 * ```ts
 * import { workerModule, WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const path = workerModule<typeof import("node:path/posix")>("node:path/posix");
 * await using pool = new WorkerPoolExecutor();
 * assertEquals(await pool.submit(path.basename, "/a/b.txt"), "b.txt");
 * ```
 */
export function workerModule<M extends object>(
  url: string | URL,
): ModuleFunctions<M> {
  const known = new Map<string, JobFunction>();
  return new Proxy({}, {
    get(_, name) {
      if (typeof name !== "string" || name === "then") return undefined;
      let fn = known.get(name);
      if (fn === undefined) known.set(name, fn = exportOf(String(url), name));
      return fn;
    },
  }) as ModuleFunctions<M>;
}

function exportOf(module: string, name: string): JobFunction {
  const here = async (...args: never[]): Promise<unknown> => {
    const exports = await import(module) as Record<string, JobFunction>;
    return exports[name]!(...args);
  };
  Object.defineProperty(here, "name", { value: name });
  return Object.assign(here, { [EXPORT]: { module, name } });
}

/**
 * Attaches the options of a job to a function. As with `functools.partial` for
 * [run_in_executor](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor), the result
 * goes wherever the function could go.
 *
 * @param fn A function, or one of {@linkcode workerModule}.
 * @param options How its jobs are run.
 * @returns A function for executors; calling it calls `fn`.
 *
 * @example
 * ```ts
 * import { withOptions, WorkerPoolExecutor } from "../mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using pool = new WorkerPoolExecutor();
 * const data = new Uint8Array([1, 2, 3]);
 * const sum = withOptions(
 *   (bytes: Uint8Array) => bytes.reduce((a, b) => a + b),
 *   { transfer: [data.buffer] },
 * );
 * const job = pool.submit(sum, data);
 * assertEquals(data.length, 0); // it has moved
 * assertEquals(await job, 6);
 * ```
 */
export function withOptions<F extends JobFunction>(
  fn: F,
  options: JobOptions,
): F {
  const inner = (fn as Marked)[OPTIONS];
  const call = (...args: never[]): unknown => fn(...args);
  Object.defineProperty(call, "name", { value: fn.name });
  const marked = {
    [OPTIONS]: {
      fn: inner?.fn ?? fn,
      options: { ...inner?.options, ...options },
    },
  };
  return Object.assign(call, marked) as unknown as F;
}

const functions = new WeakMap<JobFunction, WorkerFunction>();
const functionsByKey = new Map<string, WorkerFunction>();
let lastId = 0;

/** @internal Takes off what {@linkcode withOptions} put on. */
export function unwrapOptions(
  fn: JobFunction | ModuleExport,
): [JobFunction | ModuleExport, JobOptions | null] {
  const marked = (fn as Marked)[OPTIONS];
  return marked === undefined ? [fn, null] : [marked.fn, marked.options];
}

/**
 * @internal Finds out how a function gets to a Worker.
 *
 * @throws {TypeError} If it cannot.
 */
export function toWorkerFunction(
  fn: JobFunction | ModuleExport,
): WorkerFunction {
  if (typeof fn !== "function") return fromModule(fn);
  let found = functions.get(fn);
  if (found === undefined) {
    const named = (fn as Marked)[EXPORT];
    found = named === undefined ? fromSource(fn) : fromModule(named);
    functions.set(fn, found);
  }
  return found;
}

function fromModule(named: ModuleExport): WorkerFunction {
  const module = named?.module;
  if (typeof module !== "string" && !(module instanceof URL)) {
    throw new TypeError(
      `fn must be a function or { module, name }, got ${String(named)}`,
    );
  }
  const from = { module: String(module), name: named.name ?? "default" };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(from.module)) {
    throw new TypeError(
      `module must be a URL, got "${from.module}": use import.meta.resolve("${from.module}")`,
    );
  }
  return register(`${from.module}\n${from.name}`, from);
}

function fromSource(fn: JobFunction): WorkerFunction {
  const source = Function.prototype.toString.call(fn);
  const name = fn.name === "" ? "<anonymous>" : fn.name;
  if (/\{\s*\[native code\]\s*\}$/.test(source)) {
    throw new TypeError(
      `Cannot send ${name}() to a Worker: it has no source, since it is built in or was made by bind(). ` +
        "Pass a function that calls it",
    );
  }
  if (/^class\b/.test(source)) {
    throw new TypeError(
      `Cannot run the class ${name} in a Worker: pass a function that makes an instance`,
    );
  }
  return register(source, { source, name });
}

function register(key: string, from: FunctionSource): WorkerFunction {
  let known = functionsByKey.get(key);
  if (known === undefined) {
    known = { id: ++lastId, name: from.name, from, averageMs: -1 };
    functionsByKey.set(key, known);
  }
  return known;
}

/** @internal The arguments of a job until it begins. */
export interface SerializedArguments {
  /** As they were given, all of them primitive; or a clone, to be sent as a message. */
  args: unknown[] | null;
  /** Plain values, encoded. */
  bytes: Uint8Array | null;
  /** Not null: `args` must be sent as a message, and these parts of them are moved. */
  transfer: Transferable[] | null;
}

const scratch = new Uint8Array(ARGUMENTS_BYTES);
const scratchView = new DataView(scratch.buffer);

/**
 * @internal Copies arguments as they are now: a job may wait for its turn, and the caller may change them meanwhile.
 *
 * @param name The function's name, for the message.
 * @throws {DOMException} A `DataCloneError`, if one of them cannot be cloned.
 */
export function serializeArguments(
  name: string,
  args: unknown[],
  transfer: Transferable[] | undefined,
): SerializedArguments {
  if (transfer === undefined || transfer.length === 0) {
    if (areShortPrimitives(args)) return { args, bytes: null, transfer: null };
    const end = scratch.length;
    const length = encode(args, scratch, scratchView, 0, end);
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

/** Immutable values that fit into a slot need no copy. */
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
