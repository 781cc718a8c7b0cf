/**
 * Checks the spelling of all files by `typos`, which knows common misspellings. Its exceptions are in `_typos.toml`.
 *
 * `typos` is taken from PATH, or else from PyPI into `tools/.venv`: once, so that later runs need no network.
 *
 * @module
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensurePackages } from "./packages.ts";
import { isOnPath, run } from "./process.ts";
import { ROOT } from "./root.ts";

const VERSION = "1.52.0";
const ENVIRONMENT = join(ROOT, "tools", ".venv");
const INSTALLED = join(ENVIRONMENT, "bin", "typos");

/** Finds `typos`, or installs it. Returns its path. */
async function findTypos(): Promise<string> {
  if (isOnPath("typos")) return "typos";
  if (existsSync(INSTALLED)) return INSTALLED;
  await ensurePackages(
    ["python3-venv"],
    (line) => console.error(`spelling: ${line}`),
  );
  for (
    const command of [
      ["python3", "-m", "venv", ENVIRONMENT],
      [join(ENVIRONMENT, "bin", "pip"), "install", "-q", `typos==${VERSION}`],
    ]
  ) {
    const outcome = await run(command);
    if (!outcome.success) {
      throw new Error(
        `Cannot install typos: "${
          command.join(" ")
        }" failed. Install it on PATH by hand, or try again with a network.\n${outcome.output}`,
      );
    }
  }
  return INSTALLED;
}

if (import.meta.main) {
  const command = [await findTypos(), "--format", "brief", "--force-exclude"];
  const outcome = await run([...command, "."], { cwd: ROOT, echo: true });
  Deno.exit(outcome.code);
}
