/**
 * What lives and ends with an application: the loop that it is going to run, what runs on it, and the end of the program, also
 * where a signal asks for it.
 *
 * @module
 */

import type { BaseEventLoop } from "../../asyncio/mod.ts";
import { type Bridge, currentBridge } from "../calls/bridge.ts";
import { setUpcomingLoop } from "../signals/slot.ts";

// The upcoming loop: an asynchronous slot may be called before `run()` is, by `button.click()` while the window is set
// up. It is a task of the loop that comes then, so that all of asyncio works in it.

const loops = new WeakMap<Bridge, BaseEventLoop>();

/** Says how the loop is made. */
export function setLoopMaker(newLoop: () => BaseEventLoop): void {
  setUpcomingLoop(() => {
    const bridge = currentBridge();
    if (bridge === undefined || bridge.calls.execStarted) return null;
    let loop = loops.get(bridge);
    if (loop === undefined) loops.set(bridge, loop = newLoop());
    return loop;
  });
}

/** The loop that tasks wait for already, if any do; the caller runs it. */
export function takeUpcomingLoop(bridge: Bridge): BaseEventLoop | null {
  const loop = loops.get(bridge);
  if (loop === undefined) return null;
  loops.delete(bridge);
  return loop.isClosed() ? null : loop;
}

/** What runs on an application. */
interface Holder {
  /** Asks it to end. */
  end(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

const holders = new WeakMap<Bridge, Set<Holder>>();

/**
 * Says that something runs on the application, which has to end before the application does.
 *
 * @param end Asks it to end.
 * @returns What `running` ends with.
 */
export async function hold<T>(
  bridge: Bridge,
  end: () => void,
  running: Promise<T>,
): Promise<T> {
  const ended = running.then(() => {}, () => {});
  const holder: Holder = { end, ended };
  const all = holders.get(bridge) ?? new Set();
  holders.set(bridge, all.add(holder));
  try {
    return await running;
  } finally {
    all.delete(holder);
  }
}

/** Ends what runs on the application, the outermost first: that ends the others. */
export async function endHolders(bridge: Bridge): Promise<void> {
  const all = holders.get(bridge);
  for (;;) {
    const [holder] = all ?? [];
    if (holder === undefined) return;
    holder.end();
    await holder.ended;
    all!.delete(holder);
  }
}

// Programs that show a window and forget `await run()`: without a word they would end, and nothing would be seen.

// Whether Qt has had a share of the thread, in any application of the program.
let served = false;
let windowShown = false;
let lastCall: Event | undefined;

/** Notes, before its application is disposed of, whether a window is visible that Qt has never been able to draw. */
export function noteUnservedWindow(bridge: Bridge): void {
  served ||= bridge.pump.used;
  if (!served) windowShown ||= bridge.hasVisibleWindow;
}

/** Says so when the program ends for want of things to do. One that calls `Deno.exit()` knows what it does. */
function warnOfUnservedWindow(): void {
  if (served || !windowShown || lastCall?.defaultPrevented !== false) return;
  // A test may look at a window that it does not run.
  if (underTestRunner()) return;
  console.warn(
    "A window was shown, but no event loop has run, so that it was never drawn: call `await run()` after show()",
  );
}

/** Notes that Deno has nothing left to do; a listener may still find something, and prevent the end. */
function noteLastCall(event: Event): void {
  lastCall = event;
}

/** `Deno.test` takes arguments in a test runner alone; elsewhere it does nothing. */
function underTestRunner(): boolean {
  return Deno.test.length > 0;
}

/**
 * Disposes of this thread's application when Deno unloads the program, after the listeners that are there already.
 *
 * Under `deno run --watch` the process goes on then, with another program, and finds Qt as this one leaves it. Nothing
 * asynchronous runs any more, so that the application and all that belongs to it is disposed of at once. Deno does not tell
 * a program that has ended by an error, and no program under `--watch-hmr`: what they leave is disposed of when the next
 * one makes an application (`qta_open`).
 */
export function disposeAtUnload(): void {
  globalThis.removeEventListener("unload", dispose);
  globalThis.addEventListener("unload", dispose);
  globalThis.addEventListener("beforeunload", noteLastCall);
}

function dispose(): void {
  const bridge = currentBridge();
  if (bridge !== undefined) noteUnservedWindow(bridge);
  warnOfUnservedWindow();
  if (bridge === undefined) return;
  // Reports what asynchronous slots threw that waited for it.
  takeUpcomingLoop(bridge)?.close();
  bridge.abandon();
}

// Signals that ask a program to end.

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
        // A signal that comes at the last moment no longer reaches its listener.
        if (bridge.releaseSignal(numbers[signal])) listener();
        Deno.removeSignalListener(signal, listener);
      }
    },
  };
}
