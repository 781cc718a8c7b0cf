/**
 * Writes the API reference as HTML to docs/api.
 *
 *     deno task docs
 *
 * @module
 */

import { dirname, join } from "node:path";
import { entryPoints } from "./entry_points.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

/**
 * Writes the API reference as HTML: `index.html`, and a search.
 *
 * @param folder Where; what is there is overwritten.
 * @throws {Error} If it cannot be written.
 */
export async function writeReference(folder: string): Promise<void> {
  // Deno makes the last folder alone.
  await Deno.mkdir(dirname(folder), { recursive: true });
  const { success, code } = await run([
    Deno.execPath(),
    "doc",
    "--html",
    "--name=QtAsyncio for Deno",
    `--output=${folder}`,
    ...entryPoints(),
  ], { cwd: ROOT, echo: true });
  if (!success) throw new Error(`deno doc failed with exit code ${code}`);
}

if (import.meta.main) await writeReference(join(ROOT, "docs", "api"));
