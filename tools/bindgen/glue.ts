/**
 * Writes the C++ of libraries into a folder, from the committed texts: what a build compiles.
 *
 * @module
 */

import { join } from "node:path";
import { CppEmitter } from "./emit_cpp.ts";
import { TableEmitter } from "./emit_tables.ts";
import { firstIdOf, LIBRARIES, shortNameOf } from "./libraries.ts";
import { readTexts } from "./texts.ts";
import { Libraries } from "./world.ts";

/** How many units a library is compiled in: each reads all of its headers. */
const UNITS = 2;

/** With fewer members, a library is compiled in one: its other unit is empty. */
const SMALL = 400;

/**
 * Writes the files that differ from those that are there.
 *
 * @param folder Where to.
 * @returns How many have changed.
 */
export async function writeGlue(folder: string): Promise<number> {
  const libraries = await readTexts();
  const world = new Libraries(libraries);
  const glue = new CppEmitter(world);
  const tables = new TableEmitter(world);
  await Deno.mkdir(folder, { recursive: true });
  let changed = 0;
  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    const old = await Deno.readTextFile(path).catch(() => undefined);
    if (old === text) return;
    changed += 1;
    await Deno.writeTextFile(path, text);
  };
  for (const library of libraries) {
    const name = shortNameOf(library.name);
    const size = library.classes.flatMap(({ members }) => members).length;
    const { header, units, module } = glue.emit(
      library,
      firstIdOf(library.name),
      size < SMALL ? 1 : UNITS,
    );
    await write(`${library.name}.h`, header);
    for (let at = 0; at < UNITS; at++) {
      await write(`${name}_${at}.cpp`, units[at] ?? "");
    }
    await write(`${name}_module.cpp`, module);
    await write(`${name}_table.cpp`, tables.emit(library));
  }
  return changed;
}

/** The names of the libraries that a build may make. */
export const GLUE: readonly string[] = LIBRARIES.map(shortNameOf);

if (import.meta.main) {
  const [folder] = Deno.args;
  if (folder === undefined) throw new Error("Expected a folder to write to");
  console.log(`${await writeGlue(folder)} files changed`);
}
