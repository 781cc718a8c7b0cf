/**
 * Errors of futures that nobody has asked for: reported once, when the future
 * is garbage or when its loop closes, whichever comes first.
 */

import type { BaseEventLoop } from "./loop.ts";
import type { Future } from "./future.ts";
import { stackOf } from "./_util.ts";

const registry = new FinalizationRegistry<Unretrieved>((record) =>
  record.report()
);

/** An error that is still to be asked for. It must not hold its future. */
export class Unretrieved {
  readonly #loop: BaseEventLoop;
  readonly #error: unknown;
  readonly #kind: string;
  readonly #source: string;

  constructor(future: Future<unknown>, error: unknown) {
    this.#loop = future._loop;
    this.#error = error;
    this.#kind = future[Symbol.toStringTag];
    this.#source = future.toString();
    // Until it is read, a stack holds the objects of its frames, tasks included,
    // and the future would never become garbage.
    stackOf(error);
    this.#loop._unretrieved.add(this);
    registry.register(future, this, this);
  }

  /** The error was asked for. */
  forget(): void {
    this.#loop._unretrieved.delete(this);
    registry.unregister(this);
  }

  /** Hands the error to the loop's exception handler, the first time. */
  report(): void {
    if (!this.#loop._unretrieved.delete(this)) return;
    registry.unregister(this);
    this.#loop.callExceptionHandler({
      message: `${this.#kind} exception was never retrieved`,
      exception: this.#error,
      source: this.#source,
    });
  }
}
