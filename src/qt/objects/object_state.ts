/**
 * The state of a wrapper: its handle, its class, and whether its object exists.
 *
 * @module
 */

import type { Bridge } from "../calls/bridge.ts";
import { atCaller, DestroyedObjectError } from "../calls/errors.ts";
import { endings, noteEnding, type Reach } from "../calls/reach.ts";
import {
  type EventFilter,
  type InstalledEventFilter,
  installEventFilter,
} from "../events/event.ts";
import {
  dropConnections,
  type Sender,
  Signal,
  type Slot,
} from "../signals/signal.ts";
import { callForm, hasForms, memberFor } from "./api_call.ts";
import {
  type MetaClass,
  type Method,
  MethodMember,
  PropertyMember,
} from "./meta_class.ts";

/**
 * What a new object starts with: values for its properties, and functions for its signals.
 *
 * @example
 * ```ts
 * import type { Properties } from "@qtasyncio/qtasyncio";
 *
 * const button: Properties = { text: "OK", clicked: () => console.log("clicked") };
 * ```
 */
export interface Properties {
  /** The value of a property, or a function to connect to a signal. */
  readonly [name: string]: unknown;
}

/** What a wrapper knows of its object. */
export class ObjectState implements Sender, Reach {
  /** The object that programs use. */
  wrapper: object | undefined;
  checked = -1;
  isReady = false;
  destroyed = false;
  /** Names of Qt's functions that the object's class overrides. */
  overridden: ReadonlySet<string> | undefined;
  // Most objects are never listened to.
  #signals: Map<number, Signal> | undefined;
  // Nor are most filtered: the event filters that are installed.
  #filters: Set<InstalledEventFilter> | undefined;

  constructor(
    readonly bridge: Bridge,
    readonly handle: number,
    readonly meta: MetaClass,
  ) {}

  get hasEnded(): boolean {
    return this.destroyed;
  }

  /** The shim looks whether it has been destroyed. */
  check(): void {
    this.checked = endings;
  }

  release(silently: boolean): void {
    this.destroyed = true;
    noteEnding();
    for (const filter of this.#filters ?? []) filter[Symbol.dispose]();
    if (this.#signals === undefined) return;
    // Of all signals this one comes when its sender is gone.
    const destroyed = this.meta.signal("destroyed").index;
    for (const [index, signal] of this.#signals) {
      if (silently || index !== destroyed) dropConnections(signal);
    }
  }

  /** Installs an event filter, which goes with the object. */
  onEvent(
    target: object,
    type: string,
    filter: EventFilter<never>,
  ): InstalledEventFilter {
    this.checkUse("onEvent");
    const filters = this.#filters ??= new Set();
    const installed = installEventFilter(
      this,
      target,
      type,
      filter,
      () => filters.delete(installed),
    );
    filters.add(installed);
    return installed;
  }

  /** Sets properties and connects signals of a new object, which is destroyed if that fails. */
  initialise(properties: Properties): void {
    try {
      for (const [name, value] of Object.entries(properties)) {
        if (typeof value === "function" && this.meta.signals.has(name)) {
          this.signal(name).connect(value as Slot<readonly unknown[]>);
        } else if (value !== undefined) {
          this.set(new PropertyMember(name), value);
        }
      }
    } catch (error) {
      if (!this.destroyed) this.invoke(new MethodMember("deleteLater"), []);
      throw error;
    }
  }

  checkUse(member: string): void {
    if (!this.destroyed) return;
    throw new DestroyedObjectError(
      `Cannot use ${this.meta.className}.${
        String(member)
      }: the object has been destroyed`,
    );
  }

  get(property: PropertyMember): unknown {
    try {
      this.checkUse(property.name);
      return this.bridge.get(this.handle, property.of(this.meta));
    } catch (error) {
      throw atCaller(error);
    }
  }

  set(property: PropertyMember, value: unknown): void {
    try {
      this.checkUse(property.name);
      this.bridge.set(this.handle, property.of(this.meta), value);
    } catch (error) {
      throw atCaller(error);
    }
  }

  invoke(method: MethodMember, args: readonly unknown[]): unknown {
    try {
      this.checkUse(method.name);
      return this.bridge.invoke(this.handle, method.of(this.meta), args);
    } catch (error) {
      throw atCaller(error);
    }
  }

  /** As {@linkcode invoke}, or in a form of Qt's headers if none of the meta-object's takes the arguments. */
  call(method: MethodMember, args: readonly unknown[]): unknown {
    try {
      return this.invoke(method, args);
    } catch (error) {
      // Nothing has been called. A form of the headers would be that of a base whose method the class hides.
      if (!(error instanceof TypeError) || this.meta.hides(method.name)) {
        throw error;
      }
      const { wrapper, meta } = this;
      const isKnown = meta.methods.has(method.name) ||
        !hasForms(wrapper!, method.name);
      return callForm(wrapper!, method.name, args, isKnown ? error : undefined);
    }
  }

  invokeAsync(
    method: MethodMember,
    args: readonly unknown[],
  ): Promise<unknown> {
    try {
      this.checkUse(method.name);
      const { name } = method;
      return this.bridge.invokeAsync(
        this.handle,
        method.of(this.meta),
        args,
        () => name === "exec" && this.#endExec(),
      );
    } catch (error) {
      throw atCaller(error);
    }
  }

  /** As {@linkcode invokeAsync}, or in a form of Qt's headers if none of the meta-object's takes so many arguments. */
  callAsync(
    method: MethodMember,
    args: readonly unknown[],
  ): Promise<unknown> {
    const { wrapper, meta } = this;
    const { name } = method;
    const isForm = !meta.takes(name, args.length) && !meta.hides(name) &&
      memberFor(wrapper!, name, args) !== undefined;
    return isForm
      ? Promise.resolve(callForm(wrapper!, name, args))
      : this.invokeAsync(method, args);
  }

  #describeSignal(name: string): Method {
    try {
      return this.meta.signal(name);
    } catch (error) {
      throw atCaller(error);
    }
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
    const { index, signature } = this.#describeSignal(name);
    this.#signals ??= new Map();
    let signal = this.#signals.get(index);
    if (signal === undefined) {
      const label = `${this.meta.className}.${name}`;
      signal = new Signal(this, index, label, signature);
      this.#signals.set(index, signal);
    }
    return signal;
  }
}
