/**
 * Makes packages of a program for systems without Deno: a folder and an AppImage that contain Qt, a `.deb` that depends on
 * Debian's Qt, and a manifest for Flatpak. Run it in the project's folder:
 *
 *     deno run -A package.ts [--format=folder,appimage,deb,flatpak] [--out=dist] [--config=deno.json] [--appimage-runtime=FILE]
 *
 * Without `--format`, it makes all formats that it can, and prints why it leaves others out. `deno.json` has the name, the
 * version, the icon and other settings ({@linkcode PackageFields}).
 *
 * @example
 * ```ts
 * import { readSettings } from "@qtasyncio/qtasyncio/package";
 * import { assertEquals } from "@std/assert";
 * import { join } from "node:path";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(join(folder, "main.ts"), "");
 * await Deno.writeTextFile(join(folder, "deno.json"), `{ "name": "@ada/sizes", "version": "1.2.3" }`);
 * const { name, version, main } = await readSettings(join(folder, "deno.json"));
 * assertEquals([name, version, main], ["sizes", "1.2.3", "main.ts"]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 *
 * @module
 */

import { parseArgs } from "node:util";
import { PackagingError } from "./src/package/command.ts";
import {
  FORMATS,
  isFormat,
  makePackages,
  type PackageFormat,
  type PackageOptions,
} from "./src/package/make.ts";
import {
  type PackageFields,
  type PackageSettings,
  readSettings,
} from "./src/package/settings.ts";

export {
  makePackages,
  type PackageFields,
  type PackageFormat,
  type PackageOptions,
  type PackageSettings,
  PackagingError,
  readSettings,
};

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      format: { type: "string" },
      out: { type: "string", default: "dist" },
      config: { type: "string", default: "deno.json" },
      "appimage-runtime": { type: "string" },
    },
  });
  const formats = values.format?.split(",");
  const unknown = formats?.find((one) => !isFormat(one));
  if (unknown !== undefined) {
    throw new PackagingError(
      `Unknown format "${unknown}": expected some of ${FORMATS.join(", ")}`,
    );
  }
  const runtime = values["appimage-runtime"];
  await makePackages(await readSettings(values.config), {
    out: values.out,
    say: (line) => console.error(`package: ${line}`),
    ...(formats === undefined ? {} : { formats: formats.filter(isFormat) }),
    ...(runtime === undefined ? {} : { appimageRuntime: runtime }),
  });
}

if (import.meta.main) {
  try {
    await main(Deno.args);
  } catch (error) {
    if (!(error instanceof PackagingError) && !(error instanceof TypeError)) {
      throw error;
    }
    console.error(`package: ${error.message}`);
    Deno.exit(1);
  }
}
