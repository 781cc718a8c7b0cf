/**
 * Gets a machine ready: installs the Debian packages that are missing and
 * builds the shim when it is stale. Says nothing when nothing is to do.
 *
 *     deno task setup [--tests] [--wayland] [--interop] [--package] [--bench] [--skip-packages]
 *
 * `--tests` adds what only the tests need, `--wayland` what those on Wayland do, `--interop` what those against other
 * programs do, `--package` what those of packages do, `--bench` what only the benchmarks do.
 * `--skip-packages` (or QTASYNCIO_SKIP_PACKAGES=1) leaves the machine's packages alone.
 *
 * @module
 */

import {
  BENCH_PACKAGES,
  BUILD_PACKAGES,
  ensurePackages,
  INTEROP_PACKAGES,
  PACKAGE_PACKAGES,
  TEST_PACKAGES,
  WAYLAND_PACKAGES,
} from "./packages.ts";
import { buildShim } from "./shim.ts";

/** What to set up. */
export interface SetupOptions {
  /**
   * Also what only the tests need.
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
  if (!skip) {
    const wanted = [
      ...BUILD_PACKAGES,
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
  await buildShim(say, { afresh });
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

if (import.meta.main) {
  const known = [
    "--tests",
    "--wayland",
    "--interop",
    "--package",
    "--bench",
    "--skip-packages",
  ];
  const unknown = Deno.args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    console.error(`setup: unknown argument ${unknown.join(" ")}`);
    console.error(`usage: deno task setup [${known.join("] [")}]`);
    Deno.exit(2);
  }
  await setUpOrExit({
    tests: Deno.args.includes("--tests"),
    wayland: Deno.args.includes("--wayland"),
    interop: Deno.args.includes("--interop"),
    package: Deno.args.includes("--package"),
    bench: Deno.args.includes("--bench"),
    skipPackages: Deno.args.includes("--skip-packages"),
  });
}
