/**
 * Classes of Qt's headers whose members are known at run time alone.
 *
 * @module
 */

import { qtClass } from "../../mod.ts";
import { apiClass } from "../../src/qt/objects/box.ts";

// deno-lint-ignore no-explicit-any -- nothing is known of them
type Unknown = any;

/** A class with any members. */
export interface DynamicClass {
  new (...args: readonly unknown[]): Unknown;
  readonly prototype: object;
  readonly [name: string]: Unknown;
}

/** A class that is no QObject. */
export function valueClass(name: string): DynamicClass {
  return apiClass(name) as unknown as DynamicClass;
}

/** A class of QObjects. */
export function objectClass(name: string): DynamicClass {
  return qtClass(name) as unknown as DynamicClass;
}
