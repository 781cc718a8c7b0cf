/**
 * Qt's objects.
 *
 * @module
 */

import { isInstance } from "../../asyncio/core/_util.ts";
import { atCaller } from "../calls/errors.ts";
import { REACH } from "../calls/reach.ts";
import type {
  EventFilter,
  EventTypes,
  InstalledEventFilter,
  QtEvent,
} from "../events/event.ts";
import type { QChildEvent } from "../generated/core/qchildevent.d.ts";
import type { QEvent, QEventType } from "../generated/core/qevent.d.ts";
import type { QMetaMethod } from "../generated/core/qmetamethod.d.ts";
import type { QTimerEvent } from "../generated/core/qtimerevent.d.ts";
import type { Signal } from "../signals/signal.ts";
import { callForm } from "./api_call.ts";
import { isPlain, QT_NAME, setRootClass, WrapToken } from "./class_registry.ts";
import { createObject, noteCreation, recordCreation } from "./creation.ts";
import { MethodMember, PropertyMember } from "./meta_class.ts";
import { overrideIn } from "./overrides.ts";
import type { ObjectState, Properties } from "./object_state.ts";

const OBJECT_NAME = new PropertyMember("objectName");
const DELETE_LATER = new MethodMember("deleteLater");

/** @internal What an object's wrapper knows of it. */
export let stateOf: (object: QObject) => ObjectState;

