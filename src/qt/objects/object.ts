/**
 * Qt's objects.
 *
 * @module
 */

import type { Bridge, Created, WrapperFactory } from "../calls/bridge.ts";
import {
  forgetMetaClass,
  type MetaClass,
  metaClass,
  MethodMember,
  PropertyMember,
} from "./classes.ts";
import { callForm, constructorOf, type Creation } from "./api_call.ts";
import { apiClassNamed } from "./api_table.ts";
import { apiClass, cloneOf, QtBox, wrapBox } from "./box.ts";
import { nameClass } from "./class_names.ts";
import { noteArguments } from "./keeping.ts";
import { endChains, supplyClasses } from "./lazy_members.ts";
import { describe } from "./overloads.ts";
import { requireBridge } from "../calls/current.ts";
import { DestroyedObjectError } from "../calls/errors.ts";
import {
  type EventTypes,
  type EventWatch,
  type EventWatcher,
  type QtEvent,
  watchEvents,
} from "../events/event.ts";
import { type Sender, Signal, type Slot } from "../signals/signal.ts";
import type { QEventType } from "../generated/core/qevent.d.ts";

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

/** The name of the Qt class that a JavaScript class stands for; subclasses inherit it. */
const QT_NAME = Symbol("qtasyncio.className");

const NOTHING: Properties = {};
const OBJECT_NAME = new PropertyMember("objectName");
const DELETE_LATER = new MethodMember("deleteLater");

/** An object that exists already, on its way into its wrapper. */
class Adoption {
  [name: string]: unknown;
  constructor(readonly bridge: Bridge, readonly created: Created) {}
}

