/** Runnables that are queued again and again, so that an event of a socket allocates none. */

import { callInContext } from "../core/_context.ts";
import {
  type LoopInternals,
  type RawContext,
  RUN,
  type Runnable,
} from "../core/internals.ts";

const NO_ARGUMENTS: [] = [];

/** A function that the loop runs again and again, in one context. */
export class Recurrent implements Runnable {
  readonly #context: RawContext;
  readonly #fn: () => void;
  #queued = false;

  constructor(context: RawContext, fn: () => void) {
    this.#context = context;
    this.#fn = fn;
  }

  [RUN](this: void, self: Recurrent): void {
    self.#queued = false;
    callInContext(self.#context, self.#fn, NO_ARGUMENTS);
  }

  /** Has it run once more, in the loop's next round. */
  queue(loop: LoopInternals): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop.enqueue(this);
  }

  /** Has it run as soon as possible; to be called from a macrotask of the platform. */
  runFromMacrotask(loop: LoopInternals): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop.runFromMacrotask(this);
  }

  /** Has it run as soon as possible; to be called from a microtask. */
  runFromMicrotask(loop: LoopInternals): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop.enqueueFromOutside(this);
  }
}
