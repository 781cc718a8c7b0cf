/**
 * Waiting for something outside this process.
 *
 * @module
 */

/** How to wait. */
export interface WaitOptions {
  /**
   * Give up after this time, in milliseconds.
   *
   * @default {60_000}
   */
  timeout?: number;
  /**
   * Time between two looks, in milliseconds.
   *
   * @default {20}
   */
  interval?: number;
}

/** Resolves after a time in milliseconds. */
export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Waits until a condition holds.
 *
 * @param what What is waited for, for the error.
 * @param holds The condition.
 * @throws {Error} If it does not hold in time.
 */
export async function until(
  what: string,
  holds: () => boolean,
): Promise<void> {
  await waitFor(what, () => holds() || undefined, { interval: 1 });
}

/**
 * Looks again and again until there is something.
 *
 * @param what What is waited for, for the error.
 * @param look Returns `undefined` as long as it is not there.
 * @param options How to wait.
 * @returns What it then found.
 * @throws {Error} If it is not there in time.
 */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  options: WaitOptions = {},
): Promise<T> {
  const { timeout = 60_000, interval = 20 } = options;
  const deadline = performance.now() + timeout;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() >= deadline) {
      throw new Error(`Timed out after ${timeout} ms waiting for ${what}`);
    }
    await delay(interval);
  }
}
