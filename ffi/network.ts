/**
 * The shim's library for local sockets.
 *
 * @module
 */

import { networkSymbols } from "./abi.ts";
import { mismatchOf } from "./inspect.ts";
import { Shim } from "./search.ts";

/** Where the network library is found. */
export const networkShim: Shim<typeof networkSymbols> = await Shim.prepare(
  "qtasyncio_network",
  networkSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_network_abi_hash()),
);
