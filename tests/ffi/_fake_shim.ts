/** Shims that are not what they should be, built on the spot. */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The shim's functions, as the core library of this ABI must have them. */
import { coreSymbols } from "../../ffi/abi.ts";

/** The real shim's core library. */
export const REAL_FOLDER = fileURLToPath(
  new URL("../../cpp_shim/build/lib/", import.meta.url),
);

/** A folder for one test; leaving its scope removes it. */
export class Folder implements AsyncDisposable {
  private constructor(readonly path: string) {}

  /** Makes one whose name has a space in it. */
  static async make(): Promise<Folder> {
    return new Folder(await Deno.makeTempDir({ prefix: "qtasyncio shim " }));
  }

  /** The path of something in it. */
  join(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** Compiles C to a shared library in it. */
  async build(
    name: string,
    source: string,
    args: readonly string[] = [],
  ): Promise<string> {
    const file = this.join(name);
    await Deno.mkdir(dirname(file), { recursive: true });
    const input = `${file}.c`;
    await Deno.writeTextFile(input, source);
    const { code, stderr } = await new Deno.Command("cc", {
      args: ["-shared", "-fPIC", "-o", file, input, ...args],
      stderr: "piped",
    }).output();
    if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
    return file;
  }

  /** Removes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** C of the note by which `ffi/inspect.ts` knows a library, of this ABI. */
export function noteSource(abiHash: number): string {
  return `struct note { unsigned sizes[3]; char name[12]; unsigned hash; };
    static const struct note note __attribute__((section(".note.qtasyncio"), used, aligned(4))) =
      {{10, 4, 1}, "qtasyncio", ${abiHash}};\n`;
}

/** C with all functions of the core library, which says in its note and by its function that it is of another ABI. */
export function coreSource(abiHash: number, noted = abiHash): string {
  return noteSource(noted) +
    Object.keys(coreSymbols).map((name) =>
      `int ${name}(void) { return ${name === "qta_abi_hash" ? abiHash : 0}; }`
    ).join("\n");
}

/** C that leaves a file as soon as it is loaded. */
export function loudSource(trace: string): string {
  return `\n#include <fcntl.h>
    __attribute__((constructor)) static void load(void) { open(${
    JSON.stringify(trace)
  }, O_CREAT | O_WRONLY, 0600); }\n`;
}
