/**
 * The shim's libraries that call the members of Qt's headers: one for each library of Qt's, opened at the first call of
 * such a member.
 *
 * @module
 */

import { Shim } from "./search.ts";
import { Status } from "./symbols.ts";

/** Their names, in the order of the numbers that their classes' ids begin with. */
export const API_LIBRARIES: readonly string[] = [
  "core",
  "gui",
  "widgets",
  "network",
  "qml",
  "quick",
  "svg",
  "svgwidgets",
  "printsupport",
  "sql",
  "charts",
  "multimedia",
  "multimediawidgets",
  "quickcontrols2",
  "quickwidgets",
  "uitools",
  "opengl",
  "openglwidgets",
  "statemachine",
];

const open = new Set<number>();

const shims = await Promise.all(
  API_LIBRARIES.map((name) =>
    Shim.prepare(`qtasyncio_api_${name}`, {
      [`qta_api_${name}_open`]: { parameters: [], result: "i32" },
    })
  ),
);

/**
 * Opens one of the libraries, if it is not open. The core library must be open. It stays loaded.
 *
 * @param index Its place in {@linkcode API_LIBRARIES}.
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openApi(index: number): void {
  if (open.has(index)) return;
  const { library } = shims[index]!.open();
  const [start] = Object.values(library.symbols);
  const status = (start as () => number)();
  library.close();
  if (status === Status.Done) open.add(index);
}
