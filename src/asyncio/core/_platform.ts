/**
 * The Deno that is needed, and optional functions of it that are not documented.
 *
 * Everything here has a documented, slower replacement, which the rest of the
 * package uses when a member is `null`. Setting {@linkcode PORTABLE} on
 * `globalThis` before this module loads makes them all `null`: that is how the
 * replacements are tested.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { RuntimeError } from "./errors.ts";

/** The oldest Deno on which everything but networking works; `deno task test:deno` tests it. */
export const OLDEST_DENO = "2.8.3";

/** The oldest Deno on which networking works; `docs/support.md` says why. */
export const OLDEST_DENO_FOR_NETWORK = "2.9.0";

/** Whether a version is as new as another one, both in the form `major.minor.patch`. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  const [first = 0, second = 0, third = 0] = oldest.split(".").map(Number);
  return (major - first || minor - second || patch - third) >= 0;
}

/**
 * Refuses a Deno that is too old.
 *
 * @param what What needs it.
 * @param oldest The oldest version that will do.
 * @param version The version there is.
 * @throws {RuntimeError} If it is older.
 */
export function requireDeno(
  what: string,
  oldest: string,
  version: string | undefined = globalThis.Deno?.version?.deno,
): void {
  if (version === undefined || isAtLeast(version, oldest)) return;
  throw new RuntimeError(
    `${what} needs Deno >= ${oldest}, and this is Deno ${version}: run "deno upgrade"`,
  );
}

requireDeno("QtAsyncio for Deno", OLDEST_DENO);

/** The name of the switch on `globalThis` that turns Deno's extras off. */
export const PORTABLE: unique symbol = Symbol.for("asyncio.portable") as never;

interface Extras {
  readonly runMicrotasks: (() => void) | null;
  readonly getAsyncContext: (() => unknown) | null;
  readonly setAsyncContext: ((context: unknown) => void) | null;
}

const NOTHING: Extras = {
  runMicrotasks: null,
  getAsyncContext: null,
  setAsyncContext: null,
};

function member(holder: unknown, key: PropertyKey): unknown {
  return (holder as Record<PropertyKey, unknown> | null | undefined)?.[key];
}

/**
 * The async context of Deno is a plain object with one own property per
 * `AsyncLocalStorage`. We add a property of ours; whether a copy of such an
 * object still works is tried out rather than believed.
 */
function contextsCanBeCopied(
  get: () => unknown,
  set: (context: unknown) => void,
): boolean {
  const probe = new AsyncLocalStorage<number>();
  const mark = Symbol();
  const before = get();
  try {
    return probe.run(1, () => {
      const inside = get();
      set({ ...(inside as object), [mark]: 2 });
      const seen = probe.getStore() === 1 && member(get(), mark) === 2 &&
        probe.run(3, () => probe.getStore() === 3 && member(get(), mark) === 2);
      set(undefined);
      return seen && probe.getStore() === undefined;
    });
  } finally {
    set(before);
  }
}

function lookUp(): Extras {
  try {
    if (member(globalThis, PORTABLE) === true) return NOTHING;
    const key = member(member(globalThis, "Deno"), "internal");
    const core = member(
      member(member(globalThis, "Deno"), key as symbol),
      "core",
    );
    const drain = member(core, "runMicrotasks");
    const get = member(core, "getAsyncContext");
    const set = member(core, "setAsyncContext");
    const contexts = typeof get === "function" && typeof set === "function" &&
      contextsCanBeCopied(get as () => unknown, set as () => void);
    return {
      runMicrotasks: typeof drain === "function" ? drain as () => void : null,
      getAsyncContext: contexts ? get as () => unknown : null,
      setAsyncContext: contexts ? set as (context: unknown) => void : null,
    };
  } catch {
    return NOTHING;
  }
}

/** Deno's extras, or `null`s. */
export const extras: Extras = lookUp();
