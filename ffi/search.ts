/**
 * Finds and opens the shim's libraries.
 *
 * The search, first match wins:
 *
 * 1. the folder in the environment variable `QTASYNCIO_SHIM`, where `--allow-env` lets us read it; then no other place
 * 2. the shim that a release carries with its modules (`carried.ts`), under an unrestricted `--allow-ffi`; if it is
 *    damaged, no other place
 * 3. `lib/` beside this module's root
 * 4. `cpp_shim/build/lib/`, where `deno task shim` puts it
 *
 * The system's loader never searches for it: `LD_LIBRARY_PATH` or the current folder cannot put another library in its
 * place. To load a library is to run code of it, so its file is inspected first, as far as it may be read.
 *
 * It never prompts: a place for which permission is not granted already counts as "no-permission".
 *
 * @module
 */

import { beside } from "../src/place.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { inspect } from "./inspect.ts";
import { type ShimAttempt, ShimError, type ShimProblem } from "./shim_error.ts";

// Before anything else of Deno's is used.
if (globalThis.Deno === undefined) {
  throw new Error(
    "QtAsyncio runs on Deno alone, since Node and Bun lack what it needs of Deno's FFI: run the program with `deno run --allow-ffi`",
  );
}

/** The environment variable that names the folder of the shim. */
export const SHIM_VARIABLE = "QTASYNCIO_SHIM";

/** What the search depends on. */
export interface SearchOptions {
  /**
   * Search this folder alone.
   *
   * @default {undefined}
   */
  readonly folder?: string | undefined;
}

/** A library that was found. */
export interface Found<S extends Deno.ForeignLibraryInterface> {
  /** The library, opened. */
  readonly library: Deno.DynamicLibrary<S>;
  /** Its path. */
  readonly path: string;
}

/** Tells what is wrong with a library that could be opened, if anything is. */
export type Check<S extends Deno.ForeignLibraryInterface> = (
  library: Deno.DynamicLibrary<S>,
) => string | undefined;

/** One of the shim's libraries: where to find it, and how to open it. */
export class Shim<S extends Deno.ForeignLibraryInterface> {
  readonly #file: string;
  readonly #symbols: S;
  readonly #check: Check<S>;
  #carried: CarriedLibrary | undefined;

  private constructor(name: string, symbols: S, check: Check<S>) {
    this.#file = fileName(name);
    this.#symbols = symbols;
    this.#check = check;
  }

  /**
   * Gets everything ready that needs waiting, so that {@linkcode Shim.open} need not wait: fetches the library that a
   * release carries. In a clone of the project there is nothing to wait for.
   *
   * @param name The library's name, without what the system puts before and after it.
   * @param symbols Its functions.
   * @param check Tells what is wrong with one that could be opened.
   */
  static async prepare<S extends Deno.ForeignLibraryInterface>(
    name: string,
    symbols: S,
    check: Check<S> = () => undefined,
  ): Promise<Shim<S>> {
    await prefetch(name);
    return Shim.of(name, symbols, check);
  }

  /**
   * One that a release carries only where {@linkcode prefetch} has got it ready.
   *
   * @param name The library's name, without what the system puts before and after it.
   * @param symbols Its functions.
   * @param check Tells what is wrong with one that could be opened.
   */
  static of<S extends Deno.ForeignLibraryInterface>(
    name: string,
    symbols: S,
    check: Check<S> = () => undefined,
  ): Shim<S> {
    const shim = new Shim(name, symbols, check);
    shim.#carried = CarriedLibrary.find(name);
    return shim;
  }

