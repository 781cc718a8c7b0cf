/**
 * Waiting, with errors that say for what.
 *
 * @module
 */

import { TimeoutError } from "../asyncio/mod.ts";
import { nameAndMessage } from "../asyncio/core/_util.ts";
import { once } from "../qt/signals/once.ts";
import type { Signal } from "../qt/signals/signal.ts";

/** How long to wait. */
export interface TimeoutOptions {
  /**
   * In milliseconds, more than 0. By default that of the test ({@linkcode QtTestOptions.timeout}).
   */
  readonly timeout?: number;
}

/** How to wait for a signal. */
export interface SignalOptions<A extends readonly unknown[]>
  extends TimeoutOptions {
  /** Waits for an emission of which this is true. */
  readonly filter?: (...args: A) => boolean;
}

/** Time between two looks, in milliseconds. */
const INTERVAL = 10;

/** Resolves after a time in milliseconds. */
function delay(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

/** @throws {RangeError} If it is no time. */
export function checkTimeout(timeout: number): number {
  if (timeout > 0) return timeout;
  throw new RangeError(
    `timeout must be a number of milliseconds > 0, got ${timeout}`,
  );
}

/** What to say of a wait that has taken too long. */
export interface WaitDescription {
  /** What is waited for. */
  what(): string;
  /** What was seen last. */
  seen(): string;
}

const PENDING = Symbol("pending");

/** What a look returns; `PENDING` if its promise has not settled at a point in time. */
async function settledBy<T>(
  deadline: number,
  result: T | Promise<T>,
): Promise<T | typeof PENDING> {
  if (!(result instanceof Promise)) return result;
  const late = Promise.withResolvers<typeof PENDING>();
  const timer = setTimeout(
    () => late.resolve(PENDING),
    Math.max(0, deadline - performance.now()),
  );
  try {
    return await Promise.race([result, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks again and again until there is something.
 *
 * @param look Returns `undefined`, or throws, as long as it is not there.
 * @throws {TimeoutError} With what `look` has thrown last as its cause. Also if a look has not ended in time.
 */
export async function poll<T>(
  look: () => T | undefined | Promise<T | undefined>,
  timeout: number,
  description: WaitDescription,
): Promise<T> {
  const deadline = performance.now() + checkTimeout(timeout);
  for (;;) {
    let failure: { error: unknown } | undefined;
    let isPending = false;
    try {
      const found = await settledBy(deadline, look());
      if (found === PENDING) isPending = true;
      else if (found !== undefined) return found;
    } catch (error) {
      failure = { error };
    }
    if (isPending || performance.now() >= deadline) {
      const seen = isPending
        ? "its promise is still pending"
        : failure === undefined
        ? description.seen()
        : nameAndMessage(failure.error)[1];
      const error = new TimeoutError(
        `Waited ${timeout} ms for ${description.what()}: ${seen}`,
      );
      if (failure !== undefined) error.cause = failure.error;
      throw error;
    }
    await delay(INTERVAL);
  }
}

/** Waits until a function returns something else than `false`, `null` or `undefined`. */
export async function pollUntil<T>(
  condition: () => T | Promise<T>,
  timeout: number,
): Promise<Exclude<T, false | null | undefined>> {
  let last: unknown;
  return await poll(
    async () => {
      const value = last = await condition();
      return value === false || value === null || value === undefined
        ? undefined
        : value as Exclude<T, false | null | undefined>;
    },
    timeout,
    {
      what: () => codeOf(condition),
      seen: () => `it returned ${inspect(last)} at last`,
    },
  );
}

/** The code of a function, on one line. */
function codeOf(fn: (...args: never[]) => unknown): string {
  const code = String(fn).replaceAll(/\s+/g, " ");
  return code.length > 120 ? `${code.slice(0, 120)} …` : code;
}

/** A value, as short as possible. */
function inspect(value: unknown): string {
  return Deno.inspect(value, { depth: 2, compact: true, breakLength: 200 });
}

/** Waits for an emission of a signal, from now on. */
export async function signalArguments<A extends readonly unknown[]>(
  signal: Signal<A>,
  timeout: number,
  filter?: (...args: A) => boolean,
): Promise<A> {
  const others: A[] = [];
  const wanted = (...args: A) => {
    if (filter === undefined || filter(...args)) return true;
    others.push(args);
    return false;
  };
  try {
    return await once(signal, {
      timeout: checkTimeout(timeout),
      filter: wanted,
    });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    const seen = others.length === 0
      ? "it was not emitted"
      : `it was emitted ${others.length} times with other arguments, at last with ${
        inspect(others.at(-1))
      }`;
    throw new TimeoutError(`Waited ${timeout} ms for ${signal}: ${seen}`);
  }
}

/** @throws {Error} (as a rejection) If a signal is emitted within a time. */
export async function expectSilence<A extends readonly unknown[]>(
  signal: Signal<A>,
  during: number,
): Promise<void> {
  const args = await signalArguments(signal, during).catch((error) => {
    if (!(error instanceof TimeoutError)) throw error;
  });
  if (args === undefined) return;
  throw new Error(
    `${signal} was emitted with ${inspect(args)}: expected no emission`,
  );
}
