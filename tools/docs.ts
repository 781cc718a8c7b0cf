/**
 * Writes the API reference as HTML to docs/api.
 *
 *     deno task docs
 *
 * @module
 */

import { join } from "node:path";
import { entryPoints } from "./entry_points.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

if (import.meta.main) {
  // Deno makes the last folder alone.
  await Deno.mkdir(join(ROOT, "docs"), { recursive: true });
  const { code } = await run([
    Deno.execPath(),
    "doc",
    "--html",
    "--name=QtAsyncio for Deno",
    "--output=docs/api",
    ...entryPoints(),
  ], { cwd: ROOT, echo: true });
  Deno.exit(code);
}
