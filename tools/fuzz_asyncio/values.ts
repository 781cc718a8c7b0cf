/**
 * What both halves of the interpreter share: values, and how lines show them.
 *
 * @module
 */

import * as asyncio from "../../src/asyncio/mod.ts";

/** What programs throw. */
export class Boom extends Error {
  constructor(readonly value: number) {
    super(String(value));
  }
}

/** Where a statement stands. */
export interface Scope {
  readonly who: string;
  readonly task: number;
  readonly coroutine: number;
  readonly callback: number;
  readonly group?: asyncio.TaskGroup;
  readonly timeout?: asyncio.TimeoutScope;
}

/** A future of whatever. */
export type AnyFuture = asyncio.Future<unknown>;
/** A task of whatever. */
export type AnyTask = asyncio.Task<unknown>;

/** Takes an item by a number of any size, if there is one. */
export function pick<T>(items: readonly T[], i: number): T | undefined {
  return items[i % items.length];
}

/** Makes `count` items. */
export function range<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** Shows a value or an error as CPython's twin does. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "-";
  if (value instanceof Boom) return `Boom(${value.value})`;
  if (value instanceof asyncio.CancelledError) {
    return `CancelledError(${value.reason ?? ""})`;
  }
  if (value instanceof AggregateError) {
    return `AggregateError(${value.errors.map(show).join(", ")})`;
  }
  if (value instanceof Error) return value.name;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  return String(value);
}

/** Tells what has become of a future. */
export function state(future: AnyFuture): string {
  if (!future.done()) return "pending";
  if (future.cancelled()) return "cancelled";
  const error = future.exception();
  return error === null
    ? `result ${show(future.result())}`
    : `error ${show(error)}`;
}
