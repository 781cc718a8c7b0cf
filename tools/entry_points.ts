/**
 * The project's public modules, as deno.json exports them.
 *
 * @module
 */

import { join } from "node:path";
import settings from "../deno.json" with { type: "json" };
import { ROOT } from "./root.ts";

/**
 * Lists the public modules.
 *
 * @returns Their paths from the project's folder, those alone that exist.
 */
export function entryPoints(): string[] {
  return Object.values(settings.exports).filter(exists);
}

/**
 * Tells whether there is such a file or folder in the project.
 *
 * @param path Its path from the project's folder.
 * @returns Whether it is there.
 */
export function exists(path: string): boolean {
  try {
    Deno.statSync(join(ROOT, path));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Modules that are programs of their own, beside the public ones: a release has them by the same paths. */
export const PROGRAMS: readonly string[] = [
  "src/dev/programs/core.ts",
  "src/dev/programs/widgets.ts",
  "src/dev/programs/quick.ts",
];
