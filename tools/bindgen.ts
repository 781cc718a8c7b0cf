/**
 * Writes the API of Qt's libraries as texts, from the headers of Qt's development packages.
 *
 *     deno task bindgen [--check] [--skip-packages]
 *
 * The same headers give the same bytes. With `--check` nothing is written; the texts that would change are listed,
 * and the exit code is 1 if there are any.
 *
 * @module
 */

import { makeTexts } from "./bindgen/texts.ts";
import {
  BINDGEN_PACKAGES,
  BUILD_PACKAGES,
  ensurePackages,
} from "./packages.ts";
import { ROOT } from "./root.ts";

if (import.meta.main) {
  if (!Deno.args.includes("--skip-packages")) {
    await ensurePackages(
      [...BUILD_PACKAGES, ...BINDGEN_PACKAGES],
      (line) => console.error(`bindgen: ${line}`),
    );
  }
  const check = Deno.args.includes("--check");
  let changed = 0;
  const { texts, complaints } = await makeTexts();
  for (const complaint of complaints) console.error(`bindgen: ${complaint}`);
  for (const [path, text] of texts) {
    const old = await Deno.readTextFile(ROOT + path).catch(() => "");
    if (old === text) continue;
    changed += 1;
    console.log(path);
    if (!check) await Deno.writeTextFile(ROOT + path, text);
  }
  console.error(
    `bindgen: ${changed} texts ${check ? "would change" : "changed"}`,
  );
  if (check && changed > 0 || complaints.length > 0) Deno.exit(1);
}
