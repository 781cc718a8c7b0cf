/**
 * What the tests of the executor share.
 *
 * @module
 */

/** How many threads this process has (Linux). */
export function threads(): number {
  return [...Deno.readDirSync("/proc/self/task")].length;
}

/** Resolves after so many milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Keeps a Worker busy for so many milliseconds; self-contained. */
export function spin(ms: number): number {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
}

/** What a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error("Expected a rejection");
}
