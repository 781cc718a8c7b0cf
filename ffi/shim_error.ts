import { moduleOf } from "./modules.ts";

/**
 * Why the shim cannot be loaded.
 *
 * - `"missing-shim"`: no file of that name anywhere that was searched
 * - `"missing-qt"`: the shim is there, but a library that it needs (Qt itself, as a rule) is not
 * - `"stale-shim"`: the shim is there, but of another version than this module
 * - `"damaged-shim"`: the shim that this release carries is not the one that was released
 * - `"not-carried"`: this release carries a shim, but not this library of it
 * - `"no-permission"`: nothing that was found may be loaded; `--allow-ffi` is missing or names another path
 */
export type ShimProblem =
  | "missing-shim"
  | "missing-qt"
  | "stale-shim"
  | "damaged-shim"
  | "not-carried"
  | "no-permission";

/** One place that was searched for the shim, and what came of it. */
export interface ShimAttempt {
  /** The path, or the bare name that was left to the system's loader. */
  readonly path: string;
  /** The problem there. */
  readonly problem: ShimProblem;
  /** The loader's own words, or what to do. */
  readonly detail: string;
}

/** What helps where a library of the shim is missing that an entry point of its own is for. */
function adviceOn(
  { name, packages }: { name: string; packages: readonly string[] },
): Partial<Record<ShimProblem, string>> {
  return {
    "missing-shim":
      `Build it with \`deno task setup --with=${name}\` in a clone of the project`,
    "missing-qt": `Install Qt's library (on Debian and Ubuntu: ${
      packages.join(", ")
    })`,
    "not-carried":
      `This release was made without it: build it with \`deno task setup --with=${name}\` in a clone of the project of the same version, and name its folder (cpp_shim/build/lib) in the environment variable QTASYNCIO_SHIM (with --allow-env=QTASYNCIO_SHIM)`,
  };
}

const advice: Record<ShimProblem, string> = {
  "missing-shim":
    "Import the modules of a release, which carry it, or build it with `deno task shim` in a clone of the project; or name its folder in the environment variable QTASYNCIO_SHIM (with --allow-env=QTASYNCIO_SHIM)",
  "missing-qt":
    "Install Qt 6 (on Debian and Ubuntu: libqt6core6, for windows libqt6widgets6, libqt6uitools6 and qt6-qpa-plugins; doctor.ts says it for other systems)",
  "stale-shim":
    "It was built for other modules than these: in a clone of the project, build it again with `deno task shim`; otherwise take the modules and the shim from the same release",
  "damaged-shim":
    "Fetch the modules again (`deno run --reload`), or ask where they are hosted",
  "not-carried":
    "Members of Qt's classes that are neither properties, signals nor slots need this library, and this release was made without it: build it with `deno task shim` in a clone of the project of the same version, and name its folder (cpp_shim/build/lib) in the environment variable QTASYNCIO_SHIM (with --allow-env=QTASYNCIO_SHIM)",
  "no-permission":
    "Run with --allow-ffi; or save the shim in a folder (`doctor.ts --save=<folder>`), and run with QTASYNCIO_SHIM=<folder>, --allow-env=QTASYNCIO_SHIM and --allow-ffi=<folder>",
};

// From the most telling to the least: the nearer to success, the more it says.
const order: readonly ShimProblem[] = [
  "damaged-shim",
  "stale-shim",
  "missing-qt",
  "no-permission",
  "not-carried",
  "missing-shim",
];

/**
 * The shim (the C++ library that carries Qt) could not be loaded.
 *
 * The message says what is wrong, what would mend it, and every place that was tried.
 *
 * @example
 * ```ts
 * import { ShimError } from "./shim_error.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const error = new ShimError("libqtasyncio.so", [
 *   { path: "/opt/libqtasyncio.so", problem: "missing-shim", detail: "No such file" },
 * ]);
 * assertEquals(error.problem, "missing-shim");
 * ```
 */
export class ShimError extends Error {
  /** The name of this class. */
  override readonly name = "ShimError";
  /** The problem: that of the place that came nearest to success. */
  readonly problem: ShimProblem;
  /** Every place tried, in order. */
  readonly attempts: readonly ShimAttempt[];

  /**
   * Sums the search up.
   *
   * @param library The library's file name.
   * @param attempts Every place tried, in order.
   */
  constructor(library: string, attempts: readonly ShimAttempt[]) {
    const problem =
      order.find((one) =>
        attempts.some((attempt) => attempt.problem === one)
      ) ?? "missing-shim";
    const [, module] = /^libqtasyncio_api_(\w+)\.so$/.exec(library) ?? [];
    const found = moduleOf(module ?? "");
    const help = found === undefined ? undefined : adviceOn(found)[problem];
    const list = attempts.map(({ path, problem, detail }) =>
      `\n  ${path}: ${problem}: ${detail}`
    ).join("");
    super(
      `Cannot load ${library}: ${problem}. ${
        help ?? advice[problem]
      }. Tried:${list}`,
    );
    this.problem = problem;
    this.attempts = attempts;
  }
}
