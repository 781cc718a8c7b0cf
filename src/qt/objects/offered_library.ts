/**
 * Libraries of Qt's that an entry point of its own is for, opened by the first use of one of their classes.
 *
 * @module
 */

import { prefetchApi } from "../../../ffi/api.ts";
import { offerClasses, ownClassName } from "./api_table.ts";

/**
 * Offers the classes of a library, and gets the code ready that calls their members.
 *
 * @param name The library's name in `API_LIBRARIES` of `ffi/api.ts`.
 * @param classes The module of its classes.
 */
export async function offerLibrary(
  name: string,
  classes: Readonly<Record<string, { readonly prototype: object }>>,
): Promise<void> {
  offerClasses(
    name,
    Object.values(classes).map(({ prototype }) => ownClassName(prototype)!),
  );
  await prefetchApi(name);
}
