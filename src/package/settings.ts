/**
 * What `deno.json` says about a package.
 *
 * @module
 */

import { dirname, extname, join, resolve } from "node:path";
import { isFile, output, PackagingError } from "./command.ts";

/** The key `package` of a project's `deno.json`. Every field is optional. */
export interface PackageFields {
  /**
   * The module that starts the program.
   *
   * @default {"main.ts"}
   */
  readonly main?: string;
  /**
   * What menus show.
   *
   * @default {the last part of the project's name}
   */
  readonly title?: string;
  /** One line that says what the program is for. */
  readonly description?: string;
  /**
   * The application's id, as a reversed domain name.
   *
   * @default {"app." and the project's name}
   */
  readonly id?: string;
  /**
   * The maintainer of the package, as `Name <address>`.
   *
   * @default {the name and the address of Git's configuration}
   */
  readonly maintainer?: string;
  /** A picture, `.svg` or `.png`; without one, the first letter of the title on a coloured square. */
  readonly icon?: string;
  /**
   * Categories of the desktop's menu.
   *
   * @default {["Utility"]}
   */
  readonly categories?: readonly string[];
  /**
   * Arguments of `deno run` that grant permissions.
   *
   * @default {["--allow-all"]}
   */
  readonly permissions?: readonly string[];
  /** Files and folders that the program reads beside its modules: pictures, `.ui`, `.qml` and `.qm` files. */
  readonly include?: readonly string[];
  /** Modules that the program loads by URL, such as those of Workers. */
  readonly modules?: readonly string[];
  /** Further plugins of Qt, as paths in its folder of plugins, such as `sqldrivers/libqsqlite.so`. */
  readonly plugins?: readonly string[];
  /** Further packages that the `.deb` depends on. */
  readonly depends?: readonly string[];
  /** Arguments of `flatpak build-finish`, such as `--filesystem=home`. */
  readonly finishArgs?: readonly string[];
}

/** A project's settings, complete. */
export interface PackageSettings {
  /** The project's folder, which holds `deno.json`. */
  readonly folder: string;
  /** The path of `deno.json`. */
  readonly config: string;
  /** The name of the command and of the packages. */
  readonly name: string;
  /** The version. */
  readonly version: string;
  /** The program, as a path in the folder. */
  readonly main: string;
  /** What menus show. */
  readonly title: string;
  /** What the program is for. */
  readonly description: string;
  /** The application's id. */
  readonly id: string;
  /** The maintainer of the package, if known. */
  readonly maintainer: string | undefined;
  /** The path of the icon, where there is one. */
  readonly icon: string | undefined;
  /** Categories of the desktop's menu. */
  readonly categories: readonly string[];
  /** Arguments of `deno run`. */
  readonly permissions: readonly string[];
  /** Further files and folders, as paths in the folder. */
  readonly include: readonly string[];
  /** Modules loaded by URL, as paths in the folder. */
  readonly modules: readonly string[];
  /** Further plugins of Qt. */
  readonly plugins: readonly string[];
  /** Further packages that the `.deb` depends on. */
  readonly depends: readonly string[];
  /** Arguments of `flatpak build-finish`. */
  readonly finishArgs: readonly string[];
}

const TEXTS = ["main", "title", "description", "id", "maintainer", "icon"];
const LISTS = [
  "categories",
  "permissions",
  "include",
  "modules",
  "plugins",
  "depends",
  "finishArgs",
];

const FINISH_ARGS = [
  "--socket=wayland",
  "--socket=fallback-x11",
  "--share=ipc",
  "--share=network",
  "--device=dri",
];

/**
 * Reads a project's settings.
 *
 * @param path The path of its `deno.json`.
 * @throws {PackagingError} If there is no such file, or a field is not what it should be.
 */
