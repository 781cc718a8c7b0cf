/**
 * Libraries of Qt's that an entry point of its own is for, opened by the first use of one of their classes.
 *
 * @module
 */

import { prefetchApi } from "../../../ffi/api.ts";
import type { CarriedLibraries } from "../../../ffi/carried.ts";
import { CarriedLibrary } from "../../../ffi/carried_library.ts";
import { offerClasses, ownClassName } from "./api_table.ts";

/**
 * Offers the classes of a library, and gets the code ready that calls their members.
 *
 * @param name The library's name in `API_LIBRARIES` of `ffi/api.ts`.
 * @param classes The module of its classes.
 * @param carried Where a release carries that code.
 */
export async function offerLibrary(
  name: string,
  classes: Readonly<Record<string, { readonly prototype: object }>>,
  carried: CarriedLibraries,
): Promise<void> {
  CarriedLibrary.add(carried);
  offerClasses(
    name,
    Object.values(classes).map(({ prototype }) => ownClassName(prototype)!),
  );
  await prefetchApi(name);
}
