/**
 * How the desktop finds and starts a packaged program: the launcher, the entry of the menu, the icon.
 *
 * @module
 */

import { extname, join } from "node:path";
import { bundledPath } from "./program.ts";
import type { PackageSettings } from "./settings.ts";

/** Where the launcher finds the parts of the program, as shell words that may use `$here`, the launcher's folder. */
export interface Places {
  /** Deno. */
  readonly deno: string;
  /** The folder of the shim. */
  readonly shim: string;
  /** The folder of the program. */
  readonly program: string;
  /** Lines of the launcher for a package that brings its own Qt. */
  readonly prepare?: string;
}

/**
 * Writes the launcher, a shell script.
 *
 * @param settings The project.
 * @param places Where the parts are.
 */
export function launcher(settings: PackageSettings, places: Places): string {
  const { name, id, title, main, permissions } = settings;
  const words = permissions.map(quoted).join(" ");
  return `#!/bin/sh
# Starts ${title}.
here=$(dirname "$(readlink -f "$0")")
${places.prepare ?? ""}export QTASYNCIO_SHIM="${places.shim}"
# What Deno keeps from one start to the next, compiled code for one.
export DENO_DIR="\${DENO_DIR:-\${XDG_CACHE_HOME:-\${HOME:-/tmp}/.cache}/${name}/deno}"
export DENO_NO_UPDATE_CHECK=1
# The window's class, by which the desktop finds the icon.
export RESOURCE_NAME="${id}"
exec "${places.deno}" run --quiet --no-config --no-lock --no-prompt ${words} "${places.program}/${
    bundledPath(main)
  }" "$@"
`;
}

/** A word of a shell. */
function quoted(word: string): string {
  return /^[\w=,./:@%+-]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The launcher's lines for a package that brings Qt: what the system lacks comes from the package. */
export const BRINGS_QT: string =
  `# Libraries that the system's graphics drivers and fonts use, too: the package's serve where the system has none.
for folder in "$here"/lib/system/*/; do
  name=$(basename "$folder")
  for place in /usr/lib /usr/lib64 /lib /lib64 /usr/lib/*-linux-gnu /lib/*-linux-gnu; do
    [ -e "$place/$name" ] && continue 2
  done
  LD_LIBRARY_PATH="\${folder%/}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  export LD_LIBRARY_PATH
done
[ -e /etc/fonts/fonts.conf ] || [ -n "$FONTCONFIG_FILE" ] || export FONTCONFIG_FILE="$here/fonts/fonts.conf"
`;

/** The entry of the desktop's menu. */
export function desktopEntry(settings: PackageSettings): string {
  const { name, title, description, id, categories } = settings;
  return `[Desktop Entry]
Type=Application
Version=1.5
Name=${escaped(title)}
Comment=${escaped(description)}
Exec=${name} %F
Icon=${id}
Categories=${categories.map((one) => `${one};`).join("")}
StartupWMClass=${id}
Terminal=false
`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\");
}

/** An icon: a file's name, its bytes, and the folder of a theme that it belongs to. */
export interface Icon {
  /** Its name, which is the application's id. */
  readonly name: string;
  /** Its bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The folder of the theme `hicolor`, such as `256x256` or `scalable`. */
  readonly size: string;
}

/**
 * Reads the project's icon, or draws one: the title's first letter on a coloured square.
 *
 * @param settings The project.
 */
export async function iconOf(settings: PackageSettings): Promise<Icon> {
  const { icon, id, title } = settings;
  if (icon === undefined) {
    const bytes = new TextEncoder().encode(letter(title));
    return { name: `${id}.svg`, bytes, size: "scalable" };
  }
  const bytes = await Deno.readFile(icon);
  const extension = extname(icon);
  return {
    name: `${id}${extension}`,
    bytes,
    size: extension === ".svg" ? "scalable" : pngSize(bytes),
  };
}

function pngSize(bytes: Uint8Array<ArrayBuffer>): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return `${view.getUint32(16)}x${view.getUint32(20)}`;
}

function letter(title: string): string {
  const first = [...title.trim()][0]?.toUpperCase() ?? "?";
  const text = first.replace(/[<>&]/g, "?");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 256 256">
  <rect x="16" y="16" width="224" height="224" rx="48" fill="#2f6f4f"/>
  <text x="128" y="176" font-family="sans-serif" font-size="144" font-weight="bold" text-anchor="middle" fill="#fff">${text}</text>
</svg>
`;
}

/** Writes an executable script. */
export async function writeScript(path: string, text: string): Promise<void> {
  await Deno.writeTextFile(path, text);
  await Deno.chmod(path, 0o755);
}

/**
 * Writes the entry of the menu and the icon where a prefix such as `/usr` has them.
 *
 * @param settings The project.
 * @param prefix The folder of the prefix.
 */
export async function writeShare(
  settings: PackageSettings,
  prefix: string,
): Promise<void> {
  const icon = await iconOf(settings);
  const applications = join(prefix, "share", "applications");
  const icons = join(prefix, "share", "icons", "hicolor", icon.size, "apps");
  await Deno.mkdir(applications, { recursive: true });
  await Deno.mkdir(icons, { recursive: true });
  await Deno.writeTextFile(
    join(applications, `${settings.id}.desktop`),
    desktopEntry(settings),
  );
  await Deno.writeFile(join(icons, icon.name), icon.bytes);
}
