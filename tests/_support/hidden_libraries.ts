/**
 * Machines that lack libraries.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** Hides libraries from the system's loader. */
export interface Hider extends AsyncDisposable {
  /** The environment in which some are hidden. */
  hide(...names: string[]): Record<string, string>;
}

/** Compiles what hides libraries from the system's loader; answers how to hide some. */
export async function hider(): Promise<Hider> {
  const folder = await Deno.makeTempDir({ prefix: "qtasyncio-hide-" });
  const library = `${folder}/hide.so`;
  const source = fileURLToPath(new URL("hide_libraries.c", import.meta.url));
  const { success, stderr } = await new Deno.Command("cc", {
    args: ["-D_GNU_SOURCE", "-shared", "-fPIC", "-o", library, source],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return {
    hide: (...names: string[]) => ({
      LD_AUDIT: library,
      HIDDEN_LIBRARIES: names.join(":"),
    }),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
