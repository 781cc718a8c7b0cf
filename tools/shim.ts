/**
 * Builds the C++ shim with CMake and Ninja.
 *
 * @module
 */

import { join } from "node:path";
import { MODULES } from "../ffi/modules.ts";
import { writeGlue } from "./bindgen/glue.ts";
import { type Outcome, run } from "./process.ts";
import { ROOT } from "./root.ts";

/** Where the shim is, and where to build it. */
export interface ShimFolders {
  /** The folder with CMakeLists.txt. */
  source: string;
  /** The folder that CMake makes. */
  build: string;
}

/** How to build the shim. */
export interface BuildOptions {
  /**
   * Configure again, whatever the build folder holds.
   *
   * @default {false}
   */
  afresh?: boolean;
  /**
   * Where the shim is.
   *
   * @default {SHIM}
   */
  folders?: ShimFolders;
  /**
   * The modules of Qt's that few programs use and that are wanted, by the names of their entry points. Those that were
   * wanted before stay so.
   *
   * @default {[]}
   */
  modules?: readonly string[];
  /**
   * More arguments for CMake when it configures.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * What to build.
   *
   * @default {everything}
   */
  targets?: readonly string[];
}

/** The project's own shim. */
export const SHIM: ShimFolders = {
  source: join(ROOT, "cpp_shim"),
  build: join(ROOT, "cpp_shim", "build"),
};

/** The shim's libraries that programs need. */
export const LIBRARIES: readonly string[] = [
  "qtasyncio",
  "qtasyncio_widgets",
  "qtasyncio_quick",
  ...["core", "gui", "widgets", "qml", "quick"].map((name) =>
    `qtasyncio_api_${name}`
  ),
];

/** Thrown when the shim cannot be configured or built. */
export class ShimError extends Error {
  /** The name of this class. */
  override name = "ShimError";
}

/**
 * Builds the shim if it is stale: configures a new build folder (or one that
 * was moved), then lets Ninja find out what there is to do. An up-to-date shim
 * takes a tenth of a second, and a new Qt is noticed.
 *
 * @param say Gets one line for each step when there is something to build.
 * @param options How to build it.
 * @throws {ShimError} With the compiler's output, if it cannot be built.
 */
export async function buildShim(
  say: (line: string) => void,
  options: BuildOptions = {},
): Promise<void> {
  const folders = options.folders ?? SHIM;
  const { targets = ["all"], modules = [] } = options;
  const fresh = options.afresh || !await isConfigured(folders);
  const built = await librariesIn(folders);
  const libraries = [
    ...new Set([...built, ...modules.flatMap(librariesOf)]),
  ];
  const args = [
    ...libraries.length === 0
      ? []
      : [`-DQTA_MODULES=${libraries.sort().join(";")}`],
    ...options.args ?? [],
  ];
  if (fresh) await configure(say, folders, args);
  else {
    await prepareGlue(folders);
    if (libraries.length > built.length) await addLibraries(say, folders, args);
  }
  let outcome = await build(say, folders, targets);
  // Ninja says this when a file that the build was made for is gone, as the
  // libraries of the old Qt are after an upgrade.
  if (!outcome.success && !fresh && outcome.output.includes("no known rule")) {
    await configure(say, folders, args);
    outcome = await build(say, folders, targets);
  }
  if (!outcome.success) throw failure(["--build", folders.build], outcome);
}

/**
 * Lists the modules of which a build lacks a library, since the Qt that it was built with lacks it.
 *
 * @param modules The names of their entry points.
 * @param folders Where the shim is; by default the project's own.
 */
export async function missingModules(
  modules: readonly string[],
  folders: ShimFolders = SHIM,
): Promise<string[]> {
  const missing = new Set<string>();
  for (const module of modules) {
    for (const name of librariesOf(module)) {
      const file = `libqtasyncio_api_${name}.so`;
      await Deno.stat(join(folders.build, "lib", file)).catch((error) => {
        ignoreMissing(error);
        missing.add(module);
      });
    }
  }
  return [...missing];
}

function librariesOf(module: string): readonly string[] {
  const found = MODULES[module];
  if (found === undefined) {
    throw new ShimError(
      `There is no module "${module}": expected ${
        Object.keys(MODULES).join(", ")
      }`,
    );
  }
  return found.libraries;
}