/** What a wrapper knows of its object. */
class State implements Sender {
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
    const farewell = this.meta.signal("destroyed").index;
    for (const [index, signal] of this.#signals) {
      if (silently || index !== farewell) signal._drop(true);
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

/**
 * An object of Qt's, as [QObject](https://doc.qt.io/qt-6/qobject.html): properties, methods and signals by name.
 *
 * Every class of Qt has a JavaScript class ({@linkcode qtClass}) whose properties, methods and signals are properties
 * of its objects: `label.text`, `timer.start()`, `button.clicked`. The methods of this class reach the same by name;
 * they are the way to a member of another class's name, and to one overload of a signal.
 *
 * **Life.** An object lives until Qt or {@linkcode QObject.deleteLater} destroys it: with its parent, at the latest
 * with the application. It does not matter whether JavaScript still refers to it. Whoever uses a destroyed object gets a
 * {@linkcode DestroyedObjectError}.
 *
 * **Values.** null, booleans, numbers, bigints, strings, arrays, plain objects and Maps with string keys
 * (`QVariantMap`), `Uint8Array` (`QByteArray`), `Date` (`QDateTime`), `URL` (`QUrl`), objects, and the value classes
 * of this module ({@linkcode QSize} and so on). Enumerations are strings, as Qt spells them: `"Horizontal"`,
 * `"AlignLeft|AlignTop"`; numbers are taken, too. Integers beyond 2^53 are bigints. Dates and times of day are
 * strings (`"2026-01-31"`, `"23:59:59.999"`). A value of another type is a {@linkcode QtOpaqueValue}.
 *
 * @example
 * ```ts
 * import { QCoreApplication, QObject } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * await using app = new QCoreApplication();
 * const parent = new QObject({ objectName: "family" });
 * const child = new QObject({}, parent);
 * assertEquals(parent.property("objectName"), "family");
 * assertEquals(parent.children(), [child]);
 * ```
 */
export class QObject {
  /** @internal */
  declare static [QT_NAME]: string;

  readonly #state: State;

  /**
   * Creates an object of this class.
   *
   * @param properties What it starts with.
   * @param parent The object that it is destroyed with.
   * @throws {ApplicationError} If this thread has no application.
   * @throws {TypeError} If the class cannot be created, or a property or signal does not exist or does not fit.
   */
  constructor(
    properties: Properties = NOTHING,
    parent: QObject | null = null,
    ...more: unknown[]
  ) {
    if (properties instanceof Adoption) {
      const { bridge, created } = properties;
      const meta = metaClass(bridge, created.classId);
      this.#state = new State(bridge, created.handle, meta);
      bridge.adopt(created.handle, this);
      if (plain.has(new.target)) Object.preventExtensions(this);
      return;
    }
    const name = new.target[QT_NAME];
    const bridge = requireBridge();
    let initial = properties;
    let created: Created;
    let creation: Creation | undefined;
    if (more.length === 0 && isInitial(properties, parent)) {
      created = bridge.create(name, parent);
    } else {
      // The arguments of C++, whatever they are.
      const made = createObject(name, [...arguments]);
      ({ creation, properties: initial } = made);
      created = creation.created;
    }
    const { handle, classId } = created;
    const meta = metaClass(bridge, classId);
    materialise(name, meta);
    this.#state = new State(bridge, handle, meta);
    bridge.adopt(handle, this);
    // A misspelt property is an error then; a class of the program's own may have fields.
    if (plain.has(new.target)) Object.preventExtensions(this);
    if (creation?.form.keeps) {
      noteArguments(creation.form.parameters, creation.args, this);
    }
    if (initial === NOTHING) return;
    try {
      this.#initialise(initial);
    } catch (error) {
      this.deleteLater();
      throw error;
    }
  }

  /** The name of the object's class in Qt: the nearest that is known. */
  get className(): string {
    return this.#state.meta.className;
  }

  /** Whether the object has been destroyed. Nothing else of it can be used then. */
  get isDestroyed(): boolean {
    return this.#state.destroyed;
  }

  /** The object's name, as [objectName](https://doc.qt.io/qt-6/qobject.html#objectName-prop). */
  get objectName(): string {
    return this.#state.get(OBJECT_NAME) as string;
  }

  set objectName(name: string) {
    this.#state.set(OBJECT_NAME, name);
  }

  /** Emitted with the new name when the object's name has changed. */
  get objectNameChanged(): Signal<[objectName: string]> {
    return this.signal("objectNameChanged");
  }

  /** Emitted when the object is being destroyed; its functions get no arguments. */
  get destroyed(): Signal<[]> {
    return this.signal("destroyed");
  }

  /**
   * Reads a property.
   *
   * @throws {TypeError} If the class has no such property.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   */
  property(name: string): unknown {
    return this.#state.get(new PropertyMember(name));
  }

  /**
   * Writes a property.
   *
   * @throws {TypeError} If the class has no such property, it cannot be written, or the value does not fit.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   */
  setProperty(name: string, value: unknown): void {
    this.#state.set(new PropertyMember(name), value);
  }

  /**
   * Reads a property that this object alone has, as
   * [dynamic properties](https://doc.qt.io/qt-6/properties.html#dynamic-properties): null if it has none of the name.
   */
  dynamicProperty(name: string): unknown {
    return this.invoke("dynamicProperty", name);
  }

  /** Gives this object alone a property, or with null takes it away. Style sheets can select by it. */
  setDynamicProperty(name: string, value: unknown): void {
    this.invoke("setDynamicProperty", name, value);
  }

  /**
   * Calls a method or slot; of several overloads, the one that fits best.
   *
   * @throws {TypeError} If the class has no such method, or the arguments do not fit.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   * @throws {NestedLoopError} If the call opened an event loop: use {@linkcode QObject.invokeAsync}.
   */
  invoke(method: string, ...args: unknown[]): unknown {
    return this.#state.invoke(new MethodMember(method), args);
  }

  /**
   * As {@linkcode QObject.invoke}, for calls that open an event loop of their own, as a dialog's `exec()`: JavaScript
   * goes on meanwhile. The call starts at once, or, from a function that Qt waits for (one that is connected to a signal),
   * when Qt has gone on. Of several, the latest ends first.
   *
   * @returns What the method returned. Rejects as `invoke` throws, or with an {@linkcode ApplicationError} if the
   * application ends before.
   *
   * @example
   * ```ts
   * import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
   * import { assertEquals } from "@std/assert";
   *
   * await using app = new QCoreApplication();
   * const QEventLoop = qtClass("QEventLoop");
   * const loop = new QEventLoop();
   * // A timer of Qt's fires when a loop of Qt's runs: not before this one does.
   * const QTimer = qtClass("QTimer");
   * const timer = new QTimer({ interval: 10, singleShot: true, timeout: () => loop.exit(3) });
   * timer.start();
   * assertEquals(await loop.invokeAsync("exec"), 3);
   * ```
   */
  invokeAsync(method: string, ...args: unknown[]): Promise<unknown> {
    return this.#state.invokeAsync(new MethodMember(method), args);
  }

  /**
   * A signal of this object.
   *
   * @param name Its name, or its signature (`"activated(int)"`) where there are several of the name.
   * @throws {TypeError} If the class has no such signal, or several.
   */
  signal<A extends readonly unknown[] = readonly unknown[]>(
    name: string,
  ): Signal<A> {
    return this.#state.signal(name) as unknown as Signal<A>;
  }

  /**
   * Watches for events that the object receives, before the object itself does, as an
   * [event filter](https://doc.qt.io/qt-6/eventsandfilters.html#event-filters): of several functions the latest comes
   * first. The function may {@linkcode QtEvent.accept} or {@linkcode QtEvent.ignore} the event; otherwise Qt goes on
   * with it as if nobody had watched.
   *
   * The function may be `async`. Then that event waits for it, and nothing else does: windows are drawn, timers fire,
   * other events come. If the event is one that a call from here has brought about (`window.close()`), that call
   * opens an event loop: make it with {@linkcode QObject.invokeAsync}.
   *
   * @param type A key of [QEvent::Type](https://doc.qt.io/qt-6/qevent.html#Type-enum), such as `"Close"`.
   * @param watcher Called with each event.
   * @returns What ends the watch, also by `using`.
   * @throws {TypeError} If there is no such event.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   *
   * @example A window that asks before it closes
   * ```ts
   * import { QApplication, qtClass, run, sleep } from "@qtasyncio/qtasyncio/widgets";
   * import { assertEquals } from "@std/assert";
   *
   * await using app = new QApplication(["-platform", "offscreen"]);
   * const QWidget = qtClass("QWidget");
   * const window = new QWidget();
   * const answers = [false, true];
   * window.onEvent("Close", async (event) => {
   *   await sleep(5); // ask the user, save the document …
   *   if (!answers.shift()) event.ignore();
   * });
   * window.show();
   * await run(async () => {
   *   assertEquals(await window.invokeAsync("close"), false);
   *   assertEquals(await window.invokeAsync("close"), true);
   * }, { keepRunning: false });
   * ```
   */
  onEvent<T extends keyof EventTypes>(
    type: T,
    watcher: EventWatcher<EventTypes[T]>,
  ): EventWatch;
  /**
   * Watches for events of any other type.
   *
   * @param type A key of `QEvent::Type`.
   * @param watcher Called with each event.
   */
  onEvent(
    type: Exclude<QEventType, keyof EventTypes>,
    watcher: EventWatcher<QtEvent>,
  ): EventWatch;
  onEvent(type: string, watcher: EventWatcher<never>): EventWatch {
    this.#state.check("onEvent");
    return watchEvents(this.#state, this, type, watcher);
  }

  /** The object that this one is destroyed with, or null. */
  parent(): QObject | null {
    // Those of a model's method of this name.
    const args = arguments;
    return args.length === 0
      ? this.invoke("parent") as QObject | null
      : callForm(this, "parent", [...args], undefined) as QObject;
  }

  /**
   * Gives the object another parent, or none.
   *
   * @throws {TypeError} If it cannot be the parent: a widget's is a widget.
   */
  setParent(parent: QObject | null): void {
    // Those of a widget's method of this name.
    const args = arguments;
    if (args.length > 1) {
      callForm(this, "setParent", [...args], undefined);
      return;
    }
    const refusal = this.invoke("setParent", parent) as string;
    if (refusal !== "") throw new TypeError(refusal);
  }

  /** The objects whose parent this one is, oldest first. */
  children(): QObject[] {
    return this.invoke("children") as QObject[];
  }

  /** The first descendant of a name, or null. */
  findChild(objectName: string): QObject | null {
    return this.invoke("findChild", objectName) as QObject | null;
  }

  /** Whether the object's class is, or descends from, the Qt class of this name. */
  inherits(className: string): boolean {
    return this.invoke("inherits", className) as boolean;
  }

  /**
   * Stops the object's signals, or lets them through again.
   *
   * @returns Whether they were stopped before.
   */
  blockSignals(block: boolean): boolean {
    return this.invoke("blockSignals", block) as boolean;
  }

  /**
   * Destroys the object soon, as [deleteLater](https://doc.qt.io/qt-6/qobject.html#deleteLater): when Qt's event loop
   * comes round, at the latest with the application. Does nothing if it has been destroyed.
   */
  deleteLater(): void {
    if (!this.#state.destroyed) this.#state.invoke(DELETE_LATER, []);
  }

  /** As {@linkcode QObject.deleteLater}, for `using`. */
  [Symbol.dispose](): void {
    this.deleteLater();
  }

  /** `QLabel("name")`. */
  toString(): string {
    if (this.isDestroyed) return `${this.className}(destroyed)`;
    return `${this.className}(${JSON.stringify(this.objectName)})`;
  }

  /** @internal */
  static _stateOf(object: QObject): State {
    return object.#state;
  }

  /** @internal */
  static _handleOf(value: object): number | undefined {
    return #state in value ? value.#state.handle : undefined;
  }

  #initialise(properties: Properties): void {
    const { meta } = this.#state;
    for (const [name, value] of Object.entries(properties)) {
      if (typeof value === "function" && meta.signals.has(name)) {
        this.signal(name).connect(value as Slot<readonly unknown[]>);
      } else if (value !== undefined) {
        this.setProperty(name, value);
      }
    }
  }
}

/**
 * A class of Qt's. Without types (`qtClass("Foreign")`), its objects have whatever members its meta-object names, and
 * TypeScript checks none of them.
 *
 * @typeParam T The type of its objects.
 * @typeParam P What a new object starts with.
 * @typeParam Parent The type of a parent.
 */
export interface QtClass<
  T extends QObject = DynamicObject,
  P = Properties,
  Parent extends QObject = QObject,
> {
  /** Creates an object; as the constructor of {@linkcode QObject}. */
  new (properties?: P, parent?: Parent | null): T;
  /** For `instanceof` and inheritance. */
  readonly prototype: T;
}

/**
 * A class of Qt's that no object can be created of: Qt hands them out, or objects of classes that extend it. It is there
 * for `instanceof`.
 *
 * @typeParam T The type of its objects.
 */
export type QtAbstractClass<T extends QObject> =
  & (abstract new (...args: never) => T)
  & {
    /** For `instanceof`. */
    readonly prototype: T;
  };

/** An object whose members are known at run time alone. */
// deno-lint-ignore no-explicit-any -- nothing is known of them
export type DynamicObject = QObject & { [member: string]: any };

const types = new Map<string, typeof QObject>();
const materialised = new Set<typeof QObject>();
/** The classes that add nothing in JavaScript to what Qt has. */
const plain = new WeakSet<object>();

/**
 * The JavaScript class of a Qt class, by name: one that the loaded libraries can create, or one of your own.
 *
 * Its objects have the class's properties, methods and signals as properties; where two have the same name, a property
 * comes before a signal, and a signal before a method. `exec()` is asynchronous, as {@linkcode QObject.invokeAsync}.
 * An object that Qt hands out has the class of the name that it has in Qt; so has one of a class that extends it.
 *
 * @typeParam T The type of its objects.
 * @typeParam P What a new object starts with.
 * @typeParam Parent The type of a parent.
 *
 * @example
 * ```ts
 * import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * const QTimer = qtClass("QTimer");
 * await using app = new QCoreApplication();
 * const timer = new QTimer({ interval: 20 });
 * assertEquals(timer.interval, 20);
 * ```
 */
export function qtClass<
  T extends QObject = DynamicObject,
  P = Properties,
  Parent extends QObject = QObject,
>(className: string): QtClass<T, P, Parent> {
  return typeNamed(className) as unknown as QtClass<T, P, Parent>;
}

function typeNamed(name: string): typeof QObject {
  let type = types.get(name);
  if (type === undefined) {
    type = withName(class extends QObject {}, name);
    registerType(name, type);
    plain.add(type);
  }
  return type;
}

/** Stack traces and inspection show objects of the class by this name. */
function withName(type: typeof QObject, name: string): typeof QObject {
  Object.defineProperty(type, "name", { value: name, configurable: true });
  Object.defineProperty(type.prototype, Symbol.toStringTag, {
    value: name,
    configurable: true,
  });
  return type;
}

/** @internal Says which JavaScript class stands for a Qt class that has one of its own. */
export function registerType(name: string, type: typeof QObject): void {
  type[QT_NAME] = name;
  types.set(name, type);
  nameClass(type.prototype, name);
}

const stateOf = QObject._stateOf;

registerType("QObject", QObject);
materialised.add(QObject);
endChains(QObject);

supplyClasses({
  inner: (name, kind) => kind === "object" ? typeNamed(name) : apiClass(name),
  clone: cloneOf,
});

/** Whether the arguments of a constructor are properties and a parent. */
function isInitial(properties: unknown, parent: unknown): boolean {
  return isPlain(properties) && (parent === null || parent instanceof QObject);
}

function isPlain(value: unknown): value is Properties {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Creates an object by a constructor of C++; an object of properties may follow its arguments. */
function createObject(
  name: string,
  args: readonly unknown[],
): { creation: Creation; properties: Properties } {
  const [first, second] = args;
  if (isPlain(first)) {
    throw new TypeError(
      `Cannot create ${name}: expected a QObject or null as its parent, got ${
        describe(second)
      }`,
    );
  }
  const found = apiClassNamed(name);
  const constructors = found && constructorOf(found);
  if (constructors !== undefined && !(first === null && args.length === 1)) {
    if (constructors.overloads.find(args) !== undefined) {
      return { creation: constructors.create(args), properties: NOTHING };
    }
    const last = args.at(-1);
    const rest = args.slice(0, -1);
    if (isPlain(last) && constructors.overloads.find(rest) !== undefined) {
      return { creation: constructors.create(rest), properties: last };
    }
  }
  const refusal = first === null
    ? undefined
    : constructors?.overloads.refusal(args);
  throw new TypeError(
    `Cannot create ${name}: expected an object of properties, got ${
      describe(first)
    }${refusal === undefined ? "" : `; ${refusal}`}`,
  );
}

/** Gives the JavaScript class `name` the members of a Qt class. */
function materialise(name: string, meta: MetaClass): typeof QObject {
  const type = typeNamed(name);
  if (materialised.has(type)) return type;
  materialised.add(type);
  // A name that stands for another class (Designer's Line is a QFrame) has its members, and none of its own.
  const alias = name !== meta.className;
  const base = alias
    ? materialise(meta.className, meta)
    : materialise(meta.base!.className, meta.base!);
  Object.setPrototypeOf(type, base);
  Object.setPrototypeOf(type.prototype, base.prototype);
  if (!alias) defineMembers(type.prototype, meta);
  return type;
}

function defineMembers(prototype: QObject, meta: MetaClass): void {
  const define = (name: string, descriptor: PropertyDescriptor) => {
    if (Object.hasOwn(prototype, name) || name in QObject.prototype) return;
    const attributes = { configurable: true, enumerable: false };
    Object.defineProperty(prototype, name, { ...descriptor, ...attributes });
  };
  for (const name of meta.own.properties) {
    const property = new PropertyMember(name);
    define(
      name,
      accessor(name, {
        get [name](): unknown {
          return stateOf(this as unknown as QObject).get(property);
        },
        set [name](value: unknown) {
          stateOf(this as unknown as QObject).set(property, value);
        },
      }),
    );
  }
  for (const name of meta.own.signals) {
    define(
      name,
      accessor(name, {
        get [name](): unknown {
          return (this as unknown as QObject).signal(name);
        },
      }),
    );
  }
  for (const name of meta.own.methods) {
    const method = new MethodMember(name);
    // A stack trace shows the function by this name.
    const named: Record<string, (...args: unknown[]) => unknown> =
      name === "exec"
        ? {
          [name](...args) {
            return stateOf(this as unknown as QObject)
              .invokeAsync(method, args);
          },
        }
        : {
          [name](...args) {
            try {
              return stateOf(this as unknown as QObject).invoke(method, args);
            } catch (error) {
              // Nothing has been called: the arguments may fit a form that is no slot.
              if (!(error instanceof TypeError)) throw error;
              return callForm(this, name, args, error);
            }
          },
        };
    define(name, { value: named[name], writable: true });
  }
}

/** The accessor of an object's only property: a stack trace shows it by that name. */
function accessor(name: string, object: object): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(object, name)!;
}

/** @internal What stands between an object that exists and the constructor of its wrapper. */
export function adoption(bridge: Bridge, created: Created): Properties {
  const meta = metaClass(bridge, created.classId);
  materialise(meta.className, meta);
  return new Adoption(bridge, created);
}

/** @internal The bridge of an object. */
export function bridgeOf(object: QObject): Bridge {
  return stateOf(object).bridge;
}

/** @internal */
export const wrapperFactory: WrapperFactory = {
  handleOf: (value) => QObject._handleOf(value) ?? QtBox._handleOf(value),
  wrapBox,
  make(bridge, created) {
    const meta = metaClass(bridge, created.classId);
    const type = materialise(meta.className, meta);
    return new type(new Adoption(bridge, created));
  },
  forgetClass(id) {
    const meta = forgetMetaClass(id);
    const type = meta && types.get(meta.className);
    if (type === undefined) return;
    materialised.delete(type);
    // The next class of this name is another one, unless the program defines it.
    if (plain.has(type)) types.delete(meta!.className);
  },
  release(wrapper, silently = false) {
    stateOf(wrapper as QObject).release(silently);
  },
};
