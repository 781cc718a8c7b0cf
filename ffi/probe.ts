/**
 * Looks at libraries without using them, for `doctor.ts`. All of it needs an unrestricted `--allow-ffi`.
 *
 * @module
 */

/** How a library met the system's loader. */
export interface Probe {
  /** Whether it can be loaded. */
  readonly ok: boolean;
  /** The file that the loader missed: the library itself or one that it depends on; undefined if all is well. */
  readonly missing?: string;
  /** The loader's own words; empty if all is well. */
  readonly detail: string;
}

/**
 * Tries to load a library.
 *
 * @param path Its path, or a bare name that the system's loader looks for.
 */
export function probe(path: string): Probe {
  try {
    Deno.dlopen(path, {}).close();
    return { ok: true, detail: "" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const detail = message.replaceAll("Could not open library: ", "");
    const [, missing] = /(\S+): cannot open shared object file/.exec(detail) ??
      [];
    return { ok: false, detail, ...(missing === undefined ? {} : { missing }) };
  }
}

const RTLD_LAZY = 1;
const RTLD_DI_ORIGIN = 6;
const PATH_MAX = 4096;

/** The folder that the system's loader finds a library in; undefined if it cannot be loaded, or not on Linux. */
export function folderOf(name: string): string | undefined {
  if (Deno.build.os !== "linux" || !probe(name).ok) return undefined;
  try {
    using libc = new Library("libc.so.6", {
      dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
      dlinfo: { parameters: ["pointer", "i32", "buffer"], result: "i32" },
      dlclose: { parameters: ["pointer"], result: "i32" },
    });
    const { dlopen, dlinfo, dlclose } = libc.symbols;
    const handle = dlopen(new TextEncoder().encode(`${name}\0`), RTLD_LAZY);
    if (handle === null) return undefined;
    const path = new Uint8Array(PATH_MAX);
    const status = dlinfo(handle, RTLD_DI_ORIGIN, path);
    dlclose(handle);
    return status === 0
      ? new TextDecoder().decode(path.subarray(0, path.indexOf(0)))
      : undefined;
  } catch {
    // An older C library has these functions in another file.
    return undefined;
  }
}

/** The version of the Qt that the system's loader finds, such as `"6.4.2"`; undefined if there is none. */
export function installedQtVersion(): string | undefined {
  try {
    using core = new Library("libQt6Core.so.6", {
      qVersion: { parameters: [], result: "pointer" },
    });
    const text = core.symbols.qVersion();
    return text === null ? undefined : Deno.UnsafePointerView.getCString(text);
  } catch {
    return undefined;
  }
}

/** A library that is closed when its scope ends. */
class Library<S extends Deno.ForeignLibraryInterface> implements Disposable {
  readonly #library: Deno.DynamicLibrary<S>;

  constructor(path: string, symbols: S) {
    this.#library = Deno.dlopen(path, symbols);
  }

  get symbols(): Deno.StaticForeignLibraryInterface<S> {
    return this.#library.symbols;
  }

  [Symbol.dispose](): void {
    this.#library.close();
  }
}
