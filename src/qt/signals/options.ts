/**
 * Checks of what functions for signals take.
 *
 * @module
 */

import { describeValue, isInstance } from "../../asyncio/core/_util.ts";

/**
 * Checks an object of options.
 *
 * @param action What cannot be done without, for the error.
 * @throws {TypeError} If it is no object, or its `signal` is no `AbortSignal`.
 */
export function checkOptions(
  action: string,
  options: { readonly signal?: AbortSignal },
): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${action}: expected an object of options, got ${describeValue(options)}`,
    );
  }
  const { signal } = options;
  if (signal === undefined || isInstance(signal, AbortSignal)) return;
  throw new TypeError(
    `${action}: expected an AbortSignal as 'signal', got ${
      describeValue(signal)
    }`,
  );
}
