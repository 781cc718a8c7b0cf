/**
 * Format and lint of the hand-written C++ of the shim, with clang-format and clang-tidy 14, which it installs.
 *
 *     deno run -A tools/cpp.ts check    fails if a file is not formatted
 *     deno run -A tools/cpp.ts format   formats all files
 *     deno run -A tools/cpp.ts tidy     fails if clang-tidy has something to say; builds the shim before
 *
 * @module
 */

import { join } from "node:path";
import { ensurePackages, LINT_PACKAGES } from "./packages.ts";
import { isOnPath, run } from "./process.ts";
import { ROOT } from "./root.ts";
import { buildShim, SHIM } from "./shim.ts";

/** What the tools write. */
const GENERATED = /\/core\/abi\/constants\.h$/;

const say = (line: string) => console.error(`cpp: ${line}`);

/** The shim's files of C++ that are written by hand, sorted. */
export async function cppFiles(
  folder: string = SHIM.source,
): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory && !/^build(-|$)/.test(name)) {
      found.push(...await cppFiles(path));
    } else if (/\.(cpp|h)$/.test(name) && !GENERATED.test(path)) {
      found.push(path);
    }
  }
  return found.sort();
}

/**
 * Installs the tools, unless QTASYNCIO_SKIP_PACKAGES is 1.
 *
 * @throws {Error} If the program is not there: another version formats in another way.
 */
async function program(name: string): Promise<string> {
  if (Deno.env.get("QTASYNCIO_SKIP_PACKAGES") !== "1") {
    await ensurePackages(LINT_PACKAGES, say);
  }
  const versioned = `${name}-14`;
  if (isOnPath(versioned)) return versioned;
  throw new Error(
    `Cannot run ${name}: expected version 14 as ${versioned} on PATH; install the Debian packages ${
      LINT_PACKAGES.join(" ")
    }`,
  );
}

async function format(...args: string[]): Promise<boolean> {
  const command = [await program("clang-format"), ...args];
  return (await run([...command, ...await cppFiles()], { echo: true })).success;
}

/** As many at a time as there are processors. */
async function tidy(): Promise<boolean> {
  const tool = await program("clang-tidy");
  await buildShim(say);
  const waiting = (await cppFiles()).filter((path) => path.endsWith(".cpp"));
  let clean = true;
  const work = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const { success, output } = await run(
        [tool, "--quiet", "-p", SHIM.build, path],
        { cwd: ROOT },
      );
      if (success) continue;
      clean = false;
      console.error(output);
    }
  };
  await Promise.all(
    Array.from({ length: navigator.hardwareConcurrency }, work),
  );
  return clean;
}

const actions: Readonly<Record<string, () => Promise<boolean>>> = {
  check: () => format("--dry-run", "--Werror"),
  format: () => format("-i"),
  tidy,
};

if (import.meta.main) {
  const action = actions[Deno.args[0] ?? ""];
  if (action === undefined) {
    console.error(`usage: tools/cpp.ts ${Object.keys(actions).join(" | ")}`);
    Deno.exit(2);
  }
  if (!await action()) Deno.exit(1);
}
