/**
 * Errors on their way between threads. Structured clone keeps neither their extra fields nor the names of classes that
 * it does not know.
 *
 * @module
 */

import { ownCode } from "../../place.ts";
import * as asyncioErrors from "../core/errors.ts";

/** What of an error travels. */
export interface ErrorData {
  /** Whether it is an `Error`; if not, `value` is what was thrown. */
  isError: boolean;
  name: string;
  message: string;
  stack: string;
  /** The names of the classes it is of, its own first. */
  classes: string[];
  /** Its own enumerable fields, as far as they can be cloned. */
  fields: Record<string, unknown>;
  /** The value that was thrown, or the `reason` of a cancellation. */
  value?: unknown;
  cause?: ErrorData;
  errors?: ErrorData[];
}

const MAX_DEPTH = 8;

/** Reads what may have a getter, or the trap of a proxy, that throws. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function text(read: () => unknown, otherwise: string): string {
  return attempt(() => String(read() ?? ""), otherwise);
}

function classNames(error: Error): string[] {
  const names: string[] = [];
  let prototype = Object.getPrototypeOf(error);
  while (prototype !== null && prototype !== Object.prototype) {
    const { constructor } = prototype;
    names.push(text(() => constructor.name, ""));
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

/** A copy of the fields that can be cloned: what is sent has no getters. */
function fieldsOf(error: Error): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const key of Object.keys(error)) {
    if (key === "name" || key === "cause" || key === "errors") continue;
    attempt(() => {
      fields[key] = structuredClone(error[key as keyof Error]);
    }, undefined);
  }
  return fields;
}

function notAnError(thrown: unknown): ErrorData {
  const message = text(() => thrown, `${typeof thrown} without a text`);
  return {
    isError: false,
    name: "Error",
    message,
    stack: "",
    classes: [],
    fields: {},
    value: attempt<unknown>(() => structuredClone(thrown), message),
  };
}

/** Takes an error apart. Returns data that can be sent, whatever was thrown. */
export function errorToData(thrown: unknown): ErrorData {
  return toData(thrown, []);
}

function toData(error: unknown, path: unknown[]): ErrorData {
  if (!attempt(() => error instanceof Error, false)) return notAnError(error);
  const thrown = error as Partial<AggregateError> & Error;
  const data: ErrorData = {
    isError: true,
    name: text(() => thrown.name, "Error"),
    message: text(() => thrown.message, ""),
    stack: text(() => thrown.stack, ""),
    classes: attempt(() => classNames(thrown), []),
    fields: attempt(() => fieldsOf(thrown), {}),
  };
  // An error may be its own cause.
  if (path.length === MAX_DEPTH || path.includes(error)) return data;
  path = [...path, error];
  const cause = attempt(() => thrown.cause, undefined);
  if (cause !== undefined) data.cause = toData(cause, path);
  const errors = attempt(
    () => Array.isArray(thrown.errors) ? [...thrown.errors] : undefined,
    undefined,
  );
  if (errors !== undefined) {
    data.errors = errors.map((one) => toData(one, path));
  }
  return data;
}

type AnyErrorClass = { readonly prototype: Error };

let classes: Map<string, AnyErrorClass> | undefined;
const furtherClasses: AnyErrorClass[] = [];

/** Adds a class that an error can be restored as. */
export function addErrorClass(type: AnyErrorClass): void {
  furtherClasses.push(type);
}

/** The classes that an error can be restored as, by name. Made by the first error: a Worker needs none. */
function knownClasses(): Map<string, AnyErrorClass> {
  return classes ??= new Map<string, AnyErrorClass>(
    [
      Error,
      EvalError,
      RangeError,
      ReferenceError,
      SyntaxError,
      TypeError,
      URIError,
      AggregateError,
      ...furtherClasses,
      ...Object.values(asyncioErrors),
      ...Object.values(Deno.errors),
    ].map((one) => [(one as { name: string }).name, one as AnyErrorClass]),
  );
}

/**
 * Restores an error that came from another thread.
 *
 * @param caller The stack of the code that submitted the job.
 */
export function errorFromData(data: ErrorData, caller?: string): unknown {
  if (!data.isError) return data.value;
  if (data.classes.includes("DOMException")) {
    return new DOMException(data.message, data.name);
  }
  const known = knownClasses();
  const found = data.classes.find((name) => known.has(name)) ?? "Error";
  // Made by Error(), for `Error.isError()` and the console; then given its class.
  const real = Object.setPrototypeOf(
    new Error(data.message),
    known.get(found)!.prototype,
  ) as Error;
  define(real, "name", data.name);
  for (const [key, value] of Object.entries(data.fields)) {
    (real as unknown as Record<string, unknown>)[key] = value;
  }
  if (data.cause !== undefined) {
    define(real, "cause", errorFromData(data.cause));
  }
  if (data.errors !== undefined) {
    define(real, "errors", data.errors.map((one) => errorFromData(one)));
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

/** The Worker's frames, then those of the caller. */
function joinStacks(data: ErrorData, caller: string | undefined): string {
  const stack = data.stack === ""
    ? `${data.name}: ${data.message}`
    : data.stack;
  if (caller === undefined) return stack;
  const frames = caller.split("\n").filter((line) =>
    /^\s+at /.test(line) && !line.includes(ownCode())
  );
  return `${stack}\n    at (submitted from another thread)\n${
    frames.join("\n")
  }`;
}
