/**
 * A package of Debian's, which depends on Debian's Qt.
 *
 * @module
 */

import { basename, join } from "node:path";
import { isFile, output, PackagingError } from "./command.ts";
import { launcher, writeScript, writeShare } from "./desktop.ts";
import type { Parts } from "./folder.ts";
import { debianPackagesOf, dependenciesOf } from "./libraries.ts";
import { copy } from "./program.ts";
import { pluginsFor, qmlModulesOf, qtFolders } from "./qt.ts";
import type { PackageSettings } from "./settings.ts";

/**
 * Writes what the program needs under a prefix such as `/usr`: everything but Qt.
 *
 * @param settings The project.
 * @param parts What it is made of.
 * @param prefix The folder of the prefix.
 */
export async function writePrefix(
  settings: PackageSettings,
  parts: Parts,
  prefix: string,
): Promise<void> {
  const { name } = settings;
  const own = join(prefix, "lib", name);
  await Deno.mkdir(join(own, "shim"), { recursive: true });
  await Deno.mkdir(join(prefix, "bin"), { recursive: true });
  await Deno.copyFile(Deno.execPath(), join(own, "deno"));
  await Deno.chmod(join(own, "deno"), 0o755);
  for (const file of parts.shim) {
    const to = join(own, "shim", basename(file));
    await Deno.copyFile(file, to);
    await Deno.chmod(to, 0o644);
  }
  await copy(parts.program, join(own, "app"));
  await writeScript(
    join(prefix, "bin", name),
    launcher(settings, {
      deno: `$here/../lib/${name}/deno`,
      shim: `$here/../lib/${name}/shim`,
      program: `$here/../lib/${name}/app`,
    }),
  );
  await writeShare(settings, prefix);
}

/** What a Debian package is called where it is for machines like this one. */
export async function debianArchitecture(): Promise<string> {
  return (await output(["dpkg", "--print-architecture"], { from: "dpkg" }))
    .trim();
}

/**
 * Makes the package.
 *
 * @param settings The project.
 * @param parts What it is made of.
 * @param scratch A folder for the tree.
 * @param target The path of the package.
 * @param say Gets a line for what may surprise.
 */
export async function writeDeb(
  settings: PackageSettings,
  parts: Parts,
  scratch: string,
  target: string,
  say: (line: string) => void,
): Promise<void> {
  const { name, maintainer } = settings;
  if (maintainer === undefined) {
    throw new PackagingError(
      `A .deb needs a maintainer: set "package.maintainer" in ${settings.config} to "Name <address>"`,
    );
  }
  const tree = join(scratch, "deb");
  await writePrefix(settings, parts, join(tree, "usr"));
  const documents = join(tree, "usr", "share", "doc", name);
  await Deno.mkdir(documents, { recursive: true });
  await Deno.writeTextFile(
    join(documents, "copyright"),
    await copyrightOf(settings, maintainer),
  );
  await output(["chmod", "--recursive", "u=rwX,go=rX", tree]);
  await Deno.mkdir(join(tree, "DEBIAN"));
  await Deno.writeTextFile(
    join(tree, "DEBIAN", "control"),
    await control(settings, maintainer, parts, tree, say),
  );
  await output([
    ...["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build"],
    ...[tree, target],
  ], { from: "dpkg" });
}

async function copyrightOf(
  { folder, title }: PackageSettings,
  maintainer: string,
): Promise<string> {
  const licence = join(folder, "LICENSE");
  const own = await isFile(licence)
    ? await Deno.readTextFile(licence)
    : `${title} comes from ${maintainer}, who names no licence.\n`;
  return `${own}\nThe package contains Deno (MIT license) and QtAsyncio for Deno (MIT license).\n`;
}

async function control(
  settings: PackageSettings,
  maintainer: string,
  parts: Parts,
  tree: string,
  say: (line: string) => void,
): Promise<string> {
  const { name, version, description, depends } = settings;
  const { required, suggested } = await packagesOf(settings, parts, say);
  const size = await output(["du", "--summarize", "--block-size=1024", tree]);
  return [
    `Package: ${name}`,
    // A hyphen would begin the revision of the package.
    `Version: ${version.replaceAll("-", "~")}`,
    `Architecture: ${await debianArchitecture()}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${size.split("\t")[0]}`,
    `Depends: ${[...required, ...depends].join(", ")}`,
    ...(suggested.length > 0 ? [`Recommends: ${suggested.join(", ")}`] : []),
    "Section: misc",
    "Priority: optional",
    `Description: ${description}`,
    "",
  ].join("\n");
}

/** The packages that bring Qt. Debian 13 gave some of them other names, with `t64` at their ends. */
async function packagesOf(
  settings: PackageSettings,
  parts: Parts,
  say: (line: string) => void,
): Promise<{ required: string[]; suggested: string[] }> {
  const libraries = await dependenciesOf(parts.shim);
  const used = [...libraries].filter(([library]) =>
    /^lib(Qt6|stdc\+\+)/.test(library)
  ).map(([, path]) => path);
  const packages = await debianPackagesOf(used);
  if (packages.length === 0) {
    throw new PackagingError(
      "Qt does not come from Debian packages here: make the .deb on a Debian system",
    );
  }
  const core = libraries.get("libQt6Core.so.6")!;
  const qt = await qtFolders(core);
  const hasWindows = [...libraries.keys()].some((one) =>
    one.startsWith("libQt6Gui")
  );
  const modules = await qmlModulesOf(parts.qml, qt.qml, say);
  const qml = await debianPackagesOf(
    modules.map(({ path }) => join(path, "qmldir")),
  );
  const named = await debianPackagesOf(
    await pluginsFor([], qt.plugins, settings.plugins),
  );
  const plugins = await debianPackagesOf(
    await pluginsFor(libraries.keys(), qt.plugins),
  );
  const required = [
    ...new Set([
      "libc6",
      ...packages,
      ...qml,
      ...named,
      ...(hasWindows ? ["libxcb-cursor0"] : []),
    ]),
  ];
  const suggested = plugins.filter((one) =>
    !required.includes(one) && !/^qt6-(gtk|qpa)/.test(one)
  );
  if (hasWindows) suggested.push("qt6-wayland");
  const either = (one: string) => {
    const base = one.replace(/t64$/, "");
    return /^libqt6\w+6$/.test(base) ? `${base}t64 | ${base}` : one;
  };
  return {
    required: required.map(either),
    suggested: [...new Set(suggested)].map(either),
  };
}
