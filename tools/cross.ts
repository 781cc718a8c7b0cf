/**
 * Builds the shim for Linux on aarch64, on a Debian system of another kind. The other system's packages are unpacked in a
 * folder of their own, `out/sysroot-aarch64`; this machine gets a compiler and nothing else.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages, SHIM_PACKAGES } from "./packages.ts";
import { isOnPath, run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, LIBRARIES, SHIM } from "./shim.ts";

/** What builds it, and what fetches the other system. */
const TOOLS = ["g++-aarch64-linux-gnu", "debootstrap"];

/** The oldest release of Debian with the oldest Qt that is supported. */
const SUITE = "bookworm";

/** What the shim is built with, and the compiler's own libraries. */
const PACKAGES = [...SHIM_PACKAGES, "libc6-dev", "libstdc++-12-dev"];

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
  if (!existsSync(made)) {
    say("Fetching Debian's packages for arm64 (about 200 MB)");
    await makeSysroot();
    await Deno.writeTextFile(made, "");
  }
  const build = join(ROOT, "cpp_shim", "build-aarch64");
  await buildShim(say, {
    folders: { source: SHIM.source, build },
    args: [
      `-DCMAKE_TOOLCHAIN_FILE=${join(SHIM.source, "aarch64.cmake")}`,
      `-DQTASYNCIO_SYSROOT=${SYSROOT}`,
    ],
    targets: LIBRARIES,
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
