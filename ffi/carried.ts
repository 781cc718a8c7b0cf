/**
 * The shim's libraries that travel with the modules. A clone of the project has none: it builds its own. A release has
 * other modules in place of those in `carried/` (`tools/release/`), with an entry for each platform that it was built for.
 * Each is imported by the entry points whose programs need its libraries, or by what these import of `ffi/`, so that a
 * program fetches no others.
 *
 * @module
 */

/** A library that travels as a module. */
export interface Carried {
  /** The module, from the release's folder. */
  readonly url: string;
  /** Bytes of the library. */
  readonly size: number;
  /** SHA-256 of the library's bytes, in hexadecimal digits. */
  readonly sha256: string;
  /**
   * Imports the module. Its default export returns the library, in zlib's format (RFC 1950), in base64: a function, so
   * that a program that never needs the library has its text skipped, not made into a string.
   */
  readonly load: () => Promise<{ readonly default: () => string }>;
}

/** By platform (as `linux-x86_64`) and by name (as `qtasyncio_widgets`). */
export type CarriedLibraries = Readonly<
  Record<string, Readonly<Record<string, Carried>>>
>;
