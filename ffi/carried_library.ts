/**
 * Opens a library of the shim that travels with the modules, without write permission: in a file in memory.
 *
 * Its module is imported while the program's modules are; it is decoded and verified when it is opened, which has to be
 * synchronous. The core library does that for the others. It is itself verified while the modules are imported.
 *
 * @module
 */

import { beside } from "../src/place.ts";
import type { Carried, CarriedLibraries } from "./carried.ts";
import { isLoaded, memoryFile } from "./libc.ts";
import type { ShimAttempt } from "./shim_error.ts";
import { unpack, unpackByCore } from "./unpack.ts";

/** The library that unpacks the others. */
const CORE = "qtasyncio";

const known = new Map<string, CarriedLibrary>();

/** A library of the shim that travels with the modules. */
export class CarriedLibrary {
  readonly #name: string;
  readonly #carried: Carried;
  /** The library as its module has it. */
  #text: (() => string) | undefined;
  #result: Uint8Array<ArrayBuffer> | { path: string } | ShimAttempt | undefined;

  private constructor(name: string, carried: Carried) {
    this.#name = name;
    this.#carried = carried;
  }

  /** Makes those of this platform known. */
  static add(libraries: CarriedLibraries): void {
    const here = libraries[`${Deno.build.os}-${Deno.build.arch}`] ?? {};
    for (const [name, carried] of Object.entries(here)) {
      if (!known.has(name)) known.set(name, new CarriedLibrary(name, carried));
    }
  }

  /** One that is known; there is none in a clone of the project, or if this release has none for this platform. */
  static find(name: string): CarriedLibrary | undefined {
    return known.get(name);
  }

  /** The names of those that are known. */
  static names(): string[] {
    return [...known.keys()].sort();
  }

  /** The module that carries it. */
  get url(): string {
    return beside(this.#carried.url).href;
  }

  /** Does what {@linkcode CarriedLibrary.open} cannot wait for. What fails is said there. */
  async prepare(): Promise<void> {
    if (this.#name === CORE) await this.fetch();
    else await this.#import();
  }

  /** Imports and verifies it, and returns its bytes. What fails is said by {@linkcode CarriedLibrary.open}, too. */
  async fetch(): Promise<Uint8Array<ArrayBuffer> | ShimAttempt> {
    await this.#import();
    if (this.#text === undefined) return this.#result as ShimAttempt;
    let result;
    try {
      const packed = this.#packed();
      const bytes = await unpack(packed, this.#carried.size);
      free(packed);
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      result = this.#verified(bytes, new Uint8Array(digest));
    } catch (error) {
      result = this.#failure("damaged-shim", messageOf(error));
    }
    this.#result ??= result;
    return result;
  }

  /** Puts it where it can be opened; the same place each time, and the same for all threads. */
  open(): { path: string } | ShimAttempt {
    const soname = `lib${this.#name}.so`;
    let result = this.#result ?? this.#unpacked(soname);
    if (result instanceof Uint8Array) {
      try {
        const path = isLoaded(soname)
          ? soname
          : memoryFile(`lib${this.#name}`, result);
        free(result);
        result = { path };
      } catch (error) {
        result = this.#failure("no-permission", messageOf(error));
      }
    }
    return this.#result = result;
  }

  async #import(): Promise<void> {
    if (this.#text !== undefined) return;
    try {
      const { default: text } = await this.#carried.load();
      this.#text = text;
    } catch (error) {
      // Deno's own errors say that the module was not found; one that cannot be read is of this kind.
      const problem = error instanceof SyntaxError
        ? "damaged-shim"
        : "missing-shim";
      this.#result = this.#failure(problem, messageOf(error));
    }
  }

  #unpacked(
    soname: string,
  ): Uint8Array<ArrayBuffer> | { path: string } | ShimAttempt {
    if (this.#text === undefined) {
      return this.#failure(
        "no-permission",
        "When the modules were loaded, it was not needed, or an unrestricted --allow-ffi was not granted",
      );
    }
    try {
      if (isLoaded(soname)) return { path: soname };
      const packed = this.#packed();
      const { bytes, digest } = unpackByCore(packed, this.#carried.size);
      free(packed);
      return this.#verified(bytes, digest);
    } catch (error) {
      return this.#failure("damaged-shim", messageOf(error));
    }
  }

  #packed(): Uint8Array<ArrayBuffer> {
    return Uint8Array.fromBase64(this.#text!());
  }

  #verified(
    bytes: Uint8Array<ArrayBuffer>,
    digest: Uint8Array,
  ): Uint8Array<ArrayBuffer> | ShimAttempt {
    const found = digest.toHex();
    const { sha256 } = this.#carried;
    return found === sha256 ? bytes : this.#failure(
      "damaged-shim",
      `Checksum mismatch: expected the SHA-256 ${sha256}, got ${found}`,
    );
  }

  #failure(problem: ShimAttempt["problem"], detail: string): ShimAttempt {
    return { path: this.url, problem, detail };
  }
}

/** Gives memory back that would stay until a garbage collection, which a short program never has. */
function free({ buffer }: Uint8Array<ArrayBuffer>): void {
  buffer.transfer(0);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
