/**
 * An AppImage: one executable file that holds a folder as a file system.
 *
 * @module
 */

import { isFile, output, PackagingError } from "./command.ts";

/** What the name of the runtime's file is where AppImage's makers publish it. */
const RUNTIME = `runtime-${Deno.build.arch}`;

/**
 * Looks for AppImage's runtime, the program that mounts the file system and starts what is in it.
 *
 * @param given Where it is, if the caller knows.
 * @returns Its path; undefined if it is nowhere.
 */
export async function findRuntime(
  given: string | undefined,
): Promise<string | undefined> {
  if (given !== undefined) {
    if (await isFile(given)) return given;
    throw new PackagingError(
      `Cannot use ${given} as AppImage's runtime: there is no such file`,
    );
  }
  const home = Deno.env.get("HOME") ?? "";
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? `${home}/.cache`;
  for (const folder of [cache, "/usr/local/lib", "/usr/lib"]) {
    const path = `${folder}/appimage/${RUNTIME}`;
    if (await isFile(path)) return path;
  }
  return undefined;
}

/**
 * Packs a folder into a file system, and puts the runtime before it if there is one.
 *
 * @param folder The folder, an AppDir.
 * @param target The path of the AppImage; without a runtime, the file system alone is written, with `.squashfs` at its end.
 * @param runtime The path of the runtime.
 * @returns The path of what was written.
 */
export async function writeAppImage(
  folder: string,
  target: string,
  runtime: string | undefined,
): Promise<string> {
  const image = `${target}.squashfs`;
  await Deno.remove(image).catch(() => {});
  await output([
    ...["mksquashfs", folder, image, "-root-owned", "-noappend", "-quiet"],
    ...["-no-progress", "-comp", "zstd", "-Xcompression-level", "9"],
  ], { from: "squashfs-tools" });
  if (runtime === undefined) return image;
  await Deno.copyFile(runtime, target);
  using file = await Deno.open(target, { append: true });
  using content = await Deno.open(image);
  await content.readable.pipeTo(file.writable, { preventClose: true });
  await Deno.chmod(target, 0o755);
  await Deno.remove(image);
  return target;
}

/** What to do where there is no runtime. */
export const WITHOUT_RUNTIME: string =
  `Without AppImage's runtime the file system alone is written. Get the file ${RUNTIME} of the project ` +
  `AppImage/type2-runtime once, and name it by --appimage-runtime=FILE or put it in ~/.cache/appimage`;