  /**
   * Opens it.
   *
   * @throws {ShimError} If it cannot be found, loaded or used.
   */
  open(options: SearchOptions = {}): Found<S> {
    const folder = options.folder ?? overridingFolder();
    if (folder !== undefined) {
      const path = `${folder.replace(/\/+$/, "")}/${this.#file}`;
      const found = this.#try(path);
      if ("library" in found) return found;
      throw new ShimError(this.#file, [found]);
    }
    const attempts: ShimAttempt[] = [];
    if (this.#carried === undefined && CarriedLibrary.names().length > 0) {
      attempts.push({
        path: beside("").href,
        problem: "not-carried",
        detail: `this release was made without ${this.#file}`,
      });
    }
    if (this.#carried !== undefined) {
      const carried = this.#carried.open();
      const found = "problem" in carried
        ? carried
        : this.#load(carried.path, this.#carried.url);
      if ("library" in found) return found;
      attempts.push(found);
      if (found.problem === "damaged-shim") {
        throw new ShimError(this.#file, attempts);
      }
    }
    for (const path of usualPlaces(this.#file)) {
      const found = this.#try(path);
      if ("library" in found) return found;
      attempts.push(found);
    }
    throw new ShimError(this.#file, attempts);
  }

  #try(path: string): Found<S> | ShimAttempt {
    if (!mayLoad(path)) {
      return {
        path,
        problem: "no-permission",
        detail: "--allow-ffi does not cover it",
      };
    }
    const fault = inspect(path);
    if (fault !== undefined) {
      return { path, problem: "stale-shim", detail: fault };
    }
    return this.#load(path);
  }

  /** Opens what may be loaded. `name` is what errors call it. */
  #load(path: string, name: string = path): Found<S> | ShimAttempt {
    try {
      const library = Deno.dlopen(path, this.#symbols);
      const fault = this.#check(library);
      if (fault === undefined) return { library, path };
      library.close();
      return { path: name, problem: "stale-shim", detail: fault };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const detail = message.replaceAll("Could not open library: ", "");
      return { path: name, problem: problemOf(path, detail), detail };
    }
  }
}

/**
 * Gets libraries ready that may be opened later, so that opening need not wait: imports the modules that carry them. What
 * a library takes to be decoded and verified, it takes when it is opened. In a clone of the project there is nothing to
 * wait for.
 *
 * @param names Their names; those that a release does not carry are passed over.
 */
export async function prefetch(...names: string[]): Promise<void> {
  if (overridingFolder() !== undefined || !mayLoadAny()) return;
  await Promise.all(
    names.map((name) => CarriedLibrary.find(name)?.prepare()),
  );
}

function fileName(name: string): string {
  switch (Deno.build.os) {
    case "windows":
      return `${name}.dll`;
    case "darwin":
      return `lib${name}.dylib`;
    default:
      return `lib${name}.so`;
  }
}

function overridingFolder(): string | undefined {
  const descriptor = { name: "env", variable: SHIM_VARIABLE } as const;
  return Deno.permissions.querySync(descriptor).state === "granted"
    ? Deno.env.get(SHIM_VARIABLE) || undefined
    : undefined;
}

function usualPlaces(file: string): string[] {
  return [
    ...localPath(`lib/${file}`),
    ...localPath(`cpp_shim/build/lib/${file}`),
  ];
}

function localPath(path: string): string[] {
  const url = beside(path);
  // From a remote module there is nothing beside us.
  if (url.protocol !== "file:") return [];
  const local = decodeURIComponent(url.pathname);
  return [Deno.build.os === "windows" ? local.slice(1) : local];
}

function mayLoad(path: string): boolean {
  const descriptor = { name: "ffi", path } as const;
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** As a file in memory has to be, whose path is not known before. */
function mayLoadAny(): boolean {
  return Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

function problemOf(path: string, message: string): ShimProblem {
  // The loader names the file that is missing. Another one than we asked for is one that it depends on.
  const [, missing] =
    /^(.*): cannot open shared object file(?:: No such file.*)?$/m
      .exec(message) ?? [];
  if (missing !== undefined) {
    return missing === path ? "missing-shim" : "missing-qt";
  }
  if (/version `Qt_|undefined symbol: _ZN?K?\d*Q/.test(message)) {
    return "missing-qt";
  }
  return "stale-shim";
}
