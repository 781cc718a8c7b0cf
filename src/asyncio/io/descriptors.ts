/**
 * Descriptors that callbacks wait for: what is behind a loop's `addReader()`, `addWriter()` and their kin.
 *
 * @module
 */

import { captureContext } from "../core/_context.ts";
import type { DescriptorWatch } from "../core/driver.ts";
import { RuntimeError } from "../core/errors.ts";
import { type Callback, Handle } from "../core/handle.ts";
import type { BaseEventLoop } from "../core/loop.ts";
import type { Runnable } from "../core/_ready_queue.ts";
import { describeValue } from "../core/_util.ts";
import type { Descriptor } from "./_adopt.ts";
import { ownerOf } from "./_descriptor_owners.ts";

/** What a callback waits for. */
type Direction = "read" | "write";

/** The callbacks of a loop that wait for descriptors. */
export class DescriptorCallbacks {
  readonly #loop: BaseEventLoop;
  readonly #watched = new Map<string, Watched>();
  #forget: (() => void) | null = null;

  constructor(loop: BaseEventLoop) {
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
    loop._checkClosed();
    const handle = new Handle(loop, callback, args, captureContext());
    const known = this.#watched.get(direction + fd);
    if (known !== undefined) {
      known.replace(handle);
      return;
    }
    const watched = new Watched(loop, handle);
    const watch = loop._watchDescriptor(
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
    this.#forget ??= loop._atClose(() => this.#clear());
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
  loop: BaseEventLoop,
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
  _cancelled = false;
  watch!: DescriptorWatch;
  readonly #loop: BaseEventLoop;
  #handle: Handle;
  #queued = false;
  #isOff = false;

  constructor(loop: BaseEventLoop, handle: Handle) {
    this.#loop = loop;
    this.#handle = handle;
  }

  replace(handle: Handle): void {
    this.#handle = handle;
  }

  /** The descriptor is ready. */
  ready(): void {
    if (this.#queued || this._cancelled || this.#loop.isClosed()) return;
    this.#queued = true;
    this.#loop._enqueueFromOutside(this);
    // The loop is busy: until the callback has run, the descriptor stays ready.
    if (this.#queued) {
      this.#isOff = true;
      this.watch.setEnabled(false);
    }
  }

  _run(this: void, self: Watched): void {
    self.#queued = false;
    const handle = self.#handle;
    handle._run(handle);
    if (self.#isOff && !self._cancelled) {
      self.#isOff = false;
      self.watch.setEnabled(true);
    }
  }

  remove(): void {
    this._cancelled = true;
    this.watch.remove();
  }
}
