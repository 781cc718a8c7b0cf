/**
 * Signals of the operating system: what is behind a loop's `addSignalHandler()`.
 *
 * @module
 */

import { captureContext } from "../core/_context.ts";
import { RuntimeError } from "../core/errors.ts";
import { type Callback, Handle } from "../core/handle.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import { describeValue } from "../core/_util.ts";

/** The signals that no program can handle. */
const UNCATCHABLE: readonly string[] = ["SIGKILL", "SIGSTOP"];

const AsyncFunction = (async () => {}).constructor;

/** The signal handlers of a loop. */
export class SignalHandlers {
  readonly #loop: BaseEventLoop;
  readonly #listeners = new Map<Deno.Signal, () => void>();
  #forget: (() => void) | null = null;

  constructor(loop: BaseEventLoop) {
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
    loop._checkClosed();
    const context = captureContext();
    const listener = (): void => {
      if (loop.isClosed()) return;
      loop._enqueueFromOutside(new Handle(loop, callback, args, context));
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
    this.#forget ??= loop._atClose(() => this.#clear());
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
