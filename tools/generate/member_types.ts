/**
 * What the members of a class are for the generator.
 *
 * @module
 */

import type { ApiMethod } from "../bindgen/api_members.ts";
import type { JsonMethod } from "./metatypes.ts";
import type { TsType } from "./ts_type.ts";

/** A property. */
export interface Property {
  readonly name: string;
  readonly type: TsType;
  readonly writable: boolean;
  /** Whether classes may override what reads it. */
  readonly isVirtual: boolean;
}

/** A parameter of a method or signal. */
export interface Parameter {
  readonly name: string;
  readonly type: TsType;
}

/** A signal in one form. */
export interface Signal {
  readonly name: string;
  /** As Qt spells it: `activated(QString)`. */
  readonly signature: string;
  readonly parameters: readonly Parameter[];
}

/** A method in one form; the parameters after the first `required` may be left out. */
export interface Form {
  readonly parameters: readonly Parameter[];
  readonly required: number;
  readonly result: string;
  /** What to know beside the types, in sentences. */
  readonly notes?: readonly string[];
}

/** A method. */
export interface Method {
  readonly name: string;
  /** Its name in C++. */
  readonly qtName: string;
  readonly isProtected: boolean;
  readonly forms: readonly Form[];
}

/** What a class has of what is declared inside of it. */
export interface Inner {
  readonly name: string;
  /** The type of its names, or of its objects. */
  readonly type: string;
}

/** What a class adds to its base. */
export interface Members {
  readonly properties: readonly Property[];
  readonly signals: readonly Signal[];
  readonly methods: readonly Method[];
  /** Methods of the class itself. */
  readonly statics: readonly Method[];
  /** Its enumerations, by all names that they have. */
  readonly enums: readonly Inner[];
  /** The classes inside of it. */
  readonly inner: readonly Inner[];
  /** How C++ makes its objects. */
  readonly constructors: readonly Form[];
  /** Whether only classes that extend it can be created. */
  readonly isExtensible: boolean;
  /** Methods of its bases that it does not offer. */
  readonly hidden: readonly string[];
  /** Methods that cannot have a type beside that of a base. */
  readonly contradicting: readonly ApiMethod[];
  /** Signals of several forms, its bases' included: JavaScript reaches them by signature alone. */
  readonly ambiguous: readonly Signal[];
}

/** Whether one form takes in TypeScript all that another takes. */
export function covers(form: Form, other: Form): boolean {
  const count = other.parameters.length;
  return form.required <= other.required && count <= form.parameters.length &&
    other.parameters.every(({ type }, i) =>
      type.write === form.parameters[i]!.type.write
    );
}

/** `moc` lists the forms for default arguments after the full one; for signals the shim leaves them out. */
export function withoutClones(signals: readonly JsonMethod[]): JsonMethod[] {
  const types = (signal: JsonMethod) =>
    (signal.arguments ?? []).map(({ type }) => type);
  return signals.filter((signal, i) => {
    const before = signals[i - 1];
    return before === undefined || before.name !== signal.name ||
      types(before).slice(0, -1).join() !== types(signal).join() ||
      types(before).length !== types(signal).length + 1;
  });
}

/**
 * Methods that the shim hands an object out by, always: where C++ returns a pointer, TypeScript cannot tell.
 */
export const NEVER_NULL: ReadonlySet<string> = new Set([
  "QAbstractScrollArea.horizontalScrollBar",
  "QAbstractScrollArea.verticalScrollBar",
  "QGuiApplication.clipboard",
  "QMainWindow.menuBar",
  "QMainWindow.statusBar",
  "QTableView.horizontalHeader",
  "QTableView.verticalHeader",
  "QTreeView.header",
  "QQuickWindow.contentItem",
  "QWidget.window",
]);

/** Signals that may pass null in place of an item: there is none now, or was none before. */
export const NULL_IN_SIGNALS = /^(?:current|focus)ItemChanged$/;
