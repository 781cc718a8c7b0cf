/**
 * Writes the numbers and functions of the shim's ABI for both sides, from one table (`tools/abi/table.ts`) and the
 * prototypes in the shim's headers: `cpp_shim/core/abi/constants.h` and `ffi/abi.ts`.
 *
 *     deno task abi [--check]
 *
 * `--check` writes nothing, and fails if a file is not what would be written.
 *
 * @module
 */

import { join } from "node:path";
import { emitCpp, emitTypeScript, hashOf } from "./abi/emit.ts";
import { prototypesOf } from "./abi/prototypes.ts";
import { GROUPS, HEADERS } from "./abi/table.ts";
import { ROOT } from "./root.ts";

/** What the files have to hold, by their paths from the project's folder. */
export async function abiFiles(): Promise<Record<string, string>> {
  const headers = Object.entries(HEADERS).map(async ([name, path]) => {
    const text = await Deno.readTextFile(join(ROOT, "cpp_shim", path));
    return [name, prototypesOf(text)] as const;
  });
  const symbols = Object.fromEntries(await Promise.all(headers));
  const abi = { groups: GROUPS, symbols };
  const hash = await hashOf(abi);
  return {
    "cpp_shim/core/abi/constants.h": emitCpp(abi, hash),
    "ffi/abi.ts": emitTypeScript(abi, hash),
  };
}

if (import.meta.main) {
  const stale: string[] = [];
  for (const [path, text] of Object.entries(await abiFiles())) {
    const file = join(ROOT, path);
    const before = await Deno.readTextFile(file).catch(() => "");
    if (before === text) continue;
    stale.push(path);
    if (!Deno.args.includes("--check")) await Deno.writeTextFile(file, text);
  }
  if (stale.length > 0 && Deno.args.includes("--check")) {
    console.error(
      `abi: not current: ${stale.join(", ")}; run \`deno task abi\``,
    );
    Deno.exit(1);
  }
  for (const path of stale) console.error(`abi: wrote ${path}`);
}
