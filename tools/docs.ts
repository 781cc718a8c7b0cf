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

const FOLDER = join(ROOT, "docs", "api");

if (import.meta.main) {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...entryPoints()],
    cwd: ROOT,
    stderr: "inherit",
  }).output();
  if (!success) Deno.exit(1);
  const doc = JSON.parse(new TextDecoder().decode(stdout)) as DocJson;
  const files = makeSite("QtAsyncio for Deno", doc);
  for (const name of ["search.js", "style.css"]) {
    const source = new URL(`docs/${name}`, import.meta.url);
    files.set(name, await Deno.readTextFile(source));
  }
  await Deno.remove(FOLDER, { recursive: true }).catch(() => {});
  await Deno.mkdir(FOLDER, { recursive: true });
  let size = 0;
  for (const [name, text] of files) {
    size += text.length;
    await Deno.writeTextFile(join(FOLDER, name), text);
  }
  console.error(
    `docs: ${files.size} files, ${(size / 1e6).toFixed(1)} MB, in ${FOLDER}`,
  );
}
