/**
 * Ending a program in good order when a signal asks for it.
 *
 * @module
 */

import type { Bridge } from "../calls/bridge.ts";

/** The numbers of the signals, which are the same on every system. */
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** A signal that asks a program to end. */
export type TerminationSignal = keyof typeof numbers;

/** Added to a signal's number: the exit code that shells know. */
const BASE = 128;

/**
 * Takes signals over until it is disposed of.
 *
 * The first of each calls `onSignal`, in a macrotask. The second ends the process at once by the signal's default action,
 * whatever JavaScript does then: the shim sees to that.
 *
 * @param onSignal Starts an orderly end. Gets the exit code for it.
 */
export function onTermination(
  bridge: Bridge,
  signals: readonly TerminationSignal[],
  onSignal: (exitCode: number) => void,
): Disposable {
  const told = new Set<TerminationSignal>();
  const listeners = signals.map((signal) => {
    const listener = () => {
      if (told.has(signal)) return;
      told.add(signal);
      onSignal(BASE + numbers[signal]);
    };
    Deno.addSignalListener(signal, listener);
    bridge.guardSignal(numbers[signal]);
    return [signal, listener] as const;
  });
  return {
    [Symbol.dispose](): void {
      for (const [signal, listener] of listeners) {
        // What has come at the last moment, its listener does not hear any more.
        if (bridge.releaseSignal(numbers[signal])) listener();
        Deno.removeSignalListener(signal, listener);
      }
    },
  };
}
