/**
 * Descriptors that callbacks wait for: what is behind a loop's `addReader()`, `addWriter()` and their kin.
 *
 * @module
 */

import { captureContext } from "../core/_context.ts";
import type { DescriptorWatch } from "../core/driver.ts";
import { RuntimeError } from "../core/errors.ts";
import type { AbstractEventLoop } from "../core/future.ts";
import { type Callback, makeRunnable } from "../core/handle.ts";
import {
  internalsOf,
  type LoopInternals,
  RUN,
  type Runnable,
} from "../core/internals.ts";
import { describeValue } from "../core/_util.ts";
import type { Descriptor } from "./_adopt.ts";
import { ownerOf } from "./_descriptor_owners.ts";

/** What a callback waits for. */
type Direction = "read" | "write";

/** The callbacks of a loop that wait for descriptors. */
export class DescriptorCallbacks {
  readonly #loop: AbstractEventLoop;
  readonly #watched = new Map<string, Watched>();
  #forget: (() => void) | null = null;

  constructor(loop: AbstractEventLoop) {
    this.#loop = loop;
  }

  add(
    direction: Direction,
    descriptor: number | Descriptor,
    callback: Callback<unknown[]>,
    args: unknown[],
  ): void {
    const loop = this.#loop;
    const fd = checkDescriptor(loop, descriptor);
    if (typeof callback !== "function") {
      throw new TypeError(
        `callback must be a function, got ${describeValue(callback)}`,
      );
    }
    const internals = internalsOf(loop);
    internals.checkClosed();
    const call = makeRunnable(internals, captureContext(), callback, ...args);
    const known = this.#watched.get(direction + fd);
    if (known !== undefined) {
      known.replace(call);
      return;
    }
    const watched = new Watched(internals, call);
    const watch = internals.watchDescriptor(
      fd,
      direction,
      () => watched.ready(),
    );
    if (watch === null) {
      const [method, instead] = direction === "read"
        ? ["addReader", "connectReadPipe"]
        : ["addWriter", "connectWritePipe"];
      throw new Deno.errors.NotSupported(
        `${method}() needs Qt's QSocketNotifier, and this loop does not run on Qt: use the loop of an application, or ${instead}()`,
      );
    }
    watched.watch = watch;
    this.#watched.set(direction + fd, watched);
    this.#forget ??= internals.atClose(() => this.#clear());
  }

  remove(direction: Direction, descriptor: number | Descriptor): boolean {
    const fd = checkDescriptor(this.#loop, descriptor);
    const watched = this.#watched.get(direction + fd);
    if (watched === undefined) return false;
    this.#watched.delete(direction + fd);
    watched.remove();
    if (this.#watched.size === 0) {
      this.#forget?.();
      this.#forget = null;
    }
    return true;
  }

  #clear(): void {
    for (const watched of this.#watched.values()) watched.remove();
    this.#watched.clear();
  }
}

function checkDescriptor(
  loop: AbstractEventLoop,
  descriptor: number | Descriptor,
): number {
  const fd = typeof descriptor === "number" ? descriptor : descriptor?.fd;
  if (typeof fd !== "number" || !Number.isInteger(fd) || fd < 0) {
    throw new TypeError(
      `fd must be the number of a descriptor or { fd: number }, got ${
        describeValue(descriptor)
      }`,
    );
  }
  const transport = ownerOf(loop, fd);
  if (transport !== undefined) {
    throw new RuntimeError(
      `File descriptor ${fd} is used by transport ${transport}`,
    );
  }
  return fd;
}

/** A descriptor with its callback. */
class Watched implements Runnable {
  watch!: DescriptorWatch;
  readonly #loop: LoopInternals;
  #call: Runnable;
  #queued = false;
  #isOff = false;
  #removed = false;

  constructor(loop: LoopInternals, call: Runnable) {
    this.#loop = loop;
    this.#call = call;
  }

  replace(call: Runnable): void {
    this.#call = call;
  }

  /** The descriptor is ready. */
  ready(): void {
    if (this.#queued || this.#removed || this.#loop.isClosed()) return;
    this.#queued = true;
    this.#loop.enqueueFromOutside(this);
    // The loop is busy: until the callback has run, the descriptor stays ready.
    if (this.#queued) {
      this.#isOff = true;
      this.watch.setEnabled(false);
    }
  }

  [RUN](this: void, self: Watched): void {
    self.#queued = false;
    if (self.#removed) return;
    self.#call[RUN](self.#call);
    if (self.#isOff && !self.#removed) {
      self.#isOff = false;
      self.watch.setEnabled(true);
    }
  }

  remove(): void {
    this.#removed = true;
    this.watch.remove();
  }
}
