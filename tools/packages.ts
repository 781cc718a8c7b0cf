/**
 * The Debian packages that the project needs: which are missing, and how to
 * install those.
 *
 * @module
 */

import { MODULES } from "../ffi/modules.ts";
import { DEBIAN } from "../src/doctor/packages.ts";
import { isOnPath, run } from "./process.ts";

/** The headers and libraries that the shim is built with. */
export const SHIM_PACKAGES: readonly string[] = [
  "qt6-base-dev",
  "qt6-tools-dev", // Qt UiTools, which reads .ui files
  "libqt6opengl6-dev", // CMake finds UiTools only beside it
  "qt6-declarative-dev", // Qt Qml and Quick
  "qt6-serialport-dev",
  "libboost-context-dev",
];

/** Needed to build the shim and to run programs with it. */
export const BUILD_PACKAGES: readonly string[] = [
  "cmake",
  "ninja-build",
  "g++",
  ...SHIM_PACKAGES,
  ...DEBIAN.packages["qml-modules"],
  "fonts-dejavu-core", // without any font, Qt draws empty boxes
];

/** Needed by the tests alone: a display of their own, a mouse, screenshots. */
export const TEST_PACKAGES: readonly string[] = [
  "xvfb",
  "xdotool",
  "imagemagick",
  "openssl", // makes the certificates of the tests of TLS
];

/** Needed by `deno task test:wayland` alone: a compositor without a screen, and Qt's plugin for it. */
export const WAYLAND_PACKAGES: readonly string[] = ["weston", "qt6-wayland"];

/** Needed by `deno task test:interop` alone: servers and clients, and Python for one of them. */
export const INTEROP_PACKAGES: readonly string[] = [
  "curl",
  "nginx-light",
  "postgresql",
  "python3-venv",
  "redis-server",
  "socat",
];

/** Needed by `deno task test:package` alone: what makes packages, and a minimal system to try them in. */
export const PACKAGE_PACKAGES: readonly string[] = [
  "debootstrap",
  "patchelf",
  "squashfs-tools",
];

/** Needed by the benchmarks alone: a load for web servers that is faster than they are, a display, Python for the peers. */
export const BENCH_PACKAGES: readonly string[] = [
  "wrk",
  "xvfb",
  "python3-venv",
];

/** Needed to check the C++ of the shim alone. Of one version: each formats in another way. */
export const LINT_PACKAGES: readonly string[] = [
  "clang-format-14",
  "clang-tidy-14",
];

/** The headers of the modules that few programs use; those of the others come with {@linkcode SHIM_PACKAGES}. */
export const MODULE_HEADERS: Readonly<Record<string, readonly string[]>> = {
  charts: ["qt6-charts-dev"],
  multimedia: ["qt6-multimedia-dev"],
  state_machine: ["qt6-scxml-dev"],
  svg: ["qt6-svg-dev"],
};

/**
 * Lists what modules that few programs use are built with, and run with.
 *
 * @param modules The names of their entry points; by default all.
 */
export function modulePackages(
  modules: readonly string[] = Object.keys(MODULES),
): string[] {
  return modules.flatMap((name) => [
    ...MODULE_HEADERS[name] ?? [],
    ...MODULES[name]?.packages ?? [],
  ]);
}

/** Needed to write the texts of Qt's API alone: a parser of C++, and the headers of further libraries of Qt. */
export const BINDGEN_PACKAGES: readonly string[] = [
  "libclang1-14",
  "libclang-common-14-dev",
  ...Object.values(MODULE_HEADERS).flat(),
];

/** Thrown when packages are missing that these tools cannot install. */
export class PackageError extends Error {
  /** The name of this class. */
  override name = "PackageError";
}

/** Asks for packages; the tests put their own in its place. */
export interface PackageSystem {
  /** Whether this is Debian or a system built on it. */
  isDebian(): boolean;
  /** The output of dpkg-query for the packages, a line for each known one. */
  query(packages: readonly string[]): Promise<string>;
  /** Whether this process may install packages. */
  isRoot(): boolean;
  /** Whether there is a `sudo`. */
  hasSudo(): boolean;
  /** Whether a person can answer a question for a password. */
  isInteractive(): boolean;
  /** Runs a command; resolves to its output, or throws with it. */
  execute(command: readonly string[]): Promise<void>;
}

/** The machine that this process runs on. */
export const machine: PackageSystem = {
  isDebian: () => isOnPath("dpkg-query") && isOnPath("apt-get"),
  query: async (packages) => {
    const { output } = await run([
      "dpkg-query",
      "--show",
      "--showformat=${Package} ${db:Status-Status} ${Provides}\\n",
      ...packages,
    ]);
    return output;
  },
  isRoot: () => Deno.uid() === 0,
  hasSudo: () => isOnPath("sudo"),
  isInteractive: () => Deno.stdin.isTerminal(),
  execute: async (command) => {
    const outcome = await run(command, { interactive: true });
    if (!outcome.success) {
      throw new PackageError(
        `"${command.join(" ")}" failed with exit code ${outcome.code}:\n` +
          outcome.output,
      );
    }
  },
};

