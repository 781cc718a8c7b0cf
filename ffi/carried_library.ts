/**
 * Opens a library of the shim that travels with the modules, without write permission: in a file in memory.
 *
 * @module
 */

import { type Carried, carried } from "./carried.ts";
import { isLoaded, memoryFile } from "./libc.ts";
import type { ShimAttempt } from "./shim_error.ts";
import { unpack } from "./unpack.ts";

/** A library of the shim that travels with the modules. */
export class CarriedLibrary {
  readonly #name: string;
  readonly #carried: Carried;
  #result: Uint8Array<ArrayBuffer> | { path: string } | ShimAttempt;

  private constructor(name: string, carried: Carried) {
    this.#name = name;
    this.#carried = carried;
    this.#result = this.#failure(
      "no-permission",
      "When the modules were loaded, it was not needed, or an unrestricted --allow-ffi was not granted",
    );
  }

  /** That of this platform; undefined in a clone of the project, or if this release has none for the platform. */
  static find(name: string): CarriedLibrary | undefined {
    const entry = carried[platform()]?.[name];
    return entry && new CarriedLibrary(name, entry);
  }

  /** The names of those of this platform. */
  static names(): string[] {
    return Object.keys(carried[platform()] ?? {});
  }

  /** The module that carries it. */
  get url(): string {
    return new URL(this.#carried.url, import.meta.url).href;
  }

  /** Fetches and verifies it, and answers its bytes. What fails is said by {@linkcode CarriedLibrary.open}, too. */
  async fetch(): Promise<Uint8Array<ArrayBuffer> | ShimAttempt> {
    const result = await this.#verified();
    this.#result = result;
    return result;
  }

  async #verified(): Promise<Uint8Array<ArrayBuffer> | ShimAttempt> {
    const { size, sha256, load } = this.#carried;
    try {
      const packed = Uint8Array.fromBase64((await load()).default);
      const bytes = await unpack(packed, size);
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      const found = new Uint8Array(digest).toHex();
      return found === sha256 ? bytes : this.#failure(
        "damaged-shim",
        `its SHA-256 is ${found}, ${sha256} is wanted`,
      );
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Deno's own errors say that the module was not found; what cannot be decoded is of these two kinds.
      const damaged = error instanceof SyntaxError ||
        error instanceof TypeError && !/module/i.test(message);
      return this.#failure(
        damaged ? "damaged-shim" : "missing-shim",
        message,
      );
    }
  }

  /** Puts it where it can be opened; the same place each time, and the same for all threads. */
  open(): { path: string } | ShimAttempt {
    if (this.#result instanceof Uint8Array) {
      try {
        const soname = `lib${this.#name}.so`;
        const path = isLoaded(soname)
          ? soname
          : memoryFile(`lib${this.#name}`, this.#result);
        this.#result = { path };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#result = this.#failure("no-permission", message);
      }
    }
    return this.#result;
  }

  #failure(problem: ShimAttempt["problem"], detail: string): ShimAttempt {
    return { path: this.url, problem, detail };
  }
}

function platform(): string {
  return `${Deno.build.os}-${Deno.build.arch}`;
}
