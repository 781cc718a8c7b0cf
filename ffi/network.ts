/**
 * The shim's library for local sockets, and the one that calls the members of Qt Network's headers.
 *
 * @module
 */

import { networkSymbols } from "./abi.ts";
import { carried } from "./carried/network.ts";
import { CarriedLibrary } from "./carried_library.ts";
import { mismatchOf } from "./inspect.ts";
import { prefetch, Shim } from "./search.ts";

CarriedLibrary.add(carried);
await prefetch("qtasyncio_api_network");

/** Where the network library is found. */
export const networkShim: Shim<typeof networkSymbols> = await Shim.prepare(
  "qtasyncio_network",
  networkSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_network_abi_hash()),
);
