/**
 * The program that is packaged: bundled, with the files that it reads, the shim and Deno.
 *
 * @module
 */

import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { CarriedLibrary } from "../../ffi/carried_library.ts";
import { coreShim } from "../../ffi/core.ts";
import { MODULES } from "../../ffi/modules.ts";
import { saveShim } from "../doctor/save.ts";
import { isFile, output, PackagingError } from "./command.ts";
import { dependenciesOf } from "./libraries.ts";
import type { PackageSettings } from "./settings.ts";

/** The entry points that have a library of the shim. */
const WITH_LIBRARY = ["widgets", "quick"];

/** The bundled form of a module, as a path in the folder of the program. */
export function bundledPath(module: string): string {
  return module.replace(/\.[mc]?[jt]sx?$/, "") + ".js";
}

/**
 * Bundles the program and puts beside it what it reads, at the same paths, so that URLs made from `import.meta.url`
 * of the main module stay right.
 *
 * @param settings The project.
 * @param out The folder, which is made.
 */
export async function writeProgram(
  settings: PackageSettings,
  out: string,
): Promise<void> {
  const { folder, config, main, modules } = settings;
  const bundle = async (module: string, target: string) => {
    await Deno.mkdir(dirname(target), { recursive: true });
    await output([
      ...[Deno.execPath(), "bundle", "--quiet", "--platform=deno"],
      ...["--allow-import", `--config=${config}`, `--output=${target}`],
      join(folder, module),
    ], { cwd: folder });
  };
  await bundle(main, join(out, bundledPath(main)));
  // A module that is loaded by its URL keeps its name, whatever its language.
  for (const module of modules) await bundle(module, join(out, module));
  for (const path of settings.include) {
    await copy(join(folder, path), join(out, path));
  }
}

/** Copies a file or a folder; what links lead to, not the links. */
export async function copy(from: string, to: string): Promise<void> {
  const info = await Deno.stat(from).catch(() => {
    throw new PackagingError(
      `Cannot copy ${from}: there is no such file or folder`,
    );
  });
  if (info.isFile) {
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.copyFile(from, to);
    return;
  }
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copy(join(from, name), join(to, name));
  }
}

/** A module as `deno info --json` describes it. */
interface ModuleInfo {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
  }[];
}

/**
 * The modules that a program consists of, without those that give types alone.
 *
 * @param settings The project.
 * @returns Their URLs.
 */
async function graph(settings: PackageSettings): Promise<Set<string>> {
  const { folder, config, main, modules } = settings;
  const urls = new Set<string>();
  for (const module of [main, ...modules]) {
    const text = await output(
      [
        ...[Deno.execPath(), "info", "--json", "--allow-import"],
        ...[`--config=${config}`, module],
      ],
      { cwd: folder },
    );
    const { roots, modules, redirects = {} } = JSON.parse(text) as {
      roots: readonly string[];
      modules: readonly ModuleInfo[];
      redirects?: Readonly<Record<string, string>>;
    };
    const known = new Map(modules.map((one) => [one.specifier, one]));
    const waiting = [...roots];
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
      url = redirects[url] ?? url;
      if (urls.has(url)) continue;
      urls.add(url);
      const { error, dependencies = [] } = known.get(url) ?? {};
      if (error !== undefined) throw new PackagingError(error);
      waiting.push(
        ...dependencies.flatMap(({ code }) => code?.specifier ?? []),
      );
    }
  }
  return urls;
}

/** The shim's libraries that this installation of the modules has, by name, as paths; in a folder that may be temporary. */
async function availableShim(
  scratch: string,
): Promise<Map<string, string>> {
  let folder: string;
  if (CarriedLibrary.names().length > 0) {
    folder = join(scratch, "shim");
    await saveShim(folder);
  } else {
    const { library, path } = coreShim.open();
    library.close();
    folder = dirname(path);
  }
  const found = new Map<string, string>();
  for await (const { name } of Deno.readDir(folder)) {
    const [, library] = /^lib(qtasyncio\w*)\.so$/.exec(name) ?? [];
    if (library !== undefined) found.set(library, join(folder, name));
  }
  return found;
}

/**
 * The shim's libraries that a program needs: the core, and those whose entry points it imports.
 *
 * @param settings The project.
 * @param scratch A folder for what has to be unpacked.
 * @returns Their paths.
 */
export async function neededShim(
  settings: PackageSettings,
  scratch: string,
): Promise<string[]> {
  const own = pathToFileURL(settings.folder).href + "/";
  const imported = new Set(
    [...await graph(settings)]
      .filter((url) => !url.startsWith(own) && !url.includes("/ffi/"))
      .map((url) => /([\w-]+)\.[mc]?[jt]s$/.exec(new URL(url).pathname)?.[1]),
  );
  if (imported.has("builder")) imported.add("widgets");
  for (const [name, { libraries }] of Object.entries(MODULES)) {
    if (imported.has(name)) { for (const one of libraries) imported.add(one); }
  }
  const available = await availableShim(scratch);
  const needed = ["", ...WITH_LIBRARY.filter((name) => imported.has(name))];
  const paths = needed.map((name) => {
    const library = name === "" ? "qtasyncio" : `qtasyncio_${name}`;
    const path = available.get(library);
    if (path !== undefined) return path;
    throw new PackagingError(
      `There is no lib${library}.so beside ${
        available.get("qtasyncio")
      }: build the shim again (deno task shim)`,
    );
  });
  return [...paths, ...await membersFor(paths, available, imported)];
}

/**
 * The libraries that call the members of one of Qt's libraries, and are opened at the first such call: those that need
 * no other library of Qt's than the program has anyway, and those whose entry points it imports.
 */
async function membersFor(
  paths: readonly string[],
  available: ReadonlyMap<string, string>,
  imported: ReadonlySet<string | undefined>,
): Promise<string[]> {
  const present = new Set((await dependenciesOf(paths)).keys());
  const found: string[] = [];
  for (const [library, path] of available) {
    const [, name] = /^qtasyncio_api_(\w+)$/.exec(library) ?? [];
    if (name === undefined) continue;
    const wanted = (await dependenciesOf([path])).keys()
      .filter((one) => one.startsWith("libQt6"));
    if (imported.has(name) || wanted.every((one) => present.has(one))) {
      found.push(path);
    }
  }
  return found;
}

/**
 * The files of a kind that a program brings.
 *
 * @param folder The program's folder.
 * @param extension What their names end with.
 * @returns Their paths in it.
 */
export async function filesOf(
  folder: string,
  extension: string,
): Promise<string[]> {
  const found: string[] = [];
  const walk = async (at: string) => {
    for await (const { name, isDirectory } of Deno.readDir(at)) {
      const path = join(at, name);
      if (isDirectory) await walk(path);
      else if (name.endsWith(extension)) found.push(relative(folder, path));
    }
  };
  if (!await isFile(folder)) await walk(folder);
  return found.sort();
}
