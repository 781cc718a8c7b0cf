/** Futures whose outcome comes from elsewhere than the loop. */

import { CancelledError } from "./errors.ts";
import { Future } from "./future.ts";
import type { BaseEventLoop } from "./loop.ts";
import { PENDING } from "./_state.ts";
import { isInstance } from "./_util.ts";

/** A future for what is settled elsewhere, and hears there of its cancellation. */
export class ForeignFuture<T> extends Future<T> {
  readonly #cancelled: (reason: unknown) => void;

  constructor(loop: BaseEventLoop, cancelled: (reason: unknown) => void) {
    super({ loop });
    this.#cancelled = cancelled;
  }

  override cancel(reason?: unknown): boolean {
    if (!super.cancel(reason)) return false;
    this.#cancelled(reason);
    return true;
  }

  /** Ends it with a result, unless it is too late. */
  _resolve(value: T): void {
    if (this.#waits) this.setResult(value);
  }

  /** Ends it with an error, unless it is too late. */
  _reject(error: unknown): void {
    if (!this.#waits) return;
    if (isInstance(error, CancelledError)) super.cancel(error.reason);
    else this._fail(error);
  }

  /** Ends it as a promise ends. */
  _follow(promise: PromiseLike<T>): void {
    promise.then(
      (value) => this._resolve(value),
      (error) => this._reject(error),
    );
  }

  get #waits(): boolean {
    return this._state === PENDING && !this._loop.isClosed();
  }
}
