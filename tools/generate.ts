/**
 * Generates the types of Qt's classes from what Qt's development packages say of them.
 *
 *     deno run -A tools/generate.ts [--check]
 *
 * The same Qt and the same shim give the same bytes. With `--check` nothing is written; the files that would change
 * are listed, and the exit code is 1 if there are any. Modules whose development package is not installed are left
 * alone. Needs the shim, the packages `qt6-base-dev`, `qt6-tools-dev` and `qt6-declarative-dev` and a
 * compiler.
 *
 * @module
 */

import { generate } from "./generate/files.ts";
import { findInstallation } from "./generate/modules.ts";
import { readWorld } from "./generate/world.ts";
import { ROOT } from "./root.ts";

/** Writes what has changed; answers the paths. */
async function update(check: boolean): Promise<string[]> {
  const installation = await findInstallation();
  if (installation === undefined) {
    throw new Error("Qt's qmake6 is not installed: it says where Qt is");
  }
  const world = await readWorld(installation);
  const { files, folders } = await generate(world);
  const changed: string[] = [];
  for (const [path, text] of files) {
    if (await read(path) === text) continue;
    changed.push(path);
    if (check) continue;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    await Deno.mkdir(ROOT + folder, { recursive: true });
    await Deno.writeTextFile(ROOT + path, text);
  }
  for (const folder of folders) {
    for await (const { name } of list(folder)) {
      const path = `${folder}/${name}`;
      if (files.has(path)) continue;
      changed.push(path);
      if (!check) await Deno.remove(ROOT + path);
    }
  }
  return changed;
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(ROOT + path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function* list(folder: string): AsyncGenerator<Deno.DirEntry> {
  try {
    for await (const entry of Deno.readDir(ROOT + folder)) yield entry;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const changed = await update(check);
  for (const path of changed) console.log(path);
  console.error(
    `generate: ${changed.length} files ${check ? "would change" : "changed"}`,
  );
  if (check && changed.length > 0) Deno.exit(1);
}
