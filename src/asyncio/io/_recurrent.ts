/** Runnables that are queued again and again, so that an event of a socket allocates none. */

import { callInContext, type RawContext } from "../core/_context.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import type { Runnable } from "../core/_ready_queue.ts";

const NO_ARGUMENTS: [] = [];

/** A function that the loop runs again and again, in one context. */
export class Recurrent implements Runnable {
  _cancelled = false;
  readonly #context: RawContext;
  readonly #fn: () => void;
  #queued = false;

  constructor(context: RawContext, fn: () => void) {
    this.#context = context;
    this.#fn = fn;
  }

  _run(this: void, self: Recurrent): void {
    self.#queued = false;
    callInContext(self.#context, self.#fn, NO_ARGUMENTS);
  }

  /** Has it run once more, in the loop's next round. */
  queue(loop: BaseEventLoop): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop._enqueue(this);
  }

  /** Has it run as soon as possible; to be called from a macrotask of the platform. */
  runFromMacrotask(loop: BaseEventLoop): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop._runFromMacrotask(this);
  }

  /** Has it run as soon as possible; to be called from a microtask. */
  runFromMicrotask(loop: BaseEventLoop): void {
    if (this.#queued || loop.isClosed()) return;
    this.#queued = true;
    loop._enqueueFromOutside(this);
  }
}
