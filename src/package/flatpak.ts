/**
 * A manifest for `flatpak-builder`, which depends on the runtime of KDE's: that has Qt.
 *
 * @module
 */

import { join } from "node:path";
import { writePrefix } from "./deb.ts";
import type { Parts } from "./folder.ts";
import type { PackageSettings } from "./settings.ts";

/** The version of the runtime, as that of the Qt in it. */
const RUNTIME_VERSION = "6.8";

/**
 * Writes the manifest, and beside it the files that it takes.
 *
 * @param settings The project.
 * @param parts What it is made of.
 * @param folder The folder, which is made.
 * @returns The path of the manifest.
 */
export async function writeFlatpak(
  settings: PackageSettings,
  parts: Parts,
  folder: string,
): Promise<string> {
  const { id, name, finishArgs } = settings;
  await writePrefix(settings, parts, join(folder, "files"));
  const manifest = {
    id,
    runtime: "org.kde.Platform",
    "runtime-version": RUNTIME_VERSION,
    sdk: "org.kde.Sdk",
    command: name,
    "finish-args": finishArgs,
    modules: [{
      name,
      buildsystem: "simple",
      "build-commands": ["cp -r bin lib share /app/"],
      sources: [{ type: "dir", path: "files" }],
      // Deno carries data at the end of its file.
      "build-options": { strip: false, "no-debuginfo": true },
    }],
  };
  const path = join(folder, `${id}.json`);
  await Deno.writeTextFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
  return path;
}
