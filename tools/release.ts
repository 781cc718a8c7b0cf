/**
 * Makes a release in `dist/`: bundles of the modules, their sources, and as further modules the shim's libraries, stripped.
 * Put that folder on any web server, and programs import it by URL; or publish it from there (`cd dist && deno publish`).
 *
 *     deno task release [--out=FOLDER] [--aarch64]
 *
 * `--aarch64` adds the shim for Linux on aarch64, built with a cross-compiler (`cross.ts`); it needs root.
 *
 * @module
 */

import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import settings from "../deno.json" with { type: "json" };
import { openCore, qtVersion } from "../ffi/core.ts";
import { MODULES } from "../ffi/modules.ts";
import { buildForAarch64 } from "./cross.ts";
import { entryPoints, PROGRAMS } from "./entry_points.ts";
import { copy, filesIn, SOURCE, writeBundles } from "./release/bundles.ts";
import {
  type CarriedEntry,
  digest,
  HERE,
  libraryNames,
  writeLibrary,
} from "./release/libraries.ts";
import { ROOT } from "./root.ts";
import { buildShim, missingModules, SHIM } from "./shim.ts";

/** How to make a release. */
export interface ReleaseOptions {
  /**
   * Where to put it. What is there goes.
   *
   * @default {"dist"}
   */
  out?: string;
  /**
   * Where the shim's libraries are, by platform.
   *
   * @default {the project's own shim, for the platform that this is}
   */
  libraries?: Readonly<Record<string, string>>;
}

/**
 * Makes a release out of a shim that has been built.
 *
 * @param options Where, and of what.
 * @returns The paths of its files, from its folder.
 */
export async function release(options: ReleaseOptions = {}): Promise<string[]> {
  const {
    out = join(ROOT, "dist"),
    libraries = { [HERE]: join(SHIM.build, "lib") },
  } = options;
  await Deno.remove(out, { recursive: true }).catch(ignoreMissing);
  for (const part of [...entryPoints(), "ffi", "src"]) {
    await copy(join(ROOT, part), join(out, SOURCE, part));
  }
  for (const part of ["LICENSE", "README.md"]) {
    await copy(join(ROOT, part), join(out, part));
  }
  await writeSettings(join(out, "deno.json"));
  // The sources import it.
  await writeSettings(join(out, SOURCE, "deno.json"));

  const carried: Record<string, CarriedEntry[]> = {};
  for (const [platform, folder] of Object.entries(libraries)) {
    const names = await libraryNames(folder);
    carried[platform] = await Promise.all(
      names.map((name) => writeLibrary(out, platform, name, folder)),
    );
  }
  await writeBundles(out, entryPoints(), PROGRAMS, carried);
  return await writeChecksums(out);
}

async function writeSettings(file: string): Promise<void> {
  const { name, version, license, exports, compilerOptions } = settings;
  const bundles = Object.entries(exports).map(([name, path]) => [
    name,
    path.replace(/\.ts$/, ".js"),
  ]);
  const text = JSON.stringify(
    {
      name,
      version,
      license,
      exports: Object.fromEntries(bundles),
      compilerOptions,
      // Where the release lies in a clone, Git ignores it.
      publish: { exclude: ["!**/*"] },
    },
    null,
    2,
  );
  await Deno.writeTextFile(file, `${text}\n`);
}

/** Writes `SHA256SUMS`, which `sha256sum --check` reads; answers what is in it. */
async function writeChecksums(out: string): Promise<string[]> {
  const files = (await filesIn(out)).map((file) => relative(out, file)).sort();
  const lines = await Promise.all(files.map(async (file) => {
    const bytes = await Deno.readFile(join(out, file));
    return `${await digest(bytes)}  ${file}\n`;
  }));
  await Deno.writeTextFile(join(out, "SHA256SUMS"), lines.join(""));
  return files;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: join(ROOT, "dist") },
      aarch64: { type: "boolean", default: false },
    },
  });
  const say = (line: string) => console.error(`release: ${line}`);
  const modules = Object.keys(MODULES);
  await buildShim(say, { modules });
  const missing = await missingModules(modules);
  if (missing.length > 0) {
    say(
      `Without ${
        missing.join(", ")
      }: \`deno task setup --with=${missing}\` installs what they are built with`,
    );
  }
  const libraries = { [HERE]: join(SHIM.build, "lib") };
  if (values.aarch64) {
    libraries["linux-aarch64"] ??= await buildForAarch64(say);
  } else say("Without a shim for linux-aarch64: --aarch64 adds it");
  const files = await release({ out: values.out, libraries });
  say(
    `${files.length} files in ${values.out}, with the shim for ${
      Object.keys(libraries).join(" and ")
    }`,
  );
  const core = openCore();
  const version = qtVersion(core);
  core.close();
  if (!version.startsWith("6.4.")) {
    say(
      `The shim was built with Qt ${version}: programs may need that version or a later one. Build a release with Qt 6.4`,
    );
  }
}
