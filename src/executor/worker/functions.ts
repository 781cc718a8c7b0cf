/**
 * The functions that a Worker runs: compiled from their source, or imported.
 *
 * @module
 */

import {
  type ErrorData,
  errorToData,
} from "../../asyncio/threads/error_codec.ts";
import type { FunctionSource } from "../shared/messages.ts";

/** A function of a program. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** A function that has been loaded. */
export interface LoadedFunction {
  readonly fn: AnyFunction;
  readonly from: FunctionSource;
}

/** Loads a function. */
export async function load(from: FunctionSource): Promise<AnyFunction> {
  return "module" in from
    ? await importFunction(from.module, from.name)
    : compile(from.source, from.name);
}

function compile(source: string, name: string): AnyFunction {
  const url = `worker:${name.replace(/\W/g, "_")}`;
  const evaluate = (expression: string): unknown =>
    new Function(
      `"use strict"; return (${expression}\n)\n//# sourceURL=${url}`,
    )();
  let made: unknown;
  try {
    made = evaluate(source);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The source of a method is valid only inside of an object.
    made = Object.values(evaluate(`{${source}}`) as object)[0];
  }
  return made as AnyFunction;
}

async function importFunction(
  module: string,
  name: string,
): Promise<AnyFunction> {
  let exports: Record<string, unknown>;
  try {
    exports = await import(module);
  } catch (error) {
    const { name: kind, message } = errorToData(error);
    if (kind !== "NotCapable" && !/Requires (read|import)/.test(message)) {
      throw error;
    }
    const flag = module.startsWith("file:") ? "read" : "import";
    throw new Deno.errors.NotCapable(
      `A Worker needs --allow-${flag} to import ${module}: grant it, or give a function without imports, ` +
        `which travels by its source (${message})`,
      { cause: error },
    );
  }
  const found = exports[name];
  if (typeof found === "function") return found as AnyFunction;
  throw new TypeError(
    `The module ${module} has no function "${name}": it exports ${
      Object.keys(exports).join(", ") || "nothing"
    }`,
  );
}

/**
 * Takes apart what a function has thrown. A `ReferenceError` of one that travels as its source names, as a rule, a
 * variable that was left behind: its message says so.
 */
export function describeFailure(
  thrown: unknown,
  from: FunctionSource | null,
): ErrorData {
  const error = errorToData(thrown);
  if (from === null || "module" in from) return error;
  if (error.classes[0] !== "ReferenceError") return error;
  const missing = /^(\S+) is not defined$/.exec(error.message)?.[1];
  if (missing === undefined) return error;
  const message =
    `"${missing}" is not defined in the Worker: ${from.name}() travels as its source, without the variables ` +
    `around it. Pass "${missing}" as an argument, or give an export of a module (workerModule())`;
  error.stack = error.stack.replace(error.message, () => message);
  error.message = message;
  return error;
}
