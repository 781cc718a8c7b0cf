/**
 * A package that brings its own Qt: a folder that starts wherever it lies, and is an AppDir, too.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { output } from "./command.ts";
import {
  BRINGS_QT,
  desktopEntry,
  iconOf,
  launcher,
  writeScript,
} from "./desktop.ts";
import {
  anchor,
  copyLibraries,
  debianPackagesOf,
  dependenciesOf,
  loadable,
} from "./libraries.ts";
import { filesOf } from "./program.ts";
import {
  copyQmlModule,
  pluginsFor,
  qmlModulesOf,
  qtFolders,
  translationsIn,
} from "./qt.ts";
import type { PackageSettings } from "./settings.ts";

/** What a package is made of. */
export interface Parts {
  /** The folder of the bundled program. */
  readonly program: string;
  /** The shim's libraries, as paths. */
  readonly shim: readonly string[];
  /** Documents whose imports say which QML modules are needed. */
  readonly qml: readonly string[];
}

/** Qt's own file that says where its plugins are; it lies beside the program, which is Deno. */
const QT_CONF = `[Paths]
Prefix = ..
Plugins = plugins
QmlImports = qml
Translations = translations
`;

/** Used where the system has no configuration of fonts. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * Makes the folder.
 *
 * @param settings The project.
 * @param parts What it is made of.
 * @param folder Where; it must not exist.
 * @param say Gets a line for what may surprise.
 */
export async function writeFolder(
  settings: PackageSettings,
  parts: Parts,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const direct = await dependenciesOf(parts.shim);
  const qt = await qtFolders(direct.get("libQt6Core.so.6") ?? "");
  const plugins = await loadable(
    await pluginsFor(direct.keys(), qt.plugins, settings.plugins),
  );
  const modules = await qmlModulesOf(parts.qml, qt.qml, say);

  for (const at of ["bin", "lib", "plugins", "translations"]) {
    await Deno.mkdir(join(folder, at), { recursive: true });
  }
  await Deno.copyFile(Deno.execPath(), join(folder, "bin", "deno"));
  await Deno.writeTextFile(join(folder, "bin", "qt.conf"), QT_CONF);
  await move(parts.program, join(folder, "app"));

  const copied: string[] = [];
  const add = async (from: string, place: string) => {
    const to = join(folder, place);
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.copyFile(from, to);
    copied.push(to);
  };
  // The shim stays as it is, with the note that says what it is: it looks beside itself for Qt already.
  for (const file of parts.shim) {
    await Deno.copyFile(file, join(folder, "lib", basename(file)));
  }
  for (const file of plugins) {
    await add(file, `plugins/${basename(dirname(file))}/${basename(file)}`);
  }
  const sources = [...parts.shim, ...plugins];
  for (const module of modules) {
    copied.push(...await copyQmlModule(module, join(folder, "qml")));
    for (const name of await filesOf(module.path, ".so")) {
      sources.push(join(module.path, name));
    }
  }
  const libraries = await dependenciesOf(sources);
  for (const file of parts.shim) libraries.delete(basename(file));
  copied.push(...await copyLibraries(libraries, folder));
  await anchor(copied, folder);

  for (const file of await translationsIn(qt.translations)) {
    await Deno.copyFile(file, join(folder, "translations", basename(file)));
  }
  await writeFont(folder, say);
  await writeLicences([...libraries.values(), ...plugins], folder);
  await writeEntry(settings, folder);
}

async function move(from: string, to: string): Promise<void> {
  await output(["cp", "--recursive", "--no-target-directory", from, to]);
}

/** A font for systems that have none: without any, Qt draws boxes. */
async function writeFont(
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const fonts = join(folder, "fonts");
  await Deno.mkdir(fonts);
  await Deno.writeTextFile(join(fonts, "fonts.conf"), FONTS_CONF);
  try {
    const path = await output(["fc-match", "--format=%{file}", "sans-serif"]);
    await Deno.copyFile(path, join(fonts, basename(path)));
  } catch {
    say("There is no fc-match or no font: the package brings no font");
  }
}

/** The licences of what comes from Debian's packages; Qt's own asks for it. */
async function writeLicences(
  files: readonly string[],
  folder: string,
): Promise<void> {
  const licences = join(folder, "licences");
  await Deno.mkdir(licences);
  for (const name of await debianPackagesOf(files)) {
    await Deno.copyFile(
      `/usr/share/doc/${name}/copyright`,
      join(licences, name),
    )
      .catch(() => {}); // a system that leaves documents out
  }
}

/** The launcher under two names, the entry of the menu and the icon, as an AppDir has them. */
async function writeEntry(
  settings: PackageSettings,
  folder: string,
): Promise<void> {
  const script = launcher(settings, {
    deno: "$here/bin/deno",
    shim: "$here/lib",
    program: "$here/app",
    prepare: BRINGS_QT,
  });
  await writeScript(join(folder, settings.name), script);
  await Deno.symlink(settings.name, join(folder, "AppRun"));
  await Deno.writeTextFile(
    join(folder, `${settings.id}.desktop`),
    desktopEntry(settings),
  );
  const icon = await iconOf(settings);
  await Deno.writeFile(join(folder, icon.name), icon.bytes);
  await Deno.symlink(icon.name, join(folder, ".DirIcon"));
}