/**
 * An object of Qt's, as [QObject](https://doc.qt.io/qt-6/qobject.html): properties, methods and signals by name.
 *
 * Every class of Qt has a JavaScript class ({@linkcode qtClass}) whose properties, methods and signals are properties
 * of its objects: `label.text`, `timer.start()`, `button.clicked`. The methods of this class reach the same by name;
 * they are the way to a member of another class's name, and to one overload of a signal.
 *
 * **Life.** An object lives until Qt or {@linkcode QObject.deleteLater} destroys it: with its parent, at the latest
 * with the application. References from JavaScript do not keep it alive. Using a destroyed object throws a
 * {@linkcode DestroyedObjectError}.
 *
 * **Values.** null, booleans, numbers, bigints, strings, arrays, plain objects and Maps with string keys
 * (`QVariantMap`), `Uint8Array` (`QByteArray`), `Date` (`QDateTime`), `URL` (`QUrl`), objects, and the value classes
 * of this module ({@linkcode QSize} and so on). Enumerations are strings, as Qt spells them: `"Horizontal"`,
 * `"AlignLeft|AlignTop"`; numbers are taken, too. Integers beyond 2^53 are bigints. Dates and times of day are
 * strings (`"2026-01-31"`, `"23:59:59.999"`). A value of another type is a {@linkcode QtOpaque}.
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

  /** @internal */
  readonly [REACH]: ObjectState;

  /**
   * Creates an object of this class: of properties and a parent, or by the constructor of C++ that the arguments fit,
   * after which properties may follow.
   *
   * @param properties What it starts with.
   * @param parent The object that it is destroyed with.
   * @param more Further arguments of a constructor of C++.
   * @throws {ApplicationError} If this thread has no application.
   * @throws {TypeError} If the class cannot be created, or a property or signal does not exist or does not fit.
   */
  constructor(
    properties?: Properties,
    parent?: QObject | null,
    ...more: unknown[]
  );
  constructor(...args: unknown[]) {
    const [token] = args;
    try {
      const isWrap = isInstance(token, WrapToken);
      const made = isWrap ? undefined : createObject(new.target, args);
      const state = made?.state ?? (token as WrapToken).state;
      this[REACH] = state;
      state.wrapper = this;
      state.bridge.wrappers.adopt(state.handle, this);
      // A misspelt property is an error then; a class of the program's own may have fields.
      if (isPlain(new.target)) Object.preventExtensions(this);
      if (made === undefined) return;
      recordCreation(this);
      noteCreation(this, made);
      state.overridden = overrideIn(state.bridge, state.handle, this);
      state.initialise(made.properties);
    } catch (error) {
      throw atCaller(error);
    }
  }

  /** The name of the object's class in Qt: the nearest that is known. */
  get className(): string {
    return stateOf(this).meta.className;
  }

  /** Whether the object has been destroyed. Nothing else of it can be used then. */
  get isDestroyed(): boolean {
    return stateOf(this).destroyed;
  }

  /** The object's name, as [objectName](https://doc.qt.io/qt-6/qobject.html#objectName-prop). */
  get objectName(): string {
    return stateOf(this).get(OBJECT_NAME) as string;
  }

  set objectName(name: string) {
    stateOf(this).set(OBJECT_NAME, name);
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
    return stateOf(this).get(new PropertyMember(name));
  }

  /**
   * Writes a property.
   *
   * @throws {TypeError} If the class has no such property, it cannot be written, or the value does not fit.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   */
  setProperty(name: string, value: unknown): void {
    stateOf(this).set(new PropertyMember(name), value);
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
   * Calls a method; of several overloads, the one that fits best.
   *
   * @throws {TypeError} If the class has no such method, or the arguments do not fit.
   * @throws {DestroyedObjectError} If the object has been destroyed.
   * @throws {NestedLoopError} If the call opened an event loop: use {@linkcode QObject.invokeAsync}.
   */
  invoke(method: string, ...args: unknown[]): unknown {
    return stateOf(this).call(new MethodMember(method), args);
  }

  /**
   * As {@linkcode QObject.invoke}, for calls that open an event loop of their own, as a dialog's `exec()`: JavaScript
   * goes on meanwhile. The call starts at once, or, from a function that Qt waits for (one that is connected to a signal),
   * when Qt has gone on. Of several, the latest ends first.
   *
   * @returns What the method returned.
   * @throws {ApplicationError} If the application ends before; otherwise as `invoke`.
   *
   * @example
   * ```ts
   * import { QCoreApplication, qtClass } from "@qtasyncio/qtasyncio";
   * import { assertEquals } from "@std/assert";
   *
   * await using app = new QCoreApplication();
   * const QEventLoop = qtClass("QEventLoop");
   * const loop = new QEventLoop();
   * // Qt's timers fire only while one of Qt's event loops runs.
   * const QTimer = qtClass("QTimer");
   * const timer = new QTimer({ interval: 10, singleShot: true, timeout: () => loop.exit(3) });
   * timer.start();
   * assertEquals(await loop.invokeAsync("exec"), 3);
   * ```
   */
  invokeAsync(method: string, ...args: unknown[]): Promise<unknown> {
    return stateOf(this).callAsync(new MethodMember(method), args);
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
    return stateOf(this).signal(name) as unknown as Signal<A>;
  }

  /**
   * Calls a function with each event of a type that the object receives, before the object itself gets it, as an
   * [event filter](https://doc.qt.io/qt-6/eventsandfilters.html#event-filters): of several functions the latest comes
   * first. The function may {@linkcode QtEvent.accept} or {@linkcode QtEvent.ignore} the event; otherwise Qt goes on
   * with it as without a filter.
   *
   * The function may be `async`. Then that event waits for it, and nothing else does: windows are drawn, timers fire,
   * other events come. If the event is one that a call from here has brought about (`window.close()`), that call
   * opens an event loop: make it with {@linkcode QObject.invokeAsync}.
   *
   * @param type A key of [QEvent::Type](https://doc.qt.io/qt-6/qevent.html#Type-enum), such as `"Close"`.
   * @param filter Called with each event.
   * @returns Removes the filter, also by `using`.
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
    filter: EventFilter<EventTypes[T]>,
  ): InstalledEventFilter;
  /**
   * Filters events of any other type.
   *
   * @param type A key of `QEvent::Type`.
   * @param filter Called with each event.
   */
  onEvent(
    type: Exclude<QEventType, keyof EventTypes>,
    filter: EventFilter<QtEvent>,
  ): InstalledEventFilter;
  onEvent(type: string, filter: EventFilter<never>): InstalledEventFilter {
    return stateOf(this).onEvent(this, type, filter);
  }

  /** The object that this one is destroyed with, or null. */
  parent(): QObject | null {
    // Arguments are those of a model's method of this name.
    return (arguments.length === 0
      ? this.invoke("parent")
      : callForm(this, "parent", [...arguments])) as QObject | null;
  }

  /**
   * Gives the object another parent, or none.
   *
   * @throws {TypeError} If it cannot be the parent: a widget's is a widget.
   */
  setParent(parent: QObject | null): void {
    if (arguments.length > 1) {
      // Those of a widget's method of this name.
      callForm(this, "setParent", [...arguments]);
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

  /**
   * All descendants, of one name if it is given, as [findChildren](https://doc.qt.io/qt-6/qobject.html#findChildren): each
   * before its own children.
   */
  findChildren(objectName?: string): QObject[] {
    return this.children().flatMap((child) =>
      objectName === undefined || child.objectName === objectName
        ? [child, ...child.findChildren(objectName)]
        : child.findChildren(objectName)
    );
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
    if (!stateOf(this).destroyed) stateOf(this).invoke(DELETE_LATER, []);
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

  static {
    stateOf = (object) => {
      const state = object[REACH];
      if (state?.wrapper === object) return state;
      throw new TypeError(
        "Cannot use the object: expected an object of Qt, got a Proxy of one, or an object that no constructor of its class has made",
      );
    };
    setRootClass(QObject, { stateOf: (o) => stateOf(o as QObject) });
  }
}

/** The virtual functions that classes override; Qt's headers have the code. */
export interface QObject {
  /**
   * Gets all events of the object, and hands them on to the functions for each type, as
   * [event()](https://doc.qt.io/qt-6/qobject.html#event). The event is over when the function returns.
   *
   * @param event The event.
   * @returns Whether it was recognized.
   */
  event(event: QEvent): boolean;

  /**
   * Gets the events of the objects on which this one is installed as an event filter, as
   * [eventFilter()](https://doc.qt.io/qt-6/qobject.html#eventFilter). {@linkcode QObject.onEvent} needs no class.
   *
   * @param watched The object that is to get the event.
   * @param event The event.
   * @returns Whether the object is not to get it.
   */
  eventFilter(watched: QObject, event: QEvent): boolean;

  /** Gets timer events, as [timerEvent()](https://doc.qt.io/qt-6/qobject.html#timerEvent): for classes that extend this one. */
  timerEvent(event: QTimerEvent): void;

  /** Is told of children, as [childEvent()](https://doc.qt.io/qt-6/qobject.html#childEvent): for classes that extend this one. */
  childEvent(event: QChildEvent): void;

  /** Gets events of the program's types, as [customEvent()](https://doc.qt.io/qt-6/qobject.html#customEvent): for classes that extend this one. */
  customEvent(event: QEvent): void;

  /** Is told of a connection, as [connectNotify()](https://doc.qt.io/qt-6/qobject.html#connectNotify): for classes that extend this one. */
  connectNotify(signal: QMetaMethod): void;

  /** Is told of the end of a connection, as [disconnectNotify()](https://doc.qt.io/qt-6/qobject.html#disconnectNotify): for classes that extend this one. */
  disconnectNotify(signal: QMetaMethod): void;
}
