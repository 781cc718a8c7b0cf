/**
 * The shim's libraries that travel with the modules. A clone of the project has none: it builds its own. `deno task
 * release` rewrites this module for a release, with an entry for each platform that it was built for.
 *
 * @module
 */

/** A library that travels as a module. */
export interface Carried {
  /** The module, from this one's folder. */
  readonly url: string;
  /** Bytes of the library. */
  readonly size: number;
  /** SHA-256 of the library's bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** Imports the module: its default export is the library, in zlib's format (RFC 1950), in base64. */
  readonly load: () => Promise<{ readonly default: string }>;
}

/** By platform (as `linux-x86_64`) and by name (as `qtasyncio_widgets`). */
export const carried: Readonly<
  Record<string, Readonly<Record<string, Carried>>>
> = {};
