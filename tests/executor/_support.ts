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

/** A gate between threads: {@linkcode pass} waits until it is opened. */
export class Gate {
  readonly cells: Int32Array = new Int32Array(new SharedArrayBuffer(4));

  open(): void {
    Atomics.store(this.cells, 0, 1);
    Atomics.notify(this.cells, 0);
  }
}

/** Keeps a Worker until its gate is opened; self-contained. */
export function pass(cells: Int32Array): void {
  Atomics.wait(cells, 0, 0);
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
