/**
 * The peers' side: Python, the virtual environment that `deno task bench:setup` makes, and the program in plain C++.
 *
 * @module
 */

import { join } from "node:path";
import { run } from "../tools/process.ts";
import { ROOT } from "../tools/root.ts";

/** The folder of the virtual environment. */
export const ENVIRONMENT: string = join(ROOT, "bench", ".venv");

/** Its Python. */
export const PYTHON: string = join(ENVIRONMENT, "bin", "python3");

/** What the C++ program is called for CMake, and where it builds it. */
export const NATIVE_TARGET = "qtasyncio_native_bench";
export const NATIVE: string = join(ROOT, "cpp_shim", "build", NATIVE_TARGET);

/** What to install for the peers; the modules are what their programs import. */
export const PACKAGES: Readonly<Record<string, string>> = {
  "uvloop": "uvloop",
  "PySide6-Addons": "PySide6.QtAsyncio", // brings the Essentials
  "qasync": "qasync",
};

/** What there is to compare with: versions by name, `null` for what is missing. */
export type Versions = Record<string, string | null>;

const ASK = `
import importlib, importlib.metadata, json, platform, sys
found = {"Python": platform.python_version()}
for name, module in json.loads(sys.argv[1]).items():
    try:
        importlib.import_module(module)
        found[name] = importlib.metadata.version(name)
    except Exception:
        found[name] = None
print(json.dumps(found))
`;

/**
 * Looks what of the peers can be measured.
 *
 * @returns The versions of Python, its packages and the Qt of the C++ program.
 */
export async function peerVersions(): Promise<Versions> {
  const missing = Object.fromEntries(
    ["Python", ...Object.keys(PACKAGES)].map((name) => [name, null]),
  );
  const python = await run([PYTHON, "-c", ASK, JSON.stringify(PACKAGES)], {
    env: { QT_API: "pyside6" },
  });
  const native = await run([NATIVE, "version"]);
  return {
    ...(python.success ? JSON.parse(python.output) : missing),
    "Qt of the C++ program": native.success ? native.output.trim() : null,
  };
}