/** The libraries of such modules that a build folder was made for. */
async function librariesIn({ build }: ShimFolders): Promise<string[]> {
  try {
    const cache = await Deno.readTextFile(join(build, "CMakeCache.txt"));
    const [, list = ""] = /^QTA_MODULES:\w+=(.*)$/m.exec(cache) ?? [];
    return list.split(";").filter((name) => name !== "");
  } catch (error) {
    ignoreMissing(error);
    return [];
  }
}

/** Configures a build folder again, for more libraries: what was built stays. */
async function addLibraries(
  say: (line: string) => void,
  { build }: ShimFolders,
  args: readonly string[],
): Promise<void> {
  say("Configuring the shim for further modules");
  const outcome = await run(["cmake", ...args, build]);
  if (!outcome.success) throw failure(args, outcome);
}

async function configure(
  say: (line: string) => void,
  folders: ShimFolders,
  more: readonly string[],
): Promise<void> {
  say("Configuring the shim");
  await Deno.remove(folders.build, { recursive: true }).catch(ignoreMissing);
  await prepareGlue(folders);
  const args = [
    "-S",
    folders.source,
    "-B",
    folders.build,
    "-G",
    "Ninja",
    "-DCMAKE_BUILD_TYPE=Release",
    ...more,
  ];
  const outcome = await run(["cmake", ...args]);
  if (outcome.success) return;
  // What is left would pass for a build folder.
  const cache = join(folders.build, "CMakeCache.txt");
  await Deno.remove(cache).catch(ignoreMissing);
  throw failure(args, outcome);
}

/** Writes the C++ that is generated, if what it is generated from has changed: the stamp is its hash. */
async function prepareGlue({ source, build }: ShimFolders): Promise<void> {
  if (source !== SHIM.source) return;
  const stamp = await stampOfGlue();
  const path = join(build, "api", "stamp");
  const old = await Deno.readTextFile(path).catch(() => "");
  if (old === stamp) return;
  await writeGlue(join(build, "api"));
  await Deno.writeTextFile(path, stamp);
}

/** The texts, the rules, and the code that reads them and writes C++. */
async function stampOfGlue(): Promise<string> {
  const files: string[] = [];
  for (const part of ["", "api", "rules"]) {
    const folder = join(ROOT, "tools", "bindgen", part);
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile) files.push(join(folder, name));
    }
  }
  const texts = await Promise.all(
    files.sort().map((path) => Deno.readTextFile(path)),
  );
  const bytes = new TextEncoder().encode(texts.join("\0"));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(hash).toHex();
}

async function build(
  say: (line: string) => void,
  folders: ShimFolders,
  targets: readonly string[],
): Promise<Outcome> {
  const command = ["cmake", "--build", folders.build, "--target", ...targets];
  const dryRun = await run([...command, "--", "-n"]);
  if (dryRun.success && dryRun.output.includes("no work to do")) return dryRun;
  say("Building the shim");
  return await run(command, { onOutput: progress(say) });
}

/** How many steps of a build are between two lines about it. */
const STRIDE = 10;

/** Says how far a build is, from what Ninja says of each step: `[12/50] Building …`. */
function progress(say: (line: string) => void): (text: string) => void {
  let next = STRIDE;
  return (text) => {
    const [, done, all] = text.match(/.*\[(\d+)\/(\d+)\]/s) ?? [];
    if (Number(done) < next || all === done || done === undefined) return;
    next = Number(done) + STRIDE;
    say(`Building the shim: ${done} of ${all} steps`);
  };
}

/** Whether the build folder is one that CMake finished making for this source. */
async function isConfigured(folders: ShimFolders): Promise<boolean> {
  let cache: string;
  try {
    cache = await Deno.readTextFile(join(folders.build, "CMakeCache.txt"));
    await Deno.stat(join(folders.build, "build.ninja"));
  } catch (error) {
    ignoreMissing(error);
    return false;
  }
  const [source, build] = await Promise.all([
    Deno.realPath(folders.source),
    Deno.realPath(folders.build),
  ]);
  const entry = (name: string) =>
    new RegExp(`^${name}:\\w+=(.*)$`, "m").exec(cache)?.[1];
  return entry("CMAKE_HOME_DIRECTORY") === source &&
    entry("CMAKE_CACHEFILE_DIR") === build;
}

function failure(args: readonly string[], outcome: Outcome): ShimError {
  return new ShimError(
    `"cmake ${args.join(" ")}" failed with exit code ${outcome.code}:\n` +
      outcome.output,
  );
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
