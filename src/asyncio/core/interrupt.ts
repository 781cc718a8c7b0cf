/**
 * Ending a program with Ctrl+C.
 *
 * @module
 */

/** The status that a shell expects of a program that SIGINT ended. */
const INTERRUPTED_STATUS = 130;

/**
 * Takes SIGINT over until it is disposed of.
 *
 * The first signal calls `onInterrupt`, at once, in a macrotask of its own. The
 * second one ends the process with status 130.
 *
 * @param onInterrupt starts an orderly end.
 * @returns disposing of it gives SIGINT back. Does nothing the second time.
 *
 * @example
 * ```ts
 * import { onInterrupt } from "./interrupt.ts";
 *
 * {
 *   using _interrupt = onInterrupt(() => console.log("ending"));
 * }
 * ```
 */
export function onInterrupt(onInterrupt: () => void): Disposable {
  let count = 0;
  const handler = (): void => {
    if (++count > 1) Deno.exit(INTERRUPTED_STATUS);
    onInterrupt();
  };
  let installed = true;
  Deno.addSignalListener("SIGINT", handler);
  return {
    [Symbol.dispose](): void {
      if (!installed) return;
      installed = false;
      Deno.removeSignalListener("SIGINT", handler);
    },
  };
}
