/**
 * The shim's library for local sockets.
 *
 * @module
 */

import { networkSymbols } from "./abi.ts";
import { mismatchOf } from "./inspect.ts";
import { type SearchOptions, Shim } from "./search.ts";

/** The network library, opened. */
export type NetworkLibrary = Deno.DynamicLibrary<typeof networkSymbols>;

/** Where the network library is found. */
export const networkShim: Shim<typeof networkSymbols> = await Shim.prepare(
  "qtasyncio_network",
  networkSymbols,
  ({ symbols }) => mismatchOf(symbols.qta_network_abi_hash()),
);

/**
 * Opens the network library. The core library must be open.
 *
 * @throws {ShimError} If it cannot be found, loaded or used.
 */
export function openNetwork(options: SearchOptions = {}): NetworkLibrary {
  return networkShim.open(options).library;
}
