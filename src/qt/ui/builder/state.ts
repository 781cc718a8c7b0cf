/**
 * Values that can be watched, and properties that follow them.
 *
 * @module
 */

import { type QObject, stateOf } from "../../objects/qobject.ts";
import type { AnySignal } from "../../signals/once.ts";
import type { Signal } from "../../signals/signal.ts";

/**
 * A value that changes, and can be watched.
 *
 * @typeParam V The value's type.
 */
export abstract class Observable<V> {
  /** The value now. */
  abstract readonly value: V;

  /**
   * Calls a function with the value, now and after every change.
   *
   * @param fn The function. `watch` throws what its first call throws; later, the assignment to the value does.
   * @returns What ends it, also by `using`.
   */
  abstract watch(fn: (value: V) => void): Disposable;

  /**
   * A value that is made of this one, and changes with it.
   *
   * @typeParam U Its type.
   * @param convert Computes it; called whenever it is needed.
   */
  map<U>(convert: (value: V) => U): Observable<U> {
    return new Mapped(this, convert);
  }

  /** @internal The object that it ends with, if there is one. */
  get _owner(): QObject | null {
    return null;
  }
}

class Mapped<V, U> extends Observable<U> {
  constructor(
    readonly source: Observable<V>,
    readonly convert: (value: V) => U,
  ) {
    super();
  }

  get value(): U {
    return this.convert(this.source.value);
  }

  override get _owner(): QObject | null {
    return this.source._owner;
  }

  watch(fn: (value: U) => void): Disposable {
    return this.source.watch((value) => fn(this.convert(value)));
  }
}

/**
 * A value that changes, can be watched, and can be set. Made by {@linkcode state} and {@linkcode property}.
 *
 * @typeParam V The value's type.
 */
export abstract class State<V> extends Observable<V> {
  /** The value now; setting it to what it is already does nothing. */
  abstract override value: V;
}

class Variable<V> extends State<V> {
  #value: V;
  readonly #listeners = new Set<(value: V) => void>();

  constructor(value: V) {
    super();
    this.#value = value;
  }

  get value(): V {
    return this.#value;
  }

