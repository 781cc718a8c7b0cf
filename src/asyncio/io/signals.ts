/**
 * Signals of the operating system: what is behind a loop's `addSignalHandler()`.
 *
 * @module
 */

import { internalsOf } from "../core/internals.ts";
import { captureContext } from "../core/_context.ts";
import { RuntimeError } from "../core/errors.ts";
import { type Callback, makeRunnable } from "../core/handle.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { describeValue } from "../core/_util.ts";

/** The signals that no program can handle. */
const UNCATCHABLE: readonly string[] = ["SIGKILL", "SIGSTOP"];

const AsyncFunction = (async () => {}).constructor;

/** The signal handlers of a loop. */
export class SignalHandlers {
  readonly #loop: AbstractEventLoop;
  readonly #listeners = new Map<Deno.Signal, () => void>();
  #forget: (() => void) | null = null;

  constructor(loop: AbstractEventLoop) {
    this.#loop = loop;
  }

  add(
    signal: Deno.Signal,
    callback: Callback<unknown[]>,
    args: unknown[],
  ): void {
    checkSignal(signal);
    if (typeof callback !== "function" || callback instanceof AsyncFunction) {
      throw new TypeError(
        `coroutines cannot be used with addSignalHandler(): a plain function was expected, got ${
          describeValue(callback)
        }`,
      );
    }
    const loop = this.#loop;
    const internals = internalsOf(loop);
    internals.checkClosed();
    const context = captureContext();
    const listener = (): void => {
      if (loop.isClosed()) return;
      internals.enqueueFromOutside(
        makeRunnable(internals, context, callback, ...args),
      );
    };
    try {
      Deno.addSignalListener(signal, listener);
    } catch (error) {
      throw new RuntimeError(`signal ${signal} cannot be caught`, {
        cause: error,
      });
    }
    this.remove(signal);
    this.#listeners.set(signal, listener);
    this.#forget ??= internals.atClose(() => this.#clear());
  }

  remove(signal: Deno.Signal): boolean {
    checkSignal(signal);
    const listener = this.#listeners.get(signal);
    if (listener === undefined) return false;
    Deno.removeSignalListener(signal, listener);
    this.#listeners.delete(signal);
    if (this.#listeners.size === 0) {
      this.#forget?.();
      this.#forget = null;
    }
    return true;
  }

  #clear(): void {
    for (const [signal, listener] of this.#listeners) {
      Deno.removeSignalListener(signal, listener);
    }
    this.#listeners.clear();
  }
}

function checkSignal(signal: unknown): void {
  if (typeof signal !== "string") {
    throw new TypeError(
      `signal must be a name such as "SIGTERM", got ${describeValue(signal)}`,
    );
  }
  if (!/^SIG[A-Z0-9]+$/.test(signal)) {
    throw new TypeError(
      `signal must be a name such as "SIGTERM", got ${describeValue(signal)}`,
    );
  }
  if (UNCATCHABLE.includes(signal)) {
    throw new RuntimeError(`signal ${signal} cannot be caught`);
  }
}
