/**
 * The Qt installations that the tests can run on: this system's, the newest one of a Python wheel, and that of the Debian
 * release after the oldest that is supported, in a folder of its own. What is fetched is kept in `out/qt`.
 *
 * @module
 */

import { join } from "node:path";
import { MODULES } from "../ffi/modules.ts";
import { DEBIAN } from "../src/doctor/packages.ts";
import { TEST_PACKAGES } from "./packages.ts";
import { isOnPath, run } from "./process.ts";
import { ROOT } from "./root.ts";

/** Where fetched installations are kept; Git ignores it. */
const KEPT = join(ROOT, "out", "qt");

/** How to run a command on an installation. */
export interface Runner {
  /** What to put before the command. */
  readonly prefix: readonly string[];
  /** Deno, as it is called there. */
  readonly deno: string;
  /** Variables to set. */
  readonly env: Readonly<Record<string, string>>;
}

/** A Qt to run tests on. */
export interface QtInstallation {
  /** How it is chosen on the command line. */
  readonly name: string;
  /** What it is. */
  readonly description: string;
  /**
   * Gets it, if it is not there yet.
   *
   * @param say Gets one line for each step that takes long.
   * @returns How to run commands on it, or why that is not possible.
   */
  prepare(say: (line: string) => void): Promise<Runner | string>;
}

const system: QtInstallation = {
  name: "system",
  description: "the Qt of this system",
  prepare: () =>
    Promise.resolve({ prefix: [], deno: Deno.execPath(), env: {} }),
};

const wheel: QtInstallation = {
  name: "wheel",
  description: "the newest Qt that a Python wheel brings (PySide6-Essentials)",
  async prepare(say) {
    const folder = join(KEPT, "wheel");
    let qt = await wheelQt(folder);
    if (qt === undefined) {
      say("Fetching PySide6-Essentials (about 100 MB)");
      const fault = await all([
        ["python3", "-m", "venv", folder],
        [join(folder, "bin", "pip"), "install", "-q", "PySide6-Essentials"],
      ]);
      if (fault !== undefined) return fault;
      qt = await wheelQt(folder);
    }
    if (qt === undefined) return `no Qt in ${folder}`;
    return {
      prefix: [],
      deno: Deno.execPath(),
      env: {
        LD_LIBRARY_PATH: join(qt, "lib"),
        QT_PLUGIN_PATH: join(qt, "plugins"),
        QML_IMPORT_PATH: join(qt, "qml"),
      },
    };
  },
};

async function wheelQt(folder: string): Promise<string | undefined> {
  const libraries = join(folder, "lib");
  for (const python of await namesIn(libraries)) {
    const qt = join(libraries, python, "site-packages", "PySide6", "Qt");
    if ((await namesIn(qt)).includes("plugins")) return qt;
  }
  return undefined;
}

const TRIXIE_PACKAGES = [
  "cmake",
  "fonts-dejavu-core",
  "g++",
  "libc6-dev",
  "ninja-build",
  "util-linux",
  ...DEBIAN.packages.widgets,
  ...DEBIAN.packages.uitools,
  ...DEBIAN.packages.qml,
  ...DEBIAN.packages["qml-modules"],
  ...Object.values(MODULES).flatMap(({ packages }) => packages),
  ...TEST_PACKAGES,
];

// Everything that is mounted goes with the namespace.
const ENTER = `
root=$1 project=$2 deno=$3
shift 3
mkdir -p "$root$project" "$root/usr/local/bin" &&
touch "$root/usr/local/bin/deno" &&
mount --rbind /proc "$root/proc" && mount --rbind /dev "$root/dev" &&
mount -t tmpfs tmpfs "$root/tmp" &&
mkdir -p "$root$project" && mount --bind "$project" "$root$project" &&
mount --bind "$deno" "$root/usr/local/bin/deno" &&
exec chroot "$root" env -C "$project" "$@"
`;

const trixie: QtInstallation = {
  name: "trixie",
  description: "the Qt of Debian 13 (trixie), in a folder of its own",
  async prepare(say) {
    if (Deno.uid() !== 0) return "only root can make and enter the folder";
    const folder = join(KEPT, "trixie");
    const made = join(folder, "made");
    if (!(await namesIn(folder)).includes("made")) {
      if (!isOnPath("debootstrap")) return "debootstrap is not installed";
      say("Fetching Debian 13 with its Qt (about 300 MB)");
      const fault = await all([
        ["rm", "-rf", folder],
        [
          "debootstrap",
          "--variant=minbase",
          `--include=${TRIXIE_PACKAGES.join()}`,
          "trixie",
          folder,
        ],
        ["touch", made],
      ]);
      if (fault !== undefined) return fault;
    }
    const enter = [
      "unshare",
      "--mount",
      "sh",
      "-c",
      ENTER,
      "sh",
      folder,
      ROOT.replace(/\/$/, ""),
      Deno.execPath(),
    ];
    const probe = await run([...enter, "/usr/local/bin/deno", "--version"]);
    if (!probe.success) return `cannot enter it: ${probe.output.trim()}`;
    return { prefix: enter, deno: "/usr/local/bin/deno", env: {} };
  },
};

/** All that are known, in the order in which they are tested. */
export const INSTALLATIONS: readonly QtInstallation[] = [system, wheel, trixie];

/** Runs commands one after the other; answers what went wrong, if anything did. */
async function all(
  commands: readonly (readonly string[])[],
): Promise<string | undefined> {
  for (const command of commands) {
    const { success, output } = await run(command);
    if (!success) {
      const [program, first = ""] = command;
      const last = output.trim().split("\n").at(-1);
      return `"${program} ${first} …" failed: ${last}`;
    }
  }
  return undefined;
}

/** What is in a folder; nothing if there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return [];
  }
}
