/**
 * What a wrapper knows of its object, and how it reaches it.
 *
 * @module
 */

import type { Bridge } from "../calls/bridge.ts";
import { DestroyedObjectError } from "../calls/errors.ts";
import { dropConnections, type Sender, Signal } from "../signals/signal.ts";
import {
  type MetaClass,
  MethodMember,
  type PropertyMember,
} from "./meta_class.ts";

/** What a wrapper knows of its object. */
export class ObjectState implements Sender {
  destroyed = false;
  // Most objects are never listened to.
  #signals: Map<number, Signal> | undefined;

  constructor(
    readonly bridge: Bridge,
    readonly handle: number,
    readonly meta: MetaClass,
  ) {}

  release(silently: boolean): void {
    this.destroyed = true;
    if (this.#signals === undefined) return;
    // Of all signals this one comes when its sender is gone.
    const destroyed = this.meta.signal("destroyed").index;
    for (const [index, signal] of this.#signals) {
      if (silently || index !== destroyed) dropConnections(signal);
    }
  }

  check(member: string): void {
    if (!this.destroyed) return;
    throw new DestroyedObjectError(
      `Cannot use ${this.meta.className}.${member}: the object has been destroyed`,
    );
  }

  get(property: PropertyMember): unknown {
    this.check(property.name);
    return this.bridge.get(this.handle, property.of(this.meta));
  }

  set(property: PropertyMember, value: unknown): void {
    this.check(property.name);
    this.bridge.set(this.handle, property.of(this.meta), value);
  }

  invoke(method: MethodMember, args: readonly unknown[]): unknown {
    this.check(method.name);
    return this.bridge.invoke(this.handle, method.of(this.meta), args);
  }

  invokeAsync(
    method: MethodMember,
    args: readonly unknown[],
  ): Promise<unknown> {
    this.check(method.name);
    const { name } = method;
    return this.bridge.invokeAsync(
      this.handle,
      method.of(this.meta),
      args,
      () => name === "exec" && this.#endExec(),
    );
  }

  /** Ends what exec() has begun: a dialog, an event loop, a menu. */
  #endExec(): void {
    if (this.destroyed) return;
    for (const name of ["reject", "quit", "close"]) {
      if (!this.meta.methods.has(name)) continue;
      void this.invokeAsync(new MethodMember(name), []).then(
        undefined,
        () => {},
      );
      return;
    }
  }

  signal(name: string): Signal {
    const { index } = this.meta.signal(name);
    this.#signals ??= new Map();
    let signal = this.#signals.get(index);
    if (signal === undefined) {
      signal = new Signal(this, index, `${this.meta.className}.${name}`);
      this.#signals.set(index, signal);
    }
    return signal;
  }
}