  set value(value: V) {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) listener(this.#value);
    }
  }

  watch(fn: (value: V) => void): Disposable {
    fn(this.#value);
    const listener = (value: V) => fn(value);
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}

/**
 * A value of the program's own that can be watched, set, and bound to properties ({@linkcode bind}).
 *
 * @typeParam V The value's type.
 * @param value What it is at first.
 *
 * @example
 * ```ts
 * import { state } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * const count = state(1);
 * const seen: string[] = [];
 * const text = count.map((n) => `${n} file${n === 1 ? "" : "s"}`);
 * using _watch = text.watch((value) => seen.push(value));
 * count.value = 2;
 * assertEquals(seen, ["1 file", "2 files"]);
 * ```
 */
export function state<V>(value: V): State<V> {
  return new Variable(value);
}

/**
 * The names of an object's properties.
 *
 * @typeParam O The type of the object.
 */
export type PropertyName<O> =
  & {
    [K in keyof O]-?: O[K] extends // deno-lint-ignore no-explicit-any -- any signal, any method
    AnySignal | ((...args: any) => any) ? never
      : K;
  }[keyof O]
  & string;

class PropertyState<V> extends State<V> {
  readonly #object: QObject;
  readonly #name: string;
  readonly #changed: Signal;

  constructor(object: QObject, name: string) {
    super();
    this.#object = object;
    this.#name = name;
    this.#changed = notifySignal(object, name);
  }

  override get _owner(): QObject {
    return this.#object;
  }

  get value(): V {
    return this.#object.property(this.#name) as V;
  }

  set value(value: V) {
    if (!Object.is(value, this.value)) {
      this.#object.setProperty(this.#name, value);
    }
  }

  watch(fn: (value: V) => void): Disposable {
    fn(this.value);
    const slot = this.#changed.connect(() => fn(this.value));
    return { [Symbol.dispose]: () => void this.#changed.disconnect(slot) };
  }
}

function findNotifySignal(object: QObject, name: string): Signal | undefined {
  const { meta } = stateOf(object);
  const { notify } = meta.property(name);
  for (const forms of meta.signals.values()) {
    const found = forms.find(({ index }) => index === notify);
    if (found !== undefined) return object.signal(found.signature);
  }
  return undefined;
}

function notifySignal(object: QObject, name: string): Signal {
  const signal = findNotifySignal(object, name);
  if (signal !== undefined) return signal;
  throw new TypeError(
    `Cannot watch ${object.className}.${name}: Qt emits no signal when it changes (no NOTIFY signal); set it from a state() instead`,
  );
}

/**
 * A property of an object as a value that can be watched, set, and bound to another object's property
 * ({@linkcode bind}). Watching ends with the object.
 *
 * @typeParam O The type of the object.
 * @typeParam K The name of the property.
 * @throws {TypeError} If there is no such property, or Qt does not say when it changes: it has no NOTIFY signal.
 *
 * @example
 * ```ts
 * import { property, QApplication, QSlider } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const slider = new QSlider();
 * const seen: number[] = [];
 * property(slider, "value").watch((value) => seen.push(value));
 * slider.value = 7;
 * assertEquals(seen, [0, 7]);
 * ```
 */
export function property<O extends QObject, K extends PropertyName<O>>(
  object: O,
  name: K,
): State<O[K]> {
  return new PropertyState<O[K]>(object, name);
}

/**
 * Binds a property to a value: it gets the value, now and after every change.
 *
 * If the value can be set (a {@linkcode State}) and Qt says when the property changes (it has a NOTIFY signal, as
 * `QLineEdit.text`), the binding goes both ways: what the user changes in the widget becomes the value. Where the
 * property does not take a value as it is (a slider its range alone), the value becomes what the property has made of it.
 * Otherwise (`QLabel.text`, `state.map(…)`) the property follows the value.
 *
 * The binding ends with the object, and with the object whose {@linkcode property} the value is; or earlier, by what
 * is returned.
 *
 * @typeParam O The type of the object.
 * @typeParam K The name of the property.
 * @param object The object.
 * @param name Its property.
 * @param source The value.
 * @returns What ends the binding, also by `using`.
 * @throws {TypeError} If there is no such property, or the value does not fit.
 *
 * @example
 * ```ts
 * import { bind, property, QApplication, QLabel, QSlider, QSpinBox } from "@qtasyncio/qtasyncio/widgets";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QApplication(["-platform", "offscreen"]);
 * const [slider, spin, label] = [new QSlider(), new QSpinBox(), new QLabel()];
 * const volume = property(spin, "value");
 * bind(slider, "value", volume);
 * bind(label, "text", volume.map((value) => `${value} %`));
 * slider.value = 7;
 * assertEquals([spin.value, label.text], [7, "7 %"]);
 * spin.value = 8;
 * assertEquals([slider.value, label.text], [8, "8 %"]);
 * ```
 */
export function bind<O extends QObject, K extends PropertyName<O>>(
  object: O,
  name: K,
  source: Observable<O[K]>,
): Disposable {
  return bindProperty(object, name, source);
}

/** @internal {@linkcode bind} without types. */
export function bindProperty(
  object: QObject,
  name: string,
  source: Observable<unknown>,
): Disposable {
  const isTwoWay = source instanceof State &&
    findNotifySignal(object, name) !== undefined;
  const target = isTwoWay
    ? new PropertyState<unknown>(object, name)
    : undefined;
  const owners = [object, source._owner].filter((owner) => owner !== null);
  const watches: Disposable[] = [];
  const end = () => {
    for (const watch of watches.splice(0)) watch[Symbol.dispose]();
    for (const owner of owners) owner.destroyed.disconnect(end);
  };
  // What one side is told by the other does not come back.
  let busy = false;
  const once = (fn: () => void) => {
    if (busy) return;
    busy = true;
    try {
      fn();
    } finally {
      busy = false;
    }
  };
  const push = (value: unknown) =>
    once(() => {
      object.setProperty(name, value);
      if (target !== undefined) pull(target.value);
    });
  const pull = (value: unknown) => {
    if (comparable(value)) (source as State<unknown>).value = value;
  };
  watches.push(source.watch(push));
  if (target !== undefined) {
    let first = true;
    watches.push(target.watch((value) => {
      if (!first) once(() => (source as State<unknown>).value = value);
      first = false;
    }));
  }
  for (const owner of owners) owner.destroyed.connect(end);
  return { [Symbol.dispose]: end };
}

/** Whether a value that was read again is the same one. */
function comparable(value: unknown): boolean {
  return typeof value !== "object";
}
