/**
 * Qt's plugins and QML modules: which of them a program needs, and where they are.
 *
 * @module
 */

import { basename, dirname, join, relative } from "node:path";
import { isFile, output } from "./command.ts";

/** The folders of a Qt. */
export interface QtFolders {
  /** Its plugins. */
  readonly plugins: string;
  /** Its QML modules; they may not be installed. */
  readonly qml: string;
  /** Its translations; they may not be installed. */
  readonly translations: string;
}

/**
 * Finds the folders of the Qt that a library belongs to.
 *
 * @param core The path of Qt Core.
 */
export async function qtFolders(core: string): Promise<QtFolders> {
  const libraries = dirname(await Deno.realPath(core));
  for (const root of [`${libraries}/qt6`, `${libraries}/..`]) {
    if (await isFolder(`${root}/plugins`)) {
      const translations = root.endsWith("/qt6")
        ? "/usr/share/qt6/translations"
        : `${root}/translations`;
      return { plugins: `${root}/plugins`, qml: `${root}/qml`, translations };
    }
  }
  throw new Error(
    `Cannot find Qt's plugins: there is no folder of them beside ${core}`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isDirectory, () => false);
}

/**
 * The plugins for each library of Qt, as paths in the folder of plugins; `*` is any plugin of the folder. A platform
 * theme that brings another toolkit is left out.
 */
const PLUGINS: Readonly<Record<string, readonly string[]>> = {
  Gui: [
    "platforms/libqoffscreen.so",
    "platforms/libqxcb.so",
    "platforms/libqwayland.so",
    "platforms/libqwayland-generic.so",
    "platforms/libqwayland-egl.so",
    "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*",
    "wayland-shell-integration/*",
    "xcbglintegrations/*",
    "platforminputcontexts/*",
    "platformthemes/libqxdgdesktopportal.so",
    "imageformats/*",
    "iconengines/*",
  ],
  Widgets: ["styles/*"],
  Network: ["tls/*", "networkinformation/*"],
  PrintSupport: ["printsupport/*"],
  Sql: ["sqldrivers/libqsqlite.so"],
  Multimedia: ["multimedia/*"],
};

/**
 * The plugins that a program may load.
 *
 * @param libraries The names of the libraries that it depends on.
 * @param folder The folder of plugins.
 * @param further Further ones, as paths in that folder.
 * @returns The paths of those that are installed.
 */
export async function pluginsFor(
  libraries: Iterable<string>,
  folder: string,
  further: readonly string[] = [],
): Promise<string[]> {
  const wanted = [...libraries].flatMap((name) =>
    PLUGINS[/^libQt6(\w+)\.so/.exec(name)?.[1] ?? ""] ?? []
  );
  const found = new Set<string>();
  for (const pattern of wanted) {
    if (!pattern.endsWith("/*")) {
      if (await isFile(join(folder, pattern))) found.add(join(folder, pattern));
      continue;
    }
    const at = join(folder, pattern.slice(0, -2));
    if (!await isFolder(at)) continue;
    for await (const { name } of Deno.readDir(at)) {
      if (name.endsWith(".so")) found.add(join(at, name));
    }
  }
  // What the project names must be there: copying reports what is not.
  for (const path of further) found.add(join(folder, path));
  return [...found].sort();
}

/** A QML module that a program imports. */
export interface QmlModule {
  /** Its folder. */
  readonly path: string;
  /** Where it belongs, as a path in the folder of QML modules. */
  readonly place: string;
}

const SCANNERS = [
  "/usr/lib/qt6/libexec/qmlimportscanner",
  "/usr/lib/qt6/bin/qmlimportscanner",
  "qmlimportscanner",
];

/**
 * The QML modules that documents import, directly or not; found by Qt's `qmlimportscanner`.
 *
 * @param documents The paths of `.qml` files.
 * @param folder The folder of QML modules.
 * @param say Gets a line if there is no scanner, and all installed modules are taken.
 */
export async function qmlModulesOf(
  documents: readonly string[],
  folder: string,
  say: (line: string) => void,
): Promise<QmlModule[]> {
  if (documents.length === 0) return [];
  const asModule = (path: string) => ({ path, place: relative(folder, path) });
  for (const scanner of SCANNERS) {
    let text: string;
    try {
      text = await output([
        ...[scanner, "-importPath", folder, "-qmlFiles", ...documents],
      ]);
    } catch (error) {
      if (/not installed/.test(String(error))) continue;
      throw error;
    }
    const imports = JSON.parse(text) as readonly { path?: string }[];
    const paths = imports.flatMap(({ path }) => path ?? [])
      .filter((path) => !relative(folder, path).startsWith(".."));
    return [...new Set(paths)].sort().map(asModule);
  }
  say("There is no qmlimportscanner: all installed QML modules are taken");
  return (await modulesIn(folder)).map(asModule);
}

/** The folders in a folder that are QML modules, at any depth. */
async function modulesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    const path = join(folder, name);
    if (await isFile(join(path, "qmldir"))) found.push(path);
    found.push(...await modulesIn(path));
  }
  return found;
}

/**
 * Copies a QML module, without the modules that lie in its folder.
 *
 * @param module Which.
 * @param to The folder of QML modules to copy it to.
 * @returns The paths of the plugins in the copy.
 */
export async function copyQmlModule(
  module: QmlModule,
  to: string,
): Promise<string[]> {
  const plugins: string[] = [];
  const walk = async (from: string, target: string) => {
    await Deno.mkdir(target, { recursive: true });
    for await (const { name, isDirectory } of Deno.readDir(from)) {
      const path = join(from, name);
      if (isDirectory) {
        if (await isFile(join(path, "qmldir"))) continue;
        await walk(path, join(target, name));
      } else if (!name.endsWith(".qmltypes")) {
        await Deno.copyFile(path, join(target, name));
        if (name.endsWith(".so")) plugins.push(join(target, name));
      }
    }
  };
  await walk(module.path, join(to, module.place));
  return plugins;
}

/** Qt's own texts, translated: those of the libraries that a program may use. */
export async function translationsIn(folder: string): Promise<string[]> {
  if (!await isFolder(folder)) return [];
  const found: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^(qt|qtbase|qtdeclarative)_\w+\.qm$/.test(name)) {
      found.push(join(folder, basename(name)));
    }
  }
  return found.sort();
}
