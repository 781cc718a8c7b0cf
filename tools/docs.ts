/**
 * Writes the API reference as HTML to docs/api.
 *
 *     deno task docs
 *
 * @module
 */

import { faces } from "./faces.ts";
import { run } from "./process.ts";
import { ROOT } from "./root.ts";

if (import.meta.main) {
  const { code } = await run([
    Deno.execPath(),
    "doc",
    "--html",
    "--name=QtAsyncio for Deno",
    "--output=docs/api",
    ...faces(),
  ], { cwd: ROOT, echo: true });
  Deno.exit(code);
}
