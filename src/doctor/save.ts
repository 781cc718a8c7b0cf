/**
 * Saves the shim that the modules carry, for programs that may not open it in memory.
 *
 * @module
 */

import { all } from "../../ffi/carried/all.ts";
import { CarriedLibrary } from "../../ffi/carried_library.ts";

/**
 * Saves the shim that the modules of a release carry. Each file is verified, and appears whole or not at all.
 *
 * @param folder Where; it is made if it does not exist. `--allow-write` must cover it.
 * @returns The paths of the files.
 * @throws {Error} If the modules carry no shim for this platform, or a damaged one.
 */
export async function saveShim(folder: string): Promise<string[]> {
  for (const part of all) CarriedLibrary.add(part);
  const names = CarriedLibrary.names();
  if (names.length === 0) {
    throw new Error(
      `These modules carry no shim for ${Deno.build.os} ${Deno.build.arch}: a clone of the project builds its own by \`deno task shim\``,
    );
  }
  await Deno.mkdir(folder, { recursive: true });
  const saved: string[] = [];
  for (const name of names) {
    const library = CarriedLibrary.find(name)!;
    const bytes = await library.fetch();
    if ("problem" in bytes) {
      throw new Error(`${bytes.path}: ${bytes.problem}: ${bytes.detail}`);
    }
    const path = `${folder.replace(/\/+$/, "")}/lib${name}.so`;
    const draft = `${path}.${crypto.randomUUID()}`;
    try {
      await Deno.writeFile(draft, bytes, { mode: 0o755, createNew: true });
      await Deno.rename(draft, path);
    } catch (error) {
      await Deno.remove(draft).catch(() => {});
      throw error;
    }
    saved.push(path);
  }
  return saved;
}
