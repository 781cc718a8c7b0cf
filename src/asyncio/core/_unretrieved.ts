/**
 * Errors of futures that no code has asked for: reported once, when the future
 * is garbage or when its loop closes, whichever comes first.
 */

import type { LoopInternals } from "./internals.ts";
import { stackOf, textOf } from "./_util.ts";

const registry = new FinalizationRegistry<Unretrieved>((record) =>
  record.report()
);

/** An error that is still to be asked for. It must not hold its future. */
export class Unretrieved {
  readonly #loop: LoopInternals;
  readonly #error: unknown;
  readonly #kind: string;
  readonly #source: string;

  constructor(
    future: object,
    loop: LoopInternals,
    error: unknown,
    kind: string,
  ) {
    this.#loop = loop;
    this.#error = error;
    this.#kind = kind;
    this.#source = textOf(future);
    // Until it is read, a stack holds the objects of its frames, tasks included,
    // and the future would never become garbage.
    stackOf(error);
    loop.unretrieved.add(this);
    registry.register(future, this, this);
  }

  /** The error was asked for. */
  forget(): void {
    this.#loop.unretrieved.delete(this);
    registry.unregister(this);
  }

  /** Hands the error to the loop's exception handler, the first time. */
  report(): void {
    if (!this.#loop.unretrieved.delete(this)) return;
    registry.unregister(this);
    this.#loop.owner.callExceptionHandler({
      message: `${this.#kind} exception was never retrieved`,
      exception: this.#error,
      source: this.#source,
    });
  }
}
