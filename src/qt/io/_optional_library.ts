/** Libraries of the shim that are opened when the first object of theirs is created. */

import type { Shim } from "../../../ffi/search.ts";
import { requireBridge } from "../calls/bridge.ts";
import { openBefore } from "../objects/class_registry.ts";

/**
 * Has a library of the shim opened before an object of some classes is created.
 *
 * @param shim where the library is.
 * @param classNames the classes that it creates objects of.
 * @param register tells the core library of them.
 * @returns a function that opens it, for the application that there is. It throws `ApplicationError` if there is none, and
 * `ShimError` if the library, or the one of Qt's that it needs, cannot be loaded.
 */
export function optionalLibrary<S extends Deno.ForeignLibraryInterface>(
  shim: Shim<S>,
  classNames: readonly string[],
  register: (library: Deno.DynamicLibrary<S>) => void,
): () => void {
  let isOpen = false;
  const open = () => {
    requireBridge();
    if (isOpen) return;
    const { library } = shim.open();
    register(library);
    // The shim's libraries stay loaded until the process ends.
    library.close();
    isOpen = true;
  };
  for (const name of classNames) openBefore(name, open);
  return open;
}
