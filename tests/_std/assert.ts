/**
 * The part of `@std/assert` that this project uses, over `node:assert`.
 *
 * deno.json maps `@std/assert` to this file, so that tests run where JSR is out
 * of reach; `deno task test:std` runs them on the real library. Names,
 * signatures and the error class have the real library's meaning: add what a
 * test needs, and nothing that the real library lacks.
 *
 * @module
 */

import nodeAssert from "node:assert/strict";
import { inspect } from "node:util";
// Not the real library's: what holds for every test.
import "../_support/test_defaults.ts";

/** Thrown by every failed assertion. */
export const AssertionError: typeof nodeAssert.AssertionError =
  nodeAssert.AssertionError;

/** Any class, abstract ones too, as error tests take it. */
// deno-lint-ignore no-explicit-any
export type AnyConstructor<T = unknown> = abstract new (...args: any[]) => T;

/** A class of errors. */
export type ErrorConstructorLike<E extends Error = Error> = AnyConstructor<E>;

function failed(reason: string, msg: string | undefined): never {
  throw new AssertionError({
    message: msg === undefined ? reason : `${reason}: ${msg}`,
  });
}

function prefixed(msg: string | undefined, detail: string): string {
  return msg === undefined ? detail : `${msg}\n${detail}`;
}

/** Asserts that `expr` is truthy. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError({ message: msg });
}

/** Asserts that `expr` is falsy. */
export function assertFalse(expr: unknown, msg?: string): void {
  if (expr) failed("Expected a falsy value", msg);
}

/** Asserts that both values are equal, deeply and strictly. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  compare(() => nodeAssert.deepStrictEqual(actual, expected), msg);
}

/** Asserts that both values are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  compare(() => nodeAssert.notDeepStrictEqual(actual, expected), msg);
}

/** Asserts that both values are the same by `Object.is`. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  compare(() => nodeAssert.strictEqual(actual, expected), msg);
}

/** Asserts that both values are not the same by `Object.is`. */
export function assertNotStrictEquals<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  compare(() => nodeAssert.notStrictEqual(actual, expected), msg);
}

/** Runs a comparison of `node:assert` and puts `msg` before its own message. */
function compare(comparison: () => void, msg: string | undefined): void {
  try {
    comparison();
  } catch (error) {
    if (!(error instanceof AssertionError) || msg === undefined) throw error;
    throw new AssertionError({
      message: prefixed(msg, error.message),
      actual: error.actual,
      expected: error.expected,
      operator: error.operator,
    });
  }
}

/** Asserts that `actual` is neither `null` nor `undefined`. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual === null || actual === undefined) {
    failed(`Expected a value, but found ${actual}`, msg);
  }
}

/** Asserts that `actual` is an instance of `expectedType`. */
export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceType<T> {
  if (actual instanceof expectedType) return;
  failed(
    `Expected an instance of ${expectedType.name}, but found ${
      inspect(actual)
    }`,
    msg === "" ? undefined : msg,
  );
}

/** Asserts that `actual` matches the regular expression. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (!expected.test(actual)) {
    failed(`Expected ${inspect(actual)} to match ${expected}`, msg);
  }
}

/** Asserts that `actual` contains the string `expected`. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (!actual.includes(expected)) {
    failed(`Expected ${inspect(actual)} to contain ${inspect(expected)}`, msg);
  }
}

/** Asserts that `actual` contains every value of `expected`, deeply compared. */
export function assertArrayIncludes<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
): void {
  const missing = Array.from(expected).filter((wanted) =>
    !Array.from(actual).some((found) => deeplyEqual(found, wanted))
  );
  if (missing.length > 0) {
    failed(`Expected ${inspect(actual)} to contain ${inspect(missing)}`, msg);
  }
}

