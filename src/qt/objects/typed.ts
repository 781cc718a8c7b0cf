/**
 * Types that the generated types of Qt's classes (`src/qt/generated/`) use.
 *
 * @module
 */

import type { Slot } from "../signals/signal.ts";

/**
 * A set of flags: one name, or several with `|` between them (`"AlignLeft|AlignTop"`). A number is taken as well, and
 * is handed out where no names say the same (an empty set). Of several names, TypeScript checks the first.
 *
 * @typeParam Key The names.
 */
export type Flags<Key extends string> = Key | `${Key}|${string}` | number;

/** Where Qt expects a map with strings as keys. */
export type QtMap =
  | Readonly<Record<string, unknown>>
  | ReadonlyMap<string, unknown>;

/** What a new {@linkcode QObject} starts with: values of properties, functions for signals. */
export interface QObjectProperties {
  /** [objectName](https://doc.qt.io/qt-6/qobject.html#objectName-prop) */
  readonly objectName?: string;
  /** [destroyed](https://doc.qt.io/qt-6/qobject.html#destroyed) */
  readonly destroyed?: Slot<[]>;
  /** [objectNameChanged](https://doc.qt.io/qt-6/qobject.html#objectNameChanged) */
  readonly objectNameChanged?: Slot<[objectName: string]>;
}
