/**
 * What the suites share. A suite is a function of a loop factory, so that the
 * same cases run on every kind of loop.
 */

import {
  type BaseEventLoop,
  type ExceptionContext,
  type Future,
  setEventLoop,
  shutdownLoop,
  sleep,
} from "../../../src/asyncio/mod.ts";

/** Makes a loop for one test. */
export type NewLoop = () => BaseEventLoop;

/** Runs a coroutine on a loop of its own and shuts that loop down. */
export async function onLoop<T>(
  newLoop: NewLoop,
  main: (loop: BaseEventLoop) => PromiseLike<T> | T,
): Promise<T> {
  const loop = newLoop();
  try {
    return await loop.runUntilComplete<T>(() => main(loop));
  } finally {
    await shutdownLoop(loop);
  }
}

/** Gives `body` a loop that does not run yet, and shuts it down afterwards. */
export async function withLoop<T>(
  newLoop: NewLoop,
  body: (loop: BaseEventLoop) => Promise<T>,
): Promise<T> {
  const loop = newLoop();
  setEventLoop(loop);
  try {
    return await body(loop);
  } finally {
    setEventLoop(null);
    if (!loop.isRunning()) await shutdownLoop(loop);
  }
}

/** Lets the loop make one round. */
export async function oneRound(loop: BaseEventLoop): Promise<void> {
  loop.callSoon(() => loop.stop());
  await loop.runForever();
}

/** Collects what the loop's exception handler is told. */
export function collectErrors(loop: BaseEventLoop): ExceptionContext[] {
  const contexts: ExceptionContext[] = [];
  loop.setExceptionHandler((_loop, context) => contexts.push(context));
  return contexts;
}

/** Runs `fn` with a console method replaced; returns what was written. */
export async function capturing(
  method: "error" | "warn",
  fn: () => unknown,
): Promise<string> {
  const lines: string[] = [];
  const original = console[method];
  console[method] = (...args: unknown[]) =>
    lines.push(args.map(String).join(" "));
  try {
    await fn();
  } finally {
    console[method] = original;
  }
  return lines.join("\n");
}

/** Awaits something and returns what it throws. */
export async function thrownBy(
  awaitable: PromiseLike<unknown>,
): Promise<unknown> {
  try {
    await awaitable;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Several futures of a loop. */
export function futures(loop: BaseEventLoop, count: number): Future<number>[] {
  return Array.from({ length: count }, () => loop.createFuture<number>());
}

/** Lets a number of rounds of the loop pass. */
export async function rounds(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await sleep(0);
}