function deeplyEqual(a: unknown, b: unknown): boolean {
  try {
    nodeAssert.deepStrictEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

/** Asserts that `actual > expected`. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  order(actual > expected, actual, ">", expected, msg);
}

/** Asserts that `actual >= expected`. */
export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  order(actual >= expected, actual, ">=", expected, msg);
}

/** Asserts that `actual < expected`. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  order(actual < expected, actual, "<", expected, msg);
}

/** Asserts that `actual <= expected`. */
export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  order(actual <= expected, actual, "<=", expected, msg);
}

function order(
  holds: boolean,
  actual: unknown,
  sign: string,
  expected: unknown,
  msg: string | undefined,
): void {
  if (!holds) failed(`Expected ${inspect(actual)} ${sign} ${expected}`, msg);
}

/**
 * Asserts that two numbers differ by at most `tolerance` (by default one
 * ten-millionth of `expected`).
 */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  msg?: string,
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ??
    (Number.isFinite(expected) ? Math.abs(expected * 1e-7) : 1e-7);
  if (Math.abs(expected - actual) <= allowed) return;
  failed(`Expected ${actual} to be within ${allowed} of ${expected}`, msg);
}

/** Fails at once. */
export function fail(msg?: string): never {
  failed("Failed assertion", msg);
}

/** Fails because a line ran that must not be reached. */
export function unreachable(msg?: string): never {
  failed("Unreachable", msg);
}

/** Asserts that `error` is of a class and that its message contains a text. */
export function assertIsError<E extends Error = Error>(
  error: unknown,
  // deno-lint-ignore no-explicit-any
  ErrorClass?: abstract new (...args: any[]) => E,
  msgMatches?: string | RegExp,
  msg?: string,
): asserts error is E {
  if (!(error instanceof Error)) {
    failed(`Expected an Error, but found ${inspect(error)}`, msg);
  }
  if (ErrorClass !== undefined && !(error instanceof ErrorClass)) {
    failed(
      `Expected an error of class ${ErrorClass.name}, but found ${
        inspect(error)
      }`,
      msg,
    );
  }
  const { message } = error as Error;
  const matches = msgMatches === undefined ||
    (typeof msgMatches === "string"
      ? message.includes(msgMatches)
      : msgMatches.test(message));
  if (!matches) {
    failed(
      `Expected the error's message to contain ${inspect(msgMatches)}, ` +
        `but found ${inspect(message)}`,
      msg,
    );
  }
}

/** Asserts that `fn` throws, and returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
/** Asserts that `fn` throws an error of the class, and returns that error. */
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  // deno-lint-ignore no-explicit-any
  ErrorClass: abstract new (...args: any[]) => E,
  msgIncludes?: string,
  msg?: string,
): E;
/** The implementation behind both forms. */
export function assertThrows(
  fn: () => unknown,
  classOrMsg?: ErrorConstructorLike | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  let thrown: unknown;
  try {
    fn();
  } catch (error) {
    thrown = error;
    if (typeof classOrMsg === "function") {
      assertIsError(error, classOrMsg, msgIncludes, msg);
    }
    return thrown;
  }
  failed(
    "Expected the function to throw",
    typeof classOrMsg === "string" ? classOrMsg : msg,
  );
}

/** Asserts that `fn` returns a promise that rejects, and resolves to the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
/**
 * Asserts that `fn` returns a promise that rejects with an error of the class,
 * and resolves to that error.
 */
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  // deno-lint-ignore no-explicit-any
  ErrorClass: abstract new (...args: any[]) => E,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
/** The implementation behind both forms. */
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorConstructorLike | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const ownMsg = typeof classOrMsg === "string" ? classOrMsg : msg;
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch {
    failed("Expected a rejected promise, but the function threw", ownMsg);
  }
  if (typeof promise?.then !== "function") {
    failed("Expected the function to return a promise", ownMsg);
  }
  try {
    await promise;
  } catch (error) {
    if (typeof classOrMsg === "function") {
      assertIsError(error, classOrMsg, msgIncludes, msg);
    }
    return error;
  }
  failed("Expected the promise to reject", ownMsg);
}
