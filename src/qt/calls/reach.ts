/**
 * Finds the Qt object of a wrapper.
 *
 * @module
 */

/** @internal Where a wrapper has its {@linkcode Reach}. */
export const REACH: unique symbol = Symbol("qtasyncio.reach");

/** What a wrapper has of its object. */
export interface Reach {
  readonly handle: number;
  /** The wrapper itself: a Proxy, or an object that inherits from it, only shows what it has. */
  readonly wrapper: object | undefined;
  /** How many endings there had been when it could be used last. */
  readonly checked: number;
  /** Whether the library of its class is open, which knows where the parts of its bases are. */
  isReady: boolean;
  /** Whether the object is gone. */
  readonly hasEnded: boolean;
  /** @throws {DestroyedObjectError} If the object can no longer be used. */
  check(): void;
}

/** How many objects of Qt's have ended. As long as no further one does, what could be used can be used. */
export let endings = 0;

/** Notes that an object of Qt's has ended. */
export function noteEnding(): void {
  endings++;
}

/** What a value has of its object if it is a wrapper. */
export function reachOf(value: object): Reach | undefined {
  try {
    const reach = (value as { readonly [REACH]?: Reach })[REACH];
    return reach?.wrapper === value ? reach : undefined;
  } catch {
    // A Proxy that answers nothing.
    return undefined;
  }
}

/**
 * The handle of a wrapper's object; undefined if the value is no wrapper.
 *
 * @throws {DestroyedObjectError} If the object can no longer be used.
 */
export function handleOf(value: object): number | undefined {
  const reach = reachOf(value);
  if (reach === undefined) return undefined;
  if (reach.checked !== endings) reach.check();
  return reach.handle;
}
