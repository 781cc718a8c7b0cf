/**
 * Finds and opens the shim's libraries.
 *
 * The search, first match wins:
 *
 * 1. the folder in the environment variable `QTASYNCIO_SHIM`, where `--allow-env` lets us read it
 * 2. `lib/` beside this module's root, as a release lays it out
 * 3. `cpp_shim/build/lib/`, where `deno task shim` puts it
 * 4. the system's loader (`LD_LIBRARY_PATH`, `/usr/lib` …), under an unrestricted `--allow-ffi`
 *
 * It never prompts: a place for which permission is not granted already counts as "no-permission".
 *
 * @module
 */

import { fileURLToPath } from "node:url";

import {
  ABI_VERSION,
  coreSymbols,
  quickSymbols,
  widgetsSymbols,
} from "./symbols.ts";
import { type ShimAttempt, ShimError, type ShimProblem } from "./shim_error.ts";

/** The environment variable that names the folder of the shim. */
export const SHIM_VARIABLE = "QTASYNCIO_SHIM";

/** The core library, opened. */
export type CoreLibrary = Deno.DynamicLibrary<typeof coreSymbols>;

/** The widgets library, opened. */
export type WidgetsLibrary = Deno.DynamicLibrary<typeof widgetsSymbols>;

/** The quick library, opened. */
export type QuickLibrary = Deno.DynamicLibrary<typeof quickSymbols>;

/** What the search depends on. */
export interface SearchOptions {
  /**
   * Search this folder alone.
   *
   * @default {undefined}
   */
  readonly folder?: string | undefined;
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

function localPath(relative: string): string[] {
  const url = new URL(relative, import.meta.url);
  // From a remote module there is nothing beside us.
  return url.protocol === "file:" ? [fileURLToPath(url)] : [];
}

function candidates(file: string, options: SearchOptions): string[] {
  const folder = options.folder ?? overridingFolder();
  if (folder !== undefined) return [`${folder.replace(/\/+$/, "")}/${file}`];
  return [
    ...localPath(`../lib/${file}`),
    ...localPath(`../cpp_shim/build/lib/${file}`),
    file,
  ];
}

function mayLoad(path: string): boolean {
  const descriptor = path.includes("/")
    ? { name: "ffi", path } as const
    : { name: "ffi" } as const;
  return Deno.permissions.querySync(descriptor).state === "granted";
}

function problemOf(path: string, message: string): ShimProblem {
  // The loader names the file that is missing. Another one than we asked for is one that it depends on.
  const missing = ": cannot open shared object file: No such file";
  if (message.includes(missing)) {
    return message.includes(`${path}${missing}`)
      ? "missing-shim"
      : "missing-qt";
  }
  if (/version `Qt_|undefined symbol: _ZN?K?\d*Q/.test(message)) {
    return "missing-qt";
  }
  return "stale-shim";
}

function open<S extends Deno.ForeignLibraryInterface>(
  name: string,
  symbols: S,
  options: SearchOptions,
  verify: (library: Deno.DynamicLibrary<S>) => string | undefined,
): Deno.DynamicLibrary<S> {
  const file = fileName(name);
  const attempts: ShimAttempt[] = [];
  for (const path of candidates(file, options)) {
    if (!mayLoad(path)) {
      attempts.push({
        path,
        problem: "no-permission",
        detail: "--allow-ffi does not cover it",
      });
      continue;
    }
    try {
      const library = Deno.dlopen(path, symbols);
      const fault = verify(library);
      if (fault === undefined) return library;
      library.close();
      attempts.push({ path, problem: "stale-shim", detail: fault });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      attempts.push({ path, problem: problemOf(path, detail), detail });
    }
  }
  throw new ShimError(file, attempts);
}

/**
 * Opens the core library.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openCore(options: SearchOptions = {}): CoreLibrary {
  return open("qtasyncio", coreSymbols, options, ({ symbols }) => {
    const version = symbols.qta_abi_version();
    return version === ABI_VERSION
      ? undefined
      : `its ABI version is ${version}, ${ABI_VERSION} is wanted`;
  });
}

/**
 * Opens the widgets library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openWidgets(options: SearchOptions = {}): WidgetsLibrary {
  return open("qtasyncio_widgets", widgetsSymbols, options, () => undefined);
}

/**
 * Opens the quick library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openQuick(options: SearchOptions = {}): QuickLibrary {
  return open("qtasyncio_quick", quickSymbols, options, () => undefined);
}

/** The version of the Qt that the core library runs on, such as `"6.4.2"`. */
export function qtVersion({ symbols }: CoreLibrary): string {
  const text = new Uint8Array(32);
  const length = symbols.qta_qt_version(text, text.length);
  return String.fromCharCode(...text.subarray(0, length));
}
