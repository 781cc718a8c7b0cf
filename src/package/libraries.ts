/**
 * The libraries that a program's libraries depend on, and where each has to lie in a folder that brings its own Qt.
 *
 * @module
 */

import { basename, dirname, join, relative } from "node:path";
import { output, PackagingError } from "./command.ts";

/** Of the C library and the loader: they always come from the system, since Deno itself needs them. */
const NEVER =
  /^(ld-linux|lib(c|m|dl|rt|pthread|util|resolv|nsl|anl|mvec|BrokenLocale)\.so)/;

/**
 * Shared with the graphics drivers and the fonts of the system, which may need newer ones: the system's come first, and
 * the packaged ones serve where it has none.
 */
const SYSTEM_FIRST = new RegExp(
  `^lib(${
    [
      ...["stdc\\+\\+", "gcc_s", "z", "expat", "bsd", "md"],
      ...["fontconfig", "freetype", "harfbuzz", "fribidi", "uuid"],
      ...["GL", "EGL", "GLX", "OpenGL", "GLdispatch", "GLESv2", "drm", "gbm"],
      ...["X11", "X11-xcb", "xcb", "Xau", "Xdmcp", "Xext", "SM", "ICE"],
      ...["wayland-(client|cursor|egl|server)", "asound", "va", "vulkan"],
    ].join("|")
  })\\.so`,
);

/**
 * Asks the system's loader which libraries others depend on, directly or not.
 *
 * @param files The paths of libraries.
 * @returns By name as the loader looks for them: their paths.
 * @throws {PackagingError} If one is missing.
 */
export async function dependenciesOf(
  files: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (files.length === 0) return found;
  const text = await output(["ldd", ...files]);
  for (const line of text.split("\n")) {
    const [, name = "", path = ""] = /^\s+(\S+) => (.+?)(?: \(0x\w+\))?$/
      .exec(line) ?? [];
    if (path === "not found") {
      throw new PackagingError(
        `${name} is needed and not installed: install the package that has this library`,
      );
    }
    if (name !== "" && !NEVER.test(name)) found.set(name, path);
  }
  return found;
}

/**
 * Of plugins and the like: those whose libraries are all there.
 *
 * @param files The paths of libraries.
 */
export async function loadable(files: readonly string[]): Promise<string[]> {
  const good: string[] = [];
  for (const file of files) {
    const text = await output(["ldd", file], { mayFail: true });
    if (!text.includes("not found")) good.push(file);
  }
  return good;
}

/**
 * Copies libraries: into `lib/`, and those that may come from the system into folders of their own in `lib/system/`.
 *
 * @param libraries By name, their paths.
 * @param folder The package's folder.
 * @returns The paths of the copies.
 */
export async function copyLibraries(
  libraries: ReadonlyMap<string, string>,
  folder: string,
): Promise<string[]> {
  const copies: string[] = [];
  for (const [name, path] of libraries) {
    const target = SYSTEM_FIRST.test(name)
      ? join(folder, "lib", "system", name, name)
      : join(folder, "lib", name);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(path, target);
    await Deno.chmod(target, 0o755);
    copies.push(target);
  }
  return copies;
}

/**
 * Tells libraries to look for others in the package's `lib/`, wherever the package lies.
 *
 * @param files The paths of libraries in the package.
 * @param folder The package's folder.
 */
export async function anchor(
  files: readonly string[],
  folder: string,
): Promise<void> {
  const byFolder = Map.groupBy(files, dirname);
  for (const [at, some] of byFolder) {
    const way = relative(at, join(folder, "lib"));
    const path = way === "" ? "$ORIGIN" : `$ORIGIN/${way}`;
    await output(["patchelf", "--set-rpath", path, ...some], {
      from: "patchelf",
    });
  }
}

/**
 * Says which Debian packages files belong to.
 *
 * @param files Their paths.
 * @returns The packages' names in alphabetical order; none where there is no dpkg.
 */
export async function debianPackagesOf(
  files: readonly string[],
): Promise<string[]> {
  if (files.length === 0) return [];
  const paths = new Set<string>();
  for (const file of files) {
    const real = await Deno.realPath(file);
    // Packages may name the folder by which a merged /usr is reached, too.
    paths.add(real).add(real.replace(/^\/usr\/lib\//, "/lib/"));
    paths.add(join(await Deno.realPath(dirname(file)), basename(file)));
  }
  let text: string;
  try {
    text = await output(["dpkg-query", "--search", ...paths], {
      mayFail: true,
    });
  } catch {
    return [];
  }
  const names = text.split("\n").flatMap((line) =>
    /^([a-z0-9][a-z0-9+.-]+)(?::\w+)?: /.exec(line)?.[1] ?? []
  );
  return [...new Set(names)].sort();
}
