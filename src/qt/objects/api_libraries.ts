/**
 * Opens the code of Qt's classes when it is first needed.
 *
 * @module
 */

import { openApi } from "../../../ffi/api.ts";
import { apiClassNamed } from "./api_table.ts";
import { ownClassName } from "./class_names.ts";

const opened: boolean[] = [];

/** Opens a library, unless it is open. */
export function openLibrary(library: number): void {
  if (opened[library]) return;
  openApi(library);
  opened[library] = true;
}

const ready = new WeakSet<object>();

/** Opens the library of an object's class: it knows where the parts of its bases are. */
export function makeReady(object: object): void {
  const prototype = Object.getPrototypeOf(object);
  if (ready.has(prototype)) return;
  for (
    let place = prototype;
    place !== null;
    place = Object.getPrototypeOf(place)
  ) {
    const name = ownClassName(place);
    const found = name === undefined ? undefined : apiClassNamed(name);
    if (found === undefined) continue;
    openLibrary(found.library);
    break;
  }
  ready.add(prototype);
}
