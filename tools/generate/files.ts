/**
 * All files that are generated.
 *
 * @module
 */

import { run } from "../process.ts";
import { emitTypes } from "./emit_types.ts";
import {
  classesWithTypes,
  emitClasses,
  emitEnumsFace,
  emitEnumValues,
  emitTypesIndex,
} from "./emit_values.ts";
import { MemberTable } from "./members.ts";
import { MODULES } from "./modules.ts";
import { Symbols, typesFile } from "./symbols.ts";
import type { World } from "./world.ts";

/** What is generated. */
export interface Generated {
  /** The texts by path from the project's folder. */
  readonly files: ReadonlyMap<string, string>;
  /** The folders that contain nothing else. */
  readonly folders: readonly string[];
}

/** Writes and formats everything for the modules that are known. */
export async function generate(world: World): Promise<Generated> {
  const files = new Map<string, string>();
  const folders: string[] = [];
  const symbols = new Symbols(world);
  const sources = { world, members: new MemberTable(world, symbols), symbols };
  for (const module of world.modules.keys()) {
    const { folder } = module;
    folders.push(`src/qt/generated/${folder}`);
    for (const name of classesWithTypes(module, world)) {
      const text = emitTypes(world.find(name)!, sources);
      files.set(`src/qt/${typesFile(folder, name)}`, text);
    }
    files.set(
      `src/qt/generated/${folder}/classes.d.ts`,
      emitTypesIndex(module, world),
    );
    files.set(
      `src/qt/generated/${folder}/classes.js`,
      emitClasses(module, world),
    );
    const enums = emitEnumValues(module, world);
    if (enums !== undefined) {
      files.set(`src/qt/generated/${folder}/enums.ts`, enums);
    }
  }
  if (world.modules.size === MODULES.length) {
    const withEnums = MODULES.filter(({ folder }) =>
      files.has(`src/qt/generated/${folder}/enums.ts`)
    );
    files.set("enums.ts", emitEnumsFace(withEnums));
  }
  return { files: await format(files), folders };
}

/** As `deno fmt` does with its own settings. */
async function format(
  files: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = [...files.keys()];
    const copy = (path: string) =>
      `${folder}/${paths.indexOf(path)}.${path.endsWith(".js") ? "js" : "ts"}`;
    for (const [path, text] of files) {
      await Deno.writeTextFile(copy(path), text);
    }
    const { success, output } = await run([
      Deno.execPath(),
      "fmt",
      "--no-config",
      "--quiet",
      folder,
    ]);
    if (!success) throw new Error(`deno fmt failed:\n${output}`);
    const formatted = new Map<string, string>();
    for (const path of paths) {
      formatted.set(path, await Deno.readTextFile(copy(path)));
    }
    return formatted;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
