/**
 * Makes a new project.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import settings from "../../deno.json" with { type: "json" };
import { moduleUrl } from "../place.ts";
import { filesOf } from "./files.ts";

/** How to make a project. */
export interface InitOptions {
  /** Its folder; the name of the folder is that of the project. It must not exist, or be empty. */
  folder: string;
  /**
   * Whether its window is written in QML.
   *
   * @default {false}
   */
  quick?: boolean;
}

/** A project cannot be made there. */
export class InitError extends Error {
  /** The name of this class. */
  override readonly name = "InitError";
}

/** In a registry, a package is at `/@scope/name/version/`. */
const IN_REGISTRY = /\/(@[\w-]+\/[\w-]+)\/(\d+\.\d+\.\d+[^/]*)\/$/;

/**
 * Makes a project that imports this library from where this module is.
 *
 * @param options Where, and of what kind.
 * @returns The paths of its files, from its folder.
 * @throws {InitError} If the folder is not empty, is no folder, or its name cannot be that of a project.
 *
 * @example
 * ```ts
 * import { init } from "@qtasyncio/qtasyncio/init";
 * import { assert } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const files = await init({ folder: `${folder}/my-app` });
 * assert(files.includes("main.ts"));
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function init(options: InitOptions): Promise<string[]> {
  const folder = resolve(options.folder);
  const name = basename(folder);
  if (!/^[A-Za-z0-9][\w.-]*$/.test(name)) {
    throw new InitError(
      `Cannot make a project "${name}": expected a name of letters, digits, "-", "_" and ".", beginning with a letter or a digit`,
    );
  }
  await requireEmpty(folder, options.folder);
  const files = filesOf({ name, quick: options.quick ?? false, ...imports() });
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text, { createNew: true });
  }
  return Object.keys(files);
}

async function requireEmpty(folder: string, named: string): Promise<void> {
  try {
    const [first] = await Array.fromAsync(Deno.readDir(folder));
    if (first === undefined) return;
    throw new InitError(
      `Cannot make a project in "${named}": the folder is not empty ("${first.name}" is in it). Nothing was changed; name a folder that does not exist`,
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    if (error instanceof Deno.errors.NotADirectory) {
      throw new InitError(
        `Cannot make a project in "${named}": there is a file of that name. Nothing was changed; name a folder that does not exist`,
      );
    }
    throw error;
  }
}

/** How a project imports this library, and starts its tools. */
function imports(): {
  imports: Record<string, string>;
  flags: string[];
  dev: string;
  packager: string | null;
} {
  const exports: Record<string, string> = settings.exports;
  const [, name, version] = IN_REGISTRY.exec(moduleUrl("").pathname) ?? [];
  if (name !== undefined) {
    const specifier = `jsr:${name}@^${version}`;
    return {
      imports: { [name]: specifier },
      flags: [],
      dev: `${specifier}/dev`,
      packager: "./package" in exports ? `${specifier}/package` : null,
    };
  }
  const url = (path: string) => moduleUrl(path.replace(/\.js$/, ".ts")).href;
  const { protocol, host } = moduleUrl("");
  return {
    imports: Object.fromEntries(
      Object.entries(exports).map(([path, file]) => [
        settings.name + path.slice(1),
        url(file),
      ]),
    ),
    flags: protocol === "file:" ? [] : [`--allow-import=${host}`],
    dev: url("dev.ts"),
    packager: "./package" in exports ? url("package.ts") : null,
  };
}
