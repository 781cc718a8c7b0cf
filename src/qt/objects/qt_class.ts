/**
 * The JavaScript classes of Qt's classes.
 *
 * @module
 */

import { classNamed } from "./class_registry.ts";
// The class that all others extend.
import "./qobject.ts";
import type { Properties } from "./object_state.ts";
import type { QObject } from "./qobject.ts";

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
  return classNamed(className) as unknown as QtClass<T, P, Parent>;
}