export async function readSettings(path: string): Promise<PackageSettings> {
  const config = resolve(path);
  const folder = dirname(config);
  const project = await readProject(config);
  const fields = checked(project["package"], config);
  const name = nameOf(project["name"], folder);
  const title = fields.title ?? name;
  const settings: PackageSettings = {
    folder,
    config,
    name,
    version: versionOf(project["version"], config),
    main: fields.main ?? "main.ts",
    title,
    description: fields.description ?? title,
    id: fields.id ?? `app.${name.replaceAll("-", "_")}`,
    maintainer: fields.maintainer ?? await gitIdentity(folder),
    icon: fields.icon === undefined ? undefined : join(folder, fields.icon),
    categories: fields.categories ?? ["Utility"],
    permissions: fields.permissions ?? ["--allow-all"],
    include: fields.include ?? [],
    modules: fields.modules ?? [],
    plugins: fields.plugins ?? [],
    depends: fields.depends ?? [],
    finishArgs: fields.finishArgs ?? FINISH_ARGS,
  };
  await check(settings);
  return settings;
}

async function readProject(config: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await Deno.readTextFile(config);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new PackagingError(
      `There is no ${config}: run this in a project's folder, or name the file by --config`,
    );
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new PackagingError(
      `${config} is not JSON (comments are not supported here): ${error}`,
    );
  }
}

function checked(value: unknown, config: string): PackageFields {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PackagingError(
      `${config}: "package" must be an object, got ${JSON.stringify(value)}`,
    );
  }
  for (const [key, field] of Object.entries(value)) {
    const ok = TEXTS.includes(key)
      ? typeof field === "string" && !/[\n\0]/.test(field)
      : LISTS.includes(key)
      ? Array.isArray(field) && field.every((one) => typeof one === "string")
      : undefined;
    if (ok === undefined) {
      throw new PackagingError(
        `${config}: "package" has an unknown field "${key}"; there are ${
          [...TEXTS, ...LISTS].join(", ")
        }`,
      );
    }
    if (!ok) {
      throw new PackagingError(
        `${config}: "package.${key}" must be ${
          TEXTS.includes(key) ? "one line of text" : "an array of strings"
        }, got ${JSON.stringify(field)}`,
      );
    }
  }
  return value as PackageFields;
}

/** A name that Debian, desktops and shells accept. */
function nameOf(name: unknown, folder: string): string {
  const last = typeof name === "string" ? name : folder;
  const plain = last.replace(/.*\//, "").toLowerCase()
    .replace(/[^a-z0-9+.-]+/g, "-").replace(/^[^a-z0-9]+|-+$/g, "");
  if (plain.length < 2) {
    throw new PackagingError(
      `"${last}" is not a name for a package: set "name" in deno.json to two or more of a-z, 0-9 and -`,
    );
  }
  return plain;
}

function versionOf(version: unknown, config: string): string {
  if (version === undefined) return "0.0.0";
  if (
    typeof version !== "string" || !/^\d+\.\d+\.\d+([-+].*)?$/.test(version)
  ) {
    throw new PackagingError(
      `${config}: "version" must be like "1.2.3", got ${
        JSON.stringify(version)
      }`,
    );
  }
  return version;
}

/** Who Git says works here. */
async function gitIdentity(folder: string): Promise<string | undefined> {
  try {
    const get = async (key: string) =>
      (await output(["git", "config", key], { cwd: folder, mayFail: true }))
        .trim();
    const [name, address] = [await get("user.name"), await get("user.email")];
    return name && address ? `${name} <${address}>` : undefined;
  } catch {
    return undefined; // no Git
  }
}

async function check(settings: PackageSettings): Promise<void> {
  const { folder, main, icon, id, config } = settings;
  for (const path of [main, ...settings.modules]) {
    if (!await isFile(join(folder, path))) {
      throw new PackagingError(
        `There is no ${join(folder, path)}: name it in "package" of ${config}`,
      );
    }
  }
  if (icon !== undefined) {
    if (!await isFile(icon)) {
      throw new PackagingError(
        `There is no icon ${icon}: name an .svg or .png file by "package.icon"`,
      );
    }
    if (![".svg", ".png"].includes(extname(icon))) {
      throw new PackagingError(
        `"package.icon" must be an .svg or .png file, got ${icon}`,
      );
    }
  }
  if (!/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)+$/.test(id)) {
    throw new PackagingError(
      `"package.id" must be a reversed domain name such as org.example.Sizes, got "${id}"`,
    );
  }
}
