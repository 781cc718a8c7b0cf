/**
 * Gets a machine ready: installs the Debian packages that are missing and
 * builds the shim when it is stale. Says nothing when nothing is to do.
 *
 *     deno task setup [--with=MODULE,MODULE] [--tests] [--wayland] [--interop] [--package] [--bench] [--skip-packages]
 *
 * `--with` adds modules that few programs use, by the names of their entry points (`--with=svg,sql`); once added, they are
 * kept up to date like the rest. `--tests` adds them all and what only the tests need, `--wayland` what those on Wayland
 * do, `--interop` what those against other programs do, `--package` what those of packages do, `--bench` what only the
 * benchmarks do.
 * `--skip-packages` (or QTASYNCIO_SKIP_PACKAGES=1) leaves the machine's packages alone.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { MODULES } from "../ffi/modules.ts";
import {
  BENCH_PACKAGES,
  BUILD_PACKAGES,
  ensurePackages,
  INTEROP_PACKAGES,
  modulePackages,
  PACKAGE_PACKAGES,
  TEST_PACKAGES,
  WAYLAND_PACKAGES,
} from "./packages.ts";
import { buildShim, missingModules, ShimError } from "./shim.ts";

/** What to set up. */
export interface SetupOptions {
  /**
   * Also modules that few programs use: the names of their entry points.
   *
   * @default {[]}
   */
  with?: readonly string[];
  /**
   * Also what only the tests need, and all modules that few programs use.
   *
   * @default {false}
   */
  tests?: boolean;
  /**
   * Also what only the tests on Wayland need.
   *
   * @default {false}
   */
  wayland?: boolean;
  /**
   * Also what only the tests against other programs need.
   *
   * @default {false}
   */
  interop?: boolean;
  /**
   * Also what only the tests of packages need.
   *
   * @default {false}
   */
  package?: boolean;
  /**
   * Also what only the benchmarks need.
   *
   * @default {false}
   */
  bench?: boolean;
  /**
   * Build, but install nothing.
   *
   * @default {false}
   */
  skipPackages?: boolean;
}

/**
 * Gets this machine ready.
 *
 * @param options What to set up.
 * @throws {PackageError} If packages are missing and cannot be installed.
 * @throws {ShimError} If the shim cannot be built.
 */
export async function setUp(options: SetupOptions = {}): Promise<void> {
  const say = (line: string) => console.error(`setup: ${line}`);
  const skip = options.skipPackages ||
    Deno.env.get("QTASYNCIO_SKIP_PACKAGES") === "1";
  let installed: string[] = [];
  const modules = options.tests ? Object.keys(MODULES) : options.with ?? [];
  if (!skip) {
    const wanted = [
      ...BUILD_PACKAGES,
      ...modulePackages(modules),
      ...(options.tests ? TEST_PACKAGES : []),
      ...(options.wayland ? WAYLAND_PACKAGES : []),
      ...(options.interop ? INTEROP_PACKAGES : []),
      ...(options.package ? PACKAGE_PACKAGES : []),
      ...(options.bench ? BENCH_PACKAGES : []),
    ];
    installed = await ensurePackages(wanted, say);
  }
  // CMake remembers what it did not find: new packages need a new look.
  const afresh = installed.some((name) => BUILD_PACKAGES.includes(name));
  await buildShim(say, { afresh, modules });
  const missing = await missingModules(modules);
  if (missing.length === 0) return;
  const text = `Qt has been installed without ${missing.join(", ")}: ${
    modulePackages(missing).join(" ")
  } (Debian) bring it`;
  if (options.with !== undefined) throw new ShimError(text);
  say(text);
}

/**
 * Gets this machine ready, or says why not and ends this process.
 *
 * @param options What to set up.
 */
export async function setUpOrExit(options: SetupOptions = {}): Promise<void> {
  try {
    await setUp(options);
  } catch (error) {
    console.error(`setup: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

const USAGE =
  "usage: deno task setup [--with=MODULE,MODULE] [--tests] [--wayland] [--interop] [--package] [--bench] [--skip-packages]";

if (import.meta.main) {
  const flag = { type: "boolean" } as const;
  try {
    const { values } = parseArgs({
      options: {
        with: { type: "string" },
        tests: flag,
        wayland: flag,
        interop: flag,
        package: flag,
        bench: flag,
        "skip-packages": flag,
      },
    });
    const { with: modules, "skip-packages": skipPackages, ...rest } = values;
    await setUpOrExit({
      ...rest,
      ...(modules === undefined ? {} : { with: modules.split(",") }),
      ...(skipPackages === undefined ? {} : { skipPackages }),
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`setup: ${error.message}\n${USAGE}`);
    Deno.exit(2);
  }
}
