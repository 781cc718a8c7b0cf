/**
 * Says what a type is, for files that `deno check` is the test of.
 *
 * @module
 */

/** Whether `T` is exactly `U`. */
export type Same<T, U> = (<X>() => X extends T ? 1 : 2) extends
  (<X>() => X extends U ? 1 : 2) ? true : false;

/** Compiles where `T` is true: `is<Same<typeof value, string>>()`. */
export function is<T extends true>(): T {
  return true as T;
}
