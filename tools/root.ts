/**
 * Where the project is, from whatever folder a tool is started.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** The project's folder, with a slash at its end. */
export const ROOT: string = fileURLToPath(new URL("../", import.meta.url));
