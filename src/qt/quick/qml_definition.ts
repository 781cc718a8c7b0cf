/**
 * The definition of a class for QML.
 *
 * @module
 */

import { QObject } from "../objects/qobject.ts";
import type { Signal, Slot } from "../signals/signal.ts";
import type { QmlFunction } from "./calls.ts";

/** The arguments of a signal of a class for QML: {@linkcode qmlSignal} makes them. */
export interface QmlSignal<A extends readonly unknown[]> {
  /** The names of the arguments, as QML's handlers know them. */
  readonly parameters: { readonly [K in keyof A]: string };
}

/**
 * A signal of a class for QML.
 *
 * @typeParam A The types of its arguments.
 * @param parameters The names of its arguments.
 * @returns What {@linkcode qmlClass} takes.
 *
 * @example
 * ```ts
 * import { qmlSignal } from "@qtasyncio/qtasyncio/quick";
 *
 * const saved = qmlSignal<[path: string, bytes: number]>("path", "bytes");
 * ```
 */
export function qmlSignal<A extends readonly unknown[] = []>(
  ...parameters: { readonly [K in keyof A]: string }
): QmlSignal<A> {
  return { parameters };
}

/** Signals by their names. */
export type QmlSignals = Record<string, QmlSignal<readonly unknown[]>>;
/** Functions by their names. */
// deno-lint-ignore no-explicit-any -- any arguments, any result
export type QmlFunctions = Record<string, (...args: any[]) => any>;
/** The arguments of a signal. */
export type QmlSignalArguments<T> = T extends QmlSignal<infer A> ? A : never;

/** What a class for QML has. */
export interface QmlDefinition<P, S, F> {
  /** Its properties, and the values that they have at first. Each has a signal `…Changed`. */
  readonly properties?: P;
  /** Its signals, beside those. */
  readonly signals?: S;
  /**
   * Its functions. `this` is the object. What a function returns is what QML gets; for a promise (every `async`
   * function returns one) a Promise of QML's.
   */
  readonly functions?: F & ThisType<QmlObject<P, S, F>>;
}

/** An object of a class that {@linkcode qmlClass} has made. */
export type QmlObject<P, S, F> =
  & QObject
  & P
  & F
  & { readonly [K in keyof P & string as `${K}Changed`]: Signal<[]> }
  & {
    readonly [K in keyof S]: Signal<QmlSignalArguments<S[K]>>;
  }
  & {
    /** Emits a signal. */
    emit<K extends keyof S & string>(
      signal: K,
      ...args: QmlSignalArguments<S[K]>
    ): void;
  };

/** What a new object of such a class starts with: values of properties, functions for signals. */
export type QmlObjectProperties<P, S> =
  & Partial<P>
  & { readonly [K in keyof P & string as `${K}Changed`]?: Slot<[]> }
  & {
    readonly [K in keyof S]?: Slot<QmlSignalArguments<S[K]>>;
  };

/** A definition, as it is used. */
export interface Defined {
  readonly name: string;
  readonly type: typeof QObject;
  readonly properties: ReadonlyMap<string, unknown>;
  readonly signals: ReadonlyMap<string, readonly string[]>;
  readonly functions: ReadonlyMap<string, QmlFunction>;
  readonly functionNames: readonly string[];
  /** For messages, in the same order: `Backend.save`. */
  readonly labels: readonly string[];
}

/** What a method of Qt's can have. */
const MOST_ARGUMENTS = 10;

/**
 * How many arguments a function takes. JavaScript tells of those alone that it needs, QML has to know of the optional
 * ones, too, and pays for each possible number: so look whether there are any. A mistake costs time, nothing else.
 */
export function mostArguments(fn: QmlFunction): number {
  const source = Function.prototype.toString.call(fn);
  const optional = /\.\.\.|=/.test(parametersOf(source)) ||
    /\barguments\b|\[native code\]/.test(source);
  return optional ? MOST_ARGUMENTS : fn.length;
}

/** What is between the first parenthesis and its counterpart. */
function parametersOf(source: string): string {
  const start = source.indexOf("(");
  let depth = 0;
  for (let i = start; i >= 0 && i < source.length; i++) {
    if (source[i] === "(") depth++;
    else if (source[i] === ")" && --depth === 0) return source.slice(start, i);
  }
  return "";
}

/** @throws {TypeError} If a name cannot be used or occurs twice, or QML could not call a function. */
export function checkMembers(defined: Defined): void {
  const seen = new Set<string>();
  const take = (name: string) => {
    if (!/^[a-z_]\w*$/.test(name)) {
      throw new TypeError(
        `Cannot define ${defined.name}.${name}: expected a name of a lowercase letter or "_", then letters, digits and "_"`,
      );
    }
    if (seen.has(name) || name in QObject.prototype || name === "emit") {
      throw new TypeError(
        `Cannot define ${defined.name}.${name}: the class has a member of that name already`,
      );
    }
    seen.add(name);
  };
  for (const name of defined.properties.keys()) {
    take(name);
    take(`${name}Changed`);
  }
  for (const name of defined.signals.keys()) take(name);
  for (const [name, fn] of defined.functions) {
    take(name);
    if (typeof fn !== "function") {
      throw new TypeError(
        `Cannot define ${defined.name}.${name}: expected a function, got ${typeof fn}`,
      );
    }
    if (fn.length > MOST_ARGUMENTS) {
      throw new TypeError(
        `Cannot define ${defined.name}.${name}: expected a function with at most ${MOST_ARGUMENTS} parameters, got ${fn.length}`,
      );
    }
  }
}
