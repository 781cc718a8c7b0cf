/**
 * Builds the shim for Linux on aarch64, on a Debian system of another kind. The other system's packages are unpacked in a
 * folder of their own, `out/sysroot-aarch64`; this machine gets a compiler and nothing else.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "../ffi/modules.ts";
import { ensurePackages, MODULE_HEADERS, SHIM_PACKAGES } from "./packages.ts";
import { isOnPath, run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, LIBRARIES, SHIM } from "./shim.ts";

/** What builds it, and what fetches the other system. */
const TOOLS = ["g++-aarch64-linux-gnu", "debootstrap"];

/** The oldest release of Debian with the oldest Qt that is supported. */
const SUITE = "bookworm";

/** What the shim is built with, and the compiler's own libraries. */
const PACKAGES = [
  ...SHIM_PACKAGES,
  ...Object.values(MODULE_HEADERS).flat(),
  "libc6-dev",
  "libstdc++-12-dev",
];

const SYSROOT = join(ROOT, "out", "sysroot-aarch64");

/**
 * Builds the shim for Linux on aarch64.
 *
 * @param say Gets one line for each step that takes long.
 * @returns The folder of its libraries.
 * @throws {Error} If this machine cannot do it.
 */
export async function buildForAarch64(
  say: (line: string) => void,
): Promise<string> {
  await ensurePackages(TOOLS, say);
  if (!isOnPath("aarch64-linux-gnu-g++")) {
    throw new Error("There is no aarch64-linux-gnu-g++");
  }
  const made = join(SYSROOT, "made");
  const list = PACKAGES.join("\n");
  if (!existsSync(made) || await Deno.readTextFile(made) !== list) {
    say("Fetching Debian's packages for arm64 (about 300 MB)");
    await makeSysroot();
    await Deno.writeTextFile(made, list);
  }
  const build = join(ROOT, "cpp_shim", "build-aarch64");
  await buildShim(say, {
    folders: { source: SHIM.source, build },
    args: [
      `-DCMAKE_TOOLCHAIN_FILE=${join(SHIM.source, "aarch64.cmake")}`,
      `-DQTASYNCIO_SYSROOT=${SYSROOT}`,
    ],
    modules: Object.keys(MODULES),
    targets: [
      ...LIBRARIES,
      ...Object.values(MODULES).flatMap(({ libraries }) => libraries)
        .map((name) => `qtasyncio_api_${name}`),
    ],
  });
  return join(build, "lib");
}

async function makeSysroot(): Promise<void> {
  await execute(["rm", "-rf", SYSROOT]);
  // The first stage fetches all packages and unpacks the few that are essential. Nothing of them is run.
  await execute([
    "debootstrap",
    "--foreign",
    "--arch=arm64",
    "--variant=minbase",
    `--include=${PACKAGES.join()}`,
    SUITE,
    SYSROOT,
  ]);
  const fetched = join(SYSROOT, "var", "cache", "apt", "archives");
  for await (const { name } of Deno.readDir(fetched)) {
    if (!name.endsWith(".deb")) continue;
    await execute(["dpkg-deb", "--extract", join(fetched, name), SYSROOT]);
    await Deno.remove(join(fetched, name));
  }
}

async function execute(command: readonly string[]): Promise<void> {
  const { success, output } = await run(command);
  if (!success) throw new Error(`"${command.join(" ")}" failed:\n${output}`);
}
