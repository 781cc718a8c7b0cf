/**
 * Makes the packages of a program.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { findRuntime, WITHOUT_RUNTIME, writeAppImage } from "./appimage.ts";
import { isInstalled, output, PackagingError } from "./command.ts";
import { debianArchitecture, writeDeb } from "./deb.ts";
import { writeFlatpak } from "./flatpak.ts";
import { type Parts, writeFolder } from "./folder.ts";
import { filesOf, neededShim, writeProgram } from "./program.ts";
import type { PackageSettings } from "./settings.ts";

/** A kind of package. */
export type PackageFormat = "folder" | "appimage" | "deb" | "flatpak";

/** The kinds of packages. */
export const FORMATS: readonly PackageFormat[] = [
  "folder",
  "appimage",
  "deb",
  "flatpak",
];

/** Returns whether a text names a kind of package. */
export function isFormat(text: string): text is PackageFormat {
  return (FORMATS as readonly string[]).includes(text);
}

/** What to make, and where. */
export interface PackageOptions {
  /**
   * The folder for the packages.
   *
   * @default {"dist"}
   */
  readonly out?: string;
  /**
   * The kinds of packages.
   *
   * @default {all that the tools which are installed here can make}
   */
  readonly formats?: readonly PackageFormat[];
  /** The file of AppImage's runtime. */
  readonly appimageRuntime?: string;
  /** Gets a line for each package, and for what is left out. */
  readonly say?: (line: string) => void;
}

/** The program that each kind needs, and the Debian package that has it. */
const TOOLS: Readonly<
  Record<PackageFormat, readonly (readonly [program: string, from: string])[]>
> = {
  folder: [["patchelf", "patchelf"]],
  appimage: [["patchelf", "patchelf"], ["mksquashfs", "squashfs-tools"]],
  deb: [["dpkg-deb", "dpkg"]],
  flatpak: [],
};

/**
 * Makes packages of a program. It needs all permissions: it runs Deno and other programs.
 *
 * @param settings The project, as `readSettings()` returns it.
 * @param options What to make, and where.
 * @returns The paths of what was made.
 * @throws {PackagingError} If something is missing; the message says what, and the way out.
 */
export async function makePackages(
  settings: PackageSettings,
  options: PackageOptions = {},
): Promise<string[]> {
  if (Deno.build.os !== "linux") {
    throw new PackagingError(
      `Packages are made on Linux, for Linux: this is ${Deno.build.os}`,
    );
  }
  const say = options.say ?? (() => {});
  const formats = await possible(options.formats, say);
  const runtime = formats.includes("appimage")
    ? await findRuntime(options.appimageRuntime)
    : undefined;
  const out = resolve(settings.folder, options.out ?? "dist");
  await Deno.mkdir(out, { recursive: true });
  const scratch = await Deno.makeTempDir({ prefix: "qtasyncio-package-" });
  const made: string[] = [];
  const report = async (path: string) => {
    const size = await output(["du", "--summarize", "--bytes", path]);
    const megabytes = Number(size.split("\t")[0]) / 1e6;
    say(`${path}: ${megabytes.toFixed(1)} MB`);
    made.push(path);
  };
  try {
    const parts = await partsOf(settings, scratch);
    const base = `${settings.name}-${settings.version}`;
    if (formats.includes("folder") || formats.includes("appimage")) {
      const folder = join(out, `${base}-${Deno.build.arch}`);
      await clear(folder);
      await writeFolder(settings, parts, folder, say);
      await report(folder);
      if (formats.includes("appimage")) {
        if (runtime === undefined) say(WITHOUT_RUNTIME);
        await report(
          await writeAppImage(folder, `${folder}.AppImage`, runtime),
        );
      }
    }
    if (formats.includes("deb")) {
      const architecture = await debianArchitecture();
      const path = join(
        out,
        `${settings.name}_${settings.version}_${architecture}.deb`,
      );
      await writeDeb(settings, parts, scratch, path, say);
      await report(path);
    }
    if (formats.includes("flatpak")) {
      const folder = join(out, `${base}-flatpak`);
      await clear(folder);
      await report(await writeFlatpak(settings, parts, folder));
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
  return made;
}

/** The kinds that can be made here; an error if a wanted one cannot. */
async function possible(
  wanted: readonly PackageFormat[] | undefined,
  say: (line: string) => void,
): Promise<readonly PackageFormat[]> {
  const formats: PackageFormat[] = [];
  for (const format of wanted ?? FORMATS) {
    const missing: string[] = [];
    for (const [program, from] of TOOLS[format]) {
      if (!await isInstalled(program)) {
        missing.push(
          `${format} needs ${program}: sudo apt-get install ${from}`,
        );
      }
    }
    if (missing.length === 0) formats.push(format);
    else if (wanted !== undefined) throw new PackagingError(missing.join("; "));
    else say(`Left out: ${missing.join("; ")}`);
  }
  return formats;
}

async function partsOf(
  settings: PackageSettings,
  scratch: string,
): Promise<Parts> {
  const program = join(scratch, "program");
  await writeProgram(settings, program);
  const shim = await neededShim(settings, scratch);
  const qml = (await filesOf(program, ".qml"))
    .map((name) => join(program, name));
  if (shim.some((path) => path.endsWith("/libqtasyncio_quick.so"))) {
    qml.push(...await importsInTexts(program, scratch));
  }
  return { program, shim, qml };
}

/** QML in strings of the program: a document that imports what they import. */
async function importsInTexts(
  program: string,
  scratch: string,
): Promise<string[]> {
  const names = new Set<string>(["QtQml"]);
  for (const file of await filesOf(program, "")) {
    if (!/\.[mc]?[jt]sx?$/.test(file)) continue;
    const text = await Deno.readTextFile(join(program, file));
    for (const [, name = ""] of text.matchAll(/\bimport (Qt[A-Z][\w.]*)/g)) {
      names.add(name);
    }
  }
  const lines = [...names].map((name) => `import ${name}\n`);
  const path = join(scratch, "imports.qml");
  await Deno.writeTextFile(path, `${lines.join("")}QtObject {}\n`);
  return [path];
}

async function clear(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
