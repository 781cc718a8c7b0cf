/**
 * Values that a program keeps for its next version, and the link to the development runner (`dev.ts`).
 *
 * @module
 */

import type { QObject } from "../objects/qobject.ts";

/** What the development runner has put into the program's process. */
export interface DevelopmentHost {
  /** What the version before has kept, by name; what has been taken is removed. */
  readonly restored: Map<string, unknown>;
  /** What this version keeps. */
  readonly kept: Map<string, unknown>;
  /** Called with each application that the program makes. */
  started(application: QObject): void;
}

/** Where it is: a symbol that all copies of this library share. */
export const HOST: unique symbol = Symbol.for(
  "qtasyncio.development",
) as never;

/** The development runner's part of this process; undefined in a program that is run in another way. */
export function developmentHost(): DevelopmentHost | undefined {
  return (globalThis as { [HOST]?: DevelopmentHost })[HOST];
}

/** A value that can be set, as the builder's `State`. */
interface Holder {
  value: unknown;
}

/** Whether something is a `State`: then its value is kept, not the object. */
export function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null && "value" in value &&
    typeof (value as { watch?: unknown }).watch === "function";
}

/**
 * Keeps a value while a program is developed: under `dev.ts`, the next version of the program starts with what this one
 * had when it was saved. In a program that is run in any other way it returns the value, and does nothing.
 *
 * The first call with a name returns what the version before kept under it, or the value if there is none. A later call
 * with the same name keeps another value, and returns it. Of a `State`, the value is kept, and set in the new version's
 * `State`. An object is kept as it is when the program is saved, not when this is called.
 *
 * @typeParam T The value's type.
 * @param name Its name; unique in the program.
 * @param value What to start with: something that
 * [structured clone](https://developer.mozilla.org/docs/Web/API/Web_Workers_API/Structured_clone_algorithm) can copy, or
 * a `State` of it. The runner warns of what it cannot copy.
 * @returns The value that was kept, or `value`.
 * @throws {TypeError} If the name is no string, or empty.
 *
 * @example
 * ```ts
 * import { keep } from "@qtasyncio/qtasyncio";
 * import { assertEquals } from "@std/assert";
 *
 * const visited = keep("visited", { pages: ["start"] });
 * visited.pages.push("help");
 * assertEquals(visited.pages, ["start", "help"]);
 * ```
 */
export function keep<T>(name: string, value: T): T {
  if (typeof name !== "string" || name === "") {
    throw new TypeError(
      `Cannot keep a value: expected a name that is a string and not empty, got ${
        name === "" ? "an empty string" : typeof name
      }`,
    );
  }
  const host = developmentHost();
  if (host === undefined) return value;
  let result = value;
  if (host.restored.has(name)) {
    const restored = host.restored.get(name);
    host.restored.delete(name);
    if (isHolder(value)) value.value = restored;
    else result = restored as T;
  }
  host.kept.set(name, result);
  return result;
}
