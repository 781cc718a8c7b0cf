/**
 * The shim's libraries that call the members of Qt's headers: one for each library of Qt's, opened at the first call of
 * such a member.
 *
 * @module
 */

import { prefetch, Shim } from "./search.ts";
import { Status } from "./abi.ts";

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
  "serialport",
];

function fileOf(name: string): string {
  return `qtasyncio_api_${name}`;
}

/**
 * Gets a library ready, so that opening it need not wait.
 *
 * @param name Its name.
 */
export function prefetchApi(name: string): Promise<void> {
  return prefetch(fileOf(name));
}

/** By their places. */
const open: boolean[] = [];

/**
 * Opens one of the libraries, if it is not open. The core library must be open. It stays loaded.
 *
 * @param index Its place in {@linkcode API_LIBRARIES}.
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openApi(index: number): void {
  if (open[index]) return;
  const name = API_LIBRARIES[index]!;
  const start = `qta_api_${name}_open`;
  const shim = Shim.of(fileOf(name), {
    [start]: { parameters: [], result: "i32" },
  });
  const { library } = shim.open();
  const status = (library.symbols[start] as () => number)();
  library.close();
  if (status === Status.Done) open[index] = true;
}