/**
 * Reads the output of dpkg-query.
 *
 * A package counts as installed, too, when another of the wanted ones provides
 * it: Debian releases differ in how they split Qt.
 *
 * @param wanted The packages that were asked for.
 * @param output A line "name status provided, provided" for each package that
 * dpkg knows; other lines are its complaints.
 * @returns Those of the wanted packages that are not installed, in their order.
 */
export function missingOf(
  wanted: readonly string[],
  output: string,
): string[] {
  const installed = new Set<string>();
  for (const line of output.split("\n")) {
    const [, name, provides] = /^(\S+) installed(?: (.*))?$/.exec(line) ?? [];
    if (name === undefined) continue;
    installed.add(name);
    for (const provided of provides?.split(",") ?? []) {
      installed.add(provided.trim().replace(/ .*/, ""));
    }
  }
  return wanted.filter((name) => !installed.has(name));
}

/**
 * Installs those of the packages that are missing.
 *
 * On a system without Debian's tools it changes nothing and only says what a
 * build needs, because the same things may well be there under other names.
 *
 * @param wanted The names of the packages.
 * @param say Gets one line for each step; nothing when nothing is missing.
 * @param system The machine to look at and to change.
 * @returns The names of those that it installed.
 * @throws {PackageError} If packages are missing and cannot be installed.
 */
export async function ensurePackages(
  wanted: readonly string[],
  say: (line: string) => void,
  system: PackageSystem = machine,
): Promise<string[]> {
  if (!system.isDebian()) {
    for (const line of generalNeeds(wanted)) say(line);
    return [];
  }
  const missing = missingOf(wanted, await system.query(wanted));
  if (missing.length === 0) return [];
  const elevate = elevation(system);
  if (elevate === undefined) throw new PackageError(manualHelp(missing));

  const apt = [
    ...elevate,
    "env",
    "DEBIAN_FRONTEND=noninteractive",
    "apt-get",
    "--quiet",
    "--option=DPkg::Lock::Timeout=300",
  ];
  say(`Installing ${missing.join(" ")}`);
  let listsError: unknown;
  try {
    await system.execute([...apt, "update"]);
  } catch (error) {
    // Old lists, or one unreachable source of many, may still do.
    listsError = error;
  }
  try {
    await system.execute([
      ...apt,
      "install",
      "--yes",
      "--no-install-recommends",
      ...missing,
    ]);
  } catch (error) {
    const reasons = [listsError, error].filter((e) => e !== undefined);
    throw new PackageError(
      [...reasons.map(messageOf), manualHelp(missing)].join("\n"),
      { cause: error },
    );
  }
  const still = missingOf(wanted, await system.query(wanted));
  if (still.length > 0) throw new PackageError(manualHelp(still));
  return missing;
}

/** How to become root: nothing, `sudo`, or (undefined) not at all. */
function elevation(system: PackageSystem): string[] | undefined {
  if (system.isRoot()) return [];
  if (!system.hasSudo()) return undefined;
  return system.isInteractive() ? ["sudo"] : ["sudo", "--non-interactive"];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function manualHelp(missing: readonly string[]): string {
  return [
    `Cannot install missing Debian packages: ${missing.join(", ")}`,
    "Install them as root, then try again:",
    `  apt-get update && apt-get install -y --no-install-recommends ${
      missing.join(" ")
    }`,
    "If you have the same things from elsewhere, set QTASYNCIO_SKIP_PACKAGES=1",
  ].join("\n");
}

/** What the packages bring, for systems that name them in other ways. */
function generalNeeds(wanted: readonly string[]): string[] {
  const programs: Record<string, string> = {
    "cmake": "cmake",
    "ninja-build": "ninja",
    "g++": "c++",
    "xvfb": "Xvfb",
    "xdotool": "xdotool",
    "imagemagick": "import",
    "weston": "weston",
  };
  const absent = wanted
    .map((name) => programs[name])
    .filter((program) => program !== undefined)
    .filter((program) => !isOnPath(program));
  if (absent.length === 0) return [];
  return [
    `Not a Debian system, so nothing is installed; missing here: ${
      absent.join(", ")
    }`,
    "Needed: CMake, Ninja, a C++17 compiler, Qt 6.4 or later with its UiTools, " +
    "for QML also its Qml and Quick, Boost.Context; for the tests also Xvfb, xdotool and ImageMagick",
  ];
}
