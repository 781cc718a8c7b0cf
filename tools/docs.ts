/**
 * Writes the API reference as HTML to docs/api.
 *
 *     deno task docs
 *
 * @module
 */

import { join } from "node:path";
import type { DocJson } from "./docs/model.ts";
import { makeSite } from "./docs/site.ts";
import { entryPoints } from "./entry_points.ts";
import { ROOT } from "./root.ts";

/**
 * Writes the API reference as HTML: `index.html`, and a search.
 *
 * @param folder Where; what is there is overwritten.
 * @param home Where its pages lead back to, from that folder.
 * @throws {Error} If it cannot be written.
 */
export async function writeReference(
  folder: string,
  home?: string,
): Promise<void> {
  const { success, code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...entryPoints()],
    cwd: ROOT,
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`deno doc failed with exit code ${code}`);
  const doc = JSON.parse(new TextDecoder().decode(stdout)) as DocJson;
  const files = makeSite("QtAsyncio for Deno", doc, home);
  for (const name of ["search.js", "style.css"]) {
    const source = new URL(`docs/${name}`, import.meta.url);
    files.set(name, await Deno.readTextFile(source));
  }
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  let size = 0;
  for (const [name, text] of files) {
    size += text.length;
    await Deno.writeTextFile(join(folder, name), text);
  }
  console.error(
    `docs: ${files.size} files, ${(size / 1e6).toFixed(1)} MB, in ${folder}`,
  );
}

if (import.meta.main) await writeReference(join(ROOT, "docs", "api"));
