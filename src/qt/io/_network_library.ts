/** The shim's network library, opened when it is needed. */

import { networkShim } from "../../../ffi/network.ts";
import { optionalLibrary } from "./_optional_library.ts";

/**
 * Has it open, for the application that there is.
 *
 * @throws {ApplicationError} If there is none.
 * @throws {ShimError} If it cannot be loaded, or Qt Network cannot.
 */
export const requireNetwork: () => void = optionalLibrary(
  networkShim,
  ["QLocalServer", "QLocalSocket"],
  ({ symbols }) => symbols.qta_network_open(),
);
